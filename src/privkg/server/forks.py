"""Starts worker processes by fork, where that is safe."""

import asyncio
import os
import signal
import socket
import subprocess
from contextlib import suppress

from privkg.core.errors import FailureError
from privkg.server import messages, workers
from privkg.server.messages import Setup
from privkg.server.workers import Interpreter, Starter, Worker


def starter() -> Starter:
    """Return what starts workers on this system: a fork where that is safe, else a new interpreter."""
    return Zygote() if has_process_descriptors() else Interpreter()


def has_process_descriptors() -> bool:
    """Return whether Python and the kernel have descriptors of processes (pidfd_open(2))."""
    try:
        os.close(os.pidfd_open(os.getpid()))  # Python may be built on a newer kernel than it runs on
    except (AttributeError, OSError):
        return False
    return True


class Zygote:
    """Starts workers by fork from a process that has imported what they need."""

    def __init__(self, generation: str | None = None) -> None:
        """Begin the process.

        Args:
            generation: the folder of a generation, whose facts workers have in memory; None if they
                read them from disk.
        """
        self._generation = generation
        self._begin()

    @property
    def has_ended(self) -> bool:
        """Whether the process has ended."""
        return self._process.poll() is not None

    async def has_loaded(self) -> bool:
        """Wait until the facts are loaded; return False if they do not fit in the memory.

        Raises:
            FailureError: the process that loads them has ended.
        """
        await _readable(self._control)
        if self._control.recv(1) == b"\n":
            return True
        code = await asyncio.to_thread(self._process.wait)
        if code:
            raise FailureError(f"the process that loads the facts ended with exit code {code}")
        return False

    async def start(self) -> Worker:
        """Return a new worker; a zygote that has ended is replaced, unless it had facts in memory.

        One that cannot fork is not: all workers would end with it.
        """
        if self.has_ended and self._generation is None:
            self._control.close()
            self._begin()
        return await _started(self._control)

    async def prepared(self, setup: Setup) -> "Prepared":
        """Return a process that has read what the pages of the site need, and forks workers with that.

        Raises:
            StoreError: it cannot read it.
            FailureError: it has ended, or cannot be started.
        """
        try:
            process, channel = await _forked(self._control, messages.PREPARED)
        except OSError as error:
            raise FailureError(f"no process for pages can be started: {error}") from error
        try:
            await process.begin(setup)
        except BaseException:
            process.kill()
            raise
        return Prepared(process, channel)

    async def close(self) -> None:
        """End the zygote; the workers end with it."""
        self._control.close()
        self._process.kill()
        self._process.wait()

    def _begin(self) -> None:
        self._control, other = socket.socketpair()
        with other:
            self._process = subprocess.Popen(  # noqa: S603  # our own interpreter and module
                workers.command("privkg.server.zygote", *filter(None, [self._generation])),
                stdin=other.fileno(),
                stdout=subprocess.DEVNULL,
            )


class Prepared:
    """Starts workers by fork from a process that has read what the pages of the site need."""

    def __init__(self, process: Worker, control: socket.socket) -> None:
        """Describe the process.

        Args:
            process: the process, which has begun.
            control: its channel.
        """
        self._process = process
        self._control = control

    @property
    def has_ended(self) -> bool:
        """Whether the process has ended."""
        return self._process.has_ended

    async def start(self) -> Worker:
        """Return a new worker."""
        return await _started(self._control)

    async def close(self) -> None:
        """End the process; the workers end with it."""
        self._process.kill()


async def _started(control: socket.socket) -> Worker:
    """Return a new worker, forked by the process at the other end of a control."""
    try:
        worker, _ = await _forked(control, messages.WORKER)
    except OSError as error:
        raise FailureError(f"no worker can be started: {error}") from error
    return worker


async def _forked(control: socket.socket, kind: bytes) -> tuple[Worker, socket.socket]:
    """Return a new process of a kind, and its channel."""
    ours, theirs = socket.socketpair()
    try:
        with theirs:
            socket.send_fds(control, [kind], [theirs.fileno()])
        await _readable(ours)
        descriptor = _descriptor(ours)
        ours.setblocking(False)
        reader, writer = await asyncio.open_connection(sock=ours, limit=workers.MOST_OF_A_LINE)
    except BaseException:
        ours.close()
        raise

    def end() -> None:
        nonlocal descriptor
        if descriptor >= 0:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(descriptor, signal.SIGKILL)
            os.close(descriptor)
            descriptor = -1

    return Worker(reader, writer, end), ours


def _descriptor(channel: socket.socket) -> int:
    """Return the descriptor of a worker's process, which is its first message."""
    _, descriptors, _, _ = socket.recv_fds(channel, 1, 1)
    if not descriptors:
        raise FailureError(
            "no process can be started; the machine may have too little memory, or too many processes"
        )
    return descriptors[0]


async def _readable(channel: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    found = asyncio.Event()
    loop.add_reader(channel, found.set)
    try:
        await found.wait()
    finally:
        loop.remove_reader(channel)
