"""Charts as PNG, drawn with the fonts of this package alone, so that no font of the machine matters."""

import functools
import math
import struct
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from privkg.core import bounded
from privkg.core.errors import UsageError
from privkg.core.text import quoted

_FAMILY = "Source Sans 3"
_FONTS = tuple(
    Path(__file__).parent / "fonts" / f"SourceSans3-{weight}.ttf" for weight in ("Regular", "Bold")
)
_MOST_BYTES = 1_000_000
_ZOOM, _MOST_PIXELS = 2.0, 32_000_000
_ADVICE = "draw the chart as SVG"


def to_png(root: Element) -> bytes:
    """Return a chart as PNG: two pixels for one of the SVG, fewer for a chart of more than 8 million.

    Raises:
        UsageError: resvg is not installed, or no font here has one of the characters.
        FileError: a font of this package cannot be read.
    """
    try:
        import resvg_py
    except ImportError as error:
        raise UsageError(
            f'a chart as PNG needs resvg; install it with `pip install "privkg[png]"`, or {_ADVICE}'
        ) from error
    _check_characters(root)
    area = float(root.get("width", "")) * float(root.get("height", ""))
    return resvg_py.svg_to_bytes(
        svg_string=ElementTree.tostring(root, "unicode"),
        zoom=min(_ZOOM, math.sqrt(_MOST_PIXELS / area)),
        skip_system_fonts=True,
        font_files=list(map(str, _FONTS)),
        sans_serif_family=_FAMILY,
    )


def _check_characters(root: Element) -> None:
    """Check that the fonts have all characters; one that they lack would be drawn as an empty box."""
    drawn = {character for each in root.iter("text") for character in each.text or ""}
    lacking = sorted({character for font in _FONTS for character in drawn - _characters(font)})
    if lacking:
        raise UsageError(f"the fonts of charts as PNG have no {quoted(''.join(lacking))}; {_ADVICE}")


@functools.lru_cache(len(_FONTS))
def _characters(font: Path) -> set[str]:
    """Return the characters of a TrueType font, from its table `cmap` for all of Unicode (format 12)."""
    data = bounded.content(font, _MOST_BYTES)
    (tables,) = struct.unpack_from(">4xH", data)
    records = (struct.unpack_from(">4s4xI", data, 12 + 16 * number) for number in range(tables))
    start = dict(records)[b"cmap"]
    (encodings,) = struct.unpack_from(">2xH", data, start)
    found = (struct.unpack_from(">HHI", data, start + 4 + 8 * number) for number in range(encodings))
    offset = next(offset for platform, encoding, offset in found if (platform, encoding) == (3, 10))
    return {chr(code) for code in _codes(data, start + offset)}


def _codes(data: bytes, start: int) -> Iterator[int]:
    (groups,) = struct.unpack_from(">12xI", data, start)
    for number in range(groups):
        first, last = struct.unpack_from(">II", data, start + 16 + 12 * number)
        yield from range(first, last + 1)
