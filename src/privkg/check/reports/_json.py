"""JSON that every parser accepts and that cannot control a terminal."""

import json
import re
from typing import Any

_FIRST_OF_PAIR, _LAST_OF_PAIR = "\ud800", "\udfff"
_NOT_PLAIN = re.compile("[^\n -~]")


def dumped(content: dict[str, Any]) -> str:
    r"""Return an object as indented JSON in Unicode, with one line end after it.

    Control characters are escaped. A lone surrogate, which a file name that is not UTF-8 has in Python,
    is written as the text `\udc80` with a double backslash: strict parsers reject it as an escape.
    """
    written = json.dumps(content, ensure_ascii=False, indent=2)
    return _NOT_PLAIN.sub(lambda found: _escaped(found[0]), written) + "\n"


def _escaped(character: str) -> str:
    if _FIRST_OF_PAIR <= character <= _LAST_OF_PAIR:
        return f"\\\\u{ord(character):04x}"
    return character if character.isprintable() else json.dumps(character)[1:-1]
