"""The pages of a generation: a text file with a line of JSON for each, in the order of their SHA-256."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, overload

from privkg.core import bounded, files
from privkg.core.errors import FileError, StoreError, in_file
from privkg.rdf.iris import Base
from privkg.rdf.terms import iri, iri_text

NAME = "pages.jsonl"
_MOST_OF_A_LINE = 50_000_000


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page of the build: its SHA-256, the base names of its files, its incident's slug.

    `key` identifies the page in its file; it is empty if the page is the whole file.
    """

    sha256: str
    files: tuple[str, ...]
    incident: str
    key: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the entry as a JSON object; a page that is a whole file has no key."""
        key = {"key": self.key} if self.key else {}
        return {"sha256": self.sha256, "files": self.files, "incident": self.incident, **key}


def write(generation: Path, pages: Iterable[PageEntry]) -> int:
    """Write the pages of a generation, and return their number."""
    count = 0
    with files.creating(generation / NAME) as file:
        for count, page in enumerate(pages, start=1):  # noqa: B007
            line = json.dumps(page.to_json(), sort_keys=True, ensure_ascii=False)
            file.write(f"{line}\n".encode())
    return count


class PageTable(Sequence[PageEntry]):
    """The pages of a generation; they are read from the file each time.

    Reading raises StoreError if the file is damaged.
    """

    def __init__(self, generation: Path, base: Base, count: int) -> None:
        self._path = generation / NAME
        self._base = base
        self._count = count

    def __len__(self) -> int:
        """Return the number of pages."""
        return self._count

    @overload
    def __getitem__(self, index: int) -> PageEntry: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[PageEntry, ...]: ...
    def __getitem__(self, index: int | slice) -> PageEntry | tuple[PageEntry, ...]:
        """Return a page by its number; all pages are read."""
        return tuple(self)[index]

    def __iter__(self) -> Iterator[PageEntry]:
        """Yield the pages in order."""
        count = 0
        try:
            with bounded.opened(self._path) as file:
                while line := file.readline(_MOST_OF_A_LINE):
                    count += 1
                    yield self._page(line)
        except OSError as error:
            raise StoreError(f"{error.strerror}; build again", in_file(self._path)) from error
        except FileError as error:
            raise StoreError(f"{error.message}; build again", error.place) from error
        if count != self._count:
            raise StoreError("pages are missing or were added; build again", in_file(self._path))

    def __eq__(self, other: object) -> bool:
        """Return whether both have equal pages in the same order."""
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # as for a list

    def _page(self, line: bytes) -> PageEntry:
        try:
            page = bounded.parse_json(line)
            iri(iri_text(self._base.incident(page["incident"]))).encode()  # a surrogate is an error
            return PageEntry(page["sha256"], tuple(page["files"]), page["incident"], page.get("key", ""))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise StoreError(
                f"not a table of pages ({error}); build again", in_file(self._path)
            ) from error
