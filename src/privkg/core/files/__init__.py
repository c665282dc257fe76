"""Atomic writing of files: never through a link, with the mode of the file that is replaced.

A temporary file in the same folder is written and renamed: after a full disk or a killed process, the
former file is unchanged. FIFOs and character devices are written to directly; other special files are
refused. No other module opens a file for writing (tests/test_house.py checks it).
"""

import errno
import os
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO

from privkg.core import bounded, stopping
from privkg.core.errors import ExistsError, WriteError, in_file
from privkg.core.files import parts, places

Content = str | bytes

_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_APPENDED = os.O_WRONLY | os.O_CREAT | os.O_APPEND | _NO_LINK
_EXCLUSIVE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK


@contextmanager
def writing(path: Path, *, is_builder: bool = False, is_synced: bool = True) -> Iterator[BinaryIO]:
    """Yield a file to write; it replaces the one at `path` if the block ends without an exception.

    Args:
        path: the target; a FIFO or a character device is written to directly.
        is_builder: whether the caller may write within the folder of a graph.
        is_synced: whether to call `fsync`.

    Raises:
        UsageError: the path is a link, a folder or a block device, or in the folder of a graph.
        WriteError: it cannot be written.
    """
    with writing_all([path], is_builder=is_builder, is_synced=is_synced) as (file,):
        yield file


@contextmanager
def writing_all(
    paths: Iterable[Path], *, is_builder: bool = False, is_synced: bool = True
) -> Iterator[list[BinaryIO]]:
    """Yield files to write as `writing` does; none is replaced before all are written.

    Raises:
        UsageError, WriteError: as for `writing`.
    """
    with ExitStack() as stack:
        made = [_part(stack, path, is_builder=is_builder) for path in paths]
        with named(made[0].path, only_below=made[0].path):
            yield [part.file for part in made]
        for part in made:
            with named(part.path):
                part.finish(is_synced=is_synced)
        with stopping.deferred():  # a signal between two of them would leave files of two versions
            for part in made:
                with named(part.path):
                    part.put()
    for folder in {part.path.parent for part in made} if is_synced else ():
        sync(folder)


def replace(path: Path, content: Content, *, is_builder: bool = False, is_synced: bool = True) -> None:
    """Replace the content of a file atomically and durably.

    Raises:
        UsageError, WriteError: as for `writing`.
    """
    with writing(path, is_builder=is_builder, is_synced=is_synced) as file:
        file.write(encoded(content))


def replace_all(contents: Mapping[Path, Content]) -> None:
    """Replace several files in this order, after the content of all is on the disk.

    Raises:
        UsageError, WriteError: as for `writing`.
    """
    with writing_all(contents) as files:
        for (path, content), file in zip(contents.items(), files, strict=True):
            with named(path):
                file.write(encoded(content))
                file.flush()


def create(path: Path, content: Content, *, is_builder: bool = False) -> None:
    """Write a new file atomically.

    Raises:
        ExistsError: the path exists, even as a broken link.
        UsageError: it would be within the folder of a graph.
        WriteError: it cannot be written.
    """
    create_all({path: content}, is_builder=is_builder)


def create_all(contents: Mapping[Path, Content], *, is_builder: bool = False) -> None:
    """Write several new files, in this order, after the content of all is on the disk.

    Raises:
        ExistsError: a path exists, even as a broken link; no file is written, unless another process
            made it in the meantime.
        UsageError, WriteError: as for `create`; no file is written.
    """
    for path in contents:
        _refuse_existing(path, is_builder=is_builder)
    with ExitStack() as stack:
        made = []
        for path, content in contents.items():
            with named(path):
                made.append(_entered(stack, path, places.Place()))
                made[-1].file.write(encoded(content))
                made[-1].finish(is_synced=True)
        for part in made:
            with named(part.path):
                part.put_new()


@contextmanager
def creating(path: Path) -> Iterator[BinaryIO]:
    """Yield a new file in a folder that privkg made; it is removed if the block raises an exception.

    Raises:
        ExistsError: the path exists.
        WriteError: it cannot be written.
    """
    with named(path):
        file = os.fdopen(os.open(path, _EXCLUSIVE, 0o666), "wb")
    try:
        with named(path), file:
            yield file
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise


