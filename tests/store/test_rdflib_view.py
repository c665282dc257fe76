"""rdflib's view of a store answers as an rdflib graph of the same triples does."""

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
    def test_answers_each_pattern_alike(self, triples: list[tuple[str, str, str]]) -> None:
        """
        Whatever of a triple is given, the same triples are found.
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
    def test_terms_come_back_as_they_were(self, term: str) -> None:
        """
        A term made rdflib's and back is the same term.
        """
        assert term == from_rdflib(to_rdflib(Term(term)))

    def test_counts_its_triples(self) -> None:
        """
        The length is the number of triples.
        """
        assert 1 == len(in_memory(["<urn:a> <urn:p> <urn:b> .\n"]).rdflib())
