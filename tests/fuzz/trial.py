"""One input, and the command or call that gets it."""

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from fuzz.samples import Samples


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A command line or a library call, with its input in a folder, the room.

    `written` are the paths in the room that may change. `is_prose` is whether standard output is for
    people, and so may have no control characters. `serves` runs in another process, with a listening
    socket. A worker may be killed by its limits, which is reported by the process that started it.
    """

    argv: tuple[str, ...] = ()
    call: Callable[[], object] | None = None
    stdin: bytes = b""
    environment: Mapping[str, str] = field(default_factory=dict)
    written: tuple[Path, ...] = ()
    is_prose: bool = True
    is_worker: bool = False
    serves: Callable[[socket.socket], None] | None = None
    listener: socket.socket | None = None


Make = Callable[[Random, Path, Samples], Trial]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of input: the number of inputs, the function that makes one, and the limit of a run."""

    name: str
    count: int
    make: Make
    seconds: float = 30.0
