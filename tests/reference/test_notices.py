"""Notices say what was corrected, withdrawn or moved, and are refused where they do not say it."""

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
GONE = DEFAULT.incident("gone")


def notice(
    kind: str = "pk:Withdrawal",
    slug: str = "one",
    concerns: str = GONE,
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
        What a notice says is read off the graph, replies included.
        """
        graph = built(folder, notice(more='; pk:reply "Thank you."@en , "Merci."@fr'))

        (found,) = notices.read(graph)

        assert (Kind.WITHDRAWAL, "Gone is withdrawn", "No source stands", "2026-11-01") == (
            found.kind,
            found.title,
            found.reason,
            found.date,
        )
        assert ((GONE,), None) == (found.concerns, found.replacement)
        assert ("Merci.", "Thank you.") == found.replies

    def test_the_latest_first(self, folder: Path) -> None:
        """
        Notices come from the latest day to the earliest.
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
        A folder that is named is read instead of the one among the pages.
        """
        written(folder, notice())
        (folder / "other").mkdir()
        build.build([folder], folder / "graph", notice_folders=[folder / "other"])

        assert () == notices.read(open_graph(folder / "graph"))


class TestGone:
    def test_a_withdrawn_incident_is_deprecated_with_its_page(self, folder: Path) -> None:
        """
        What was withdrawn is deprecated in the graph, and so is the page of an incident.
        """
        graph = built(folder, notice())

        assert {GONE, DEFAULT.page("gone")} == {
            s
            for (s, _, _), name in graph.triples(None, term("owl:deprecated"))
            if name == DEFAULT.graph("notices")
        }
        assert {GONE: None, DEFAULT.page("gone"): None} == notices.deprecated(notices.read(graph))

    def test_what_moved_is_replaced(self, folder: Path) -> None:
        """
        What stands in the place of an incident, and of its page, is said in terms that all know.
        """
        graph = built(folder, notice("pk:Redirect", more=f"; pk:replacement {LETTERS}"))

        assert {(GONE, LETTERS), (DEFAULT.page("gone"), DEFAULT.page("letters"))} == {
            (s, o)
            for (s, _, o), name in graph.triples(None, term("dcterms:isReplacedBy"))
            if name == DEFAULT.graph("notices")
        }

    def test_what_was_corrected_stays(self, folder: Path) -> None:
        """
        A correction gives nothing up.
        """
        assert {} == notices.deprecated(
            notices.read(built(folder, notice("pk:Correction", concerns=LETTERS)))
        )


class TestRefused:
    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("nonsense", f":{FIRST_LINE}:1: "),
            (f'{GONE} dcterms:title "x" .', "is no notice; give it an IRI of "),
            (notice(slug="a/b"), "is no notice"),
            (notice("pk:Notice"), "has not one type; give it pk:Correction, pk:Withdrawal, pk:Redirect"),
            (notice("pk:Withdrawal, pk:Correction"), "has not one type"),
            (notice(more="; pk:harm solove:Exposure"), "has pk:harm, which its kind of notice has not"),
            (notice(more=f"; pk:replacement {LETTERS}"), "has pk:replacement, which its kind"),
            (notice("pk:Redirect"), "has 0 pk:replacement; give it one"),
            (
                notice("pk:Redirect", concerns=f"{GONE}, {POST}", more=f"; pk:replacement {LETTERS}"),
                "has 2 pk:concerns; give it one",
            ),
            (notice(more='; pk:reason "Another"'), "has 2 pk:reason; give it one"),
            (notice(more='; pk:reply " "'), 'has " " as pk:reply; say it in words'),
            (notice(more="; pk:reply 4"), "as pk:reply; say it in words"),
            (notice(date='"2026-11-31"^^xsd:date'), "as dcterms:date; write it as"),
            (notice(date='"YYYY-MM-DD"^^xsd:date'), "as dcterms:date; write it as"),
            (notice(date='"2026-11-01"'), "as dcterms:date; write it as"),
            (notice(concerns="<https://example.org/x>"), "as pk:concerns; name a thing"),
            (notice(concerns=f"<{DEFAULT.things}notice/two>"), "as pk:concerns; name a thing"),
            (notice(concerns='"x"'), "as pk:concerns; name a thing"),
            (notice(concerns=LETTERS), f"concerns {iri_text(LETTERS)}, which is still described"),
            (notice(concerns=DEFAULT.row("letters", 1)), "which is still described"),
            (notice("pk:Correction"), f"concerns {iri_text(GONE)}, which names nothing"),
            (
                notice("pk:Redirect", more=f"; pk:replacement {POST}"),
                f"leads to {iri_text(POST)}, which names nothing",
            ),
        ],
    )
    def test_what_does_not_say_it(self, folder: Path, text: str, reason: str) -> None:
        """
        A notice says what, why, when and of what, and speaks of things as they are; its line is named.
        """
        message = refusal(folder, text)

        assert message.startswith(f"{folder / 'notices' / '0.ttl'}:{FIRST_LINE}:1: ")
        assert reason in message

    def test_two_ends_of_one_thing(self, folder: Path) -> None:
        """
        A thing was withdrawn or has moved, once.
        """
        message = refusal(folder, notice(), notice(slug="two", concerns=DEFAULT.page("gone")))

        assert f"both say what became of {iri_text(DEFAULT.page('gone'))}; keep one" in message

    def test_one_notice_in_two_files(self, folder: Path) -> None:
        """
        A notice stands in one file.
        """
        assert "0.ttl too; keep one" in refusal(folder, notice(), notice())

    def test_a_chain(self, folder: Path) -> None:
        """
        A redirect leads to where the thing is, not to another redirect.
        """
        first = notice("pk:Redirect", more=f"; pk:replacement {POST}")
        second = notice("pk:Redirect", "two", POST, more=f"; pk:replacement {LETTERS}")

        assert f"leads to {iri_text(POST)}, which names nothing" in refusal(folder, first, second)

    def test_a_correction_of_what_was_withdrawn_later(self, folder: Path) -> None:
        """
        The history of what is gone may be kept.
        """
        kept = built(folder, notice("pk:Correction", "two"), notice())

        assert {Kind.CORRECTION, Kind.WITHDRAWAL} == {each.kind for each in notices.read(kept)}

    @pytest.mark.parametrize("slug", ["one", "2026-11-01-Letters"])
    def test_slugs(self, folder: Path, slug: str) -> None:
        """
        Letters, digits and hyphens name a notice.
        """
        (found,) = notices.read(built(folder, notice(slug=slug)))

        assert Term(f"<{DEFAULT.things}notice/{slug}>") == found.iri
