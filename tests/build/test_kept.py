"""What is kept of a page is read back as it was, and what was tampered with is not."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import page_text
from privkg import build
from privkg.build import kept
from privkg.build.find import File
from privkg.build.pages import Read
from privkg.build.read import How, read

ANY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


def read_text(folder: Path, text: str, name: str = "page.txt") -> Read:
    (folder / name).write_text(text, encoding="utf-8", newline="")
    found = read(File(folder / name), How())
    assert isinstance(found, Read)
    return found


def _with_value(line: str, value: str) -> str:
    """Return the line of a quad with another value."""
    subject, predicate, _ = line.split(" ", 2)
    return f"{subject} {predicate} {value} {line.rsplit(' ', 2)[1]} .\n"


class TestRoundTrip:
    @given(title=ANY, act=ANY)
    def test_any_page_is_read_back(
        self, tmp_path_factory: pytest.TempPathFactory, title: str, act: str
    ) -> None:
        """
        Whatever a page holds, what was kept of it is what was read, and written again the same.
        """
        folder = tmp_path_factory.mktemp("pages")
        (folder / "page.txt").write_text(page_text(title) + act, encoding="utf-8", newline="")
        found = read(File(folder / "page.txt"), How())
        if isinstance(found, Read):
            held = json.loads(json.dumps(kept.to_json(found)))
            again = kept.from_json(held)

            assert again.is_kept
            assert [found.facts, found.claims, found.findings, found.mentions, found.used] == [
                again.facts,
                again.claims,
                again.findings,
                again.mentions,
                again.used,
            ]


@pytest.mark.parametrize(
    "tamper",
    [
        lambda held: held.pop("title"),
        lambda held: held.update(more=1),
        lambda held: held.update(title=None),
        lambda held: held.update(title=["x"]),
        lambda held: held.update(facts="x"),
        lambda held: held["facts"].append("<https://example.org/a> <https://example.org/b>"),
        lambda held: held["facts"].append(held["facts"][0].replace("/graph/", "/graph/another-")),
        lambda held: held["facts"].append(held["facts"][0] * 2),
        lambda held: held["claims"].append(held["facts"][0]),
        lambda held: held["used"].append("x"),
        lambda held: held["used"].append("<no-scheme>"),
        lambda held: held["facts"].append(held["facts"][0].replace("<https:", "<", 1)),
        lambda held: held["facts"].append(_with_value(held["facts"][0], '"\\x"')),
        lambda held: held["facts"].append(_with_value(held["facts"][0], '"\ud800"')),
        lambda held: held["facts"].append(_with_value(held["facts"][0], '"x"@en-')),
        lambda held: held["mentions"][0]["triples"].append(["<a:b>", "<a:b>", '"x"@1']),
        lambda held: held["mentions"].append({}),
        lambda held: held["mentions"][0]["triples"].append(["a", "b", "c"]),
        lambda held: held["findings"].append(["PK999", "x", {}]),
        lambda held: held["findings"][0].__setitem__(1, 7),
        lambda held: held["findings"][0][2].update(line=10**30 * 1.0),
        lambda held: held["findings"][0][2].update(line=0),
        lambda held: held["findings"][0][2].update(excerpt=None),
    ],
)
def test_what_is_not_of_its_kind_is_refused(
    tmp_path: Path, tamper: Callable[[dict[str, Any]], object]
) -> None:
    """
    A field that is missing, added, of another type, or of another graph makes all of it unusable.
    """
    found = read_text(tmp_path, page_text(Date="Novembre 2020"))
    held = json.loads(json.dumps(kept.to_json(found)))
    tamper(held)

    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        kept.from_json(held)


def test_a_build_from_the_cache_is_the_same(tmp_path: Path) -> None:
    """
    What is built of pages that were kept is, to the hash, what is built of pages that are read.
    """
    (tmp_path / "pages").mkdir()
    for name in ("letters", "parcels"):
        (tmp_path / "pages" / f"{name}.txt").write_text(page_text(f"{name} opened"), encoding="utf-8")
    folders = (None, tmp_path / "cache", tmp_path / "cache")
    built = [
        build.build([tmp_path / "pages"], tmp_path / "graph", cache_folder=folder) for folder in folders
    ]

    assert [0, 0, 2] == [report.draft.kept for report in built]
    assert 1 == len({report.manifest and report.manifest.sha256 for report in built})
