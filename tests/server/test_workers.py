"""Limits of queries, clients that leave, and the processes behind the server."""

import os
import shutil
import signal
import socket
from pathlib import Path
from urllib.parse import quote

import pytest

import processes
from privkg.server.forks import has_process_descriptors
from serving import ENDLESS, Server, received, serving

BOMB = (
    'SELECT (STRLEN(?a30) AS ?n) { BIND("0123456789abcdef" AS ?a0) '
    + " ".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(30))
    + " }"
)
QUESTIONS = [f"/questions/actors-by-incidents?from={year}" for year in range(2010, 2015)]
FAILING_FORK = """
import os
from pathlib import Path

fork = os.fork


def failing():
    if Path({full!r}).exists():
        Path({tried!r}).touch()
        raise BlockingIOError(11, "Resource temporarily unavailable")
    return fork()


os.fork = failing
"""
"""What a process imports at its start so that it cannot fork while a file exists."""

SOON_SECONDS = 20
"""Less than the time of a query of these tests; without a cancelled one, an honest one waits longer."""

ALL = "SELECT ?a ?b { ?a ?p ?q . ?b ?r ?s }"


def sent(path_and_query: str) -> bytes:
    """Return a GET request as bytes."""
    return f"GET {path_and_query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()


def is_answered_soon(server: Server) -> bool:
    """Return whether a server answers a query while others have much time left."""
    with server.connected() as connection:
        connection.settimeout(SOON_SECONDS)
        connection.sendall(sent(f"/sparql?query={quote('ASK {}')}"))
        return connection.recv(100).startswith(b"HTTP/1.1 200 ")


class TestLimits:
    def test_a_deadline_ends_a_query(self, hurried: Server) -> None:
        """
        A query that takes too long is ended, and the next one is answered.
        """
        late = hurried.query(ENDLESS)
        honest = hurried.query("ASK {}")

        assert (503, 200) == (late.status, honest.status)
        assert "the request took longer than 2 s and was ended; restrict it" == late.json["detail"]

    def test_memory_is_limited(self, server: Server) -> None:
        """
        A query that needs too much memory is ended, and the next one is answered.
        """
        large = server.query(BOMB)
        honest = server.query("ASK {}")

        assert (503, 200) == (large.status, honest.status)
        assert "too much memory" in large.json["detail"]

    def test_rows_are_limited(self, hurried: Server) -> None:
        """
        An answer with too many rows is an error, not a part of the answer.
        """
        response = hurried.query(f"{ALL} LIMIT 51")

        assert 413 == response.status
        assert "the answer has more than 50 rows; add a LIMIT" == response.json["detail"]
        assert 200 == hurried.query(f"{ALL} LIMIT 50").status

    def test_a_large_answer_is_complete(self, server: Server) -> None:
        """
        An answer that is sent while it is read has the announced length.
        """
        response = server.query(f"{ALL} LIMIT 20000")

        assert 20_000 == len(response.json["results"]["bindings"])
        assert len(response.body) == int(response.fields["content-length"]) > 1_000_000

    def test_an_answer_that_is_not_read_is_cut(self, graph: Path) -> None:
        """
        A client that does not read a large answer in time gets less than the announced length.
        """
        query = quote(f"{ALL} LIMIT 30000")
        with serving(graph, "--workers", "1", "--timeout", "5") as server, socket.socket() as slow:
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            slow.connect(("127.0.0.1", server.port))
            slow.sendall(sent(f"/sparql?query={query}"))
            began = slow.recv(1_000)
            # The only worker is busy with it, at most for the time in which the client must read.
            statuses = [server.query("ASK {}").status]
            while statuses[-1] == 429:
                statuses.append(server.query("ASK {}").status)
            head, _, body = (began + received(slow)).partition(b"\r\n\r\n")

        assert 200 == statuses[-1]
        assert b"HTTP/1.1 200 OK" == head.split(b"\r\n")[0]
        length = next(line for line in head.split(b"\r\n") if line.startswith(b"content-length"))
        assert len(body) < int(length.split()[1])


class TestClientsThatLeave:
    def test_their_queries_hold_nothing_up(self, server: Server) -> None:
        """
        Sixteen queries whose clients have left, of a minute each, do not hold up an honest one.
        """
        for _ in range(16):
            with server.connected() as connection:
                connection.sendall(sent(f"/sparql?query={quote(ENDLESS)}"))

        assert is_answered_soon(server)

    def test_requests_that_do_not_wait_hold_nothing_up(self, server: Server) -> None:
        """
        A query of a minute ends when its client sends the next request before the answer.
        """
        busy = [server.connected() for _ in range(4)]
        try:
            for connection in busy:
                connection.sendall(2 * sent(f"/sparql?query={quote(ENDLESS)}"))

            assert is_answered_soon(server)
        finally:
            for connection in busy:
                connection.close()

    def test_a_client_that_waits_for_a_worker_may_leave(self, graph: Path) -> None:
        """
        A client that leaves while it waits for a worker is not waited for.
        """
        with serving(graph, "--workers", "1", "--timeout", "60") as server:
            with server.connected() as busy:
                busy.sendall(sent(f"/sparql?query={quote(ENDLESS)}"))
                with server.connected() as waiting:
                    waiting.sendall(sent(f"/sparql?query={quote(ENDLESS)}"))
                assert 200 == server.request("GET", "/health").status

            assert is_answered_soon(server)


