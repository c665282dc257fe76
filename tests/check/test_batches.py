"""A draft that is checked in batches has the findings of one that is checked at once."""

from pathlib import Path

import pytest

from builders import page_text, row_text
from checkout import SAMPLE_PAGES
from privkg import build
from privkg.build.check import LocatedCheck, check_graph
from privkg.build.draft import Draft, draft
from privkg.build.draft_texts import DraftTexts
from privkg.build.locate import DraftPages, locate
from privkg.build.read import ReadOptions
from privkg.check import batches
from privkg.check.batches import BatchedCheck
from privkg.check.shapes import Report, merged, shapes, validate
from privkg.rdf.terms import Term
from privkg.store.graph import Quads, in_memory


def faulty(folder: Path) -> Draft:
    """Return a draft with findings about incidents, rows, pages, shared resources and chains."""
    pages = (
        page_text("Letters opened", Date="November 1820", lead="Write to <jo@example.org> or <a b>."),
        page_text("Letters read", lead="", rows=(row_text(Harm="Secondary Use"), row_text())),
        page_text("Letters sold", rows=(row_text(Follows_from="letters-sold/v1"), row_text())),
        page_text("Letters kept", High_Risk_Groups="Women in Oslo", sources="ftp://example.org/a"),
        page_text("Letters lost", Threat_Actors="Jo jo@example.org", Affected="People born in May"),
        page_text("Letters found", Harm="Blackmail", laws="Example Act"),
    )
    (folder / "pages").mkdir()
    for number, page in enumerate(pages):
        (folder / "pages" / f"{number}.txt").write_text(page, encoding="utf-8")
    return draft([folder / "pages"], ReadOptions())


def at_once(drafted: Draft) -> tuple[Quads, Report]:
    """Return the quads of a draft, and the report on all of them."""
    quads = in_memory(drafted.stored_texts(), drafted.base)
    return quads, validate(shapes.load_packaged(drafted.base), quads)


def in_batches(drafted: Draft, quads: Quads) -> Report:
    batched = BatchedCheck(DraftTexts(drafted), threads=1)
    incidents = [report for _, report in batched.incidents(page.slug for page in drafted.pages)]
    return merged((*incidents, *batched.shared(quads, None)))


class TestBatchedCheck:
    @pytest.mark.parametrize(("incidents", "nodes"), [(1, 1000), (4, 50)])
    def test_has_the_report_of_a_check_at_once(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, incidents: int, nodes: int
    ) -> None:
        """
        The report has the same results in the same order, rules, and screened shapes.
        """
        monkeypatch.setattr(batches, "INCIDENTS", incidents)
        monkeypatch.setattr(batches, "_NODES", nodes)
        drafted = faulty(tmp_path)
        quads, expected = at_once(drafted)

        assert 8 < len({result.shape for result in expected.results})
        assert expected == in_batches(drafted, quads)

    def test_finds_nothing_more_in_the_corpus(self) -> None:
        """
        The sample pages have the same report in batches.
        """
        drafted = draft(SAMPLE_PAGES, ReadOptions())
        quads, expected = at_once(drafted)

        assert expected == in_batches(drafted, quads)


class TestGraph:
    @pytest.mark.parametrize("incidents", [1, 4])
    def test_has_the_report_of_a_check_at_once(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, incidents: int
    ) -> None:
        """
        A built graph has the same results in batches as at once.
        """
        monkeypatch.setattr(batches, "INCIDENTS", incidents)
        _, expected = at_once(faulty(tmp_path))
        build.build([tmp_path / "pages"], tmp_path / "graph")

        assert (expected,) == check_graph(tmp_path / "graph").reports


class TestFindings:
    def test_of_incidents_and_of_shared_resources_are_all(self, tmp_path: Path) -> None:
        """
        Each finding of shapes is found for its page or for its focus node, and for one of them.
        """
        drafted = faulty(tmp_path)
        quads, report = at_once(drafted)
        expected = locate(DraftPages(drafted), [report])
        of_incidents = [f for _, found in LocatedCheck(drafted).incidents(drafted.pages) for f in found]
        of_shared = [f for _, found in LocatedCheck(drafted).shared(quads, None) for f in found]

        assert of_incidents
        assert of_shared
        assert sorted(map(str, expected)) == sorted(map(str, {*of_incidents, *of_shared}))

    def test_of_one_page_are_its_own(self, tmp_path: Path) -> None:
        """
        The findings of a page do not depend on which other pages are checked.
        """
        drafted = faulty(tmp_path)
        together = list(LocatedCheck(drafted).incidents(drafted.pages))

        assert list(drafted.pages) == [page for page, _ in together]
        assert together == [
            found for page in drafted.pages for found in LocatedCheck(drafted).incidents([page])
        ]

    def test_of_some_nodes_are_theirs(self, tmp_path: Path) -> None:
        """
        Given nodes have the findings that they have when all are checked.
        """
        drafted = faulty(tmp_path)
        quads, _ = at_once(drafted)
        found = dict(LocatedCheck(drafted).shared(quads, None))
        some = sorted(found)[::2]

        assert 1 < len(some) < len(found)
        assert {node: found[node] for node in some} == dict(LocatedCheck(drafted).shared(quads, some))
        assert {} == dict(LocatedCheck(drafted).shared(quads, [Term("<https://example.org/>")]))
