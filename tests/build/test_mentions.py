"""The table of mentions: labels in the order of pages, and what pages state once."""

import gc
import threading

from privkg.build.database import Database
from privkg.build.lifting.shared_nodes import Mention
from privkg.build.mentions import MentionTable
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import ALT_LABEL, PREF_LABEL, A, Term, literal, term
from privkg.reference.authority import Authority

AGENCY, OFFICE = DEFAULT.actor("Example Agency"), DEFAULT.actor("Example Office")
TYPE = term("pk:Actor")


def table(*pages: tuple[Mention, ...], records: Authority | None = None) -> MentionTable:
    """Return the table of the mentions of some pages."""
    found = MentionTable(Database(), records or Authority(()))
    for number, mentions in enumerate(pages):
        found.add(f"{number:02}", mentions)
    found.finish()
    return found


def mention(node: Term, name: str) -> Mention:
    return Mention(node, name, ((node, A, TYPE),))


class TestTriples:
    def test_the_first_name_is_preferred(self) -> None:
        """
        The name on the first page is the preferred label, and each other one an alternative, once.
        """
        found = table(
            (mention(AGENCY, "the agency"), mention(AGENCY, "Agency")),
            (mention(AGENCY, "AGENCY"), mention(AGENCY, "Agency")),
        )

        assert [
            (AGENCY, A, TYPE),
            (AGENCY, ALT_LABEL, literal("AGENCY")),
            (AGENCY, ALT_LABEL, literal("Agency")),
            (AGENCY, PREF_LABEL, literal("the agency")),
        ] == list(found.triples())

    def test_what_a_record_states_is_left_out(self) -> None:
        """
        A triple of an authority record is not in the table.
        """
        records = Authority([(AGENCY, A, TYPE), (AGENCY, PREF_LABEL, literal("Agency"))])
        found = table((mention(AGENCY, "Agency"), mention(OFFICE, "Office")), records=records)

        assert {OFFICE} == {subject for subject, _, _ in found.triples()}
        assert (True, False) == (found.describes(OFFICE), found.describes(AGENCY))

    def test_a_resource_is_not_described_by_a_longer_iri(self) -> None:
        """
        A resource whose IRI begins with that of another does not describe it.
        """
        longer = Term(AGENCY.replace(">", "-2>"))

        assert not table((mention(longer, "Agency 2"),)).describes(AGENCY)

    def test_about_a_resource_are_its_own(self) -> None:
        """
        What pages state about a resource is found without that about a resource with a longer IRI.
        """
        longer = Term(AGENCY.replace(">", "-2>"))
        found = table((mention(AGENCY, "Agency"), mention(longer, "Agency 2")))

        assert [(AGENCY, A, TYPE), (AGENCY, PREF_LABEL, literal("Agency"))] == list(found.about(AGENCY))


class TestNodes:
    def test_are_all_that_pages_name_or_describe(self) -> None:
        """
        The resources of a page are those that it names, and the subjects of what it states.
        """
        named, described = Mention(AGENCY, None), Mention(AGENCY, None, ((OFFICE, A, TYPE),))

        assert [AGENCY] == list(table((named,)).nodes())
        assert [AGENCY, OFFICE] == list(table((described,)).nodes())


class TestPages:
    def test_the_first_that_name_a_resource(self) -> None:
        """
        The SHA-256 of the first pages that name a resource are returned in order, up to a number.
        """
        found = table((mention(AGENCY, "a"),), (mention(OFFICE, "b"),), *[(mention(AGENCY, "c"),)] * 3)

        assert (["00", "02"], ["01"], []) == (
            found.pages_naming(AGENCY, 2),
            found.pages_naming(OFFICE, 2),
            found.pages_naming(DEFAULT.actor("Nobody"), 2),
        )


class TestClosing:
    def test_any_thread_may_collect_a_table(self) -> None:
        """Garbage may be collected in any thread; an exception there would fail the test."""
        cycle: list[object] = [table()]
        cycle.append(cycle)
        del cycle
        collector = threading.Thread(target=gc.collect)

        collector.start()
        collector.join()
