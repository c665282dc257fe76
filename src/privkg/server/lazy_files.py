"""The files of the site that need the whole dataset, while a generation of a graph is served."""

import json
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from privkg.core.files import folders
from privkg.server.messages import Preparation, Setup
from privkg.server.once import Once, of_worker
from privkg.server.workers import Starter

_LATE = "the file is made from the whole dataset"


@dataclass(frozen=True, slots=True)
class PreparedFile:
    """A file: its path on disk, media type, and strong validator (RFC 9110, 8.8)."""

    path: Path
    media_type: str
    tag: str


class LazyFiles:
    """The files, written by a worker of its own, from the begin or when one of them is requested."""

    def __init__(self, starter: Starter, setup: Setup, seconds: float) -> None:
        """Describe the generation.

        Args:
            starter: what starts the worker.
            setup: what it opens.
            seconds: how long a request waits for the files.
        """
        self._starter = starter
        self._setup = setup
        self._once = Once(self._make, seconds, _LATE)
        self._stack = ExitStack()

    def begin(self) -> None:
        """Begin to make the files."""
        self._once.begin()

    async def find(self, path: str, seconds: float | None = None) -> PreparedFile | None:
        """Return a file by its path in the site, or None.

        Args:
            path: the path.
            seconds: how long this request waits for it, if not as long as others.

        Raises:
            LimitError: the files are not made yet, or need too much time or memory.
            FailureError: they could not be made; it is tried again after a minute.
        """
        return (await self._once.result(seconds)).get(path)

    def close(self) -> None:
        """Remove the files, or end the worker that makes them."""
        self._once.close()
        self._stack.close()

    async def _make(self) -> dict[str, PreparedFile]:
        self._stack.close()  # that of an attempt that failed
        folder = self._stack.enter_context(folders.scratch())
        wanted = Preparation(str(folder))
        content = await of_worker(self._starter, self._setup, wanted, "the files of the whole dataset")
        return {
            path: PreparedFile(folder / path, media_type, f'"{sha256[:32]}"')
            for path, (media_type, sha256) in json.loads(content).items()
        }
