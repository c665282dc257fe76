"""The frame of a chart as SVG: heading, plot and notes, and the elements that plots are made of."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from privkg.core.lettering import flat, folded, shortened, width
from privkg.query.charts._colours import (
    FAINT,
    HARMS,
    INK,
    OTHERS,
    PAPER,
    PLAIN,
    RULE,
    SERIES,
    of_series,
)
from privkg.rdf.terms import Term
from privkg.reference import harm_order

WIDTH = 720.0
"""The width of a plot in pixels; a matrix with many columns may be wider."""

_MARGIN = 24.0
_HEADING, _CAPTION, _SMALL = 19.0, 13.0, 11.5
_LEADING = 1.3
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_FONTS = "Helvetica Neue, Helvetica, Arial, DejaVu Sans, sans-serif"
_SWATCH, _LEGEND_ROW, _LEGEND_ROOM = 12.0, 20.0, 200.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """The elements that a kind of chart draws, and the texts around them.

    Sizes are in pixels. `counts` describe the plot for screen readers. `caveats` are printed below it:
    rows that could not be drawn, or values that were added up.
    """

    parts: Sequence[Element]
    width: float = WIDTH
    height: float
    caption: str = ""
    counts: Sequence[str] = ()
    caveats: Sequence[str] = ()


def sheet(plot: Plot, *, title: str, note: str) -> Element:
    """Return the root element of a plot as SVG, with the title above and the notes below."""
    parts: list[Element] = []
    text_width = max(plot.width, WIDTH)
    y = _block(parts, [flat(title)], _MARGIN, text_width, size=_HEADING, fill=INK, font_weight="bold")
    y = _block(parts, [plot.caption], y + 3, text_width, size=_CAPTION, fill=FAINT) + 14
    parts.append(_moved(plot.parts, _MARGIN, y))
    below = [*map(flat, note.splitlines()), "; ".join(plot.caveats)]
    y = _block(parts, below, y + plot.height + 16, text_width, size=_SMALL, fill=FAINT) + _MARGIN
    description = "\n".join(filter(None, [plot.caption, "; ".join(plot.counts), *below]))
    root = _root(text_width + 2 * _MARGIN, y, flat(title), description)
    root.append(rectangle(0, 0, text_width + 2 * _MARGIN, y, fill=PAPER))
    root.extend(parts)
    ElementTree.indent(root, " ")
    return root


def to_svg(root: Element) -> bytes:
    """Return a chart as an SVG document in UTF-8."""
    return f"{_HEAD}\n{ElementTree.tostring(root, 'unicode')}\n".encode()


def empty(caveats: Sequence[str]) -> Plot:
    """Return the plot of an answer without drawable rows: a frame with a text."""
    text = "no rows that can be drawn" if caveats else "no rows"
    frame = rectangle(0.5, 0.5, WIDTH - 1, 119, fill=PAPER, stroke=RULE)
    words = lettering(text, WIDTH / 2, 64, size=14, fill=FAINT, anchor="middle")
    return Plot(parts=[frame, words], height=120, counts=[text], caveats=caveats)


def rectangle(x: float, y: float, width: float, height: float, **style: str) -> Element:
    """Return a rectangle, in pixels; `style` has SVG's attributes, with `_` for `-`."""
    return _element("rect", {"x": x, "y": y, "width": width, "height": height}, style)


