"""Recognition of the lines of a bulleted or numbered list."""

import re

_BULLET = re.compile(
    r"\s*(?:[•·–—-]|[*#]{1,4}|\d{1,3}[.)]|\(\d{1,3}\)|\(?[a-z]\)|[a-z]\.|\(?[ivx]{1,5}[.)])[\s'*_\[]*"
)
_LINE_ENDS = "\n\r\x85\u2028\u2029"


def is_whole_line(text: str, start: int) -> bool:
    """Return whether a list item, behind its bullet or number, starts at an offset."""
    line = max(text.rfind(end, 0, start) for end in _LINE_ENDS) + 1
    return bool(_BULLET.fullmatch(text, line, start))
