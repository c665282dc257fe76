"""`privkg show` finds a thing by its slug, a part of its name or its IRI, and shows it as a page."""

import re
from pathlib import Path

import pytest

from builders import decision_text, page_text
from commands import run, terminal
from privkg import build
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import iri, literal, term
from privkg.store import generations, quads_text

SLUG = "cameras-for-sale-in-an-example"
IRI = f"https://w3id.org/privkg/id/incident/{SLUG}"
COLOUR = re.compile("\x1b\\[[0-9;]*(?:3[0-7]|38|9[0-7])[;m]")


class TestFinding:
    @pytest.mark.parametrize("name", [SLUG, "cameras-for", "Cameras for", "CAMERAS", IRI])
    def test_an_incident_has_many_names(self, graph: Path, name: str) -> None:
        """
        A slug, a part of it, a part of the title in any case, and the IRI mean the incident.
        """
        result = run("show", name, graph=graph)

        assert (0, "") == (result.code, result.stderr)
        assert ["Cameras for sale in an example", IRI] == result.stdout.splitlines()[:2]

    @pytest.mark.parametrize(
        "iri",
        [
            f"{IRI}/v1",
            "https://w3id.org/privkg/solove#Surveillance",
            "https://w3id.org/privkg/ns#Incident",
            "https://w3id.org/privkg/id/actor/example-agency",
        ],
    )
    def test_any_thing_has_its_iri(self, graph: Path, iri: str) -> None:
        """
        Rows, concepts, classes and actors are shown by their IRIs.
        """
        result = run("show", iri, graph=graph)

        assert 0 == result.code
        assert iri in result.stdout

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            (
                "cameras-for-sale-in-a-example",
                f'did you mean "Cameras for sale in an example" ({SLUG})?',
            ),
            ("xyz", f'unknown incident "xyz"; known: {SLUG}, '),
            (
                "example",
                '"example" is ambiguous; write one of: "Cameras for sale in an example"'
                f' ({SLUG}), "Stolen',
            ),
            ("https://example.org/nothing", 'unknown incident "https://example.org/nothing"'),
            ("https://example.org/no iri", "unknown incident"),
            ("evil\x1b[31m", 'unknown incident "evil\\x1b[31m"'),
        ],
    )
    def test_an_unknown_name_is_an_error(self, graph: Path, name: str, words: str) -> None:
        """
        An unknown name, and one that several incidents share, end with code 2 and what is known.
        """
        result = run("show", name, graph=graph)

        assert (2, "") == (result.code, result.stdout)
        assert words in result.stderr


class TestOtherGraphs:
    def test_an_iri_steers_no_terminal(self, tmp_path: Path) -> None:
        """
        Bidirectional controls are escaped in the IRI of a thing, of what it has, and of a property.
        """
        name, evil = DEFAULT.graph("any"), "https://example.org/\u202egpj"
        triples = [
            (iri(evil), term("owl:sameAs"), iri(f"{evil}1")),
            (iri(evil), iri(f"{evil}#\u202e"), literal("a")),
        ]
        with generations.building(tmp_path):
            generations.write(tmp_path, [quads_text.pack(name, triples)], (), DEFAULT)
        result = run("show", evil, graph=tmp_path)

        assert (0, False) == (result.code, "\u202e" in result.stdout)
        assert 4 <= result.stdout.count("\\u202e")

    def test_decisions_follow_the_rows(self, tmp_path: Path) -> None:
        """
        A page shows each decision with what it states and its passages, and no link back to itself.
        """
        page = page_text("Letters", decisions=decision_text(Amount="500 EUR", About="1"))
        (tmp_path / "letters.txt").write_text(page, encoding="utf-8")
        build.build([tmp_path / "letters.txt"], tmp_path / "graph")
        result = run("show", "letters", graph=tmp_path / "graph").stdout

        assert re.search(r"^Row 1$(.*\n)*Decision 1$(.*\n)*  amount +500 *$", result, re.M)
        assert re.search(r"^  letters\.txt:\d+:9 +amount +“500 EUR”", result, re.M)
        assert "Named by" not in result


