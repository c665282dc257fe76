"""Text for messages: control characters escaped, long values shortened, nouns with their number."""

import unicodedata

_MOST_QUOTED = 200


def printable(text: str) -> str:
    """Return text with control characters, including bidi overrides, escaped."""
    if text.isprintable():
        return text
    return "".join(
        character if _is_harmless(character) else character.encode("unicode_escape").decode()
        for character in text
    )


def on_one_line(text: str) -> str:
    """Return printable text on one line: line ends escaped, tabs as spaces."""
    return printable(text.replace("\t", " ")).replace("\n", "\\n")


def counted(number: int, noun: str, *, is_grouped: bool = False) -> str:
    """Return a number with its noun: "1 row", "2000 rows", or "2,000 rows" if `is_grouped`."""
    figures = f"{number:,}" if is_grouped else str(number)
    return f"{figures} {noun}" if number == 1 else f"{figures} {noun}s"


def quoted(value: object) -> str:
    """Return a value for a message: a string in double quotes, escaped; a long value is shortened."""
    if not isinstance(value, str):
        return shortened(repr(value))
    if len(value) > 2 * _MOST_QUOTED:  # escape what is shown only
        value = value[:_MOST_QUOTED] + value[-_MOST_QUOTED:]
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return shortened('"' + "".join(map(_visible, escaped)) + '"')


def shortened(text: str, most: int = _MOST_QUOTED) -> str:
    """Return a text for a message; in a text of more than `most` characters, "…" replaces the middle."""
    half = most // 2
    return text if len(text) <= most else f"{text[:half]} … {text[-half:]}"


def _visible(character: str) -> str:
    return character if character.isprintable() else character.encode("unicode_escape").decode()


def _is_harmless(character: str) -> bool:
    """Return whether a character may be printed unescaped; some scripts need spaces and joiners."""
    is_space = unicodedata.category(character) == "Zs"
    return character.isprintable() or is_space or character in "\n\t\u200c\u200d"
