"""The sheet a chart stands on: marks and lettering as SVG, a heading above, the note below."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from privkg.query.charts._colours import FAINT, INK, OTHERS, PAPER, RULE, SERIES, of_series
from privkg.query.charts._lettering import flat, folded, shortened, width

WIDTH = 720.0
"""How wide a plot is in pixels, unless it holds more than fits."""

_MARGIN = 24.0
_HEADING, _CAPTION, _SMALL = 19.0, 13.0, 11.5
_LEADING = 1.3
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_FONTS = "Helvetica Neue, Helvetica, Arial, DejaVu Sans, sans-serif"
_SWATCH, _LEGEND_ROW, _LEGEND_ROOM = 12.0, 20.0, 200.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """What a kind of chart draws.

    The size is in pixels. `counts` say what is drawn, to those who do not see it; `lacks` say to all
    what is not, or not as it stands in the answer.
    """

    parts: Sequence[Element]
    width: float = WIDTH
    height: float
    caption: str = ""
    counts: Sequence[str] = ()
    lacks: Sequence[str] = ()


def written(plot: Plot, *, title: str, note: str) -> bytes:
    """Return a plot under its title and above its note, as a file of SVG."""
    parts: list[Element] = []
    room = max(plot.width, WIDTH)
    y = _block(parts, [flat(title)], _MARGIN, room, size=_HEADING, fill=INK, font_weight="bold")
    y = _block(parts, [plot.caption], y + 3, room, size=_CAPTION, fill=FAINT) + 14
    parts.append(_moved(plot.parts, _MARGIN, y))
    below = [*map(flat, note.splitlines()), "; ".join(plot.lacks)]
    y = _block(parts, below, y + plot.height + 16, room, size=_SMALL, fill=FAINT) + _MARGIN
    said = [plot.caption, "; ".join(plot.counts), *below]
    root = _root(room + 2 * _MARGIN, y, flat(title), "\n".join(filter(None, said)))
    root.append(rectangle(0, 0, room + 2 * _MARGIN, y, fill=PAPER))
    root.extend(parts)
    ElementTree.indent(root, " ")
    return f"{_HEAD}\n{ElementTree.tostring(root, 'unicode')}\n".encode()


def empty(lacks: Sequence[str]) -> Plot:
    """Return the plot of an answer of which nothing can be drawn: a frame that says so."""
    said = "no rows that can be drawn" if lacks else "no rows"
    frame = rectangle(0.5, 0.5, WIDTH - 1, 119, fill=PAPER, stroke=RULE)
    words = lettering(said, WIDTH / 2, 64, size=14, fill=FAINT, anchor="middle")
    return Plot(parts=[frame, words], height=120, counts=[said], lacks=lacks)


def rectangle(x: float, y: float, width: float, height: float, **style: str) -> Element:
    """Return a rectangle, in pixels; its style is SVG's, with `_` for `-`."""
    return _element("rect", {"x": x, "y": y, "width": width, "height": height}, style)


def line(x1: float, y1: float, x2: float, y2: float, stroke: str = RULE) -> Element:
    """Return a straight line, in pixels."""
    return _element("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2}, {"stroke": stroke})


def lettering(
    text: str, x: float, y: float, *, size: float, fill: str = INK, anchor: str = "start", **style: str
) -> Element:
    """Return a line of text whose baseline starts, is centred or ends at a point."""
    where = {"x": x, "y": y, "font-size": size}
    found = _element("text", where, {"fill": fill, "text_anchor": anchor, **style})
    found.text = text
    return found


def lines(texts: Sequence[str], x: float, middle: float, *, size: float, anchor: str) -> list[Element]:
    """Return lines of text, one below the other, around a height."""
    first = middle + size * (0.36 - _LEADING * (len(texts) - 1) / 2)
    return [
        lettering(text, x, first + number * size * _LEADING, size=size, anchor=anchor)
        for number, text in enumerate(texts)
    ]


def mark(kind: str, said: str, parts: Iterable[Element]) -> Element:
    """Return the marks of one thing, with what a reader is told who points at it."""
    group = Element("g", {"class": kind})
    if said:
        title = ElementTree.SubElement(group, "title")
        title.text = said
    group.extend(parts)
    return group


def legend(names: Sequence[str], y: float) -> tuple[list[Element], float]:
    """Return the legend of series by their colours, and how high it is in pixels."""
    parts, x, top = [], 0.0, y
    for number, name in enumerate(distinguished(names)):
        words = shortened(name, 12, _LEGEND_ROOM)
        needed = _SWATCH + 6 + width(words, 12) + 18
        if x and x + needed > WIDTH:
            x, top = 0.0, top + _LEGEND_ROW
        swatch = rectangle(x, top, _SWATCH, _SWATCH, **filled(number))
        label = lettering(words, x + _SWATCH + 6, top + 10.5, size=12)
        parts.append(mark("series", name, [swatch, label]))
        x += needed
    return parts, top - y + _LEGEND_ROW + 6


def distinguished(names: Sequence[str]) -> list[str]:
    """Return the names of series that colours tell apart; several beyond these share the last."""
    beyond = len(names) - len(SERIES)
    return [*names] if beyond <= 1 else [*names[: len(SERIES)], f"and {beyond:,} more"]


def more(rest: Sequence[str], y: float) -> tuple[list[Element], float]:
    """Return a line about what is not drawn, if there is any, and the height below it in pixels."""
    if not rest:
        return [], y
    return [lettering(f"and {', '.join(rest)}", 0, y + 18, size=12, fill=FAINT)], y + 24


def filled(number: int) -> dict[str, str]:
    """Return the style of a mark of the series of a number, from 0."""
    fill = of_series(number)
    return {"fill": fill, "stroke": FAINT if fill == OTHERS else PAPER, "stroke_width": "0.5"}


def _block(
    parts: list[Element], texts: Iterable[str], y: float, room: float, *, size: float, **style: str
) -> float:
    """Add texts, folded, below a height; return the height below them."""
    for text in texts:
        for words in folded(text, size, room, lines=6):
            parts.append(lettering(words, _MARGIN, y + size, size=size, **style))
            y += size * _LEADING
    return y


def _moved(parts: Iterable[Element], x: float, y: float) -> Element:
    group = Element("g", {"class": "plot", "transform": f"translate({_px(x)} {_px(y)})"})
    group.extend(parts)
    return group


def _root(width: float, height: float, title: str, description: str) -> Element:
    """Return the root; its ids come from its words, as a page may hold many pictures."""
    key = hashlib.sha256(f"{title}\n{description}".encode()).hexdigest()[:12]
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": _px(width),
            "height": _px(height),
            "viewBox": f"0 0 {_px(width)} {_px(height)}",
            "role": "img",
            "aria-labelledby": f"title-{key}",
            "aria-describedby": f"desc-{key}",
            "font-family": _FONTS,
        },
    )
    ElementTree.SubElement(root, "title", {"id": f"title-{key}"}).text = title
    ElementTree.SubElement(root, "desc", {"id": f"desc-{key}"}).text = description
    return root


def _element(name: str, numbers: dict[str, float], style: dict[str, str]) -> Element:
    said = {key: _px(value) for key, value in numbers.items()}
    return Element(name, said | {key.replace("_", "-"): value for key, value in style.items()})


def _px(value: float) -> str:
    """Return a number of pixels in two decimals at most, never as a negative zero."""
    return f"{value:z.2f}".rstrip("0").rstrip(".")
