"""Mutations of any bytes: those that happen by accident, and those that an attacker would try."""

import re
from collections.abc import Callable, Sequence
from random import Random

MOST_BYTES = 1_500_000
"""The limit of an input's size; larger inputs take time and find nothing new."""

DEEP = 10_000
DIGITS = b"9" * 5_000
LONG = b"A" * 131_073
"""One character more than the field limit of Python's csv module."""
ODD: tuple[bytes, ...] = (
    *(b"\x00", b"\x07", b"\x1b[2J", b"\x7f", b"\r", b"\r\n", b"\t", b"\v", b"\n\n\n", b" "),
    *(
        text.encode()
        for text in ("\x85", "\u2028", "\u2029", "\ufeff", "\u202e", "\u2066", "\u200f", "\u061c")
    ),
    *(text.encode() for text in ["\ufffe", "\U000e0041", "\U0010ffff", "😀", "İ", "ß", "ǅ"]),
    "\u0301".encode() * 1_000,
    *(b"\xed\xa0\x80", b"\xed\xb0\x80", b"\xc0\xaf", b"\xf4\x90\x80\x80", b"\xff\xfe", b"\x80"),
    *(
        DIGITS,
        b"-1",
        b"0",
        b"1e999",
        b"-1e999",
        b"NaN",
        b"Infinity",
        b"1" + b"0" * 30,
        b"\xd9\xa3\xd9\xa4",
    ),
    *(
        LONG,
        b"[" * DEEP,
        b"{" * DEEP,
        b"(" * DEEP,
        b"<" * DEEP,
        b'"' * 101,
        b"\\" * 101,
        b"{a = " * DEEP,
    ),
    *(b"%zz", b"%00", b"%2e%2e%2f", b"%", b"../" * 30, b"..", b"/", b"//", b"http://[", b"http://[::1"),
    *(b"\\u0000", b"\\ud800", b"\\U0010FFFF", b"\\uD83D\\uDE00", b"\\u202e", b"\\x", b"\\"),
    *(b"'", b'"', b'"""', b"<!--", b"]]>", b"<script>alert(1)</script>", b"{{7*7}}", b"${7*7}", b"%s%n"),
    *(b"=1+1", b"@a", b"#", b"::error::x", b"|", b"`", b"---", b"9999-99-99", b"0000-00-00", b"24:60"),
    *(
        b"urn:",
        b"javascript:alert(1)",
        b"file:///etc/passwd",
        b"data:,x",
        b"http://a:99999999/",
        b"_:b0",
    ),
)

Step = Callable[[Random, bytes], bytes]


def broken(chosen: Random, content: bytes, steps: Sequence[Step] = ()) -> bytes:
    """Return content after one to six mutations, of its grammar or of any bytes."""
    for _ in range(chosen.choice((1, 1, 1, 2, 3, 6))):
        step = chosen.choice(steps if steps and chosen.random() < 0.65 else ANY)
        content = step(chosen, content)[:MOST_BYTES]
    return content


def _truncated(chosen: Random, content: bytes) -> bytes:
    return content[: chosen.randrange(len(content) + 1)]


def _without_part(chosen: Random, content: bytes) -> bytes:
    start, end = _span(chosen, content)
    return content[:start] + content[end:]


def _twice(chosen: Random, content: bytes) -> bytes:
    start, end = _span(chosen, content)
    return content[:end] + content[start:end] * chosen.choice((1, 1, 2, 50)) + content[end:]


def _spliced(chosen: Random, content: bytes) -> bytes:
    start, end = _span(chosen, content)
    at = chosen.randrange(len(content) + 1)
    return content[:at] + content[start:end] + content[at:]


def _without_line(chosen: Random, content: bytes) -> bytes:
    lines = content.split(b"\n")
    del lines[chosen.randrange(len(lines))]
    return b"\n".join(lines)


def _lines_swapped(chosen: Random, content: bytes) -> bytes:
    lines = content.split(b"\n")
    one, other = chosen.randrange(len(lines)), chosen.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _line_again(chosen: Random, content: bytes) -> bytes:
    lines = content.split(b"\n")
    at = chosen.randrange(len(lines))
    return b"\n".join(lines[:at] + [lines[at]] * chosen.choice((2, 2, 1_100)) + lines[at + 1 :])


def _flipped(chosen: Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(chosen.choice((1, 1, 4, 30)) if content else 0):
        changed[chosen.randrange(len(changed))] ^= 1 << chosen.randrange(8)
    return bytes(changed)


def _with_odd(chosen: Random, content: bytes) -> bytes:
    at = chosen.randrange(len(content) + 1)
    return content[:at] + chosen.choice(ODD) + content[at:]


def _odd_instead(chosen: Random, content: bytes) -> bytes:
    start, end = _span(chosen, content)
    return content[:start] + chosen.choice(ODD) + content[end:]


def _other_number(chosen: Random, content: bytes) -> bytes:
    return instead(chosen, content, re.compile(rb"\d+"), (DIGITS, b"0", b"-1", b"1e999", b"NaN", b"0x1"))


def _other_encoding(chosen: Random, content: bytes) -> bytes:
    text = content.decode(errors="replace")
    return text.encode(chosen.choice(("utf-16", "utf-32", "utf-8-sig", "utf-16-le", "utf-7")))


def _odd_at_ends(chosen: Random, content: bytes) -> bytes:
    return chosen.choice(ODD) + content if chosen.random() < 0.5 else content + chosen.choice(ODD)


def _noise(chosen: Random, _: bytes) -> bytes:
    return chosen.randbytes(chosen.randrange(3_000))


def _emptied(_: Random, __: bytes) -> bytes:
    return b""


def _line_ends(chosen: Random, content: bytes) -> bytes:
    return content.replace(b"\n", chosen.choice((b"\r\n", b"\r", "\u2028".encode(), b"\v", b"\n\n")))


ANY: tuple[Step, ...] = (
    *(_truncated, _without_part, _twice, _spliced, _without_line, _lines_swapped, _line_again),
    *(_flipped, _flipped, _with_odd, _with_odd, _with_odd, _odd_instead, _odd_instead, _odd_at_ends),
    *(_other_number, _other_number, _other_encoding, _noise, _emptied, _line_ends),
)


def instead(chosen: Random, content: bytes, token: re.Pattern[bytes], others: Sequence[bytes]) -> bytes:
    """Return content with one token replaced, if it has any."""
    found = list(token.finditer(content))
    if not found:
        return content
    match = chosen.choice(found)
    return content[: match.start()] + chosen.choice(others) + content[match.end() :]


def _span(chosen: Random, content: bytes) -> tuple[int, int]:
    start = chosen.randrange(len(content) + 1)
    return start, min(len(content), start + chosen.choice((1, 4, 20, 200, 2_000)))