def line(x1: float, y1: float, x2: float, y2: float, stroke: str = RULE) -> Element:
    """Return a straight line, in pixels."""
    return _element("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2}, {"stroke": stroke})


def lettering(
    text: str, x: float, y: float, *, size: float, fill: str = INK, anchor: str = "start", **style: str
) -> Element:
    """Return a line of text; `anchor` is SVG's text-anchor: start, middle or end."""
    where = {"x": x, "y": y, "font-size": size}
    found = _element("text", where, {"fill": fill, "text_anchor": anchor, **style})
    found.text = text
    return found


def label(
    text: str, x: float, y: float, *, size: float, anchor: str = "start", fill: str = INK
) -> Element:
    """Return a line of text with an edge in the colour of the paper, so that no line runs through it."""
    edge = {"stroke": PAPER, "stroke_width": "3", "paint_order": "stroke"}
    return lettering(text, x, y, size=size, fill=fill, anchor=anchor, **edge)


def lines(texts: Sequence[str], x: float, middle: float, *, size: float, anchor: str) -> list[Element]:
    """Return lines of text, one below the other, centred vertically on `middle`."""
    first = middle + size * (0.36 - _LEADING * (len(texts) - 1) / 2)
    return [
        lettering(text, x, first + number * size * _LEADING, size=size, anchor=anchor)
        for number, text in enumerate(texts)
    ]


def mark(kind: str, tooltip: str, parts: Iterable[Element]) -> Element:
    """Return elements as a group, with a tooltip that viewers show under the pointer."""
    group = Element("g", {"class": kind})
    if tooltip:
        title = ElementTree.SubElement(group, "title")
        title.text = tooltip
    group.extend(parts)
    return group


def legend(names: Sequence[str], y: float, groups: Sequence[Term] = ()) -> tuple[list[Element], float]:
    """Return the legend of series with their colours, and its height in pixels.

    Args:
        names: the names of the series.
        y: the upper end of the legend.
        groups: the groups of harms that the names are of; their shapes are drawn instead of colours.
    """
    parts, x, top = [], 0.0, y
    for number, name in enumerate(distinguished(names)):
        words = shortened(name, 12, _LEGEND_ROOM)
        needed = _SWATCH + 6 + width(words, 12) + 18
        if x and x + needed > WIDTH:
            x, top = 0.0, top + _LEGEND_ROW
        shape = sign(groups[number], x + _SWATCH / 2, top + _SWATCH / 2) if groups else None
        swatch = rectangle(x, top, _SWATCH, _SWATCH, **filled(number)) if shape is None else shape
        label = lettering(words, x + _SWATCH + 6, top + 10.5, size=12)
        parts.append(mark("series", name, [swatch, label]))
        x += needed
    return parts, top - y + _LEGEND_ROW + 6


def distinguished(names: Sequence[str]) -> list[str]:
    """Return the names in the legend: those with a colour, and "and n more" for the others."""
    beyond = len(names) - len(SERIES)
    return [*names] if beyond <= 1 else [*names[: len(SERIES)], f"and {beyond:,} more"]


def more(rest: Sequence[str], y: float) -> tuple[list[Element], float]:
    """Return a line "and …" about items that are not drawn, if any, and the y below it in pixels."""
    if not rest:
        return [], y
    return [lettering(f"and {', '.join(rest)}", 0, y + 18, size=12, fill=FAINT)], y + 24


def filled(number: int) -> dict[str, str]:
    """Return the style of an element of a series, numbered from 0."""
    fill = of_series(number)
    return {"fill": fill, "stroke": FAINT if fill == OTHERS else PAPER, "stroke_width": "0.5"}


def plain(fill: str = PLAIN) -> dict[str, str]:
    """Return the style of an element that is in no series."""
    return {"fill": fill, "stroke": PAPER, "stroke_width": "0.5"}


def sign(node: Term, x: float, y: float) -> Element | None:
    """Return the shape of the group of a harm around a point; None if it is in none of the four."""
    group = harm_order.groups().get(node, node)
    if group not in HARMS:
        return None
    hue, path = HARMS[group]
    where = {"d": path, "transform": f"translate({_px(x)} {_px(y)})"}
    return Element("path", {"class": "sign", "fill": hue, **where})


def _block(
    parts: list[Element], texts: Iterable[str], y: float, max_width: float, *, size: float, **style: str
) -> float:
    """Append texts, with line breaks, below `y`; return the y below them."""
    for text in texts:
        for words in folded(text, size, max_width, lines=6):
            parts.append(lettering(words, _MARGIN, y + size, size=size, **style))
            y += size * _LEADING
    return y


def _moved(parts: Iterable[Element], x: float, y: float) -> Element:
    group = Element("g", {"class": "plot", "transform": f"translate({_px(x)} {_px(y)})"})
    group.extend(parts)
    return group


def _root(width: float, height: float, title: str, description: str) -> Element:
    """Return the root element; ids are hashes of its texts, as a page may embed several charts."""
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
    attributes = {key: _px(value) for key, value in numbers.items()}
    return Element(name, attributes | {key.replace("_", "-"): value for key, value in style.items()})


def _px(value: float) -> str:
    """Return a number of pixels with at most two decimals, never as a negative zero."""
    return f"{value:z.2f}".rstrip("0").rstrip(".")
