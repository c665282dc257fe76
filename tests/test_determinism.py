"""The same pages give the same graph, whatever the order, the hash seed, the locale or the folder."""

import os
import random
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from checkout import ROOT, SAMPLE_PAGES
from privkg import build

GROUPS = [
    range(2),
    *(
        pytest.param(range(n, n + 6), marks=pytest.mark.long(part="determinism"))
        for n in range(2, 20, 6)
    ),
]
"""Numbers of twenty builds; the two of the first group differ in order, seed, locale and folder."""


def locales() -> list[str]:
    """Return the locales to build in: the standard ones, and others installed here."""
    listed = shutil.which("locale")
    found = (
        subprocess.run([listed, "-a"], capture_output=True, text=True, check=False) if listed else None
    )
    own = found.stdout.split() if found else []
    return sorted({"C", "C.UTF-8", "POSIX", "tr_TR.UTF-8", *own})


def built(number: int, folder: Path) -> bytes:
    """Return the manifest of a build in a separate process, with its own order, seed and locale."""
    order = random.Random(number)
    pages = order.sample(SAMPLE_PAGES, len(SAMPLE_PAGES))
    own = folder / f"{number}"
    own.mkdir()
    if number % 2:  # half of the builds read copies, whose file times and directory order differ
        pages = [Path(shutil.copy(page, own)).relative_to(own) for page in pages]
    environment = {
        **os.environ,
        "PYTHONHASHSEED": str(number),
        "LC_ALL": locales()[number % len(locales())],
        "TZ": order.choice(["UTC", "Asia/Kolkata", "America/Adak"]),
    }
    command = [sys.executable, "-m", "privkg", "build", *map(str, pages), "--graph", "graph"]
    subprocess.run(command, cwd=own, env=environment, check=True, capture_output=True)
    return written(own / "graph")


def written(graph: Path) -> bytes:
    """Return the manifest of a graph, the hashes of its graphs, and its pages."""
    names = ("manifest.json", "graphs.tsv", "pages.jsonl")
    return b"".join((graph / "gen-000001" / name).read_bytes() for name in names)


@pytest.mark.parametrize("numbers", GROUPS)
class TestBuilds:
    def test_builds_give_one_manifest(self, tmp_path: Path, numbers: range) -> None:
        """
        Each of twenty builds of the corpus has the manifest of a build in this process.
        """
        build.build(SAMPLE_PAGES, tmp_path / "graph")
        expected = written(tmp_path / "graph")
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            manifests = list(pool.map(lambda number: built(number, tmp_path), numbers))

        assert {expected} == set(manifests)


def exported(number: int, folder: Path) -> bytes:
    """Return the hashes of all files written in a separate process, with an order and a hash seed."""
    own = folder / f"{number}"
    own.mkdir()
    pages = random.Random(number).sample(SAMPLE_PAGES[:3], 3)
    path = os.pathsep.join(str(ROOT / name) for name in ("src", "tests/support"))
    environment = {**os.environ, "PYTHONHASHSEED": str(number), "PYTHONPATH": path}
    command = [sys.executable, "-m", "every_export", *map(str, pages)]
    done = subprocess.run(command, cwd=own, env=environment, check=True, capture_output=True)
    return done.stdout


@pytest.fixture(scope="module")
def digests(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The hashes of all files, written with a hash seed that no test uses."""
    return exported(20, tmp_path_factory.mktemp("exported"))


@pytest.mark.parametrize("numbers", GROUPS)
class TestExports:
    def test_seeds_give_one_digest_of_each_format(
        self, tmp_path: Path, digests: bytes, numbers: range
    ) -> None:
        """
        With twenty hash seeds and orders of pages, every file has the same bytes.
        """
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            found = set(pool.map(lambda number: exported(number, tmp_path), numbers))

        assert {digests} == found
        assert digests.count(b"\n") == 7 + 9 + 6  # files of one format each, tables, documents


class TestRebuilds:
    def test_a_rebuild_gives_the_same_manifest(self, tmp_path: Path) -> None:
        """
        A rebuild over an existing graph produces the graph of a first build.
        """
        once = build.build(SAMPLE_PAGES, tmp_path / "once").manifest
        build.build(SAMPLE_PAGES[:2], tmp_path / "twice")
        twice = build.build(SAMPLE_PAGES, tmp_path / "twice").manifest

        assert once == twice

    def test_a_folder_is_its_pages(self, tmp_path: Path) -> None:
        """
        A folder produces the same graph as its pages named one by one.
        """
        one_by_one = build.build(reversed(SAMPLE_PAGES), tmp_path / "pages").manifest
        copies = tmp_path / "incidents"
        copies.mkdir()
        for page in SAMPLE_PAGES:
            shutil.copy(page, copies)
        together = build.build([copies], tmp_path / "folder").manifest

        assert one_by_one == together
