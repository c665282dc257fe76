"""Strategies for graphs of arbitrary terms: any text, language tag, datatype or IRI."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import PREFIXES, A, Term, Triple, iri, term
from privkg.store import graph_table, manifest, quads_text

PIECES = ("a", "Z9", "-", ".", "..", "/", "//", "#", "?", "=", ":", "pk:", "'", "(", ")", ",", ";", "~")
MORE = ("%20", "e\u0301", "\u4e2d", "\U0001f600", "@", "!", "*", "+", "$", "&", "_", "v1", "e10")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(
    [
        "",
        "\\",
        '"',
        '"""',
        "\\u0041",
        "\r\n",
        "\x00",
        "\x7f",
        "\ufffe",
        "a .\n<b> <c> <d> .",
        "@id",
        "{}",
    ]
)
STARTS = st.sampled_from(
    [
        "https://example.org/",
        "urn:x:",
        DEFAULT.things,
        f"{DEFAULT.things}incident/",
        *PREFIXES.values(),
    ]
)
ADDRESSES = st.builds(
    lambda start, pieces: Term(f"<{start}{''.join(pieces)}>"),  # or what the engine refuses
    STARTS,
    st.lists(st.sampled_from(PIECES + MORE), max_size=4),
).filter(lambda node: is_read_back(node))
DATATYPES = ("boolean", "date", "decimal", "double", "gYear", "integer")
LITERALS = st.one_of(
    TEXTS.map(pyoxigraph.Literal),
    st.builds(
        lambda words, tag: pyoxigraph.Literal(words, language=tag),
        TEXTS,
        st.sampled_from(["en", "zh-hant"]),
    ),
    st.builds(
        lambda words, kind: pyoxigraph.Literal(
            words, datatype=pyoxigraph.NamedNode(term(f"xsd:{kind}")[1:-1])
        ),
        TEXTS
        | st.sampled_from(
            ["0", "-1", "007", "+5", "1.0", ".5", "9" * 30, "true", "-0", "1e3", "\u0661"]
        ),
        st.sampled_from(DATATYPES),
    ),
).map(lambda literal: Term(str(literal)))
NAMES = (
    "dcterms:title",
    "pk:actor",
    "pk:hasViolation",
    "pk:rowIndex",
    "pk:law",
    "oa:hasTarget",
)
PREDICATES = st.sampled_from([*map(term, NAMES), iri("https://example.org/says")])
TRIPLES = st.lists(
    st.tuples(ADDRESSES, PREDICATES, ADDRESSES | LITERALS) | st.tuples(ADDRESSES, st.just(A), ADDRESSES),
    min_size=1,
    max_size=40,
)
ANY = settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])


def is_read_back(node: Term) -> bool:
    """Return whether the engine accepts an IRI unchanged; a graph has only such IRIs."""
    try:
        (quad,) = pyoxigraph.parse(f"{node} <p:> {node} .", pyoxigraph.RdfFormat.N_TRIPLES)
    except SyntaxError:
        return False
    return str(quad.subject) == node


class Written:
    """A graph as exporters read it: its text only, as a store would normalize numbers."""

    def __init__(self, folder: Path, triples: Iterable[Triple], **others: Iterable[Triple]) -> None:
        """Write the triples to the named graph `any`, and each of `others` to the graph of its name."""
        named = {DEFAULT.graph(name): found for name, found in {"any": triples, **others}.items()}
        graphs = [quads_text.pack(name, named[name]) for name in sorted(named) if named[name]]
        self.base = DEFAULT
        with quads_text.writing(folder) as writer:
            for packed in graphs:
                writer.put(packed)
        graph_table.write(folder, writer.lines)
        self.manifest = manifest.of(DEFAULT, {packed.graph: packed.count for packed in graphs})
        self._folder = folder

    def texts(self, names: Iterable[str]) -> Iterator[bytes]:
        """Yield the text of named graphs."""
        found = quads_text.read(self._folder, names)
        return (text for _, text in found)

    def lines(self, name: str) -> list[str]:
        """Return the triples of a named graph as N-Triples lines."""
        (quads,) = self.texts([name])
        return [f"{line} .\n" for line in quads.decode().split(f" {iri(name)} .\n")[:-1]]
