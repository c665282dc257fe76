"""JSON that every parser reads and no terminal obeys."""

import json
import re
from typing import Any

_FIRST_OF_PAIR, _LAST_OF_PAIR = "\ud800", "\udfff"
_NOT_PLAIN = re.compile("[^\n -~]")


def dumped(said: dict[str, Any]) -> str:
    r"""Return an object as indented JSON in Unicode, with one line end after it.

    What a terminal would obey is escaped. Half a surrogate pair, which the name of a file may hold,
    is no character, and strict parsers refuse it even escaped; it is written out, as `\udc80`.
    """
    written = json.dumps(said, ensure_ascii=False, indent=2)
    return _NOT_PLAIN.sub(lambda found: _escaped(found[0]), written) + "\n"


def _escaped(character: str) -> str:
    if _FIRST_OF_PAIR <= character <= _LAST_OF_PAIR:
        return f"\\\\u{ord(character):04x}"
    return character if character.isprintable() else json.dumps(character)[1:-1]
