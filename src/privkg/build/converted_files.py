"""Writes converted pages: one file for each, named by its title, and none over another file."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from privkg.build.convert import Converted
from privkg.core import bounded, documents, files, names
from privkg.core.errors import ExistsError, FileError, UsageError
from privkg.core.files import folders
from privkg.core.text import counted

_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10)))
)
"""Names of devices on Windows, whatever the suffix."""
_MOST_BYTES = 200
"""The length of a name; file systems allow 255 bytes, and privkg's temporary files need some."""
_DIGITS = 8


@dataclass(slots=True)
class Folder:
    """A folder that pages are written to.

    Attributes:
        path: the folder; it is made when the first page is written.
        suffix: the suffix of the files.
        written: the number of new files.
        unchanged: the number of files that had the same text before.
    """

    path: Path
    suffix: str
    written: int = 0
    unchanged: int = 0
    _taken: set[Path] = field(default_factory=set)

    def put(self, page: Converted) -> str | None:
        """Write a page; return a line if its file has a longer name than usual, else None.

        Raises:
            UsageError: no name is free.
            WriteError: the file cannot be written.
        """
        folders.make(self.path)
        wanted, other = (self.path / f"{name}{self.suffix}" for name in _file_names(page))
        if self._put(wanted, page.text):
            return None
        if self._put(other, page.text):
            return f"{wanted} is another page; wrote {other}"
        raise UsageError(
            f"{wanted} and {other} exist with other text; remove one, or give another folder"
        )

    def __str__(self) -> str:
        """Return what was written, in words."""
        others = f"; {self.unchanged} with the same text before" if self.unchanged else ""
        return f"wrote {counted(self.written, 'file')} to {self.path}{others}"

    def _put(self, path: Path, text: str) -> bool:
        """Write a file, or leave an equal one; return False if there is another file of this name."""
        if path in self._taken:
            return False
        is_new = put(path, text)
        if is_new is not None:
            self._taken.add(path)
            self.written += is_new
            self.unchanged += not is_new
        return is_new is not None


def put(path: Path, text: str) -> bool | None:
    """Write a new file; return False if it exists with this text, None if it exists with another one.

    Raises:
        WriteError: it cannot be written.
    """
    try:
        files.create(path, text)
    except ExistsError:
        return False if _has(path, text) else None
    return True


def _has(path: Path, text: str) -> bool:
    try:
        return not path.is_symlink() and bounded.content(path, documents.MAX_BYTES) == text.encode()
    except FileError:
        return False


def _file_names(page: Converted) -> tuple[str, str]:
    """Return the name of a page's file without suffix, and another one if that is taken."""
    slug = names.slug(page.title).encode()[:_MOST_BYTES].decode(errors="ignore")
    digits = hashlib.sha256(page.text.encode()).hexdigest()[:_DIGITS]
    longer = f"{slug}-{digits}".lstrip("-")
    return (longer if not slug or slug in _DEVICES else slug), longer
