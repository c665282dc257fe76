"""The JSON of a lifted page is parsed to the same page, and changed JSON is refused."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import page_text, row_text
from privkg import build
from privkg.build import page_json
from privkg.build.find import File
from privkg.build.pages import LiftedPage
from privkg.build.read import ReadOptions, read

ANY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


def read_text(folder: Path, text: str, name: str = "page.txt") -> LiftedPage:
    (folder / name).write_text(text, encoding="utf-8", newline="")
    (found,) = read(File(folder / name), ReadOptions())
    assert isinstance(found, LiftedPage)
    return found


def written(found: LiftedPage) -> dict[str, Any]:
    """Return the JSON of a page, as it is read from a file."""
    held: dict[str, Any] = json.loads(json.dumps(page_json.to_json(found.page.document, [found])))
    return held


def statements(found: LiftedPage) -> list[tuple[object, ...]]:
    """Return statements and spans of the claims of a page, without how their words were joined."""
    return [
        (
            *(claim.subject, claim.predicate, claim.object, claim.derived_by, claim.passage.span),
            claim.sources,
        )
        for claim in found.claims
    ]


class TestRoundTrip:
    def test_claims_keep_their_sources(self, tmp_path: Path) -> None:
        """
        The sources of a row are parsed with its claims.
        """
        rows = (row_text(Source="2, 1"), row_text())
        text = page_text(rows=rows, sources="https://example.org/a\n\nhttps://example.org/b")
        found = read_text(tmp_path, text)
        (again,) = page_json.from_json(written(found), found.page.document)

        assert {0, 2} == {len(claim.sources) for claim in found.claims}
        assert statements(found) == statements(again)

    @given(title=ANY, act=ANY)
    def test_any_page_is_read_back(
        self, tmp_path_factory: pytest.TempPathFactory, title: str, act: str
    ) -> None:
        """
        The JSON of any page is parsed to the same page, and serialized as the same bytes.
        """
        folder = tmp_path_factory.mktemp("pages")
        (folder / "page.txt").write_text(page_text(title) + act, encoding="utf-8", newline="")
        (found,) = read(File(folder / "page.txt"), ReadOptions())
        if isinstance(found, LiftedPage):
            (again,) = page_json.from_json(written(found), found.page.document)

            assert again.is_cached
            assert [found.page, found.facts, found.provenance, found.findings, found.mentions] == [
                again.page,
                again.facts,
                again.provenance,
                again.findings,
                again.mentions,
            ]
            assert [claim.passage.quote for claim in found.claims] == [
                claim.passage.quote for claim in again.claims
            ]
            assert statements(found) == statements(again)


@pytest.mark.parametrize(
    "tamper",
    [
        lambda held: held.pop("title"),
        lambda held: held.update(more=1),
        lambda held: held.update(title=None),
        lambda held: held.update(title=["x"]),
        lambda held: held.update(key=None),
        lambda held: held.update(key="2", span=[5, 2]),
        lambda held: held.update(key="2", span=[0, 10**9]),
        lambda held: held.update(span=[0, 1]),
        lambda held: held.update(facts="x"),
        lambda held: held["facts"].append("<https://example.org/a> <https://example.org/b>"),
        lambda held: held["facts"].append(["<a:b>", "<a:b>"]),
        lambda held: held["facts"].append(["<a:b>", "<a:b>", "<a:b> <a:b>"]),
        lambda held: held["provenance"].append(["<a:b>", "<a:b>", "x"]),
        lambda held: held["claims"].append(held["facts"][0]),
        lambda held: held["claims"][0].__setitem__(0, "x"),
        lambda held: held["claims"][0].__setitem__(2, "<no-scheme>"),
        lambda held: held["claims"][0].__setitem__(3, '"x"'),
        lambda held: held["claims"][0].__setitem__(4, -1),
        lambda held: held["claims"][0].__setitem__(5, 10**9),
        lambda held: held["claims"][0].__setitem__(5, 1.0),
        lambda held: held["facts"].append(["<no-scheme>", "<a:b>", "<a:b>"]),
        lambda held: held["facts"].append(["<a:b>", "<a:b>", '"\\x"']),
        lambda held: held["facts"].append(["<a:b>", "<a:b>", '"\ud800"']),
        lambda held: held["facts"].append(["<a:b>", "<a:b>", '"x"@en-']),
        lambda held: held["mentions"][0][2].append(["<a:b>", "<a:b>", '"x"@1']),
        lambda held: held["mentions"].append({}),
        lambda held: held["mentions"][0][2].append(["a", "b", "c"]),
        lambda held: held["findings"].append(["PK999", "x", [0, 0], []]),
        lambda held: held["findings"][0].__setitem__(1, 7),
        lambda held: held["findings"][0].__setitem__(2, [0, 10**30]),
        lambda held: held["findings"][0].__setitem__(2, [-1, 0]),
        lambda held: held["findings"][0].__setitem__(3, [[0]]),
        lambda held: held["findings"][0].__setitem__(3, [[True, 1]]),
    ],
)
def test_what_is_not_of_its_kind_is_refused(
    tmp_path: Path, tamper: Callable[[dict[str, Any]], object]
) -> None:
    """
    A field that is missing, added, of another type, or of another graph makes all of it unusable.
    """
    found = read_text(tmp_path, page_text(Date="Novembre 2020"))
    held = written(found)
    tamper(held["pages"][0])

    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        page_json.from_json(held, found.page.document)


@pytest.mark.parametrize("tampered", [{"sha256": "0" * 64}, {"pages": None}, {"more": 1}])
def test_what_is_of_another_document_is_refused(tmp_path: Path, tampered: dict[str, Any]) -> None:
    """
    JSON of another document, or without a list of pages, is refused.
    """
    found = read_text(tmp_path, page_text())

    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        page_json.from_json(written(found) | tampered, found.page.document)


def test_a_build_from_the_cache_is_the_same(tmp_path: Path) -> None:
    """
    What is built of pages that were kept is, to the hash, what is built of pages that are read.
    """
    (tmp_path / "pages").mkdir()
    for name in ("letters", "parcels"):
        (tmp_path / "pages" / f"{name}.txt").write_text(page_text(f"{name} opened"), encoding="utf-8")
    folders = (None, tmp_path / "cache", tmp_path / "cache")
    built = [
        build.build([tmp_path / "pages"], tmp_path / "graph", cache_folder=folder, is_incremental=False)
        for folder in folders
    ]

    assert [0, 0, 2] == [report.draft.collected.cached for report in built]
    assert 1 == len({report.manifest and report.manifest.sha256 for report in built})