class TestPage:
    @pytest.mark.parametrize(
        "line",
        [
            r"  date +2020-11",
            r"  spatial +Moscow, Russia  https://w3id.org/privkg/id/place/moscow-russia",
            r"Row 1",
            r"  harm +surveillance  solove:Surveillance",
            r"  claimStatus +reported  pk:Reported",
            r"  cameras\.txt:22:9 +act +“Example Agency watching people”",
            r"Evidence",
        ],
    )
    def test_has_fields_rows_and_evidence(self, graph: Path, line: str) -> None:
        """
        A page has the facts, row by row, and the sentences with their places.
        """
        result = run("show", SLUG, graph=graph)

        assert re.search(f"^{line} *$", result.stdout, re.M)

    def test_a_concept_shows_who_names_it(self, graph: Path) -> None:
        """
        The page of a resource lists the statements that refer to it.
        """
        result = run("show", "https://w3id.org/privkg/solove#Exposure", graph=graph)

        assert re.search(r"^Named by\n(.*\n)*.*/v2", result.stdout, re.M)
        assert re.search(r"^  harm +Example Agency: exposure \(reported\)", result.stdout, re.M)


class TestInAPipe:
    @pytest.fixture
    def long(self, tmp_path: Path) -> Path:
        """A graph with a page whose values are longer than a terminal is wide."""
        sentence = " ".join(f"word{number}" for number in range(300))
        page = page_text("Letters", lead=f"{sentence}.\n\nMore.", Information="Letters")
        (tmp_path / "letters.txt").write_text(page, encoding="utf-8")
        build.build([tmp_path / "letters.txt"], tmp_path / "graph")
        return tmp_path / "graph"

    def test_lines_are_not_folded(self, long: Path) -> None:
        """
        A value has one line, however long, so that it can be searched for; no line ends with spaces.
        """
        lines = run("show", "letters", graph=long).stdout.splitlines()

        assert any(re.fullmatch(r"  abstract +word0 .* word299\.", line) for line in lines)
        assert "               More." in lines
        assert any(re.fullmatch(r"  letters\.txt:\d+:1 +abstract +“word0 .*”", line) for line in lines)
        assert [] == [line for line in lines if line != line.rstrip()]

    def test_lines_of_a_table_do_not_end_with_spaces(self, long: Path) -> None:
        """
        Rows of a table, and what is printed below it, are as long as their own text.
        """
        shown = run("ask", "why-linked", "--evidence", "--format", "table", graph=long).stdout

        assert "\n" in shown
        assert [] == [line for line in shown.split("\n") if line != line.rstrip()]

    def test_lines_are_folded_to_a_given_width(
        self, long: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        COLUMNS sets the width in a pipe.
        """
        with monkeypatch.context() as patch:  # pytest's own report reads COLUMNS after the test
            patch.setenv("COLUMNS", "70")
            lines = run("show", "letters", graph=long).stdout.splitlines()

        assert 70 == max(map(len, lines))


class TestTerminal:
    def test_colours_on_a_terminal(self, graph: Path) -> None:
        """
        A terminal is given colours.
        """
        assert COLOUR.search(terminal("show", SLUG, graph=graph))

    def test_no_colours_if_unwanted(self, graph: Path) -> None:
        """
        NO_COLOR is respected.
        """
        assert not COLOUR.search(terminal("show", SLUG, graph=graph, NO_COLOR="1"))

    def test_no_controls_in_a_pipe(self, graph: Path) -> None:
        """
        In a pipe there are neither colours nor control characters of a title.
        """
        shown = run("show", "letters", graph=graph).stdout

        assert "\\x1b[31mletters" in shown
        assert [] == [bad for bad in "\x1b\x07\u202e" if bad in shown]
