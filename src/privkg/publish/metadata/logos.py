"""The logo of a dataset: a PNG, or an SVG that draws and does nothing else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from privkg.core import bounded
from privkg.core.errors import InvalidValueError
from privkg.core.text import quoted

_MOST_BYTES = 200_000
_ADVICE = "; save it as a plain SVG, or as a PNG"
_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = "{http://www.w3.org/2000/svg}"
_DRAWING = frozenset(
    (
        "circle", "clipPath", "defs", "desc", "ellipse", "g", "line", "linearGradient", "mask", "path",
        "pattern", "polygon", "polyline", "radialGradient", "rect", "stop", "style", "svg", "symbol",
        "text", "title", "tspan", "use",
    )
)  # fmt: skip
_DECLARATION = re.compile(r"<\?xml\s[^>]*\?>\s*")
_INSTRUCTION = re.compile(r"<\?|<!(?!--|\[CDATA\[)")
"""A processing instruction, which may name a style sheet, or a document type with its entities."""
_ELSEWHERE = re.compile(r"url\s*\((?!\s*[\"']?#)|[@\\]|image(-set)?\s*\(", re.IGNORECASE)
"""What lets a style load a file, or hides that it does."""


@dataclass(frozen=True, slots=True)
class Logo:
    """An image: the suffix of its file and its content."""

    suffix: str
    content: bytes


def read(path: Path) -> Logo:
    """Return the logo in a file.

    Raises:
        FileError: it cannot be read, or is larger than 200 kB.
        InvalidValueError: it is neither a PNG nor an SVG, or the SVG does more than draw: it has a
            script or an event, or loads something.
    """
    content = bounded.content(path, _MOST_BYTES)
    match path.suffix.lower():
        case ".png" if content.startswith(_PNG):
            return Logo(".png", content)
        case ".svg":
            _screen(content)
            return Logo(".svg", content)
    raise InvalidValueError("the logo is neither a PNG nor an SVG with that ending")


def _screen(content: bytes) -> None:
    try:
        text = content.decode("utf-8-sig")
        found = _INSTRUCTION.search(_DECLARATION.sub("", text, count=1))
        root = None if found else ElementTree.fromstring(text)  # noqa: S314
    except (UnicodeDecodeError, ElementTree.ParseError, ValueError) as error:
        raise InvalidValueError(f"the logo is not SVG in UTF-8: {error}") from error
    if root is None:
        raise InvalidValueError(f"the logo has a DOCTYPE or a processing instruction{_ADVICE}")
    if root.tag != f"{_SVG}svg":
        raise InvalidValueError("the logo is not SVG: its root is not <svg> in the namespace of SVG")
    for reason in _reasons(root):
        raise InvalidValueError(f"the logo has {reason}{_ADVICE}")


def _reasons(root: Element) -> Iterator[str]:
    """Yield what an SVG has that could do more than draw."""
    for element in root.iter():
        name = str(element.tag).removeprefix(_SVG)
        if name not in _DRAWING:
            yield f"the element {quoted(name)}"
        for key, value in element.attrib.items():
            local = key.rpartition("}")[2].lower()
            if local.startswith("on") or (local == "href" and not value.strip().startswith("#")):
                yield f"the attribute {quoted(local)} on <{name}>"
            elif _ELSEWHERE.search(value):
                yield f"the value {quoted(value)} of {quoted(local)}"
        if name == "style" and _ELSEWHERE.search("".join(element.itertext())):
            yield "a style that loads a file"