class TestQueue:
    def test_is_bounded(self, graph: Path) -> None:
        """
        A request that finds too many waiting is refused, with a time to wait; health is reported.
        """
        with serving(graph, "--workers", "1", "--timeout", "60", "--waiting", "2") as server:
            busy = [server.connected() for _ in range(4)]
            for connection in busy:
                connection.sendall(sent(f"/sparql?query={quote(ENDLESS)}"))
            refused = server.query("ASK {}")
            health = server.request("GET", "/health")
            for connection in busy:
                connection.close()

        assert (429, "1", 200) == (refused.status, refused.fields["retry-after"], health.status)


@pytest.mark.skipif(
    not (Path("/proc/self/stat").exists() and has_process_descriptors()),
    reason="reads processes from /proc, which are forked only where they have descriptors",
)
class TestProcesses:
    def test_an_ended_worker_is_replaced(self, graph: Path) -> None:
        """
        Workers that something else has ended are replaced, and no query fails by it.
        """
        with serving(graph, "--workers", "2") as server:
            former = server.workers()
            for worker in former:
                os.kill(worker, signal.SIGKILL)
            # A process has ended when each of its threads has.
            assert processes.wait_until(
                lambda: not any(Path(f"/proc/{each}").exists() for each in former)
            )

            assert [200] * 5 == [server.query("ASK {}").status for _ in range(5)]
            assert [200] * 5 == [server.request("GET", each).status for each in QUESTIONS]
            assert processes.wait_until(lambda: 4 == len(server.workers()))

    def test_an_ended_zygote_is_replaced(self, graph: Path) -> None:
        """
        Without the process that forks workers, another is started.
        """
        with serving(graph, "--workers", "1") as server:
            (zygote,) = processes.children(server.process.pid)
            os.kill(zygote, signal.SIGKILL)

            assert processes.wait_until(lambda: 200 == server.query("ASK {}").status)
            assert [zygote] != processes.children(server.process.pid)

    def test_a_failed_fork_ends_no_other_worker(
        self, graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        While the system allows no new process, the other workers answer; later the lost one is replaced.
        """
        full, tried = tmp_path / "full", tmp_path / "tried"
        (tmp_path / "sitecustomize.py").write_text(FAILING_FORK.format(full=str(full), tried=str(tried)))
        folders = (str(tmp_path), os.environ.get("PYTHONPATH"))
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, folders)))
        with serving(graph, "--workers", "2", "--timeout", "2") as server:
            zygote = processes.children(server.process.pid)
            full.touch()
            late = server.query(ENDLESS)  # whose worker is ended, and would be replaced
            is_tried = processes.wait_until(tried.exists)
            honest = [server.query("ASK {}").status for _ in range(5)]
            full.unlink()

            assert (503, True, [200] * 5) == (late.status, is_tried, honest)
            assert processes.wait_until(lambda: 4 == len(server.workers()))
            assert zygote == processes.children(server.process.pid)

    def test_signals_to_a_group_end_no_worker(self, graph: Path) -> None:
        """
        Signals that a terminal or a service manager sends to every process are left to the server.
        """
        with serving(graph, "--workers", "1") as server:
            started = [*processes.children(server.process.pid), *server.workers()]
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                for process in started:
                    os.kill(process, number)

            assert 200 == server.query("ASK {}").status
            assert started == [*processes.children(server.process.pid), *server.workers()]

    def test_a_graph_that_is_removed_is_reported(self, graph: Path, tmp_path: Path) -> None:
        """
        If no worker can open the graph any more, the server is not ready; it recovers with the graph.
        """
        copy, away = tmp_path / "graph", tmp_path / "away"
        shutil.copytree(graph, copy)
        with serving(copy, "--workers", "1") as server:
            copy.rename(away)
            for worker in server.workers():
                os.kill(worker, signal.SIGKILL)
            first = server.query("ASK {}")  # finds that the worker has ended
            is_reported = processes.wait_until(lambda: 503 == server.request("GET", "/ready").status)
            away.rename(copy)

            assert first.status in (429, 503)
            assert is_reported
            assert processes.wait_until(lambda: 200 == server.request("GET", "/ready").status)
            assert 200 == server.query("ASK {}").status

    def test_a_worn_worker_is_replaced(self, graph: Path) -> None:
        """
        A worker is replaced after some hundred queries, and no query fails by it.
        """
        with serving(graph, "--workers", "1") as server:
            former = server.workers()
            statuses = {server.query("ASK {}").status for _ in range(201)}

            assert {200} == statuses
            assert processes.wait_until(lambda: server.workers() and server.workers() != former)

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
    def test_end_with_the_server(self, graph: Path, number: signal.Signals) -> None:
        """
        No process is left when the server ends, even by SIGKILL.
        """
        with serving(graph, "--workers", "2") as server:
            started = [*processes.children(server.process.pid), *server.workers()]
            server.process.send_signal(number)
            server.process.wait(processes.PATIENCE_SECONDS)

            assert 5 == len(started)
            assert processes.wait_until(lambda: not any(map(processes.is_alive, started)))
