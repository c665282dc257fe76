"""Workers by fork and by interpreters, without HTTP."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from privkg.core.errors import LimitError, StoreError
from privkg.server.lane import Lane
from privkg.server.worker import Operation, Setup
from privkg.server.workers import Interpreter, Starter, Zygote
from privkg.store.graph import open_graph

STARTERS = pytest.mark.parametrize("kind", [Interpreter, Zygote])


def operation(query: str) -> Operation:
    """Return a request for the answer to a query in CSV."""
    return Operation(query=query, answer_format="csv", graph_format=None)


async def answers(starter: Starter, setup: Setup, *queries: str) -> list[bytes]:
    """Return the answers of one worker to some queries."""
    found = []
    try:
        async with Lane(starter, setup, workers=1, waiting=1, seconds=60) as lane:
            for query in queries:
                async with lane.worker() as worker:
                    reply = await worker.ask(operation(query))
                    found.append(b"".join([part async for part in worker.content(reply)]))
    finally:
        await starter.close()
    return found


def setup(generation: Path, whole: Path) -> Setup:
    """Return the setup of a worker with narrow limits."""
    return Setup(
        generation=str(generation),
        whole=str(whole),
        memory_bytes=256 * 1024**2,
        answer_rows=100,
        answer_bytes=1024**2,
    )


class TestLane:
    @STARTERS
    def test_a_worker_answers_one_query_after_the_other(
        self, graph: Path, kind: Callable[[], Starter]
    ) -> None:
        """
        A worker answers queries about facts and about claims, wherever it comes from.
        """
        opened = open_graph(graph)
        with opened.whole() as whole:
            queries = ("ASK {}", "ASK { ?claim a pk:Claim }", "ASK { <x:a> <x:b> <x:c> }")
            found = asyncio.run(answers(kind(), setup(opened.generation, whole), *queries))

        assert [b"true\n", b"true\n", b"false\n"] == found

    @STARTERS
    def test_a_missing_graph_is_an_error(self, tmp_path: Path, kind: Callable[[], Starter]) -> None:
        """
        A lane whose workers cannot open the graph does not begin.
        """
        with pytest.raises(StoreError):
            asyncio.run(answers(kind(), setup(tmp_path / "gen-1", tmp_path / "whole"), "ASK {}"))

    @STARTERS
    def test_an_ended_worker_is_an_error(self, graph: Path, kind: Callable[[], Starter]) -> None:
        """
        A worker that ends before it replies is reported as a limit of the query.
        """

        async def queried_after_the_end(starter: Starter, given: Setup) -> None:
            try:
                worker = await starter.start()
                await worker.begin(given)
                worker.kill()
                await worker.ask(operation("ASK {}"))
            finally:
                await starter.close()

        opened = open_graph(graph)
        with opened.whole() as whole, pytest.raises(LimitError, match="the query ended its process"):
            asyncio.run(queried_after_the_end(kind(), setup(opened.generation, whole)))
