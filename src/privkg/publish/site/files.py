"""A file of the site, whose content is made when it is wanted."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class File:
    """A file: its path in the folder, and the function that makes its content.

    The published folder has the contents of all files; a server makes those that are requested.
    """

    path: str
    make: Callable[[], bytes | str]

    @classmethod
    def of(cls, path: str, content: bytes | str) -> "File":
        """Return a file whose content is made already."""
        return cls(path, lambda: content)
