"""Writes a built graph to a server, one named graph at a time, and verifies the number of triples."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from privkg.core import stopping
from privkg.core.errors import EndpointError, UsageError
from privkg.core.progress import SILENT, Progress, followed
from privkg.core.text import counted
from privkg.store import ledger
from privkg.store.graph import Graph, open_graph
from privkg.store.ledger import Ledger
from privkg.store.remote import Endpoint, GraphStore, Limits, Target, Updates

METHODS: dict[str, type[Target]] = {"graph-store": GraphStore, "update": Updates}
"""Protocols for writing graphs, by name."""

Sizes = Callable[[Iterable[str]], dict[str, int]]
"""Returns the number of triples of named graphs on the server: of those passed, and maybe of others."""

_LIMITS = Limits()
_MAX_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The result of a push.

    Attributes:
        target: the address of the server.
        pushed: the number of graphs that were written.
        unchanged: the number of graphs that the server already had.
        quads: the number of quads of all of them.
        stale: the graphs of privkg on the server that the built graph lacks.
        is_deleting: whether these were removed.
    """

    target: str
    pushed: int
    unchanged: int
    quads: int
    stale: tuple[str, ...]
    is_deleting: bool

    def lines(self) -> Iterator[str]:
        """Yield the lines of a report: stale graphs, then the counts."""
        for graph in self.stale:
            if self.is_deleting:
                yield f"removed {graph}"
            else:
                yield f"{graph}: on the server but not in the built graph; remove it with --delete"
        counts = f"{self.unchanged} unchanged, {self.quads} quads verified"
        yield f"pushed {counted(self.pushed, 'graph')} to {self.target}, {counts}"


def push(
    directory: Path,
    url: str,
    *,
    method: str = "graph-store",
    endpoint: str | None = None,
    limits: Limits = _LIMITS,
    is_deleting: bool = False,
    progress: Progress = SILENT,
) -> Report:
    """Write the graph in a folder to a server, then compare the number of triples of each named graph.

    A named graph is skipped if it is unchanged since an earlier push and has the same number of triples
    on the server. An interrupted push therefore continues where it stopped.

    Args:
        directory: the built graph's folder, which also holds the ledger of earlier pushes.
        url: the URL of the Graph Store, or of the endpoint for updates.
        method: one of `METHODS`.
        endpoint: the URL of the SPARQL endpoint that counts triples. If None, the method update counts
            them at `url`, and the method graph-store reads each graph back.
        limits: the limits of each request.
        is_deleting: whether to remove graphs of privkg from the server that the built graph lacks.
        progress: receives the graphs pushed.

    Raises:
        UsageError: a URL is not valid.
        StoreError: there is no graph, it is damaged, or another process is pushing it.
        EndpointError: a server is down or refuses a request, or its graphs differ from the pushed ones.
    """
    graph, target = open_graph(directory), METHODS[method](url, limits=limits)
    sizes = _sizes(target, endpoint, url, limits, graph.base.graphs)
    with ledger.opened(directory, target.key) as known:
        push = _Push(graph, target, known, sizes)
        with stopping.leaving(push.so_far):
            return push.run(progress, is_deleting=is_deleting)


class _Push:
    def __init__(self, graph: Graph, target: Target, known: Ledger, sizes: Sizes) -> None:
        self._graph = graph
        self._wanted = dict(graph.manifest.graphs.items())
        self._target = target
        self._ledger = known
        self._sizes = sizes
        self._due: list[str] = []
        self._done = 0

    def so_far(self) -> str:
        """Return how many graphs were pushed, for the last line of a push that did not finish."""
        if not self._done:
            return "no graph was pushed"
        return f"{self._done} of {len(self._due)} graphs were pushed, push again to continue"

    def run(self, progress: Progress, *, is_deleting: bool) -> Report:
        with progress.step("counting graphs on the server"):
            on_server = self._sizes(sorted(self._ledger.graphs))
        self._due = [g for g in sorted(self._wanted) if not self._is_up_to_date(g, on_server)]
        base = self._graph.base
        # Graphs of others on the same server are never touched: only names below this base are stale.
        stale = sorted(name for name in on_server.keys() - self._wanted if base.slug_of_graph(name))
        self._put(progress)
        removed = stale if is_deleting else []
        for graph in removed:
            self._target.remove(graph)
            self._ledger.forget(graph)
        if self._due or removed:
            with progress.step("verifying graphs on the server"):
                on_server = self._sizes([*sorted(self._wanted), *removed])
        self._verify(on_server, removed)
        return Report(
            target=self._target.name,
            pushed=len(self._due),
            unchanged=len(self._wanted) - len(self._due),
            quads=self._graph.manifest.quads,
            stale=tuple(stale),
            is_deleting=is_deleting,
        )

    def _is_up_to_date(self, graph: str, on_server: Mapping[str, int]) -> bool:
        count = self._wanted[graph]
        return self._ledger.has(graph, count.sha256) and on_server.get(graph) == count.quads

    def _put(self, progress: Progress) -> None:
        for graph in followed(self._due, progress, "pushing graphs", len(self._due)):
            lines = self._graph.lines(graph)
            # Removed from the ledger first: after a failed request, the server may have either version.
            self._ledger.forget(graph)
            try:
                self._target.put(graph, lines)
            except EndpointError as error:
                so_far = f"; {self.so_far()}" if self._done else ""
                raise EndpointError(f"{error}{so_far}") from error
            self._ledger.note(graph, self._wanted[graph].sha256)
            self._done += 1

    def _verify(self, on_server: Mapping[str, int], removed: list[str]) -> None:
        """Raise EndpointError if a graph on the server has more or fewer triples than were pushed."""
        expected = {graph: count.quads for graph, count in self._wanted.items()}
        expected |= dict.fromkeys(removed, 0)
        wrong = sorted(graph for graph, quads in expected.items() if on_server.get(graph, 0) != quads)
        if wrong:
            named = [
                f"{g} has {on_server.get(g, 0)} triples, not {expected[g]}" for g in wrong[:_MAX_NAMED]
            ]
            more = [f"and {len(wrong) - _MAX_NAMED} more"] if len(wrong) > _MAX_NAMED else []
            raise EndpointError(
                f"{self._target.name}: graphs differ from what was pushed: {'; '.join(named + more)};"
                " push again, or find out what else writes to the server"
            )


def _sizes(target: Target, endpoint: str | None, url: str, limits: Limits, prefix: str) -> Sizes:
    if isinstance(target, GraphStore) and endpoint is None:
        return target.sizes
    counting = Endpoint(endpoint or url, limits=limits)

    def sizes(graphs: Iterable[str]) -> dict[str, int]:
        try:
            return counting.sizes(prefix)
        except (EndpointError, UsageError) as error:
            if endpoint is not None:
                raise
            raise EndpointError(
                f"{error}; if another URL answers queries, give it with --endpoint"
            ) from error

    return sizes
