"""Archives that expand without end, and others made to break a reader: bounded memory, one message."""

import bz2
import json
import os
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from privkg.core import compressed
from wiki_files import LETTERS, as_element, export_head, page

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="measures memory as Linux counts it")

READ = """
import resource, sys
from pathlib import Path
from privkg import sources
from privkg.core.errors import PrivkgError

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

archives = sources.archives()
name, path = sys.argv[1], Path(sys.argv[2])
before, count, error = peak(), 0, ""
try:
    for _ in archives[name].texts(path):
        count += 1
except PrivkgError as caught:
    error = str(caught)
print(count, peak() - before, error, sep="\\t")
"""
"""Reads an archive in a process of its own; prints the texts, the kB that it took, and the error."""
MOST_KB = 100_000
_SECONDS = 300  # ends a hanging run; it does not measure speed
_MB = b" " * 1_000_000


def read(name: str, path: Path) -> tuple[int, int, str]:
    """Return the number of texts in an archive, the memory for reading it in kB, and the error."""
    done = subprocess.run(
        [sys.executable, "-c", READ, name, str(path)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=_SECONDS,
    )
    count, memory, error = done.stdout.rstrip("\n").split("\t")
    return int(count), int(memory), error


def gzipped(pieces: Iterator[bytes]) -> bytes:
    """Return pieces as a gzip file, without having them all in memory."""
    machine = zlib.compressobj(9, wbits=31)
    return b"".join([*map(machine.compress, pieces), machine.flush()])


def bzipped(pieces: Iterator[bytes]) -> bytes:
    """Return pieces as a bzip2 file, without having them all in memory."""
    machine = bz2.BZ2Compressor()
    return b"".join([*map(machine.compress, pieces), machine.flush()])


def opened() -> bytes:
    """Return an export up to the text of its second page."""
    element = as_element(page("Endless", ""))
    start = element[: element.index("</text>")]
    return (export_head() + as_element(page()) + start).encode()


def endless(megabytes: int, piece: bytes = _MB) -> Iterator[bytes]:
    """Yield an export whose second page has a text of so many megabytes."""
    yield opened()
    yield from [piece] * megabytes


@pytest.mark.long(part="hostile")
@pytest.mark.parametrize(("suffix", "compress"), [(".gz", gzipped), (".bz2", bzipped)])
class TestCompressed:
    def test_a_bomb_is_not_expanded(
        self, tmp_path: Path, suffix: str, compress: Callable[[Iterator[bytes]], bytes]
    ) -> None:
        """
        A text of a gigabyte ends the reading early, after the page before it.
        """
        path = tmp_path / f"bomb{suffix}"
        path.write_bytes(compress(endless(1000)))
        count, memory, error = read("mediawiki_export", path)

        assert (1, True) == (count, memory < MOST_KB), (count, memory, error)
        assert error.endswith("; 1 whole page before it")
        assert f"{path}:" in error

    def test_a_bomb_of_many_pages_is_not_expanded(
        self, tmp_path: Path, suffix: str, compress: Callable[[Iterator[bytes]], bytes]
    ) -> None:
        """
        Pages that all end do not hide that a file expands too far.
        """
        some = b"<page><title>A</title></page>" * 40_000
        path = tmp_path / f"bomb{suffix}"
        path.write_bytes(compress(iter([export_head().encode(), *([some] * 150)])))
        _, memory, error = read("mediawiki_export", path)

        assert memory < MOST_KB
        assert f"expands to more than {compressed.MOST_TIMES} times its size; " in error


class TestPlain:
    @pytest.mark.parametrize(
        ("content", "words"),
        [
            pytest.param(
                opened() + _MB * 120,
                "more than 100 MB without the end of a page; 1 whole page before it",
                marks=pytest.mark.long(part="hostile"),
            ),
            (export_head().encode() + b"<" + b"a" * 5_000_000, "a tag or comment of more than 1 MB"),
            (export_head().encode() + b"<a>" * 1_000_000, "nested deeper than 100 levels"),
            (
                export_head().encode() + b"".join(b"<a%d/>" % number for number in range(100_000)),
                "more than 1000 different names",
            ),
            (export_head().encode() + b"<siteinfo><base>" + b"a" * 10_000_000, "cut: "),
            (
                b'<!DOCTYPE l [<!ENTITY a "lol">'
                + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a;" * 10) for n in range(30))
                + b"]><mediawiki>&a29;</mediawiki>",
                "a DOCTYPE, which may define entities, is refused",
            ),
            (
                export_head().encode()
                + b"<siteinfo><namespaces>"
                + b"".join(b'<namespace key="0">%d</namespace>' % n for n in range(200_000)),
                "cut: ",
            ),
        ],
        ids=["text", "tag", "deep", "names", "base", "laughs", "namespaces"],
    )
    def test_takes_little_memory(self, tmp_path: Path, content: bytes, words: str) -> None:
        """
        Endless texts, tags, depths and names, and entities, end with one message in little memory.
        """
        path = tmp_path / "export.xml"
        path.write_bytes(content)
        _, memory, error = read("mediawiki_export", path)

        assert memory < MOST_KB, memory
        assert words in error

    def test_memory_does_not_grow_with_the_file(self, tmp_path: Path) -> None:
        """
        An export of 20 MB takes hardly more memory than one of 2 MB.
        """
        some = as_element(page("Other", "Nothing of interest. " * 400)) * 90
        some += as_element(page(text=LETTERS + "It was so. " * 700)) * 10
        taken = []
        for times in (3, 24):
            path = tmp_path / f"{times}.xml"
            path.write_text(export_head() + some * times + "</mediawiki>", encoding="utf-8")
            count, memory, error = read("mediawiki_export", path)
            taken.append(memory)

            assert (100 * times, "") == (count, error)
        assert taken[1] < taken[0] + 5_000

    def test_many_revisions_are_not_kept(self, tmp_path: Path) -> None:
        """
        Of a page with a long history, only the last revision is in memory.
        """
        element = as_element(page(text=LETTERS + "a" * 1_000_000))
        start, end = element.index("    <revision>"), element.index("  </page>")
        path = tmp_path / "export.xml"
        history = element[:start] + element[start:end] * 40 + element[end:]
        path.write_text(export_head() + history + "</mediawiki>", encoding="utf-8")
        count, memory, error = read("mediawiki_export", path)

        assert (1, "") == (count, error)
        assert memory < 25_000

    def test_json_takes_little_memory(self, tmp_path: Path) -> None:
        """
        JSON with millions of empty values is refused before it is parsed.
        """
        for number, value in enumerate(("[],", '"",', '{"*":""},', "7,")):
            path = tmp_path / f"{number}.json"
            path.write_text('{"query":{"pages":[' + value * (18_000_000 // len(value)), encoding="utf-8")
            _, memory, error = read("mediawiki_api", path)

            assert memory < 3 * MOST_KB, (value, memory)
            assert "more than 1000000 values" in error


def test_a_large_answer_is_read(tmp_path: Path) -> None:
    """
    An answer of almost 20 MB is read.
    """
    text = LETTERS + "It was so. " * 700
    pages = [{"ns": 0, "title": f"Page {n}", "revisions": [{"content": text}]} for n in range(2000)]
    path = tmp_path / "answer.json"
    path.write_text(json.dumps({"query": {"pages": pages}}), encoding="utf-8")
    count, memory, error = read("mediawiki_api", path)

    assert (2000, "") == (count, error)
    assert memory < 3 * MOST_KB
