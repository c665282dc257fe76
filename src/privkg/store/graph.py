"""A built graph, opened for queries."""

import os
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pyoxigraph

from privkg.core.errors import QueryError, RdfError, StoreError, in_file
from privkg.rdf import evidence
from privkg.rdf.iris import DEFAULT, Base
from privkg.rdf.sparql import preparation
from privkg.rdf.sparql.matching import may_match
from privkg.rdf.terms import PREFIXES, Term, Triple, iri, iri_text
from privkg.store import generations, loading, manifest, quads_text, seal, whole
from privkg.store.claims import Claims, QuadClaims, TextClaims
from privkg.store.engine_errors import guarded
from privkg.store.generations import NewGeneration
from privkg.store.graph_table import GraphTable
from privkg.store.memory import Facts
from privkg.store.rdf import parse_term
from privkg.store.result_formats import write_found
from privkg.store.serialization import write_triples

if TYPE_CHECKING:
    import rdflib

_TRIES = 5
_LOADED_AT_ONCE = 10_000_000
_KEPT = 5000
"""The number of resources whose statements are kept: those that a page shows, and many share."""

Stated = tuple[Term, Term, Term]
"""What is stated about a resource: the predicate, the object and the named graph of a triple."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that a query sees: those that are merged in its default graph, and the named ones."""

    default: tuple[str, ...]
    named: tuple[str, ...]


class Quads:
    """A queryable dataset; without FROM, the default graph is the union of the named graphs."""

    def __init__(self, store: pyoxigraph.Store, base: Base = DEFAULT) -> None:
        self._store = store
        self.base = base

    @property
    def facts(self) -> "Quads":
        """The dataset for questions about facts, in which claims may be missing."""
        return self

    @cached_property
    def claims(self) -> Claims:
        """The claims of the dataset."""
        return QuadClaims(self)

    def release(self) -> None:
        """Release the store, which references in circles would keep open; the dataset is empty then."""
        self._store = pyoxigraph.Store()
        vars(self).pop("_kept", None)

    def select(self, query: str) -> list[dict[str, Term]]:
        """Return the rows of a trusted SELECT query, as terms by variable."""
        with guarded():
            found = self._run(query)
            if not isinstance(found, pyoxigraph.QuerySolutions):
                raise QueryError("not a SELECT query; write SELECT")
            names = [variable.value for variable in found.variables]
            return [
                {
                    name: Term(str(value))
                    for name, value in zip(names, row, strict=True)
                    if value is not None
                }
                for row in found
            ]

    def answer(
        self,
        query: str,
        answer_format: str,
        graph_format: str,
        dataset: Dataset | None = None,
        base_iri: str | None = None,
    ) -> tuple[str, bytes]:
        """Return the format of the answer to a query, and its bytes.

        The format is `answer_format` for SELECT and ASK, and `graph_format`, a media type, for CONSTRUCT
        and DESCRIBE. A dataset takes the place of what FROM and FROM NAMED name. Relative IRIs are
        resolved against `base_iri`; without one, they are errors.

        Raises:
            QueryError: the text is not a SPARQL query, or a graph's name is not an IRI.
            UsageError: the format cannot represent the answer.
            LimitError: the query could not be answered.
        """
        with guarded():
            found = self._run(query, preparation.ready(query), dataset, base_iri)
            if isinstance(found, pyoxigraph.QueryTriples):
                return graph_format, write_triples(found, graph_format)
            return answer_format, write_found(found, answer_format)

    def triples(
        self,
        subject: Term | None = None,
        predicate: Term | None = None,
        object_: Term | None = None,
        graph: Term | None = None,
    ) -> Iterator[tuple[Triple, Term]]:
        """Yield the triples that match a pattern, each with its named graph; None matches any term."""
        with guarded():
            found = self._store_of(subject, predicate, object_).quads_for_pattern(
                None if subject is None else pyoxigraph.NamedNode(iri_text(subject)),
                None if predicate is None else pyoxigraph.NamedNode(iri_text(predicate)),
                None if object_ is None else parse_term(object_),
                None if graph is None else pyoxigraph.NamedNode(iri_text(graph)),
            )
            for quad in found:  # turning a term into text costs more than finding it
                triple = (
                    Term(str(quad.subject)) if subject is None else subject,
                    Term(str(quad.predicate)) if predicate is None else predicate,
                    Term(str(quad.object)),
                )
                yield triple, Term(str(quad.graph_name))

    def about(self, node: Term) -> tuple[Stated, ...]:
        """Return what is stated about a resource, which is kept for those that were last looked up."""
        return self._kept(node)

    def rdflib(self) -> "rdflib.Graph":
        """Return the union of the named graphs as a read-only, lazy rdflib graph."""
        from privkg.store.rdflib_view import view

        return view(self._store_of(None, None, None))

    @cached_property
    def _kept(self) -> Callable[[Term], tuple[Stated, ...]]:
        # Only now: an object that holds its own method is released by the garbage collector alone.
        return lru_cache(_KEPT)(self._read_about)

    def _read_about(self, node: Term) -> tuple[Stated, ...]:
        return tuple((p, o, graph) for (_, p, o), graph in self.triples(node))

    def _store_for(self, query: str) -> pyoxigraph.Store:
        """Return the store that a query runs on."""
        return self._store

    def _store_of(
        self, subject: Term | None, predicate: Term | None, object_: Term | None
    ) -> pyoxigraph.Store:
        """Return the store that holds all triples of a pattern."""
        return self._store

    def _run(
        self,
        query: str,
        ready: str | None = None,
        dataset: Dataset | None = None,
        base_iri: str | None = None,
    ) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples:
        graphs = _graphs(query, dataset)
        try:
            return self._store_for(query).query(
                ready or query, prefixes=PREFIXES, base_iri=base_iri, **graphs
            )
        except SyntaxError as error:
            if ready:
                # The error should be about the query as typed, not as rewritten.
                return self._run(query, None, dataset, base_iri)
            raise preparation.syntax_error(query, str(error.msg)) from error


