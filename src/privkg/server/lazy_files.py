"""The files of the site that need the whole dataset, while a generation of a graph is served."""

import json
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from privkg.core.files import folders
from privkg.server.messages import Preparation, Setup
from privkg.server.once import Once
from privkg.server.workers import Starter


@dataclass(frozen=True, slots=True)
class PreparedFile:
    """A file: its path on disk, media type, and strong validator (RFC 9110, 8.8)."""

    path: Path
    media_type: str
    tag: str


class LazyFiles(Once[Mapping[str, PreparedFile]]):
    """The files by their paths, written from the begin or when one of them is requested."""

    what = "the files of the whole dataset"
    late = "the file is made from the whole dataset"

    def __init__(self, starter: Starter, setup: Setup, seconds: float) -> None:
        """Describe the files; see `Once`."""
        super().__init__(starter, setup, seconds)
        self._stack = ExitStack()

    def close(self) -> None:
        """Remove the files, or end the worker that makes them."""
        super().close()
        self._stack.close()

    async def make(self) -> Mapping[str, PreparedFile]:
        """Return the files, which are removed by `close`."""
        self._stack.close()  # that of an attempt that failed
        folder = self._stack.enter_context(folders.scratch())
        content = await self.answer(Preparation(str(folder)))
        return {
            path: PreparedFile(folder / path, media_type, f'"{sha256[:32]}"')
            for path, (media_type, sha256) in json.loads(content).items()
        }
