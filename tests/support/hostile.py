"""A fixed set of a thousand hostile pages: noise, broken pages, and inputs known to break parsers."""

import gzip
import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

from builders import page_text, row_text

_SEED = 20140305
_ODD = "\x00\x07\x1b[31m\u202e\u2066\u200f\ufeff\u0085\u2028\ufffd\U000e0041\ud7ff'\"{}[]<>&|\\%;=:,"


def pages() -> Iterator[tuple[str, bytes]]:
    """Yield a thousand files by name, with their bytes."""
    chosen = random.Random(_SEED)  # a fixed seed, so that the noise is reproducible
    known = dict(_known())
    yield from known.items()
    for number in range(1000 - len(known)):
        make = (_noise, _text, _broken, _shuffled, _flipped)[number % 5]
        yield f"random-{number:03}.txt", make(chosen)


def write(folder: Path) -> int:
    """Write all pages into a folder; return how many there are."""
    return sum(1 for name, content in pages() if (folder / name).write_bytes(content) >= 0)


def _known() -> Iterator[tuple[str, bytes]]:
    deep = 100_000
    yield "line-of-50-mb.txt", b"Cameras " * 6_250_000
    yield "title-of-5-mb.txt", (page_text("T" * 5_000_000)).encode()
    yield "zeros.txt", bytes(1_000_000)
    yield "zip-bomb.txt", _zip_bomb()
    yield "gzip-bomb.txt", gzip.compress(bytes(50_000_000))
    yield "lone-surrogates.txt", page_text("S \ud800 T").encode(errors="surrogatepass")
    yield "overlong.txt", b"\xc0\xaf" * 1000
    yield "utf-16.txt", page_text().encode("utf-16")
    yield "utf-32.txt", page_text().encode("utf-32")
    yield "bidi.txt", page_text("\u202e\u2066\u2067" * 1000, lead="\u202e" * 1000).encode()
    for mark in ("{", "(", "[", "<", "{a = ", '"', "\\", "/*", "<!--", "&lt;"):
        name = f"deep-{ord(mark[0])}-{len(mark)}.txt"
        yield name, page_text(description=mark * deep).encode()
    yield "many-commas.txt", page_text(Solove_Harm="," * deep).encode()
    yield "many-harms.txt", page_text(Solove_Harm="Surveillance, " * 50_000).encode()
    yield "many-actors.txt", page_text(Threat_Actors=_listed("Agency", 5_000)).encode()
    yield "many-groups.txt", page_text(Affected=_listed("People in Town", 5_000)).encode()
    yield "many-rows.txt", page_text(rows=(row_text(),) * 5_000).encode()
    yield "many-empty-fields.txt", page_text(rows=(row_text() + "\nLaws:\nSource:" * 50_000,)).encode()
    yield "many-passages.txt", page_text(rows=(row_text() + "\n\nPassage: It was." * 20_000,)).encode()
    yield "many-decisions.txt", page_text(laws="Decisions\n\nDecision: Fine\n" * 20_000).encode()
    yield "many-sources.txt", page_text(sources="\n".join(["https://example.org/"] * 20_000)).encode()
    yield "many-marks.txt", page_text(description="It was so. {x = Surveillance} " * 10_000).encode()
    yield "many-blank-lines.txt", page_text(description="\n" * 1_000_000).encode()
    yield "long-number.txt", page_text(People_affected="9" * 1_000_000).encode()
    yield "long-date.txt", page_text(Date="1" * 1_000_000).encode()
    yield "long-place.txt", page_text(Location="Oslo, " * deep).encode()
    yield "long-address.txt", page_text(sources="https://example.org/" + "a" * 1_000_000).encode()
    yield "addresses.txt", page_text(description="jo@" * deep).encode()
    yield "digits.txt", page_text(description="+1 2 3 4 5 6 7 8 9 0 " * 50_000).encode()
    yield "names.txt", page_text(description="Anna Maria Lind " * 50_000).encode()
    yield "combining.txt", page_text("a" + "\u0301" * deep).encode()
    yield "path.txt", page_text("../../../etc/passwd").encode()
    yield "turtle.txt", page_text('"> . <https://example.org/> <a> "', lead='"""\\" . }').encode()


def _listed(word: str, count: int) -> str:
    return ", ".join(f"{word} {number}" for number in range(count))


def _zip_bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("page.txt", bytes(50_000_000))
    return content.getvalue()


def _noise(chosen: random.Random) -> bytes:
    return chosen.randbytes(chosen.randrange(5_000))


def _text(chosen: random.Random) -> bytes:
    letters = [*_ODD, *"abc XYZ\n\r\t\u00e9\u0416\u4e2d\U0001f600"]
    return "".join(chosen.choices(letters, k=chosen.randrange(3_000))).encode(errors="surrogatepass")


def _broken(chosen: random.Random) -> bytes:
    text = page_text()
    for _ in range(chosen.randrange(1, 20)):
        at = chosen.randrange(len(text))
        text = (
            text[:at] + chosen.choice(_ODD) * chosen.randrange(1, 9) + text[at + chosen.randrange(9) :]
        )
    return text.encode(errors="surrogatepass")


def _shuffled(chosen: random.Random) -> bytes:
    lines = page_text().splitlines(keepends=True) * 2
    chosen.shuffle(lines)
    return "".join(lines).encode()


def _flipped(chosen: random.Random) -> bytes:
    content = bytearray(page_text().encode())
    for _ in range(chosen.randrange(1, 30)):
        content[chosen.randrange(len(content))] ^= 1 << chosen.randrange(8)
    return bytes(content)
