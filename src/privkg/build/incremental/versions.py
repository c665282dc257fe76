"""The version of a build's state: a hash of what all of it depends on."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from privkg.build import cache
from privkg.build.read import ReadOptions
from privkg.core import bounded, resources
from privkg.core.errors import FileError
from privkg.reference.links import tables


def of(options: ReadOptions) -> str:
    """Return a hash of the code, records, links and mapping that pages are read and lifted with."""
    hashed = hashlib.sha256(cache.version(options.folders, options.link_folders, options.base).encode())
    hashed.update(options.mapping.encode(errors="surrogatepass"))
    for path in _files(options):
        with suppress(FileError, OSError):  # reported when it is read
            hashed.update(f"{path.name} {bounded.sha256(path)}\n".encode(errors="surrogatepass"))
    return hashed.hexdigest()


def _files(options: ReadOptions) -> Iterator[Path]:
    """Yield the tables of links, and the files in the folder of a mapping that is given as a file."""
    for folder in (resources.folder(tables.PACKAGED), *options.link_folders):
        yield from sorted(folder.rglob("*.tsv"))
    given = Path(options.mapping)
    if options.mapping and given.is_file():
        yield from sorted(path for path in given.parent.iterdir() if path.suffix in (".toml", ".tsv"))
