"""The pages of harms: definition, neighbours, counts, and the rows that have each."""

import re
from pathlib import Path

import pytest

import example_site
from builders import page_text, row_text
from privkg import build
from privkg.publish import layout
from privkg.publish.site import counting, paths
from privkg.publish.site.glossary import Glossary
from privkg.publish.site.harms import Writer
from privkg.publish.site.viewer import Viewer
from privkg.query.evidence import Reader
from privkg.rdf.terms import literal, term
from privkg.reference import concepts
from privkg.store.graph import Graph, open_graph
from site_files import made

SURVEILLANCE = term("solove:Surveillance")
SITE = example_site.site("Example incidents: a sample")


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    """A graph of one incident with three rows of one harm, one of them alleged."""
    rows = tuple(
        row_text(Threat=f"Example Agency doing act {number}", **more)
        for number, more in enumerate(
            ({"Status": "Alleged", "According_to": "A neighbour"}, {}, {}), start=1
        )
    )
    (tmp_path / "page.txt").write_text(page_text("Letters opened", rows=rows), encoding="utf-8")
    build.build([tmp_path / "page.txt"], tmp_path / "graph")
    return open_graph(tmp_path / "graph")


def pages(graph: Graph) -> dict[str, str]:
    """Return the pages of harms by path, without their pictures."""
    found = Writer(graph, Viewer(graph, Reader(graph)), SITE).pages()
    return {path: text for path, text in made(found).items() if path.endswith(".html")}


def neighbours(page: str) -> dict[str, int]:
    """Return the neighbours that a page shows, with their numbers of rows."""
    table = page.partition('class="stack neighbours"')[2].partition("</table>")[0]
    found = re.findall(r'>([^<>]+)</a></th>.*<td data-l="Rows" class="number">(\d+)</td>', table)
    return {name: int(count) for name, count in found}


