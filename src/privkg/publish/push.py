"""A built graph written to a server, graph by graph, and counted there."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from privkg.core.errors import EndpointError, UsageError
from privkg.store import ledger
from privkg.store.graph import Graph, open_graph
from privkg.store.ledger import Ledger
from privkg.store.remote import Endpoint, GraphStore, Limits, Target, Updates

METHODS: dict[str, type[Target]] = {"graph-store": GraphStore, "update": Updates}
"""How graphs are written, by name."""

Sizes = Callable[[Iterable[str]], dict[str, int]]
"""Gives how many triples each of some graphs has at the server, and each other that it can tell of."""
Progress = Callable[[int, int], None]
"""Is told how many graphs of how many have been pushed."""

_LIMITS = Limits()
_MAX_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a push did; `gone` are graphs of privkg at the server that the built graph does not have."""

    pushed: int
    unchanged: int
    quads: int
    gone: tuple[str, ...]
    is_deleting: bool

    def lines(self) -> Iterator[str]:
        """Yield what a push has to say, and the counts last."""
        for graph in self.gone:
            if self.is_deleting:
                yield f"removed {graph}"
            else:
                yield f"{graph} is not in the built graph, but there; remove it with --delete"
        yield f"pushed {self.pushed} graphs, {self.unchanged} unchanged, {self.quads} quads verified"


def push(
    directory: Path,
    url: str,
    *,
    method: str = "graph-store",
    endpoint: str | None = None,
    limits: Limits = _LIMITS,
    is_deleting: bool = False,
    progress: Progress = lambda done, due: None,
) -> Report:
    """Write the graph in a folder to a server, and count there what it then has.

    A graph that was pushed before, has not changed since, and has as many triples there as here, is left
    alone; so a push that was broken off goes on where it was.

    Args:
        directory: the built graph's folder; it keeps what was pushed where.
        url: where graphs are written.
        method: one of `METHODS`.
        endpoint: where counts are asked for in SPARQL. Without it they are asked for at `url` if that
            takes updates, and else each graph is read back.
        limits: what each request may take.
        is_deleting: remove graphs of privkg that the built graph does not have.
        progress: is told after each graph.

    Raises:
        UsageError: a URL is no address of a server.
        StoreError: there is no graph, it is damaged, or somebody else pushes it.
        EndpointError: a server is down or refuses, or what it has is not what was pushed.
    """
    graph, target = open_graph(directory), METHODS[method](url, limits=limits)
    sizes = _sizes(target, endpoint, url, limits, graph.base.graphs)
    with ledger.opened(directory, target.key) as known:
        return _Push(graph, target, known, sizes).run(progress, is_deleting=is_deleting)


class _Push:
    def __init__(self, graph: Graph, target: Target, known: Ledger, sizes: Sizes) -> None:
        self._graph = graph
        self._wanted = graph.manifest.graphs
        self._target = target
        self._ledger = known
        self._sizes = sizes

    def run(self, progress: Progress, *, is_deleting: bool) -> Report:
        there = self._sizes(sorted(self._ledger.graphs))
        due = [graph for graph in sorted(self._wanted) if not self._is_there(graph, there)]
        base = self._graph.base
        gone = sorted(name for name in there.keys() - self._wanted if base.slug_of_graph(name))
        self._put(due, progress)
        removed = gone if is_deleting else []
        for graph in removed:
            self._target.remove(graph)
            self._ledger.forget(graph)
        if due or removed:
            there = self._sizes([*sorted(self._wanted), *removed])
        self._verify(there, removed)
        return Report(
            pushed=len(due),
            unchanged=len(self._wanted) - len(due),
            quads=self._graph.manifest.quads,
            gone=tuple(gone),
            is_deleting=is_deleting,
        )

    def _is_there(self, graph: str, there: Mapping[str, int]) -> bool:
        count = self._wanted[graph]
        return self._ledger.has(graph, count.sha256) and there.get(graph) == count.quads

    def _put(self, due: list[str], progress: Progress) -> None:
        for done, graph in enumerate(due):
            progress(done, len(due))
            lines = self._graph.lines(graph)
            self._ledger.forget(graph)
            try:
                self._target.put(graph, lines)
            except EndpointError as error:
                so_far = f"; {done} of {len(due)} graphs were pushed, push again to go on"
                raise EndpointError(f"{error}{so_far if done else ''}") from error
            self._ledger.note(graph, self._wanted[graph].sha256)
        progress(len(due), len(due))

    def _verify(self, there: Mapping[str, int], removed: list[str]) -> None:
        """Name the graphs that are not at the server as they should be."""
        expected = {graph: count.quads for graph, count in self._wanted.items()}
        expected |= dict.fromkeys(removed, 0)
        wrong = sorted(graph for graph, quads in expected.items() if there.get(graph, 0) != quads)
        if wrong:
            named = [f"{g} has {there.get(g, 0)} triples, not {expected[g]}" for g in wrong[:_MAX_NAMED]]
            more = [f"and {len(wrong) - _MAX_NAMED} more"] if len(wrong) > _MAX_NAMED else []
            raise EndpointError(
                f"{self._target.name}: not all is there as it was pushed: {'; '.join(named + more)};"
                " push again, or see what else writes there"
            )


def _sizes(target: Target, endpoint: str | None, url: str, limits: Limits, prefix: str) -> Sizes:
    if isinstance(target, GraphStore) and endpoint is None:
        return target.sizes
    asked = Endpoint(endpoint or url, limits=limits)

    def sizes(graphs: Iterable[str]) -> dict[str, int]:
        try:
            return asked.sizes(prefix)
        except (EndpointError, UsageError) as error:
            if endpoint is not None:
                raise
            raise EndpointError(
                f"{error}; if queries are answered elsewhere, name that with --endpoint"
            ) from error

    return sizes
