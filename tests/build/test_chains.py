"""A chain to a row of another page is stated if that page has the row, else it is a finding."""

from pathlib import Path

import pytest

from builders import page_text, row_text
from conversions import short
from privkg.build.draft import Draft, draft
from privkg.build.lifting import evidence
from privkg.build.read import ReadOptions
from privkg.rdf.terms import Triple, term
from privkg.store import quads_text

FOLLOWS = term("pk:followsFrom")


def drafted(folder: Path, *pages: str) -> Draft:
    """Return the draft of some pages."""
    for number, page in enumerate(pages):
        (folder / f"{number}.txt").write_text(page, encoding="utf-8")
    return draft([folder], ReadOptions())


def page(title: str, follows: str | None = None, **fields: str) -> str:
    return page_text(title, rows=(row_text(Follows_from=follows), row_text()), **fields)


def facts(found: Draft) -> list[Triple]:
    """Return the facts of all pages of a draft."""
    bodies = (found.collected.body(each) for each in found.pages)
    return [fact for body in bodies for fact in quads_text.triples(body.facts)]


def chains(found: Draft) -> list[tuple[str, str]]:
    """Return the chains of a draft, in short."""
    return sorted(
        (short(s).removeprefix("incident/"), short(o).removeprefix("incident/"))
        for s, p, o in facts(found)
        if p == FOLLOWS
    )


def findings(found: Draft) -> list[tuple[str, str]]:
    """Return the file and line of each finding of a chain to a missing row."""
    return [
        (Path(each.place.path).name, f"{each.place.line}:{each.place.column}")
        for each in found.findings
        if each.rule.code == "PK423"
    ]


class TestChains:
    def test_lead_to_a_row_of_another_page(self, tmp_path: Path) -> None:
        """
        A row follows from a row of another incident, whichever of the two is read first.
        """
        found = drafted(tmp_path, page("Letters opened", "cameras-sold/v2"), page("Cameras sold"))

        assert [("letters-opened/v1", "cameras-sold/v2")] == chains(found)
        assert [] == findings(found)

    @pytest.mark.parametrize("follows", ["cameras-sold/v3", "doors-opened/v1"])
    def test_that_lead_nowhere_are_a_finding(self, tmp_path: Path, follows: str) -> None:
        """
        A chain to a missing row is a claim without an object.
        """
        found = drafted(tmp_path, page("Letters opened", follows), page("Cameras sold"))
        bodies = (found.collected.body(each) for each in found.pages)
        stated = (evidence.claims_of(quads_text.triples(body.provenance)) for body in bodies)
        claims = [claim for each in stated for claim in each if claim.predicate == FOLLOWS]

        assert [] == chains(found)
        assert [("0.txt", "26:15")] == findings(found)
        assert [(None, follows)] == [(claim.object, claim.passage.quote) for claim in claims]

    def test_lead_to_the_slug_that_a_page_has_in_the_end(self, tmp_path: Path) -> None:
        """
        Two pages of one title refer to each other by their final slugs.
        """
        twins = [page("Doors opened"), page("Doors opened", lead="Another lead.")]
        slugs = sorted(each.slug for each in drafted(tmp_path, *twins).pages)
        plain, other = slugs
        found = drafted(tmp_path, *twins, page("Letters opened", f"{plain}/v1, {other}/v2"))

        assert {f"{plain}/v1", f"{other}/v2"} == {cause for _, cause in chains(found)}
        assert [] == findings(found)

    def test_end_with_the_page_that_they_lead_to(self, tmp_path: Path) -> None:
        """
        If the other page is missing, the chain is replaced by a finding.
        """
        first = drafted(tmp_path, page("Letters opened", "cameras-sold/v2"), page("Cameras sold"))
        (tmp_path / "1.txt").unlink()

        assert (1, 0) == (len(chains(first)), len(chains(drafted(tmp_path))))
        assert [("0.txt", "26:15")] == findings(drafted(tmp_path))


def test_no_graph_names_a_row_that_is_not_there(tmp_path: Path) -> None:
    """
    What a draft states leads to rows that it has, of every page.
    """
    texts = [page(f"Letters {n}", f"letters-{n + 1}/v1, letters-{n + 1}/v9") for n in range(4)]
    found = drafted(tmp_path, *texts)
    rows = {s for s, p, _ in facts(found) if p == term("pk:violationOf")}

    assert 3 == len(chains(found))
    assert {o for _, p, o in facts(found) if p == FOLLOWS} <= rows
    assert 5 == len(findings(found))
