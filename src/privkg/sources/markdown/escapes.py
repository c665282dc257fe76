r"""Escapes in the body of a page: a backslash before what Markdown would take for markup.

They are read at the start of a line, before `[words]{.harm}` and before a comment, and nowhere else. Of
an even number of backslashes each pair is one; of an odd number the last one is the escape. Text with
backslashes in these places is written with each of them doubled.
"""

import re

from privkg.core.documents import LINE_END

_MAX_WORDS = 200
TOKEN = re.compile(
    rf"(?<!\\)(?P<run>\\*)(?:\[(?P<words>[^\[\]]{{1,{_MAX_WORDS}}})\]\{{\.harm\}}|(?P<comment><!--))"
)
"""A marked harm or the beginning of a comment, with the backslashes before it."""
OPENING = re.compile(
    r"[ \t]*(?:[-+*][ \t]+)?(?:(?P<run>\\+)(?=[#\-+*>|`~=_])|\d{1,9}(?P<digits>\\+)(?=[.)]))"
)
"""The beginning of a line with backslashes before what would open a block."""
_BLOCK = re.compile(
    r"(?P<indent>[ \t]*)(?:(?P<run>\\+)(?=[#\-+*>|`~=_])"
    r"|(?P<opener>#{1,6}(?=[ \t]|$)|[-+*](?=[ \t]|$)|[>|]|`{3}|~{3}|=+[ \t]*$|-+[ \t]*$"
    r"|(?:\*[ \t]*){3,}$|(?:_[ \t]*){3,}$|(?:-[ \t]*){3,}$)"
    r"|(?P<number>\d{1,9})(?:(?P<digits>\\+)(?=[.)])|(?=[.)](?:[ \t]|$))))"
)


def escaped(text: str) -> str:
    """Return text as prose of a page, so that it is shown as it is."""
    return _opened(inline(text))


def escaped_with_marks(parts: list[str]) -> str:
    """Return text as prose of a page, with every second part as a marked harm."""
    marked = (f"[{part}]{{.harm}}" if n % 2 else inline(part) for n, part in enumerate(parts))
    return _opened("".join(marked))


def inline(text: str) -> str:
    """Return text that is not at the start of a line, so that it is shown as it is."""
    return TOKEN.sub(lambda found: rf"{found['run'] * 2}\{found[0][len(found['run']) :]}", text)


def _opened(text: str) -> str:
    """Return text with a backslash before what would open a block at the start of a line."""
    lines = [*LINE_END.finditer(text)]
    starts, ends = [0, *(one.end() for one in lines)], [*(one.start() for one in lines), len(text)]
    parts = list[str]()
    for start, end, below in zip(starts, ends, [*starts[1:], len(text)], strict=True):
        parts += [_opened_line(text[start:end]), text[end:below]]
    return "".join(parts)


def _opened_line(line: str) -> str:
    found = _BLOCK.match(line)
    if not found:
        return line
    run, at = found["run"] or found["digits"], found.end()
    if run:
        return f"{line[:at]}{run}{line[at:]}"
    at = found.start("opener") if found["opener"] else found.end("number")
    return rf"{line[:at]}\{line[at:]}"
