"""The manifest of a published folder, which lists its files and incidents, read strictly."""

import re
from pathlib import Path, PurePosixPath
from typing import Any

from privkg.core import bounded
from privkg.core.errors import FileError, InputError, InvalidValueError, in_file
from privkg.core.files.former import Marks

NAME = "manifest.json"
FORMAT = 2
MAKER = "privkg"
_MOST_BYTES = 200_000_000
_ADVICE = "give a folder that `privkg publish` wrote"


def read(path: Path) -> dict[str, Any]:
    """Return the content of a manifest.

    Raises:
        InputError: it cannot be read, is of another version, or lacks a part.
    """
    try:
        content = bounded.read_json(path, _MOST_BYTES)
    except FileError as error:
        place = error.place or in_file(path)
        raise InputError(f"no readable manifest ({error.message}); {_ADVICE}", place) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise InputError(
            "not a manifest of this version of privkg; publish the folder again", in_file(path)
        )
    for name in ("dataset", "files", "incidents"):
        if not isinstance(content.get(name), dict):
            raise InputError(
                f'no readable manifest ("{name}" is not an object); {_ADVICE}', in_file(path)
            )
    kept = content.setdefault("kept", [])  # older manifests have no such key
    if not isinstance(kept, list) or not all(isinstance(name, str) for name in kept):
        raise InputError(
            f'no readable manifest ("kept" is not a list of names); {_ADVICE}', in_file(path)
        )
    return content


def sha256(folder: Path) -> str:
    """Return the SHA-256 of a folder's manifest, in hex; "" if it cannot be read."""
    try:
        return bounded.sha256(folder / NAME, follows_links=False)
    except (FileError, OSError):
        return ""


def marks(folder: Path) -> Marks | None:
    """Return the size and hash of each file in a folder's manifest; None if privkg wrote no manifest."""
    path = folder / NAME
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _MOST_BYTES:
            return None
        content = read(path)
        if content.get("maker", MAKER) != MAKER:  # older manifests have no maker
            return None
        return dict(mark(name, known) for name, known in content["files"].items())
    except (InputError, KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return None


def mark(name: str, known: Any) -> tuple[str, tuple[int, str]]:
    """Return a file of a manifest with its size and SHA-256.

    Raises:
        ValueError, KeyError, TypeError: the entry is invalid, or names no file in the folder.
    """
    size, sha256 = known["bytes"], known["sha256"]
    if not isinstance(size, int) or not re.fullmatch("[0-9a-f]{64}", sha256):
        raise InvalidValueError(f"{name} has no size and hash")
    name.encode()  # raises an error if the name has lone surrogates
    if (
        "\0" in name
        or PurePosixPath(name).as_posix() != name
        or name[0] == "/"
        or ".." in PurePosixPath(name).parts
    ):
        raise InvalidValueError(f"{name} is not in the folder")
    return name, (size, sha256)
