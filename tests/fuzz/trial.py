"""One input, and how it is given to privkg."""

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from fuzz.samples import Samples


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """An input that was put into a room, and the command line or the library call it is for.

    `written` is what may change in the room. `is_prose` says that people read standard output, where
    no control character may stand. `serves` is run as a process beside it, with a listening socket.
    A worker may end by a signal of its limits: who started it tells that.
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
    """A kind of input: how many are tried, how one is made, and after how long it hangs."""

    name: str
    count: int
    make: Make
    seconds: float = 30.0
