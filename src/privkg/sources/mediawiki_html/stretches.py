"""Places of text in an HTML file, given what the tokens of turbohtml show of it."""

import re
from collections.abc import Iterator

_NO_TAG = "</>"


def end_of_reference(text: str, start: int, end: int) -> int:
    """Return the end of a character reference: it has no white space, and `</>` may follow it."""
    after = text.find(_NO_TAG, start, end)
    return end if after < 0 else after


def shown(text: str, data: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of the file that a text token shows.

    Between its start and the next token there may also be `</>`, which HTML skips, and at the end of the
    file a tag that is not closed.
    """
    raw = text[start:end]
    if raw == data:
        yield start, end
        return
    if _lines(raw).startswith(data):
        yield start, start + _length(raw, len(data))
        return
    at = 0
    for part in raw.split(_NO_TAG):
        shown = _lines(part)
        if not data.startswith(shown, at):
            shown = data[at:]
        if shown:
            yield start, start + _length(part, len(shown))
        at += len(shown)
        start += len(part) + len(_NO_TAG)


def _lines(raw: str) -> str:
    return raw.replace("\r\n", "\n").replace("\r", "\n")


def _length(raw: str, shown: int) -> int:
    """Return the number of characters of a raw text that show the given number of characters."""
    if "\r" not in raw:
        return shown
    for found in re.finditer("\r\n", raw):
        if found.start() >= shown:
            break
        shown += 1
    return shown
