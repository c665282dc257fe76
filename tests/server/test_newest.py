"""Builds while their graph is served."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Event

import pytest

import processes
from builders import page_text
from privkg import build
from privkg.core.errors import FailureError
from privkg.server.forks import starter
from privkg.server.generation import Capacity, Generation, Opened, open_newest
from privkg.server.messages import Query
from privkg.server.metrics import Metrics
from privkg.server.newest import Newest
from privkg.server.workers import Worker
from privkg.store.sandbox import Limits
from serving import Server, serving

TITLES = "SELECT DISTINCT ?title { ?incident a pk:Incident ; dcterms:title ?title }"
QUESTION = "/questions/incidents-with-one-source"
PAGES = ("Cameras", "Letters", "Phones")
LIMITS = Limits(seconds=60, memory_bytes=256 * 1024**2)
CAPACITY = Capacity(limits=LIMITS, workers=1, waiting=1)


def rebuild(folder: Path, number: int) -> None:
    """Build the graph of pages whose titles end with a number."""
    pages = folder / "pages"
    pages.mkdir(exist_ok=True)
    for name in PAGES:
        page = page_text(f"{name} of Example City {number}")
        (pages / f"{name}.txt").write_text(page, encoding="utf-8")
    build.build([pages], folder / "graph")


def numbers(content: bytes) -> set[str]:
    """Return the numbers at the ends of the titles in an answer."""
    rows = json.loads(content)["results"]["bindings"]
    return {row["title"]["value"].rpartition(" ")[2] for row in rows}


def load(server: Server, is_over: Event) -> list[tuple[int, frozenset[str]]]:
    """Return the status of each response, and the numbers in it, to requests until an event."""
    found = []
    for request in range(100_000):
        if is_over.is_set():
            break
        response = server.query(TITLES) if request % 2 else server.request("GET", QUESTION)
        found.append((response.status, frozenset(numbers(response.body))))
    return found


def served(server: Server, number: int) -> bool:
    """Return whether the server answers from the build of a number."""
    return {f"{number}"} == numbers(server.query(TITLES).body)


def check_rebuilds(folder: Path, times: int) -> None:
    """Check that requests during some builds are all answered, each from one build.

    A client that has an answer of a former build gets that of the new one.
    """
    rebuild(folder, 0)
    is_over = Event()
    with serving(folder / "graph", "--workers", "1") as server, ThreadPoolExecutor(1) as threads:
        former = server.request("GET", QUESTION)
        loading = threads.submit(load, server, is_over)
        try:
            for number in range(1, times + 1):
                rebuild(folder, number)
                assert processes.wait_until(partial(served, server, number))
                fields = {"If-None-Match": former.fields["etag"]}
                former = server.request("GET", QUESTION, fields=fields)
                assert (200, {f"{number}"}) == (former.status, numbers(former.body))
        finally:
            is_over.set()
        found = loading.result()

    assert {200} == {status for status, _ in found}
    assert {1} == {len(titles) for _, titles in found}


class TestRebuilds:
    def test_no_answer_is_lost_or_mixed(self, tmp_path: Path) -> None:
        """
        While builds replace the graph, each request is answered, and from one build.
        """
        check_rebuilds(tmp_path, 2)

    @pytest.mark.long(part="hostile")
    def test_no_answer_is_lost_or_mixed_in_many(self, tmp_path: Path) -> None:
        """
        In 20 builds too, each request is answered, and from one build.
        """
        check_rebuilds(tmp_path, 20)

    def test_a_damaged_build_is_not_served(self, tmp_path: Path) -> None:
        """
        If a new build is damaged, the former one is still served, and the log has the reason.
        """
        rebuild(tmp_path, 0)
        current = tmp_path / "graph" / "CURRENT"
        with serving(tmp_path / "graph", "--workers", "1") as server:
            broken = current.with_name("broken")
            broken.write_text("gen-000009\n")
            broken.replace(current)
            assert server.process.stderr
            logged = next(line for line in server.process.stderr if "still served" in line)
            is_former = served(server, 0)
            rebuild(tmp_path, 1)

            assert "gen-000009" in logged
            assert is_former
            assert processes.wait_until(lambda: served(server, 1))

    def test_former_workers_end(self, tmp_path: Path) -> None:
        """
        When a new build is served and no request uses the former one, its workers have ended.
        """
        rebuild(tmp_path, 0)
        with serving(tmp_path / "graph", "--workers", "1") as server:
            former = server.workers()
            rebuild(tmp_path, 1)

            assert processes.wait_until(lambda: served(server, 1))
            assert processes.wait_until(lambda: not any(map(processes.is_alive, former)))
            assert processes.wait_until(lambda: 2 == len(server.workers()))

    def test_a_request_ends_where_it_began(self, tmp_path: Path) -> None:
        """
        A request that began before a new build was served is answered from the former one.
        """
        rebuild(tmp_path, 0)

        async def answered() -> list[set[str]]:
            starting = starter()
            newest = Newest(tmp_path / "graph", starting, CAPACITY, Metrics())
            try:
                await newest.begin(opened(tmp_path))
                with newest.used() as former:
                    rebuild(tmp_path, 1)
                    await newest.begin(opened(tmp_path))
                    with newest.used() as latter:
                        return [await titles(former), await titles(latter)]
            finally:
                await newest.end()
                await starting.close()

        assert [{"0"}, {"1"}] == asyncio.run(answered())

    def test_a_passing_failure_is_tried_again(self, tmp_path: Path) -> None:
        """
        A build whose workers could not be started is served when they can be.
        """
        rebuild(tmp_path, 0)

        async def answered() -> set[str]:
            starting = Failing()
            newest = Newest(tmp_path / "graph", starting, CAPACITY, Metrics())
            try:
                await newest.begin(opened(tmp_path))
                starting.failures = 1
                rebuild(tmp_path, 1)
                following = asyncio.create_task(newest.follow())
                async with asyncio.timeout(60):
                    while starting.failures or await current(newest) == {"0"}:
                        await asyncio.sleep(0.1)
                following.cancel()
                return await current(newest)
            finally:
                await newest.end()
                await starting.close()

        assert {"1"} == asyncio.run(answered())


class TestFollowed:
    def test_a_failure_is_logged(self, caplog: pytest.LogCaptureFixture) -> None:
        """
        If later builds cannot be noticed, the log has that and why, and the server goes on.
        """

        async def followed() -> bool:
            starting = starter()
            newest = Newest(Path("no\0path"), starting, CAPACITY, Metrics())
            try:
                async with newest.followed(), asyncio.timeout(60):
                    while not caplog.records:
                        await asyncio.sleep(0.1)
                return True
            finally:
                await starting.close()

        assert asyncio.run(followed())
        assert "later builds are not served until the server is started again" in caplog.text
        assert "embedded null" in caplog.text


class Failing:
    """A starter that first fails some times, as for lack of memory."""

    def __init__(self) -> None:
        self.failures = 0
        self._starter = starter()

    async def start(self) -> Worker:
        """Start a worker, unless this fails."""
        if self.failures:
            self.failures -= 1
            raise FailureError("no memory")
        return await self._starter.start()

    async def close(self) -> None:
        """End what starts workers."""
        await self._starter.close()


async def current(newest: Newest) -> set[str]:
    """Return the numbers in the titles of the generation that is served."""
    with newest.used() as generation:
        return await titles(generation)


def opened(folder: Path) -> Opened:
    """Return the newest generation of the graph in a folder."""
    return open_newest(folder / "graph", LIMITS)


async def titles(generation: Generation) -> set[str]:
    """Return the numbers in the titles of a generation."""
    query = Query(query=TITLES, answer_format="json", graph_format=None)
    async with generation.foreign.worker() as worker:
        reply = await worker.ask(query)
        return numbers(b"".join([part async for part in worker.content(reply)]))
