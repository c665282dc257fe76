"""The process that forks workers: run as `python -m privkg.server.zygote`.

It has imported everything that a worker needs, so that a new worker costs milliseconds. If it is passed
the folder of a generation, it loads the facts of that into memory, which all workers share, and sends a
byte to the server; it ends if they would take more than half of the memory that is free. Its standard
input is a socket on which the server sends the workers' ends of their channels. A worker's first message
is a descriptor of itself (pidfd_open(2)), by which the server ends this process and no other that later
has its number. The zygote opens no store on disk: RocksDB does not promise to survive a fork.
"""

import gc
import os
import signal
import socket
import sys
from pathlib import Path

from privkg.query import questions
from privkg.server import worker
from privkg.store import confinement, memory
from privkg.store.memory import Facts


def main() -> int:
    """Fork a worker for each channel on standard input; return the exit code."""
    confinement.end_with_parent(int(sys.argv[1]))
    confinement.leave_signals()
    facts = None
    if len(sys.argv) > 2:
        facts = memory.load_facts(Path(sys.argv[2]), memory.available_bytes() / 2)
        if facts is None:
            return 0
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no ended worker remains as a zombie
    confinement.leave_network()
    for name in questions.names():
        questions.load(name)
    gc.freeze()  # so that the workers do not copy pages by collecting garbage
    with socket.socket(fileno=sys.stdin.fileno()) as control:
        if facts is not None:
            control.sendall(b"\n")
        while channel := _received(control):
            with channel:
                parent = os.getpid()
                if _fork() == 0:
                    control.close()
                    _work(channel, parent, facts)
                    return 0
    return 0


def _received(control: socket.socket) -> socket.socket | None:
    """Return the channel of a new worker; None if the server has ended."""
    _, descriptors, _, _ = socket.recv_fds(control, 1, 1)
    return socket.socket(fileno=descriptors[0]) if descriptors else None


def _fork() -> int:
    """Return the id of a new process, 0 in that one, or -1 if the system allows none now."""
    try:
        return os.fork()
    except OSError:
        return -1


def _work(channel: socket.socket, parent: int, facts: Facts | None) -> None:
    confinement.end_with_parent(parent)
    itself = os.pidfd_open(os.getpid())
    try:
        socket.send_fds(channel, [b"\n"], [itself])
    except ConnectionError:
        return  # the worker is not needed any more
    os.close(itself)
    with channel.makefile("rb") as incoming, channel.makefile("wb") as outgoing:
        worker.run(incoming, outgoing, facts)


if __name__ == "__main__":
    sys.exit(main())