def put(path: Path, content: Content) -> None:
    """Write a new file in a folder that privkg made; create parent folders; do not call `fsync`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with creating(path) as file:
        file.write(encoded(content))


def appending(path: Path) -> IO[str]:
    """Return a regular file opened for appending text.

    Raises:
        OSError: it is a link, or it cannot be written.
        WriteError: it is not a regular file.
    """
    descriptor = os.open(path, _APPENDED, 0o666)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise WriteError("cannot be written: not a regular file", in_file(path))
    return open(  # not `fdopen`, so that `file.name` is the path; the caller closes it
        path, "a", encoding="utf-8", newline="\n", opener=lambda *_: descriptor
    )


def append(file: IO[str], text: str) -> None:
    """Append text to a file from `appending`, and call `fsync`."""
    file.write(text)
    file.flush()
    os.fsync(file.fileno())


def append_lines(path: Path, lines: bytes) -> None:
    """Append lines to a log; to a regular file either all of them or none, such as if the disk is full.

    It is opened for each call, so that it may be renamed or truncated before. A missing file is made;
    a FIFO or a character device is written to as it is.

    Raises:
        UsageError: the path is in the folder of a graph.
        WriteError: it is a link, or cannot be written.
        BrokenPipeError: the reader of a FIFO closed it.
    """
    places.refuse_in_graph(path)
    with named(path), os.fdopen(os.open(path, _APPENDED, 0o666), "ab", buffering=0) as file:
        status = os.fstat(file.fileno())
        left = memoryview(lines)
        try:
            while left:
                left = left[file.write(left) :]
        except OSError:
            if stat.S_ISREG(status.st_mode):
                file.truncate(status.st_size)
            raise


def scratch() -> BinaryIO:
    """Return an anonymous temporary file, which is removed when it is closed."""
    return tempfile.TemporaryFile()  # the caller closes it


def sync(folder: Path) -> None:
    """Call `fsync` on a folder, so that renames in it survive a crash."""
    if os.name == "nt":  # Windows cannot open a folder to sync it
        return
    descriptor = bounded.open_any(folder)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def named(path: Path, *, only_below: Path | None = None) -> Iterator[None]:
    """Turn an OSError into a WriteError that names the target, not the temporary file.

    Args:
        path: the file or folder that is to be written.
        only_below: convert only errors about paths in this folder, not those about files being read.

    Raises:
        WriteError: it cannot be written.
        BrokenPipeError: the reader of a pipe closed it; this error is not converted.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except FileExistsError as error:
        raise ExistsError(f"cannot be written: {error.strerror}", in_file(path)) from error
    except OSError as error:
        if only_below and error.filename and not str(error.filename).startswith(str(only_below)):
            raise
        raise WriteError(f"cannot be written: {_reason(error, path)}", in_file(path)) from error


def _reason(error: OSError, path: Path) -> str:
    if isinstance(error, FileNotFoundError) and not path.parent.exists():
        return f"the folder {path.parent} does not exist; make it first"
    return error.strerror or str(error)


def _refuse_existing(path: Path, *, is_builder: bool) -> None:
    if not is_builder:
        places.refuse_in_graph(path)
    parts.clear(path)
    if os.path.lexists(path):
        raise ExistsError(f"cannot be written: {os.strerror(errno.EEXIST)}", in_file(path))


def _part(stack: ExitStack, path: Path, *, is_builder: bool) -> parts.Part:
    if not is_builder:
        places.refuse_in_graph(path)
    with named(path):
        return _entered(stack, path, places.of(path))


def _entered(stack: ExitStack, path: Path, place: places.Place) -> parts.Part:
    """Return a temporary file that `stack` removes; a signal between the two would leave it."""
    if place.is_stream:  # opening a FIFO waits for its reader, and can be interrupted
        return stack.enter_context(parts.Part(path, place))
    with stopping.deferred():
        return stack.enter_context(parts.Part(path, place))


def encoded(content: Content) -> bytes:
    """Return content as bytes: a text in UTF-8."""
    return content.encode() if isinstance(content, str) else content
