"""All writing of files: whole or not at all, never through a link, in the mode that the user chose.

A file is written beside its place and renamed, so that a full disk or a killed run leaves the former
one. What is no regular file is written into or refused. No other module opens a file for writing.
"""

import errno
import os
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO

from privkg.core import bounded
from privkg.core.errors import ExistsError, WriteError, in_file
from privkg.core.files import parts, places

Content = str | bytes

_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_APPENDED = os.O_WRONLY | os.O_CREAT | os.O_APPEND | _NO_LINK
_EXCLUSIVE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK


@contextmanager
def writing(path: Path, *, is_builder: bool = False, is_synced: bool = True) -> Iterator[BinaryIO]:
    """Give a file to write, which takes the place of the one at `path` when the block ends well.

    Args:
        path: where it is to be; a FIFO or a character device is written into as it is.
        is_builder: may write within the folder of a graph.
        is_synced: wait until it is on the disk.

    Raises:
        UsageError: there is a link, a folder, a block device, or a graph's folder around it.
        WriteError: it cannot be written.
    """
    with writing_all([path], is_builder=is_builder, is_synced=is_synced) as (file,):
        yield file


@contextmanager
def writing_all(
    paths: Iterable[Path], *, is_builder: bool = False, is_synced: bool = True
) -> Iterator[list[BinaryIO]]:
    """Give files to write as `writing` does; none takes its place before all are written.

    Raises:
        UsageError, WriteError: as for `writing`.
    """
    with ExitStack() as stack:
        made = [stack.enter_context(_part(path, is_builder=is_builder)) for path in paths]
        with named(made[0].path, beside=made[0].path):
            yield [part.file for part in made]
        for part in made:
            with named(part.path):
                part.finish(is_synced=is_synced)
        for part in made:
            with named(part.path):
                part.put()
    for folder in {part.path.parent for part in made} if is_synced else ():
        sync(folder)


def replace(path: Path, content: Content, *, is_builder: bool = False, is_synced: bool = True) -> None:
    """Write a file in place of the one that is there, in one step that a crash does not undo.

    Raises:
        UsageError, WriteError: as for `writing`.
    """
    with writing(path, is_builder=is_builder, is_synced=is_synced) as file:
        file.write(_bytes(content))


def replace_all(contents: Mapping[Path, Content]) -> None:
    """Write several files, in this order, after all of them are on the disk.

    Raises:
        UsageError, WriteError: as for `writing`.
    """
    with writing_all(contents) as files:
        for (path, content), file in zip(contents.items(), files, strict=True):
            with named(path):
                file.write(_bytes(content))
                file.flush()


def create(path: Path, content: Content, *, is_builder: bool = False) -> None:
    """Write a new file, whole or not at all.

    Raises:
        ExistsError: there is something at `path`, be it a link to nothing.
        UsageError: it would be within the folder of a graph.
        WriteError: it cannot be written.
    """
    if not is_builder:
        places.refuse_in_graph(path)
    parts.clear(path)
    if os.path.lexists(path):
        raise ExistsError(f"cannot be written: {os.strerror(errno.EEXIST)}", in_file(path))
    with named(path), parts.Part(path, places.Place()) as part:
        part.file.write(_bytes(content))
        part.finish(is_synced=True)
        part.put_new()


@contextmanager
def creating(path: Path) -> Iterator[BinaryIO]:
    """Give a new file in a folder that privkg made; it is removed if the block does not end well.

    Raises:
        ExistsError: there is something at `path`.
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
    """Write a new file, and the folders to it, in a folder that privkg made, without a sync."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with creating(path) as file:
        file.write(_bytes(content))


def appending(path: Path) -> IO[str]:
    """Return a regular file opened to append text to it.

    Raises:
        OSError: it is a link, or it cannot be written.
        WriteError: it is no regular file.
    """
    descriptor = os.open(path, _APPENDED, 0o666)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise WriteError("cannot be written: not a regular file", in_file(path))
    return open(  # with its name, which a descriptor lacks; the caller's
        path, "a", encoding="utf-8", newline="\n", opener=lambda *_: descriptor
    )


def append(file: IO[str], text: str) -> None:
    """Write text at the end of a file from `appending`, and wait until it is on the disk."""
    file.write(text)
    file.flush()
    os.fsync(file.fileno())


def scratch() -> BinaryIO:
    """Return a file without a name, which is gone when it is closed."""
    return tempfile.TemporaryFile()  # the caller's


def sync(folder: Path) -> None:
    """Wait until the names of a folder's files are on the disk."""
    if os.name == "nt":  # Windows cannot open a folder to sync it
        return
    descriptor = bounded.look_at(folder)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def named(path: Path, *, beside: Path | None = None) -> Iterator[None]:
    """Raise errors of writing as such, of the file that was to be written.

    Args:
        path: the file or folder.
        beside: errors that name other files than those in this folder are not of writing.

    Raises:
        WriteError: something cannot be written.
        BrokenPipeError: as it is.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except FileExistsError as error:
        raise ExistsError(f"cannot be written: {error.strerror}", in_file(path)) from error
    except OSError as error:
        if beside and error.filename and not str(error.filename).startswith(str(beside)):
            raise
        raise WriteError(f"cannot be written: {error.strerror or error}", in_file(path)) from error


def _part(path: Path, *, is_builder: bool) -> parts.Part:
    if not is_builder:
        places.refuse_in_graph(path)
    with named(path):
        return parts.Part(path, places.of(path))


def _bytes(content: Content) -> bytes:
    return content.encode() if isinstance(content, str) else content