class TestPages:
    def test_each_harm_has_a_page(self, graph: Graph) -> None:
        """
        Each harm has a page, also one that no row has, and the page has a sentence on that.
        """
        found = pages(graph)

        assert {paths.harm_page(harm.iri) for harm in concepts.harms()} == set(found)
        assert "No row in this dataset has this harm." in found["solove/Blackmail.html"]

    def test_a_row_is_shown_with_its_status_and_whose_it_is(self, graph: Graph) -> None:
        """
        The page has each row with a link to it, its badge, and who claims it.
        """
        page = pages(graph)["solove/Surveillance.html"]

        assert '<a href="../id/incident/letters-opened.html#v1">Example Agency doing act 1</a>' in page
        assert '<span class="st st-alleged">alleged</span> by A neighbour' in page

    def test_rows_are_counted(self, graph: Graph) -> None:
        """
        Rows, incidents and statuses are counted, and how often each actor has the harm.
        """
        page = pages(graph)["solove/Surveillance.html"]

        assert "<dd>3, in 1 incident</dd>" in page
        assert '<span class="st st-reported">2 reported</span>' in page
        assert '<td class="number">3</td>' in page

    def test_incidents_are_shown_by_year(self, graph: Graph) -> None:
        """
        The page has the number of incidents of each year, and not that of their rows.
        """
        page = pages(graph)["solove/Surveillance.html"]

        assert '<a href="../year/2020.html">2020</a></th><td class="number">1</td>' in page

    def test_neighbours_have_their_meaning_and_counts(self, graph: Graph) -> None:
        """
        The other harms of the group and those of the note are shown with the number of their rows.
        """
        found = pages(graph)

        assert {"surveillance": 3} == neighbours(found["solove/Interrogation.html"])
        assert {"appropriation", "disclosure", "exclusion"} < set(
            neighbours(found["solove/SecondaryUse.html"])
        )

    def test_harms_of_the_same_incidents_are_counted(self, tmp_path: Path) -> None:
        """
        A harm counts once for each incident that it shares, however many rows have it.
        """
        rows = (row_text(Harm="Disclosure"), row_text(Harm="Disclosure"), row_text(Harm="Exposure"))
        (tmp_path / "page.txt").write_text(page_text("Letters shown", rows=rows), encoding="utf-8")
        build.build([tmp_path / "page.txt"], tmp_path / "graph")
        page = pages(open_graph(tmp_path / "graph"))["solove/Exposure.html"]

        together = page.partition("Harm in the same incidents")[2]
        assert '<th scope="col" class="number">Of 1</th>' in together
        assert '>disclosure</a></th><td class="number">1</td>' in together
        assert "exposure" not in together.partition("</table>")[0]

    def test_matches_are_named(self, graph: Graph) -> None:
        """
        Each match has the label of its concept, never its IRI, and the name of its vocabulary.
        """
        page = pages(graph)["solove/SecondaryUse.html"]

        assert ">Purpose Incompatible</a></th><td>DPV</td>" in page
        assert ">Privilege abuse</a></th><td>VERIS</td>" in page
        assert ">non-compliance</a></th><td>LINDDUN threat types, placeholder</td>" in page

    def test_each_match_has_a_name_and_a_vocabulary(self) -> None:
        """
        No concept that something is matched to is shown by its IRI, or without its vocabulary.
        """
        glossary = Glossary((*concepts.triples(), *concepts.foreign_labels()))
        kinds = (concepts.harms_and_groups(), concepts.consequences(), concepts.group_types())
        matches = [
            match for kind in kinds for each in kind for match in glossary.entry(each.iri).matches
        ]

        assert matches
        assert [] == [match for match in matches if ":" in match.link.text or not match.scheme]

    def test_neighbours_in_the_note_are_links(self, graph: Graph) -> None:
        """
        The harms that the note names to choose instead are links to their pages.
        """
        page = pages(graph)["solove/SecondaryUse.html"]

        assert 'add a row for <a class="chip g-dis" href="Disclosure.html">disclosure</a>' in page

    def test_a_long_list_is_split(self, graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A harm of many rows has several pages, on each of which the whole is counted.
        """
        monkeypatch.setattr(layout, "MOST_ENTRIES", 2)
        found = pages(graph)

        assert "doing act 3" in found["solove/Surveillance/2.html"]
        assert "doing act 3" not in found["solove/Surveillance.html"]
        assert "<dd>3, in 1 incident</dd>" in found["solove/Surveillance/2.html"]

    def test_few_are_counted_by_name(self, graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Only the most frequent actors are counted by name; of the others there is the number.
        """
        monkeypatch.setattr(counting, "MOST", 0)

        assert ">1 other<" in pages(graph)["solove/Surveillance.html"]


class TestGlossary:
    def test_a_term_is_described_in_words(self) -> None:
        """
        Definition, note and example are text; other labels come before those that are only searched.
        """
        texts = {
            "skos:definition": "What it is.",
            "skos:scopeNote": "When to choose it.",
            "skos:example": "A case.",
            "skos:hiddenLabel": "a hidden name",
            "skos:altLabel": "other name",
        }
        glossary = Glossary((SURVEILLANCE, term(name), literal(text)) for name, text in texts.items())

        assert "What it is." == glossary.definition(SURVEILLANCE)
        assert "When to choose it." == glossary.note(SURVEILLANCE)
        assert "A case." == glossary.example(SURVEILLANCE)
        assert ("other name", "a hidden name") == glossary.called(SURVEILLANCE)
        assert "" == glossary.note(term("solove:Disclosure"))


class TestPaths:
    def test_only_a_harm_has_a_page(self) -> None:
        """
        A harm has a page of its own; a group of harms and other terms have an anchor only.
        """
        assert "solove/Surveillance.html" == paths.harm_page(SURVEILLANCE)
        assert paths.harm_page(term("solove:Invasion")) is None
        assert paths.harm_page(term("pk:Alleged")) is None
