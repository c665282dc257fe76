"""Files that are whole on the disk, or not there."""

import os
from pathlib import Path


def write(path: Path, text: str) -> None:
    """Write a file, and wait until it is on the disk."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def replace(path: Path, text: str) -> None:
    """Write a file in place of the one that is there, in one step that a crash does not undo."""
    new = path.with_name(f"{path.name}.new")
    write(new, text)
    new.replace(path)
    sync(path.parent)


def sync(directory: Path) -> None:
    """Wait until the names of a folder's files are on the disk."""
    if os.name == "nt":  # Windows cannot open a folder to sync it
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
