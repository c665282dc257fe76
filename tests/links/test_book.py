"""What was decided is kept: it is not proposed again, and only what was accepted enters a graph."""

from pathlib import Path

import pytest

from links.test_sssom import mapping
from privkg.errors import RdfError, UsageError
from privkg.links import book
from privkg.links.book import Book
from privkg.links.mapping import State
from privkg.terms import iri, term

A, B = iri("https://example.org/a"), iri("https://example.org/b")


def objects(found: Book, state: State) -> list[str]:
    """Return what is mapped to, in a state."""
    return [each.object[-2:-1] for each in found.mappings(state)]


class TestDecisions:
    @pytest.mark.parametrize("is_accepted", [True, False])
    def test_what_was_decided_is_not_proposed_again(self, tmp_path: Path, is_accepted: bool) -> None:
        """
        A later run proposes what is new, and leaves out what was accepted or rejected.
        """
        first = Book(tmp_path)
        first.propose([mapping(object_="b"), mapping(object_="c")])
        if is_accepted:
            first.accept(A, B)
        else:
            first.reject(A, B, "another one")
        first.save()
        later = Book(tmp_path)
        later.propose([mapping(object_="b"), mapping(object_="d")])

        assert ["d"] == objects(later, State.PROPOSED)
        assert ["b"] == objects(later, State.ACCEPTED if is_accepted else State.REJECTED)

    def test_another_relation_is_not_proposed_either(self, tmp_path: Path) -> None:
        """
        A near miss does not come back under another property.
        """
        kept = Book(tmp_path)
        kept.reject(A, B, "another one")
        kept.propose([mapping(predicate=term("skos:closeMatch"))])

        assert [] == objects(kept, State.PROPOSED)

    def test_a_rejected_thing_is_different_with_its_reason(self, tmp_path: Path) -> None:
        """
        A negative link says that two things differ, and why.
        """
        rejected = Book(tmp_path).reject(A, B, "a year earlier")

        assert (term("owl:differentFrom"), "a year earlier") == (rejected.predicate, rejected.method)

    def test_a_rejected_match_of_concepts_is_negated(self, tmp_path: Path) -> None:
        """
        Concepts that do not match are told with SSSOM's Not.
        """
        kept = Book(tmp_path)
        kept.propose([mapping(predicate=term("skos:exactMatch"))])
        rejected = kept.reject(A, B, "wider")

        assert (term("skos:exactMatch"), True) == (rejected.predicate, rejected.is_negative)

    def test_what_was_not_proposed_needs_its_relation(self, tmp_path: Path) -> None:
        """
        A link found by hand is accepted if it is said how the two relate.
        """
        kept = Book(tmp_path)
        with pytest.raises(UsageError, match="say with --as"):
            kept.accept(A, B)

        assert term("owl:sameAs") == kept.accept(A, B, term("owl:sameAs")).predicate

    def test_a_relation_that_is_no_link(self, tmp_path: Path) -> None:
        """
        Links enter a graph by the properties of links alone.
        """
        with pytest.raises(UsageError, match="say with --as"):
            Book(tmp_path).accept(A, B, term("rdf:type"))

    def test_what_was_rejected_is_not_accepted_by_the_way(self, tmp_path: Path) -> None:
        """
        A decision is taken back in the table, where its reason stands.
        """
        kept = Book(tmp_path)
        kept.reject(A, B, "another one")

        with pytest.raises(UsageError, match="was rejected"):
            kept.accept(A, B, term("owl:sameAs"))

    def test_both_at_once_is_an_error(self, tmp_path: Path) -> None:
        """
        Two tables edited by hand must not say both.
        """
        one, other = Book(tmp_path), Book(tmp_path)
        one.accept(A, B, term("owl:sameAs"))
        one.save()
        (tmp_path / "kept").write_bytes((tmp_path / "accepted.sssom.tsv").read_bytes())
        other.reject(A, B, "another one")
        other.save()
        (tmp_path / "kept").replace(tmp_path / "accepted.sssom.tsv")

        with pytest.raises(RdfError, match="leave one of the two"):
            Book(tmp_path)


class TestAccepted:
    def test_only_accepted_links_are_given(self, tmp_path: Path) -> None:
        """
        Proposals and rejections are for people, not for graphs.
        """
        kept = Book(tmp_path)
        kept.propose([mapping(object_="c")])
        kept.accept(A, B, term("owl:sameAs"))
        kept.reject(A, iri("https://example.org/d"), "another one")
        kept.save()

        assert [(A, term("owl:sameAs"), B)] == [
            link for link in book.accepted([tmp_path]) if link[0] == A
        ]

    def test_a_property_that_is_no_link_is_refused(self, tmp_path: Path) -> None:
        """
        A table edited by hand brings no other statements into a graph.
        """
        kept = Book(tmp_path)
        kept.accept(A, B, term("owl:sameAs"))
        kept.save()
        table = tmp_path / "accepted.sssom.tsv"
        table.write_text(table.read_text().replace("owl:sameAs", "owl:differentFrom"))

        with pytest.raises(RdfError, match=rf"{table}:\d+: .* is no property of accepted links"):
            book.accepted([tmp_path])
