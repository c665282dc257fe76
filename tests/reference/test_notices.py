"""Notices of corrections, withdrawals and redirects: reading them, and rejecting invalid ones."""

from pathlib import Path

import pytest

from builders import FIRST_LINE, PREFIX_LINES, page_text
from privkg import build
from privkg.core.errors import RdfError
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import Term, iri_text, term
from privkg.reference import notices
from privkg.reference.notices import Kind
from privkg.store.graph import Graph, open_graph

LETTERS, POST = DEFAULT.incident("letters"), DEFAULT.incident("post")
REMOVED = DEFAULT.incident("gone")


def notice(
    kind: str = "pk:Withdrawal",
    slug: str = "one",
    concerns: str = REMOVED,
    date: str = '"2026-11-01"^^xsd:date',
    more: str = "",
) -> str:
    return (
        f'<{DEFAULT.things}notice/{slug}> a {kind} ; dcterms:title "Gone is withdrawn"@en ;'
        f' pk:reason "No source stands"@en ; dcterms:date {date} ; pk:concerns {concerns} {more} .\n'
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one page and a folder for notices."""
    (tmp_path / "data" / "notices").mkdir(parents=True)
    (tmp_path / "data" / "letters.txt").write_text(page_text("Letters"), encoding="utf-8")
    return tmp_path / "data"


def written(folder: Path, *texts: str) -> Path:
    """Return the folder of notices in which each text has a file: 0.ttl, 1.ttl, …"""
    for number, text in enumerate(texts):
        (folder / "notices" / f"{number}.ttl").write_text(PREFIX_LINES + text, encoding="utf-8")
    return folder / "notices"


def built(folder: Path, *texts: str) -> Graph:
    written(folder, *texts)
    build.build([folder], folder / "graph")
    return open_graph(folder / "graph")


def refusal(folder: Path, *texts: str) -> str:
    with pytest.raises(RdfError) as raised:
        built(folder, *texts)
    return str(raised.value)


class TestRead:
    def test_a_withdrawal(self, folder: Path) -> None:
        """
        A notice in the graph has all its properties, replies included.
        """
        graph = built(folder, notice(more='; pk:reply "Thank you."@en , "Merci."@fr'))

        (found,) = notices.read(graph)

        assert (Kind.WITHDRAWAL, "Gone is withdrawn", "No source stands", "2026-11-01") == (
            found.kind,
            found.title,
            found.reason,
            found.date,
        )
        assert ((REMOVED,), None) == (found.concerns, found.replacement)
        assert ("Merci.", "Thank you.") == found.replies

    def test_the_latest_first(self, folder: Path) -> None:
        """
        Notices are sorted by date, latest first.
        """
        graph = built(
            folder, notice(), notice("pk:Correction", "two", LETTERS, '"2026-11-20"^^xsd:date')
        )

        assert ["2026-11-20", "2026-11-01"] == [each.date for each in notices.read(graph)]

    def test_none(self, folder: Path) -> None:
        """
        A graph without notices has none.
        """
        assert () == notices.read(built(folder))

    def test_named_by_hand(self, folder: Path) -> None:
        """
        The folder of `--notices` replaces the folder among the pages.
        """
        written(folder, notice())
        (folder / "other").mkdir()
        build.build([folder], folder / "graph", notice_folders=[folder / "other"])

        assert () == notices.read(open_graph(folder / "graph"))


class TestDeprecated:
    def test_a_withdrawn_incident_is_deprecated_with_its_page(self, folder: Path) -> None:
        """
        A withdrawn incident is owl:deprecated in the graph, and so is its page.
        """
        graph = built(folder, notice())

        assert {REMOVED, DEFAULT.page("gone")} == {
            s
            for (s, _, _), name in graph.triples(None, term("owl:deprecated"))
            if name == DEFAULT.graph("notices")
        }
        assert {REMOVED: None, DEFAULT.page("gone"): None} == notices.deprecated(notices.read(graph))

    def test_what_moved_is_replaced(self, folder: Path) -> None:
        """
        A moved incident and its page have dcterms:isReplacedBy.
        """
        graph = built(folder, notice("pk:Redirect", more=f"; pk:replacement {LETTERS}"))

        assert {(REMOVED, LETTERS), (DEFAULT.page("gone"), DEFAULT.page("letters"))} == {
            (s, o)
            for (s, _, o), name in graph.triples(None, term("dcterms:isReplacedBy"))
            if name == DEFAULT.graph("notices")
        }

    def test_what_was_corrected_stays(self, folder: Path) -> None:
        """
        A correction deprecates nothing.
        """
        assert {} == notices.deprecated(
            notices.read(built(folder, notice("pk:Correction", concerns=LETTERS)))
        )


class TestRefused:
    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("nonsense", f":{FIRST_LINE}:1: "),
            (f'{REMOVED} dcterms:title "x" .', "is not the IRI of a notice; write "),
            (notice(slug="a/b"), "is not the IRI of a notice"),
            (notice("pk:Notice"), "type; write one of pk:Correction, pk:Withdrawal, pk:Redirect"),
            (notice("pk:Withdrawal, pk:Correction"), "does not have exactly one type"),
            (notice(more="; pk:harm solove:Exposure"), "has the unknown property pk:harm; write"),
            (notice(more=f"; pk:replacement {LETTERS}"), "has the unknown property pk:replacement"),
            (notice("pk:Redirect"), "has 0 values of pk:replacement; write one"),
            (
                notice("pk:Redirect", concerns=f"{REMOVED}, {POST}", more=f"; pk:replacement {LETTERS}"),
                "has 2 values of pk:concerns; write one",
            ),
            (notice(more='; pk:reason "Another"'), "has 2 values of pk:reason; write one"),
            (notice(more='; pk:reply " "'), 'has " " as pk:reply; write a text'),
            (notice(more="; pk:reply 4"), "as pk:reply; write a text"),
            (notice(date='"2026-11-31"^^xsd:date'), "as dcterms:date; write it as"),
            (notice(date='"YYYY-MM-DD"^^xsd:date'), "as dcterms:date; write it as"),
            (notice(date='"2026-11-01"'), "as dcterms:date; write it as"),
            (notice(concerns="<https://example.org/x>"), "as pk:concerns; write the IRI of a resource"),
            (
                notice(concerns=f"<{DEFAULT.things}notice/two>"),
                "as pk:concerns; write the IRI of a resource",
            ),
            (notice(concerns='"x"'), "as pk:concerns; write the IRI of a resource"),
            (
                notice(concerns=LETTERS),
                f"concerns {iri_text(LETTERS)}, which is still in the dataset; remove",
            ),
            (notice(concerns=DEFAULT.row("letters", 1)), "which is still in the dataset; remove"),
            (notice("pk:Correction"), f"concerns {iri_text(REMOVED)}, which is not in the dataset"),
            (
                notice("pk:Redirect", more=f"; pk:replacement {POST}"),
                f"is replaced by {iri_text(POST)}, which is not in the dataset",
            ),
        ],
    )
    def test_an_invalid_notice(self, folder: Path, text: str, reason: str) -> None:
        """
        An invalid notice is rejected at its line, with the reason.
        """
        message = refusal(folder, text)

        assert message.startswith(f"{folder / 'notices' / '0.ttl'}:{FIRST_LINE}:1: ")
        assert reason in message

    def test_two_notices_of_one_iri(self, folder: Path) -> None:
        """
        Two notices that withdraw or move the same IRI are rejected.
        """
        message = refusal(folder, notice(), notice(slug="two", concerns=DEFAULT.page("gone")))

        assert f"both withdraw or move {iri_text(DEFAULT.page('gone'))}; keep one" in message

    def test_one_notice_in_two_files(self, folder: Path) -> None:
        """
        A notice in two files is rejected.
        """
        assert "0.ttl too; keep one" in refusal(folder, notice(), notice())

    def test_a_chain(self, folder: Path) -> None:
        """
        A redirect to an IRI that has moved too is rejected.
        """
        first = notice("pk:Redirect", more=f"; pk:replacement {POST}")
        second = notice("pk:Redirect", "two", POST, more=f"; pk:replacement {LETTERS}")

        assert f"is replaced by {iri_text(POST)}, which is not in the dataset" in refusal(
            folder, first, second
        )

    def test_a_correction_of_what_was_withdrawn_later(self, folder: Path) -> None:
        """
        A correction of an incident that was withdrawn later is valid.
        """
        kept = built(folder, notice("pk:Correction", "two"), notice())

        assert {Kind.CORRECTION, Kind.WITHDRAWAL} == {each.kind for each in notices.read(kept)}

    @pytest.mark.parametrize("slug", ["one", "2026-11-01-Letters"])
    def test_slugs(self, folder: Path, slug: str) -> None:
        """
        The slug of a notice consists of letters, digits and hyphens.
        """
        (found,) = notices.read(built(folder, notice(slug=slug)))

        assert Term(f"<{DEFAULT.things}notice/{slug}>") == found.iri
