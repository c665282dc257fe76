"""What a `privkg.toml` sets for a build: the base of the IRIs that it mints."""

import re
from dataclasses import replace
from pathlib import Path

from privkg.core import bounded
from privkg.core.errors import InputError, InvalidValueError, Place, in_file
from privkg.rdf import iris
from privkg.rdf.iris import DEFAULT, Base

NAME = "privkg.toml"
_MOST_BYTES = 100_000
_LINE = re.compile(r"^[ \t]*base[ \t]*=[ \t]*", re.MULTILINE)


def base(path: Path) -> Base:
    """Return the base that a `privkg.toml` sets; the default if there is no such file, or it sets none.

    Raises:
        FileError: the file cannot be read, or is too large.
        InputError: it is no TOML, or its base is no base; the message begins with `file:line:col`.
    """
    if not path.exists():
        return DEFAULT
    text = bounded.text(path, _MOST_BYTES)
    try:
        found = bounded.parse_toml(text).get("base", DEFAULT.address)
    except InvalidValueError as error:
        raise InputError(
            f"not TOML: {error.message}", replace(error.place or Place(), file=str(path))
        ) from error
    try:
        if not isinstance(found, str):
            raise InvalidValueError("base must be a text, such as https://data.example.org/")
        return iris.base(found)
    except InvalidValueError as error:
        line = _LINE.search(text)
        before = text[: line.end()] if line else ""
        place = in_file(path, before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)
        raise InputError(error.message, place) from error
