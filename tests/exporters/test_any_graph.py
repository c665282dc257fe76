"""Whatever a graph holds comes back from each format: any text, any language, type or address."""

import io
import json
import re
import tempfile
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given

from any_graphs import ANY, TRIPLES, Written
from privkg import exporters, registry
from privkg.terms import Triple

KINDS = {
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "nquads": pyoxigraph.RdfFormat.N_QUADS,
    "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    "rdfxml": pyoxigraph.RdfFormat.RDF_XML,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "turtle": pyoxigraph.RdfFormat.TURTLE,
}
OF_QUADS = ("jsonld", "nquads", "trig")


def exported(graph: Written, name: str) -> bytes:
    target = io.BytesIO()
    registry.load(exporters, name, "format").write(graph, target)
    return target.getvalue()


def lines(content: bytes, kind: pyoxigraph.RdfFormat) -> set[str]:
    return {str(quad.triple) for quad in pyoxigraph.parse(content, kind)}


class TestAnyGraph:
    @ANY
    @given(triples=TRIPLES)
    def test_comes_back_from_each_format(self, triples: list[Triple]) -> None:
        """
        What is read back is what there was; in XML, U+FFFD stands for what that cannot write.
        """
        wanted = {f"{s} {p} {o}" for s, p, o in triples}
        with tempfile.TemporaryDirectory() as folder:
            graph = Written(Path(folder), triples)
            read = {name: lines(exported(graph, name), kind) for name, kind in KINDS.items()}

        assert dict.fromkeys(read, wanted) | {"rdfxml": set(map(in_xml, wanted))} == read

    @ANY
    @given(triples=TRIPLES)
    def test_comes_back_to_pyld(self, triples: list[Triple]) -> None:
        """
        PyLD, an independent reader of JSON-LD, makes the same of it, doubles aside.
        """
        jsonld = pytest.importorskip("pyld").jsonld
        triples = [triple for triple in triples if not triple[2].endswith("double>")]  # it rewrites them
        with tempfile.TemporaryDirectory() as folder:
            document = json.loads(exported(Written(Path(folder), triples), "jsonld"))
        read = jsonld.to_rdf(document, {"format": "application/n-quads"})

        assert {f"{s} {p} {o}" for s, p, o in triples} == lines(
            read.encode(), pyoxigraph.RdfFormat.N_QUADS
        )


def in_xml(line: str) -> str:
    """Return a triple without what XML cannot write."""
    escaped = r"(?<!\\)((?:\\\\)*)\\(?:u00[01][0-9A-F]|uFFF[EF]|[bf])"
    return re.sub(escaped, "\\1\ufffd", line)
