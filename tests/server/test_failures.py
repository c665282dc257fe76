"""Errors of the server itself, which clients learn no details of."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

import processes
from privkg.core.errors import FileError, StoreError
from privkg.server import worker
from privkg.server.messages import Page
from privkg.store.engine_errors import guarded
from serving import Server, serving

WITH_EVIDENCE = "/questions/actors-by-incidents?evidence=yes"


@pytest.fixture
def damaged(graph: Path, tmp_path: Path) -> Iterator[Server]:
    """A server of a graph whose text is damaged while it is served."""
    copy = tmp_path / "graph"
    shutil.copytree(graph, copy)
    with serving(copy, "--workers", "1") as found:
        for text in copy.glob("gen-*/quads*.gz"):
            text.write_bytes(bytes(text.stat().st_size))
        yield found


class TestFailures:
    def test_are_general_for_clients(self, damaged: Server, tmp_path: Path) -> None:
        """
        A client learns that the server failed, and nothing of its files.
        """
        response = damaged.request("GET", WITH_EVIDENCE)

        assert 500 == response.status
        assert "an error of the server; its log has the details" == response.json["detail"]
        assert str(tmp_path).encode() not in response.body

    def test_are_logged(self, damaged: Server) -> None:
        """
        The log has what a client does not learn.
        """
        damaged.request("GET", WITH_EVIDENCE)
        assert damaged.process.stderr

        line = next(line for line in damaged.process.stderr if "could not be answered" in line)
        assert "differs from the one that was built" in line or "damaged" in line

    def test_end_no_worker(self, damaged: Server) -> None:
        """
        The worker that reported one answers further requests.
        """
        former = damaged.workers()
        damaged.request("GET", WITH_EVIDENCE)

        assert 200 == damaged.query("ASK {}").status
        assert processes.wait_until(lambda: former == damaged.workers())


class _Failing:
    """A site whose files cannot be read."""

    def find(self, _: object) -> None:
        """Raise the error of a file."""
        raise FileError("cannot be read: too many open files")


class TestPages:
    def test_an_error_is_one_of_the_server(self) -> None:
        """
        If a page cannot be made, the request is not at fault, whatever the error is of.
        """
        answers = worker._Answers(cast(Any, None), cast(Any, None), cast(Any, _Failing()))
        reply, content = answers.find(Page(path="id/incident/letters.html", form="html"))

        assert (500, b"") == (reply.status, content)


class TestErrorsOfTheSystem:
    def test_are_errors_of_the_store(self, tmp_path: Path) -> None:
        """
        A file that cannot be opened is not the fault of a query: clients must not learn its path.
        """
        with pytest.raises(StoreError), guarded():
            (tmp_path / "missing").open()
