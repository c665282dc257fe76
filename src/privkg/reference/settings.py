"""Settings of a build in `privkg.toml`: the base of the IRIs that it mints."""

import re
from dataclasses import replace
from pathlib import Path

from privkg.core import bounded, toml
from privkg.core.errors import InputError, InvalidValueError, Place, in_file
from privkg.rdf import iris
from privkg.rdf.iris import DEFAULT, Base

NAME = "privkg.toml"
_MOST_BYTES = 100_000
_LINE = re.compile(r"^[ \t]*base[ \t]*=[ \t]*", re.MULTILINE)


def base(path: Path) -> Base:
    """Return the `base` of a `privkg.toml`; the default if the file or the key is missing.

    Raises:
        FileError: the file cannot be read, or is too large.
        InputError: the file is not TOML, or `base` is not a usable IRI; the message begins with
            `file:line:col`.
    """
    if not path.exists():
        return DEFAULT
    text = bounded.text(path, _MOST_BYTES)
    try:
        found = toml.parse(text).get("base", DEFAULT.address)
    except InvalidValueError as error:
        raise InputError(
            f"not TOML: {error.message}", replace(error.place or Place(), file=str(path))
        ) from error
    try:
        if not isinstance(found, str):
            raise InvalidValueError('base is not a string; write base = "https://data.example.org/"')
        return iris.base(found)
    except InvalidValueError as error:
        line = _LINE.search(text)
        before = text[: line.end()] if line else ""
        place = in_file(path, before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)
        raise InputError(error.message, place) from error
