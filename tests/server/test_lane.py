"""Workers by fork and by interpreters, without HTTP."""

import asyncio
import errno
import os
import shutil
import signal
import socket
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from pathlib import Path

import pytest

import processes
from privkg.core.errors import FailureError, LimitError, StoreError
from privkg.server.forks import Zygote, has_process_descriptors, starter
from privkg.server.lane import Lane
from privkg.server.messages import Query, Setup
from privkg.server.metrics import Metrics
from privkg.server.workers import Interpreter, Starter, Worker
from privkg.store.graph import open_graph

FORKS = pytest.mark.skipif(not has_process_descriptors(), reason="needs descriptors of processes")
STARTERS = pytest.mark.parametrize("kind", [Interpreter, pytest.param(Zygote, marks=FORKS)])


def operation(query: str) -> Query:
    """Return a request for the answer to a query in CSV."""
    return Query(query=query, answer_format="csv", graph_format=None)


async def answers(starter: Starter, setup: Setup, *queries: str) -> list[bytes]:
    """Return the answers of one worker to some queries."""
    found = []
    try:
        async with Lane(starter, setup, Metrics().lane("own"), workers=1, waiting=1, seconds=60) as lane:
            for query in queries:
                async with lane.worker() as worker:
                    reply = await worker.ask(operation(query))
                    found.append(b"".join([part async for part in worker.content(reply)]))
    finally:
        await starter.close()
    return found


class TestLane:
    @STARTERS
    def test_a_worker_answers_one_query_after_the_other(
        self, setup: Setup, kind: Callable[[], Starter]
    ) -> None:
        """
        A worker answers queries about facts and about claims, wherever it comes from.
        """
        queries = ("ASK {}", "ASK { ?claim a pk:Claim }", "ASK { <x:a> <x:b> <x:c> }")
        found = asyncio.run(answers(kind(), setup, *queries))

        assert [b"true\n", b"true\n", b"false\n"] == found

    @STARTERS
    def test_a_missing_graph_is_an_error(
        self, setup: Setup, tmp_path: Path, kind: Callable[[], Starter]
    ) -> None:
        """
        A lane whose workers cannot open the graph does not begin.
        """
        missing = replace(setup, generation=str(tmp_path / "gen-1"), whole=str(tmp_path / "whole"))

        with pytest.raises(StoreError):
            asyncio.run(answers(kind(), missing, "ASK {}"))

    @STARTERS
    def test_an_ended_worker_is_an_error(self, setup: Setup, kind: Callable[[], Starter]) -> None:
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

        with pytest.raises(LimitError, match="the query ended its process"):
            asyncio.run(queried_after_the_end(kind(), setup))

    @STARTERS
    def test_nothing_starts_after_its_end(self, setup: Setup, kind: Callable[[], Starter]) -> None:
        """
        A worker whose request ends after the lane has ended is not replaced.
        """

        async def tasks_after_the_end(starter: Starter, given: Setup) -> set[asyncio.Task[None]]:
            try:
                lane = Lane(starter, given, Metrics().lane("own"), workers=1, waiting=1, seconds=60)
                async with AsyncExitStack() as requests, lane:
                    await requests.enter_async_context(lane.worker())
                return asyncio.all_tasks() - {asyncio.current_task()}
            finally:
                await starter.close()

        assert set() == asyncio.run(tasks_after_the_end(kind(), setup))

    @FORKS
    def test_idle_workers_that_ended_are_not_ready(
        self, graph: Path, setup: Setup, tmp_path: Path
    ) -> None:
        """
        If a worker cannot be replaced, a lane is not ready by another one that has ended unnoticed.
        """
        copy, away = tmp_path / "graph", tmp_path / "away"
        shutil.copytree(graph, copy)

        async def readiness(given: Setup) -> list[bool]:
            """Return whether it becomes unready without the graph, and ready again with it."""
            others = set(processes.children(os.getpid()))
            starter = Zygote()
            (zygote,) = set(processes.children(os.getpid())) - others
            try:
                async with Lane(
                    starter, given, Metrics().lane("own"), workers=2, waiting=1, seconds=60
                ) as lane:
                    async with lane.worker() as worker:
                        copy.rename(away)
                        for each in processes.children(zygote):
                            os.kill(each, signal.SIGKILL)
                        with suppress(LimitError):
                            await worker.ask(operation("ASK {}"))
                    is_reported = await until(lambda: not lane.is_ready)
                    away.rename(copy)
                    return [is_reported, await until(lambda: lane.is_ready)]
            finally:
                await starter.close()

        opened = open_graph(copy)
        with opened.whole() as whole:
            given = replace(setup, generation=str(opened.generation), whole=str(whole))
        assert [True, True] == asyncio.run(readiness(given))


class TestReplies:
    @pytest.mark.parametrize("line", [b"warning: x\n", b"[]\n", b'{"x": 1}\n', b"1\n", b"a" * 70_000])
    def test_other_lines_are_errors(self, setup: Setup, line: bytes) -> None:
        """
        A line that is not a reply, such as a message of a library, is an error.
        """

        async def begun() -> None:
            ours, theirs = socket.socketpair()
            with theirs:
                theirs.sendall(line)
                reader, writer = await asyncio.open_connection(sock=ours)
                try:
                    await Worker(reader, writer, lambda: None).begin(setup)
                finally:
                    writer.close()

        with pytest.raises(FailureError, match="sent what is not a reply"):
            asyncio.run(begun())


class TestStarter:
    def test_an_old_kernel_has_interpreters(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Where the kernel has no descriptors of processes, each worker is an interpreter of its own.
        """

        def missing(_process: int) -> int:
            raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))

        monkeypatch.setattr(os, "pidfd_open", missing, raising=False)

        assert isinstance(starter(), Interpreter)


async def until(condition: Callable[[], bool]) -> bool:
    """Return whether a condition was met within some time."""
    with suppress(TimeoutError):
        async with asyncio.timeout(processes.PATIENCE_SECONDS):
            while not condition():
                await asyncio.sleep(0.02)
            return True
    return False
