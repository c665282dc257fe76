"""Worker processes: messages are exchanged with them, and each may be started by an interpreter."""

import asyncio
import json
import os
import subprocess
import sys
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import asdict
from http import HTTPStatus
from typing import Protocol

from privkg.core.errors import FailureError, LimitError, StoreError
from privkg.server import messages
from privkg.server.messages import Operation, Reply, Setup

_CHUNK_BYTES = 65_536
MOST_OF_A_LINE = 100_000
"""The size of the largest line of a worker, in bytes."""


class Worker:
    """A worker process as the server sees it.

    Attributes:
        is_reusable: it has answered in full, and may answer another query.
        is_worn: it has reported that it should be replaced.
    """

    def __init__(self, reader: StreamReader, writer: StreamWriter, end: Callable[[], None]) -> None:
        self._reader = reader
        self._writer = writer
        self._end = end
        self.is_reusable = False
        self.is_worn = False

    @property
    def has_ended(self) -> bool:
        """Whether the process has ended by itself."""
        return self._reader.at_eof() or self._reader.exception() is not None  # such as a reset

    async def begin(self, setup: Setup) -> None:
        """Wait until the worker has opened the graph.

        Raises:
            StoreError: it cannot open the graph.
            FailureError: it has ended, or its reply is not one.
        """
        self._writer.write(json.dumps(asdict(setup)).encode() + b"\n")
        reply = await self._reply()
        if reply is None:
            raise FailureError(
                "the process that answers queries ended while it opened the graph, by itself or from"
                " outside; the machine may have too little memory"
            )
        if reply.status != HTTPStatus.OK:
            raise StoreError(f"the graph cannot be opened: {reply.detail}")
        self.is_reusable = True

    async def ask(self, operation: Operation) -> Reply:
        """Return the reply to a query; the answer is still to be read.

        Raises:
            LimitError: the query ended the worker.
            FailureError: the worker could not answer, or its reply is not one.
        """
        self.is_reusable = False
        self._writer.write(messages.to_line(operation))
        reply = await self._reply()
        if reply is None:
            raise LimitError(
                "the query ended its process: it needs too much memory, or is nested too deep; or the"
                " process was ended from outside"
            )
        self.is_worn = reply.is_worn
        self.is_reusable = not (reply.size or self.is_worn)
        if reply.status == HTTPStatus.INTERNAL_SERVER_ERROR:
            raise FailureError(reply.detail)
        return reply

    async def content(self, reply: Reply) -> AsyncIterator[bytes]:
        """Yield the parts of the answer that a reply announced.

        Raises:
            FailureError: the worker ended before the end of the answer.
        """
        left = reply.size
        while left:
            part = await self._reader.read(min(left, _CHUNK_BYTES))
            if not part:
                raise FailureError("the process ended before the end of its answer")
            left -= len(part)
            self.is_reusable = not (left or self.is_worn)
            yield part

    def kill(self) -> None:
        """End the process at once."""
        self.is_reusable = False
        self._end()
        self._writer.close()

    async def _reply(self) -> Reply | None:
        """Return the next reply; None if the worker has ended."""
        try:
            line = await self._reader.readline()
            return Reply(**json.loads(line)) if line.endswith(b"\n") else None
        except ConnectionError:
            return None
        except (ValueError, TypeError) as error:  # readline raises the first for a line without end
            raise FailureError("the process that answers queries sent what is not a reply") from error


class Starter(Protocol):
    """Something that starts workers."""

    async def start(self) -> Worker:
        """Return a new worker, which has opened nothing yet.

        Raises:
            FailureError: the process cannot be started.
        """

    async def close(self) -> None:
        """End what it needs to start workers, and wait for the end of those that were killed."""


class Interpreter:
    """Starts each worker in a new interpreter, which takes some tenths of a second."""

    def __init__(self) -> None:
        self._processes = set[asyncio.subprocess.Process]()

    async def start(self) -> Worker:
        """Return a new worker."""
        process = await asyncio.create_subprocess_exec(
            *command("privkg.server.worker"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            limit=MOST_OF_A_LINE,
        )
        assert process.stdout and process.stdin  # noqa: S101  # both are pipes
        self._processes = {each for each in self._processes if each.returncode is None} | {process}

        def end() -> None:
            with suppress(ProcessLookupError):
                process.kill()

        return Worker(process.stdout, process.stdin, end)

    async def close(self) -> None:
        """Wait for the end of the workers, which were killed."""
        for process in self._processes:
            await process.wait()


def command(module: str, *more: str) -> list[str]:
    """Return the command that runs a module of ours, which is passed the id of this process at first."""
    # Without -P, `-m` puts the working directory on sys.path: a file there could replace a module.
    return [sys.executable, "-P", "-m", module, f"{os.getpid()}", *more]