def _graphs(query: str, dataset: Dataset | None) -> dict[str, Any]:
    """Return the engine's options for the graphs that a query sees."""
    if dataset is None:
        return {"use_default_graph_as_union": not preparation.names_graphs(query)}
    try:
        default, named = (
            [pyoxigraph.NamedNode(name) for name in dict.fromkeys(names)]  # twice would count twice
            for names in (dataset.default, dataset.named)
        )
    except ValueError as error:
        raise QueryError(f"the name of a graph is not an IRI: {error}") from error
    return {"default_graph": default, "named_graphs": named}


class Graph(Quads):
    """A built graph opened read-only; later builds do not affect it.

    Its store holds all quads but those about claims. What may match claims is looked up in a whole
    store, which is made when it is first needed.

    Attributes:
        manifest: its manifest.
        generation: its folder, which is kept while the graph is open.
    """

    def __init__(
        self, generation: Path, whole_store: Path | None = None, facts: Facts | None = None
    ) -> None:
        """Open a generation.

        Args:
            generation: its folder.
            whole_store: the folder of its whole store, if it is made; it is then opened at once.
            facts: its facts in memory, which are used instead of its store.
        """
        held = seal.hold(generation)
        weakref.finalize(self, os.close, held)
        seal.check(generation)
        self.manifest = manifest.read(generation)
        self.generation = generation
        self._table = GraphTable(generation)
        self._open = ExitStack()
        weakref.finalize(self, self._open.close)
        if facts is None:
            facts = pyoxigraph.Store.read_only(str(generation / "store"))
        super().__init__(facts, self.manifest.base)
        if whole_store:
            self.open_whole(whole_store)

    @cached_property
    def facts(self) -> Quads:
        """The dataset without claims, which never needs the whole store."""
        return Quads(self._store, self.base)

    @cached_property
    def claims(self) -> TextClaims:
        """The claims of the graph, read from its text."""
        return TextClaims(self.facts, self.base, self._triples_about_claims)

    def texts(self, graphs: Iterable[str]) -> Iterator[bytes]:
        """Yield the sorted canonical N-Quads of named graphs of the manifest.

        Raises:
            StoreError: a graph differs from the one that was built.
        """
        for entry, quads in quads_text.read(self.generation, graphs, self._table):
            if quads_text.count_of(quads) != entry.count:
                raise StoreError(f"the text of graph {entry.graph} is damaged; build again")
            yield quads

    def lines(self, graph: str) -> list[str]:
        """Return the sorted N-Triples lines of a named graph of the manifest.

        Raises:
            StoreError: a graph differs from the one that was built.
        """
        (quads,) = self.texts([graph])
        return [f"{line} .\n" for line in quads.decode().split(f" {iri(graph)} .\n")[:-1]]

    def pieces(self, graph: str) -> Iterator[bytes]:
        """Yield the sorted canonical N-Quads of a named graph, but claims, in pieces of whole lines.

        So a graph that grows with the dataset is not in memory as a whole.

        Raises:
            StoreError: the graph differs from the one that was built, which is known at its end.
        """
        for _, pieces in quads_text.checked(self.generation, [graph]):
            yield from pieces

    def lines_in_pieces(self, graph: str) -> Iterator[bytes]:
        """Yield the lines of a named graph, but of claims, as `pieces` does; without their ends.

        Raises:
            StoreError: as for `pieces`.
        """
        for piece in self.pieces(graph):
            yield from filter(None, piece.split(b"\n"))

    def subjects(self, graph: str) -> Iterator[Term]:
        """Yield each subject of a named graph, but claims, in order.

        Raises:
            StoreError: as for `pieces`.
        """
        last = ""
        for line in self.lines_in_pieces(graph):
            subject = line.partition(b" ")[0].decode()
            if subject != last:
                yield Term(subject)
            last = subject

    def verify(self) -> None:
        """Verify all bytes of the store's files, and all quads, in the store and as text.

        Raises:
            StoreError: a file or a graph differs from what was built.
        """
        seal.check_content(self.generation)
        whole.check_content(self.generation)
        manifest.check(self.manifest, self.generation)
        loading.verify(self._store, quads_text.checked(self.generation, self.manifest.graphs))

    def whole(self) -> AbstractContextManager[Path]:
        """Return a context with the folder of the whole store, which is made if it is missing."""
        return whole.made(self.generation)

    def open_whole(self, whole_store: Path) -> None:
        """Open the whole store, which is made, before a query needs it; see `whole`.

        A process that was forked since the graph was opened with its facts in memory does so itself.
        """
        self._whole = whole.opened(whole_store)

    @cached_property
    def _whole(self) -> pyoxigraph.Store:
        return whole.opened(self._open.enter_context(self.whole()))

    def _store_for(self, query: str) -> pyoxigraph.Store:
        return self._whole if may_match(query) else self._store

    def _store_of(
        self, subject: Term | None, predicate: Term | None, object_: Term | None
    ) -> pyoxigraph.Store:
        return self._whole if evidence.may_match(subject, predicate, object_) else self._store

    def _triples_about_claims(self, graph: Term) -> list[Triple]:
        name = iri_text(graph)
        if name not in self.manifest.graphs:
            return []
        (text,) = self.texts([name])
        lines = quads_text.split(name, text)[1].decode().split(f" {graph} .\n")[:-1]
        return [cast("Triple", tuple(line.split(" ", 2))) for line in lines]


