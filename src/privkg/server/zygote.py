"""The process that forks workers: run as `python -m privkg.server.zygote`.

It has imported everything that a worker needs, so that a new worker costs milliseconds. If it is passed
the folder of a generation, it checks that and loads its facts into memory, which all workers share, and
sends a byte to the server; it ends if they would take more than half of the memory that is free. Its
standard input is a socket on which the server sends the workers' ends of their channels. A worker's
first message is a descriptor of itself (pidfd_open(2)), by which the server ends this process and no
other that later has its number. The zygote opens no store on disk: RocksDB does not promise to survive a
fork.

One with facts also forks a zygote that reads what the pages of the site need, and warms it: its workers
share that. Its channel is its control.
"""

import gc
import os
import signal
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from privkg.query import questions
from privkg.server import messages, worker
from privkg.store import confinement, memory
from privkg.store.graph import Graph

if TYPE_CHECKING:
    from privkg.server.site_worker import SiteWorker


def main() -> int:
    """Fork a worker for each channel on standard input; return the exit code."""
    confinement.end_with_parent(int(sys.argv[1]))
    confinement.leave_signals()
    graph = None
    if len(sys.argv) > 2:
        generation = Path(sys.argv[2])
        facts = memory.load_facts(generation, memory.available_bytes() / 2)
        if facts is None:
            return 0
        graph = Graph(generation, facts=facts)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no ended worker remains as a zombie
    confinement.leave_network()
    for name in questions.names():
        questions.load(name)
    gc.freeze()  # so that the workers do not copy pages by collecting garbage
    with socket.socket(fileno=sys.stdin.fileno()) as control:
        if graph is not None:
            control.sendall(b"\n")
        _fork_each(control, graph)
    return 0


def _fork_each(control: socket.socket, graph: Graph | None, site: "SiteWorker | None" = None) -> None:
    """Fork a process for each channel that arrives, until the server has ended; return in each, too."""
    while received := _received(control):
        kind, channel = received
        with channel:
            parent = os.getpid()
            if _fork() == 0:
                control.close()
                if _has_begun(channel, parent):
                    _run(kind, channel, graph, site)
                return


def _received(control: socket.socket) -> tuple[bytes, socket.socket] | None:
    """Return the kind of a new process, and its channel; None if the server has ended."""
    kind, descriptors, _, _ = socket.recv_fds(control, 1, 1)
    return (kind, socket.socket(fileno=descriptors[0])) if descriptors else None


def _fork() -> int:
    """Return the id of a new process, 0 in that one, or -1 if the system allows none now."""
    try:
        return os.fork()
    except OSError:
        return -1


def _has_begun(channel: socket.socket, parent: int) -> bool:
    """Send the server a descriptor of this process; return whether it is still needed."""
    confinement.end_with_parent(parent)
    itself = os.pidfd_open(os.getpid())
    try:
        socket.send_fds(channel, [b"\n"], [itself])
    except ConnectionError:
        return False
    finally:
        os.close(itself)
    return True


def _run(kind: bytes, channel: socket.socket, graph: Graph | None, site: "SiteWorker | None") -> None:
    with channel.makefile("rb") as incoming, channel.makefile("wb") as outgoing:
        if kind == messages.WORKER:
            worker.run(incoming, outgoing, graph, site)
            return
        prepared = worker.prepared(incoming, outgoing, graph) if graph else None
        if prepared is None:
            return
        prepared.warm()
        gc.collect()
        gc.freeze()
        worker.report(outgoing)
    _fork_each(channel, graph, prepared)  # which closes the channel in each process that it forks


if __name__ == "__main__":
    sys.exit(main())
