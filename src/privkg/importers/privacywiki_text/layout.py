"""How a page is laid out: its zones, and the words that name fields and sections."""

import re
from dataclasses import dataclass

from privkg import names
from privkg.importers.privacywiki_text.spans import Line, lines_of
from privkg.model import Document, Span

_GAP = r"[\s\u00ad\u200b\u200c\u200d\u2060\ufeff]"
_SECTIONS = {
    "description": "description",
    "breakdown": "breakdown",
    "laws and regulations": "laws",
    "laws & regulations": "laws",
    "laws": "laws",
    "regulations": "laws",
    "sources": "sources",
    "source": "sources",
    "references": "sources",
}
_HEADING_MARKS = re.compile(r"^[=#*\s]+|[=:*\s]+$|\[edit\]\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A part of the page: the head, or a section below its heading."""

    name: str
    heading: Line | None = None
    lines: tuple[Line, ...] = ()

    @property
    def start(self) -> int:
        """Where the first line below the heading begins."""
        return self.lines[0].start if self.lines else self.heading_span.end

    @property
    def end(self) -> int:
        """Where the last line ends."""
        return self.lines[-1].end if self.lines else self.heading_span.end

    @property
    def heading_span(self) -> Span:
        """The heading's own words; empty for the head."""
        return Span(self.heading.start, self.heading.end) if self.heading else Span(0, 0)


def zones(document: Document) -> list[Zone]:
    """Return the head and the sections, in page order."""
    found: list[tuple[str, Line | None, list[Line]]] = [("head", None, [])]
    for line in lines_of(document.text):
        section = _SECTIONS.get(_heading(line))
        if section:
            found.append((section, line, []))
        else:
            found[-1][2].append(line)
    return [Zone(name=name, heading=heading, lines=tuple(lines)) for name, heading, lines in found]


def label_pattern(*labels: str) -> re.Pattern[str]:
    """Return what matches one of some field labels at the start of a line, up to its value.

    Case, white space, the plural and a colon are free; the label ends at white space, a colon or the
    line's end. `lastgroup` names the label by its number: `label_0`, `label_1`, …
    """
    by_length = sorted(enumerate(labels), key=lambda label: -len(label[1]))
    options = "|".join(f"(?P<label_{number}>{_words(label)})" for number, label in by_length)
    return re.compile(
        f"^{_GAP}*(?:[•*-]{_GAP}*)?(?:{options})(?:{_GAP}*:{_GAP}*|{_GAP}+|$)", re.IGNORECASE
    )


def label_number(match: re.Match[str]) -> int:
    """Return which of the labels given to `label_pattern` matched."""
    return int((match.lastgroup or "").removeprefix("label_"))


def _words(label: str) -> str:
    joined = f"{_GAP}+".join(re.escape(word) for word in label.split())
    return f"{joined[:-1]}(?:y|ies)" if joined.endswith("y") else f"{joined}s?"


def _heading(line: Line) -> str:
    if len(line.text) > 60:
        return ""
    bare, before = names.fold(line.text), None
    while bare != before:
        before, bare = bare, _HEADING_MARKS.sub("", bare)
    return bare