@contextmanager
def unpublished(generation: NewGeneration, base: Base) -> Iterator[Quads]:
    """Yield the quads of a new generation, whose store is closed at the end of the block."""
    quads = Quads(pyoxigraph.Store.read_only(str(generation.folder / "store")), base)
    try:
        yield quads
    finally:
        quads.release()


def in_memory(parts: Iterable[str], base: Base = DEFAULT) -> Quads:
    """Load N-Quads into a dataset in memory, and return it.

    Args:
        parts: the quads, in parts of whole lines.
        base: the base of their IRIs.

    Raises:
        RdfError: a part is not N-Quads.
    """
    store = pyoxigraph.Store()
    try:
        for text in _joined(parts):
            store.bulk_load(input=text, format=pyoxigraph.RdfFormat.N_QUADS)
    except SyntaxError as error:
        raise RdfError(f"not N-Quads: {error.msg}") from error
    return Quads(store, base)


def _joined(parts: Iterable[str]) -> Iterator[str]:
    """Yield parts joined: each load costs as much as thousands of quads, and keeps its text."""
    pending, size = list[str](), 0
    for part in parts:
        pending.append(part)
        size += len(part)
        if size >= _LOADED_AT_ONCE:
            yield "".join(pending)
            pending, size = [], 0
    yield "".join(pending)


def open_graph(directory: Path) -> Graph:
    """Return the graph in a folder, opened read-only.

    Raises:
        StoreError: there is none, or it is damaged or of another version.
    """
    for tries_left in reversed(range(_TRIES)):
        generation = generations.current(directory)
        try:
            return Graph(generation)
        except (OSError, RuntimeError, StoreError) as error:
            # A build may have replaced the generation since CURRENT was read; then open the newer one.
            if tries_left and generations.current(directory) != generation:
                continue
            if isinstance(error, StoreError):
                raise
            words = " ".join(str(error).split())
            raise StoreError(f"cannot be opened ({words}); build again", in_file(generation)) from error
    raise StoreError("replaced repeatedly while it was opened; try again", in_file(directory))
