"""RDF is parsed strictly, and serialized in an order that does not depend on the input's."""

import itertools
import os
import random
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports import GRAPHS
from privkg.core.errors import RdfError
from privkg.rdf.terms import Term, literal
from privkg.store import rdf
from privkg.store.serialization import write_triples

TRIPLES = [
    pyoxigraph.Triple(
        pyoxigraph.NamedNode(f"https://example.org/{subject}"),
        pyoxigraph.NamedNode("https://w3id.org/privkg/ns#act"),
        pyoxigraph.Literal(f"act {number}"),
    )
    for subject in "ab"
    for number in range(5)
]


def written(text: str, folder: Path) -> Path:
    path = folder / "data.ttl"
    path.write_text(text, encoding="utf-8")
    return path


class TestRead:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("<urn:a> <urn:b>", r"data\.ttl:1:\d+: "),
            ("<urn:a>\n  a b .", r"data\.ttl:2:5: "),
            (
                "\n<urn:a> <urn:b> [] .",
                r"data\.ttl:2:17: has a blank node or a triple term; write an IRI instead",
            ),
            ("<urn:a> <urn:b> ( 1 ) .", r"data\.ttl:1:17: has a blank node"),
            ("<urn:a> <urn:b> <<( <urn:a> <urn:b> 1 )>> .", "has a blank node or a triple term"),
            ("<urn:a> <urn:b> <c> .", r"data\.ttl:1:\d+: "),
        ],
    )
    def test_a_fault_has_its_place(self, tmp_path: Path, text: str, message: str) -> None:
        """
        A file that is not Turtle, or has a blank node, is an error with line and column.
        """
        with pytest.raises(RdfError, match=message):
            rdf.read_turtle(written(text, tmp_path))

    def test_a_path_that_is_not_a_file_is_an_error(self, tmp_path: Path) -> None:
        """
        A folder or a missing file is an error.
        """
        os.mkfifo(tmp_path / "pipe.ttl")
        for path in (tmp_path, tmp_path / "pipe.ttl", Path("/dev/zero")):
            with pytest.raises(RdfError, match="not a regular file"):
                rdf.read_turtle(path)
        with pytest.raises(RdfError, match=r"nowhere\.ttl: cannot be read: No such file"):
            rdf.read_turtle(tmp_path / "nowhere.ttl")

    def test_terms_keep_their_text(self, tmp_path: Path) -> None:
        """
        A lexical form is not normalised.
        """
        text = '<urn:a> <urn:b> "007"^^<http://www.w3.org/2001/XMLSchema#integer> , "mot"@fr .'
        found = rdf.read_turtle(written(text, tmp_path))

        assert ['"007"^^<http://www.w3.org/2001/XMLSchema#integer>', '"mot"@fr'] == [
            o for _, _, o in found
        ]


class TestWrite:
    @pytest.mark.parametrize("media_type", GRAPHS.values())
    def test_the_order_of_triples_does_not_matter(self, media_type: str) -> None:
        """
        The same triples in another order, with duplicates, are serialized to the same bytes.
        """
        shuffled = random.Random(1).sample(TRIPLES, len(TRIPLES)) + TRIPLES[:3]

        assert write_triples(TRIPLES, media_type) == write_triples(shuffled, media_type)

    @pytest.mark.parametrize("media_type", GRAPHS.values())
    def test_the_labels_of_blank_nodes_do_not_matter(self, media_type: str) -> None:
        """
        Graphs that differ only in the labels of their blank nodes are serialized to the same bytes.
        """
        assert write_triples(chain("x", "y", "z"), media_type) == write_triples(
            chain("z", "x", "y"), media_type
        )

    def test_only_prefixes_in_use_are_declared(self) -> None:
        """
        Turtle begins with the prefixes that it uses.
        """
        assert (
            b"@prefix pk: <https://w3id.org/privkg/ns#> .\n"
            == (write_triples(TRIPLES, "text/turtle").splitlines(keepends=True)[0])
        )


def chain(*labels: str) -> list[pyoxigraph.Triple]:
    nodes = [pyoxigraph.BlankNode(label) for label in labels]
    act = pyoxigraph.NamedNode("https://w3id.org/privkg/ns#act")
    return [pyoxigraph.Triple(one, act, other) for one, other in itertools.pairwise(nodes)]


class TestTerms:
    @given(st.text())
    def test_a_literal_keeps_its_text(self, text: str) -> None:
        """
        Any text that is written as a literal is read back unchanged.
        """
        assert text == rdf.literal_text(literal(text))

    @given(st.text(), st.sampled_from(["", "@en", "@ru", "@en-gb", "^^<https://example.org/type>"]))
    def test_the_parts_of_a_literal_are_those_of_the_engine(self, text: str, rest: str) -> None:
        """
        A literal is read as the engine reads it, with and without escapes, language and datatype.
        """
        node = Term(f"{literal(text)}{rest}")
        read = rdf.parse_term(node)

        assert isinstance(read, pyoxigraph.Literal)
        assert (read.value, read.language, str(read.datatype)) == rdf.literal_parts(node)

    @pytest.mark.parametrize("text", ["", "<a b>", '"open', "<urn:a> . <urn:b> <urn:c> <urn:d>", "word"])
    def test_a_text_that_is_not_a_term_is_refused(self, text: str) -> None:
        """
        A text that is not an RDF term is an RdfError.
        """
        with pytest.raises(RdfError, match="not an RDF term"):
            rdf.parse_term(Term(text))
