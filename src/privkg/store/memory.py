"""The facts of a generation in memory, where counting questions are answered several times as fast.

A store in memory may be inherited by processes that are forked, unlike one on disk.
"""

import os
import socket
import struct
from pathlib import Path
from typing import BinaryIO

import pyoxigraph

from privkg.core import bounded
from privkg.core.errors import FileError, StoreError
from privkg.store import confinement

Facts = pyoxigraph.Store
"""A store of all quads but those about claims."""

_BYTES_OF_A_QUAD = 450
_NUMBER = struct.Struct("!Q")
_MEMINFO = Path("/proc/meminfo")
_CGROUP = Path("/sys/fs/cgroup")


def load_facts(generation: Path, most_bytes: float) -> Facts | None:
    """Return the facts of a generation in memory; None if they would take too much of it.

    They are read from the store on disk by a process of their own, as this one may be forked later. This
    one must have no threads, and must not ignore SIGCHLD.

    Args:
        generation: its folder; the caller keeps it from being removed.
        most_bytes: the memory that they may take.

    Raises:
        StoreError: the store cannot be read.
    """
    reading, writing = socket.socketpair()
    child = os.fork()
    if child == 0:
        reading.close()
        _send(generation, writing)
    writing.close()
    with reading, reading.makefile("rb") as quads:
        facts = _received(quads, most_bytes)
    _, status = os.waitpid(child, 0)
    if status and facts is not None:
        raise StoreError("the facts cannot be read into memory; build again")
    return facts


def _send(generation: Path, writing: socket.socket) -> None:
    """Write the number of the facts, and the facts as N-Quads, and end this process."""
    code = 1
    try:
        confinement.end_with_parent(os.getppid())
        store = pyoxigraph.Store.read_only(str(generation / "store"))
        with writing.makefile("wb") as quads:
            quads.write(_NUMBER.pack(len(store)))
            quads.flush()
            store.dump(quads, pyoxigraph.RdfFormat.N_QUADS)
        code = 0
    finally:
        os._exit(code)


def _received(quads: BinaryIO, most_bytes: float) -> Facts | None:
    head = quads.read(_NUMBER.size)
    if len(head) < _NUMBER.size:
        return Facts()  # the process that sends them failed
    (number,) = _NUMBER.unpack(head)
    if number * _BYTES_OF_A_QUAD > most_bytes:
        return None
    facts = Facts()
    facts.bulk_load(quads, format=pyoxigraph.RdfFormat.N_QUADS)
    return facts


def available_bytes() -> int:
    """Return the memory that is free for new processes; 0 where the system does not report it."""
    lines = _read(_MEMINFO).splitlines()
    free = [int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")]
    most, used = (_read(_CGROUP / f"memory.{name}").strip() for name in ("max", "current"))
    if most.isdecimal() and used.isdecimal():
        free.append(int(most) - int(used))
    return max(min(free, default=0), 0)


def _read(path: Path) -> str:
    try:
        return bounded.text(path, 100_000)
    except FileError:
        return ""
