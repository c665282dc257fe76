"""The rdflib view of a store behaves like an rdflib graph of the same triples."""

import itertools

import rdflib
from hypothesis import given
from hypothesis import strategies as st

from privkg.rdf.terms import Term
from privkg.store.graph import in_memory
from privkg.store.rdflib_view import from_rdflib, to_rdflib

NODES = st.sampled_from(["<urn:a>", "<urn:b>", "_:x"])
PREDICATES = st.sampled_from(["<urn:p>", "<urn:q>"])
LITERALS = st.sampled_from(
    [
        *('""', '"a"', '"a"@en', '"é\\n\\"\\\\"'),
        *(f'"{n}"^^<http://www.w3.org/2001/XMLSchema#integer>' for n in (1, 20, -3)),
        '"2014-11-03"^^<http://www.w3.org/2001/XMLSchema#date>',
        '"x"^^<urn:type>',
    ]
)
TRIPLES = st.lists(st.tuples(NODES, PREDICATES, st.one_of(NODES, LITERALS)), max_size=8)


class TestView:
    @given(TRIPLES)
    def test_each_pattern_has_the_same_matches(self, triples: list[tuple[str, str, str]]) -> None:
        """
        Each pattern matches the same triples.
        """
        lines = [f"{s} {p} {o} .\n" for s, p, o in triples if not s.startswith("_:")]
        parsed = rdflib.Graph().parse(data="".join(lines), format="nt")
        view = in_memory(lines).rdflib()
        named = {t for t in parsed if not isinstance(t[2], rdflib.BNode)}

        for triple, kept in itertools.product(named, itertools.product([True, False], repeat=3)):
            pattern = tuple(part if keep else None for part, keep in zip(triple, kept, strict=True))
            expected = {t for t in parsed.triples(pattern) if t in named}  # type: ignore[arg-type]
            found = {t for t in view.triples(pattern) if not isinstance(t[2], rdflib.BNode)}  # type: ignore[arg-type]
            assert expected == found

    @given(st.one_of(NODES, LITERALS))
    def test_terms_are_converted_without_loss(self, term: str) -> None:
        """
        A term that is converted to rdflib and back is unchanged.
        """
        assert term == from_rdflib(to_rdflib(Term(term)))

    def test_counts_its_triples(self) -> None:
        """
        The length is the number of triples.
        """
        assert 1 == len(in_memory(["<urn:a> <urn:p> <urn:b> .\n"]).rdflib())
