"""Differences between two graphs: in words, in JSON, as a patch, and as the draft of a notice."""

import json
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given

from any_graphs import ANY, TRIPLES, Written
from builders import PREFIX_LINES, decision_text, page_text, row_text
from commands import run
from privkg import build
from privkg.publish.versions import diff
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import Triple, iri_text
from privkg.store.graph import Graph, open_graph

CAMERAS = page_text("Cameras sold")
LETTERS = page_text("Letters opened", rows=(row_text(), row_text(Harm="Disclosure")))


def built(folder: Path, records: str = "", notices: str = "", **pages: str) -> Path:
    """Return the folder of a graph built from pages, authority records and notices."""
    for name, text in pages.items():
        written(folder / "pages" / f"{name}.txt", text)
    written(folder / "records" / "own.ttl", PREFIX_LINES + records)
    written(folder / "pages" / "notices" / "own.ttl", PREFIX_LINES + notices)
    build.build([folder / "pages"], folder / "graph", authority_folders=[folder / "records"])
    return folder / "graph"


def written(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of two pages."""
    return built(tmp_path_factory.mktemp("old"), cameras=CAMERAS, letters=LETTERS)


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same graph with one harm changed, and one more page."""
    letters = LETTERS.replace("Harm: Disclosure", "Harm: Exposure").replace("A lead", "A new_lead_x")
    folder = tmp_path_factory.mktemp("new")
    return built(folder, cameras=CAMERAS, letters=letters, shop=page_text("A shop watches"))


class TestWords:
    def test_incidents_and_their_changes(self, old: Path, new: Path) -> None:
        """
        Added incidents are listed, and each change of an incident with the number of its row.
        """
        result = run("diff", old, new)

        assert (0, "") == (result.code, result.stderr)
        assert result.stdout.splitlines() == [
            "1 incident added, 1 incident changed.",
            "",
            "- added: A shop watches (`a-shop-watches`)",
            "- Letters opened (`letters-opened`):",
            "  - `-` lead A lead that says what happened.",
            "  - `+` lead A new\\_lead\\_x that says what happened.",
            "  - `-` harm disclosure, row 2",
            "  - `+` harm exposure, row 2",
        ]

    def test_decisions_are_named_by_their_numbers(self, tmp_path: Path) -> None:
        """
        Changes of decisions follow those of rows; the link from incident to decision is left out.
        """
        fine = decision_text(Amount="500 EUR")
        before = built(tmp_path / "before", letters=page_text("Letters opened", decisions=fine))
        cut = (
            f"{fine.replace('500', '400')}\n\n{decision_text(Decision='Closure', Body=None, Date=None)}"
        )
        after = built(tmp_path / "after", letters=page_text("Letters opened", decisions=cut))

        assert [
            "  - `-` amount 500, decision 1",
            "  - `+` amount 400, decision 1",
            "  - `+` type Decision, decision 2",
            "  - `+` decision kind closure, decision 2",
        ] == run("diff", before, after).stdout.splitlines()[-4:]

    def test_nothing_has_changed(self, old: Path) -> None:
        """
        A graph does not differ from itself.
        """
        assert "No incident has changed.\n" == run("diff", old, old).stdout

    def test_json_has_the_same_changes(self, old: Path, new: Path) -> None:
        """
        JSON has the incidents, and each change with its terms.
        """
        content = json.loads(run("diff", old, new, "--format", "json").stdout)

        assert {"a-shop-watches": "A shop watches"} == content["added"]
        assert {"row": 2, "name": "harm", "text": "exposure", "is_added": True}.items() <= (
            content["changed"]["letters-opened"][1][-1].items()
        )
        assert [] == content["gone"]


class TestSharedThings:
    def test_what_incidents_share(self, tmp_path: Path) -> None:
        """
        A new label of an actor is reported, though no page has changed.
        """
        page = page_text(Threat_Actors="Office", rows=(row_text(Threat="Office watching people"),))
        record = "<https://w3id.org/privkg/id/actor/office> a pk:Company ; skos:prefLabel {} ."
        graphs = [
            built(tmp_path / name, records=record.format(label), cameras=page)
            for name, label in (("old", '"Office"'), ("new", '"Bureau" ; skos:altLabel "Office"'))
        ]

        assert [
            "1 other resource changed.",
            "",
            "- Bureau (`https://w3id.org/privkg/id/actor/office`):",
            "  - `+` altLabel Office",
            "  - `-` label Office",
            "  - `+` label Bureau",
        ] == run("diff", *graphs).stdout.splitlines()


def notice(kind: str, concerns: Iterable[str], more: str = "") -> str:
    """Return a notice on resources."""
    things = " , ".join(f"<{address}>" for address in concerns)
    return (
        f'<{DEFAULT.things}notice/one> a {kind} ; dcterms:title "Letters, again" ;'
        f' pk:reason "No *source*" ; dcterms:date "2026-11-01"^^xsd:date ; pk:concerns {things} {more} .'
    )


class TestRemoved:
    def test_removed_without_a_notice_is_an_error(self, old: Path, new: Path) -> None:
        """
        If an IRI of the older graph was removed without a notice, the exit code is 1.
        """
        result = run("diff", new, old)

        assert 1 == result.code
        assert "/id/incident/a-shop-watches was removed without a notice; `privkg" in result.stderr
        assert "- removed: A shop watches (`a-shop-watches`)" in result.stdout

    def test_a_withdrawal_is_reported(self, old: Path, tmp_path: Path) -> None:
        """
        If a notice withdraws the incident that was removed, the exit code is 0.
        """
        letters = iri_text(DEFAULT.incident("letters-opened"))
        new = built(tmp_path, notices=notice("pk:Withdrawal", [letters]), cameras=CAMERAS)

        result = run("diff", old, new)

        assert (0, "") == (result.code, result.stderr)
        assert [
            "1 incident removed, 1 notice added.",
            "",
            "- removed: Letters opened (`letters-opened`)",
            "- withdrawn, 2026-11-01: Letters, again (No \\*source\\*)",
            f"  - `{letters}`",
        ] == result.stdout.splitlines()

    def test_a_redirect_has_the_replacement(self, old: Path, tmp_path: Path) -> None:
        """
        If a notice moves the incident that was removed, the exit code is 0, in JSON as well.
        """
        was, now = (iri_text(DEFAULT.incident(slug)) for slug in ("letters-opened", "cameras-sold"))
        moved = notice("pk:Redirect", [was], f"; pk:replacement <{now}>")
        new = built(tmp_path, notices=moved, cameras=CAMERAS)

        result = run("diff", old, new, "--format", "json")

        assert 0 == result.code
        assert [{"kind": "pk:Redirect", "replacement": f"<{now}>", "title": "Letters, again"}] == [
            {name: each[name] for name in ("kind", "replacement", "title")}
            for each in json.loads(result.stdout)["notices"]
        ]

    def test_an_old_notice_is_not_reported(self, tmp_path: Path) -> None:
        """
        A notice that is in both graphs is not a change.
        """
        given = notice("pk:Correction", [iri_text(DEFAULT.incident("cameras-sold"))])
        graphs = [built(tmp_path / name, notices=given, cameras=CAMERAS) for name in ("old", "new")]

        assert "No incident has changed.\n" == run("diff", *graphs).stdout

    def test_a_notice_on_another_incident_is_not_enough(self, old: Path, tmp_path: Path) -> None:
        """
        If the only notice corrects another incident, the exit code is 1.
        """
        given = notice("pk:Correction", [iri_text(DEFAULT.incident("cameras-sold"))])

        assert 1 == run("diff", old, built(tmp_path, notices=given, cameras=CAMERAS)).code

    def test_the_notice_that_is_due(self, old: Path, new: Path, tmp_path: Path) -> None:
        """
        The draft of a notice names all removed IRIs; with it, filled in, the exit code is 0.
        """
        due = run("diff", new, old, "--format", "notice").stdout
        for blank, filled in (('title ""', 'title "A shop"'), ('reason ""', 'reason "It is closed"')):
            due = due.replace(blank, filled)
        graph = built(
            tmp_path,
            notices=due.replace("YYYY-MM-DD", "2026-11-24"),
            cameras=CAMERAS,
            letters=LETTERS.replace("Harm: Disclosure", "Harm: Exposure"),
        )

        assert (0, "") == (run("diff", new, graph).code, run("diff", new, graph).stderr)

    def test_no_notice_is_due(self, old: Path) -> None:
        """
        If nothing was removed, no draft of a notice is written.
        """
        assert "" == run("diff", old, old, "--format", "notice").stdout


class TestPatch:
    @pytest.mark.parametrize("is_back", [False, True])
    def test_it_turns_the_old_into_the_new(self, old: Path, new: Path, is_back: bool) -> None:
        """
        The quads of one graph, after deletions and additions, are the quads of the other.
        """
        before, after = map(open_graph, (new, old) if is_back else (old, new))
        held = quads(before)
        for line in diff.patch(before, after):
            if line.startswith("D "):
                held.remove(line[2:])
            elif line.startswith("A "):
                assert line[2:] not in held
                held.add(line[2:])

        assert quads(after) == held

    @ANY
    @given(old=TRIPLES, new=TRIPLES)
    def test_it_turns_any_graph_into_any_other(self, old: list[Triple], new: list[Triple]) -> None:
        """
        The patch between any two graphs turns one into the other; from a graph to itself it is empty.
        """
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
            before, after = Written(Path(one), old), Written(Path(other), new)
            lines = list(diff.patch(before, after))  # type: ignore[arg-type]
            same = list(diff.patch(before, before))  # type: ignore[arg-type]

        assert triples(new) == (triples(old) - signed(lines, "D")) | signed(lines, "A")
        assert [] == [line for line in same if line[0] in "AD"]

    def test_it_is_one_transaction(self, old: Path, new: Path) -> None:
        """
        A patch has the hashes of both graphs, and is one transaction.
        """
        lines = run("diff", old, new, "--format", "patch").stdout.splitlines()

        assert [f"H prev <urn:sha256:{open_graph(old).manifest.sha256}> .", "TX ."] == lines[0:3:2]
        assert "TC ." == lines[-1]


def quads(graph: Graph) -> set[str]:
    return {f"{s} {p} {o} {name} .\n" for (s, p, o), name in graph.triples()}


def triples(found: Iterable[Triple]) -> set[str]:
    return {f"{s} {p} {o} {DEFAULT.graph('any')}" for s, p, o in found}


def signed(lines: Iterable[str], sign: str) -> set[str]:
    """Return the quads of the lines of a patch with a sign, parsed as N-Quads."""
    text = "".join(line[2:] for line in lines if line.startswith(f"{sign} "))
    return {str(quad) for quad in pyoxigraph.parse(text, pyoxigraph.RdfFormat.N_QUADS)}
