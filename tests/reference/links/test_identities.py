"""Decisions that actors are one: what they make one resource, and which contradict each other."""

from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg.core.errors import RdfError, UsageError, in_file
from privkg.rdf.iris import DEFAULT
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import Term, iri, iri_text, term
from privkg.reference.links import identities
from privkg.reference.links.identities import Decision, Decisions
from privkg.reference.links.tables import LinkTables

ACTORS = [DEFAULT.thing(Kind.ACTOR, name) for name in "abcdefgh"]
A, B, C, *_ = ACTORS
PAIRS = st.lists(st.tuples(st.sampled_from(ACTORS), st.sampled_from(ACTORS)), max_size=12)


def decided(pairs: Iterable[tuple[Term, Term]]) -> tuple[Decision, ...]:
    """Return decisions on pairs, each with the place of its row."""
    rows = enumerate(pairs, 1)
    return tuple(
        Decision(one=one, other=other, place=in_file(Path("t.tsv"), n)) for n, (one, other) in rows
    )


def components(pairs: Iterable[tuple[Term, Term]]) -> set[frozenset[Term]]:
    """Return the connected components of a graph of pairs, found by growing each from its nodes."""
    edges = [frozenset(pair) for pair in pairs]
    found = set()
    for start in frozenset().union(*edges):
        grown = {start}
        while more := frozenset().union(*(edge for edge in edges if edge & grown)) - grown:
            grown |= more
        found.add(frozenset(grown))
    return found


class TestSame:
    @given(PAIRS, st.randoms(use_true_random=False))
    def test_partition_is_that_of_components(
        self, pairs: list[tuple[Term, Term]], random: Random
    ) -> None:
        """
        Accepted pairs make each connected component one resource, whatever their order and direction.
        """
        shuffled = [(other, one) for one, other in pairs]
        random.shuffle(shuffled)
        same = Decisions(accepted=decided(pairs)).same()
        groups = {frozenset(n for n in same if same[n] == root) for root in same.values()}

        assert components(pairs) == groups
        assert same == Decisions(accepted=decided(shuffled)).same()

    @given(PAIRS, st.sampled_from(ACTORS))
    def test_a_record_wins(self, pairs: list[tuple[Term, Term]], record: Term) -> None:
        """
        The resource of a component is its authority record, else its first IRI.
        """
        same = Decisions(accepted=decided(pairs)).same({record})
        roots = {part: {same[node] for node in part} for part in components(pairs)}

        assert roots == {part: {min(part, key=iri_text)} for part in roots} | {
            part: {record} for part in roots if record in part
        }


class TestContradictions:
    def test_two_records_are_not_one(self) -> None:
        """
        A chain of links between two authority records is an error at the link that closes it.
        """
        chain = Decisions(accepted=decided([(A, B), (B, C)]))

        with pytest.raises(RdfError, match=r"authority records .* are of two actors") as caught:
            chain.same({A, C})
        assert "t.tsv:2" in str(caught.value)

    def test_accepted_links_do_not_join_what_was_rejected(self) -> None:
        """
        A rejected pair that accepted links make one is an error at its row.
        """
        decisions = Decisions(accepted=decided([(A, B), (B, C)]), rejected=decided([(C, A)]))

        with pytest.raises(RdfError, match="by accepted links they are the same") as caught:
            decisions.same()
        assert "t.tsv:1" in str(caught.value)

    def test_rejected_pairs_alone_join_nothing(self) -> None:
        """
        Actors that were only found to be different are what they were.
        """
        assert {} == Decisions(rejected=decided([(A, B)])).same()


class TestRead:
    def test_links_between_actors_are_decisions(self, tmp_path: Path) -> None:
        """
        Accepted identities and rejected pairs of actors are decisions; links to other datasets are not.
        """
        kept = LinkTables(tmp_path)
        kept.accept(A, B, term("owl:sameAs"))
        kept.accept(A, iri("http://www.wikidata.org/entity/Q42"), term("owl:sameAs"))
        kept.accept(B, C, term("skos:closeMatch"))
        kept.reject(ACTORS[3], ACTORS[4], "namesakes")
        kept.save()
        found = identities.read([tmp_path])

        assert [(A, B)] == [(each.one, each.other) for each in found.accepted]
        assert [(ACTORS[3], ACTORS[4])] == [(each.one, each.other) for each in found.rejected]

    def test_a_pair_has_no_order(self, tmp_path: Path) -> None:
        """
        A pair that was rejected cannot be accepted in the other order.
        """
        kept = LinkTables(tmp_path)
        kept.reject(A, B, "namesakes")

        with pytest.raises(UsageError, match="was rejected"):
            kept.accept(B, A, term("owl:sameAs"))
