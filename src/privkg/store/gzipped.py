"""Compress a file with gzip while it is written; equal content is compressed to equal bytes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from zlib_ng import gzip_ng

_LEVEL = 6


@contextmanager
def writing(file: BinaryIO) -> Iterator[BinaryIO]:
    """Yield a file whose content is written into an open file, compressed."""
    # The header has neither a name nor a time, which would differ between equal files.
    options = {"filename": "", "mode": "wb", "compresslevel": _LEVEL, "fileobj": file, "mtime": 0}
    with gzip_ng.GzipNGFile(**options) as packed:  # type: ignore[no-untyped-call]  # it has no stubs
        yield cast("BinaryIO", packed)
