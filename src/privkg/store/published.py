"""What was published from a graph: for each resource its files, and a digest of what they are made from.

DIR/published.tsv   the SHA-256 of the manifest of the folder that was published last; then a line for
                    each resource: its IRI, the digest, and the paths of its files in the folder

The next publication into that folder keeps the files of a resource whose digest is the same. The file
can be removed at any time; without it, all files are made again.
"""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from privkg.core import bounded, files
from privkg.core.errors import FileError, PrivkgError
from privkg.core.files import folders
from privkg.rdf.terms import Term

NAME = "published.tsv"
_MOST_BYTES = 500_000_000


class Made(NamedTuple):
    """The files of a resource, by their paths in the folder; a digest of what they are made from."""

    thing: Term
    digest: str
    files: tuple[str, ...]

    def line(self) -> str:
        """Return the line, without its end."""
        return "\t".join((self.thing, self.digest, *self.files))


class Record:
    """What was published last; as lines, which take a fraction of the memory of objects."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self._lines = {line.partition("\t")[0]: line for line in lines}

    def of(self, thing: Term) -> Made | None:
        """Return the files of a resource; None if there are none."""
        _, *rest = self._lines.get(thing, "").split("\t")
        return Made(thing, rest[0], tuple(rest[1:])) if len(rest) > 1 else None

    def add(self, made: Made) -> None:
        """Add a resource."""
        self._lines[made.thing] = made.line()

    def write(self, directory: Path, manifest: str) -> None:
        """Write the record into the folder of a graph, if it can be written.

        Args:
            directory: the folder.
            manifest: the SHA-256, in hex, of the manifest of the published folder.
        """
        lines = (f"{line}\n".encode() for line in (manifest, *map(self._lines.get, sorted(self._lines))))
        with suppress(PrivkgError, OSError):
            folders.remove_file(directory / NAME)  # a FIFO or a device would be written to
            files.replace(directory / NAME, b"".join(lines), is_builder=True)


def read(directory: Path, manifest: str) -> Record:
    """Return the record in the folder of a graph; an empty one if it is of another publication.

    Args:
        directory: the folder.
        manifest: the SHA-256, in hex, of the manifest of the published folder.
    """
    path = directory / NAME
    with suppress(FileError, OSError, UnicodeDecodeError):
        content = bounded.content(path, _MOST_BYTES, follows_links=False).decode()
        first, _, rest = content.partition("\n")
        if first == manifest:
            return Record(rest.split("\n")[:-1])
    return Record()
