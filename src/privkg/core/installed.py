"""Hashes of the installed code and files, so that a kept result is used again by the same code only."""

import hashlib
import sys
from collections.abc import Iterable
from contextlib import suppress
from importlib import metadata
from pathlib import Path

from privkg.core import bounded, resources
from privkg.core.errors import FileError

_PACKAGE = Path(__file__).resolve().parent.parent


def code() -> list[Path]:
    """Return the files of privkg's code."""
    return list(_PACKAGE.rglob("*.py"))


def data_files() -> list[Path]:
    """Return the shipped files that a graph is made with: ontology, records, sources and names."""
    return [
        *resources.files("ontology", ".ttl"),
        *resources.files("data/authority", ".ttl"),
        *(path for suffix in (".toml", ".tsv") for path in resources.files("data/sources", suffix)),
        *resources.files("data/names", ".txt"),
    ]


def digest(values: Iterable[str], libraries: Iterable[str], files: Iterable[Path]) -> str:
    """Return a hash, in hex, of values, of the versions of Python and libraries, and of files.

    A file that cannot be read is left out: what reads it reports it.

    Args:
        values: any texts.
        libraries: the names of installed distributions.
        files: the files, in a fixed order.
    """
    made_by = [*values, sys.version, *map(metadata.version, libraries)]
    hashed = hashlib.sha256("\n".join(made_by).encode())
    for path in files:
        with suppress(FileError, OSError):
            hashed.update(bounded.sha256(path).encode())
    return hashed.hexdigest()[:32]
