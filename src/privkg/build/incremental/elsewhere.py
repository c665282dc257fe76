"""What a build needs on another machine that works for it: all must be as where it was started."""

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from privkg.build.incremental import versions
from privkg.build.read import ReadOptions
from privkg.core.errors import FailureError, Place


@dataclass(frozen=True, slots=True)
class Origin:
    """Where and how a build was started.

    Attributes:
        folder: the folder that relative paths start from.
        options: how files are read.
        version: the version of what a build depends on.
    """

    folder: Path
    options: ReadOptions
    version: str

    @staticmethod
    def of(options: ReadOptions) -> "Origin":
        """Return the origin of a build that is started here; the cache, a folder of it, is not used."""
        options = replace(options, cache=None)
        return Origin(Path.cwd(), options, versions.of(options))

    def enter(self, paths: Iterable[Path]) -> None:
        """Change to the folder of the build, on a machine that works for it.

        Args:
            paths: the files and folders that the work needs.

        Raises:
            FailureError: the folder or a path is missing here, or the version is another.
        """
        here = platform.node()
        try:
            os.chdir(self.folder)
            absent = [path for path in paths if not os.path.lexists(path)]
        except OSError:
            absent = [self.folder]
        if absent:
            message = f"not on {here}; each machine needs pages and graph at the same paths"
            raise FailureError(message, Place(file=str(absent[0])))
        if _version(self.options) != self.version:
            raise FailureError(
                f"{here} has another Python, privkg or library, or other records, links or mappings, so"
                " it may read pages differently; install the same on each machine"
            )


@lru_cache(maxsize=1)
def _version(options: ReadOptions) -> str:
    return versions.of(options)
