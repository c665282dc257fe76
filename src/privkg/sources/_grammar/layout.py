"""Layout of a page: splits it into zones at the headings of sections and at the footer."""

import re
from dataclasses import dataclass

from privkg.core import names
from privkg.core.model import Passage, Span
from privkg.sources._grammar import contents, page_fields
from privkg.sources._grammar.headings import Headings
from privkg.sources._grammar.spans import Line, lines_of

_SECTIONS = {
    heading.casefold(): name for name, headings in page_fields.SECTIONS.items() for heading in headings
}
_HEADINGS = re.compile(
    "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in sorted(_SECTIONS, key=len, reverse=True)),
    re.IGNORECASE,
)
_NAMED = re.compile("|".join(map(re.escape, _SECTIONS)))
_FOOTER = re.compile(
    r"retrieved from \W?https?://\S+|(?:hidden )?categor(?:y|ies):.*|about privacy wiki"
    r"|this page was last (?:edited|modified) on .+|content is available under .+"
)
_FOOTER_LINK = re.compile(r"privacy policy|disclaimers?|mobile view|powered by mediawiki")
_HEADING_MARKS = re.compile(
    r"^[=#*_\s]+|^'{2,}|^\d+(?:\.\d+)*[.)]?\s+|[=:#*_\s]+$|'{2,}$|\[\s*(?:edit|hide|show)[^\[\]]*\]\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A part of the page: the head, a section below its heading, or the site's contents and footer."""

    name: str
    heading: Line | None = None
    lines: tuple[Line, ...] = ()

    @property
    def start(self) -> int:
        """The offset of the first line below the heading."""
        return self.lines[0].start if self.lines else self.heading_span.end

    @property
    def end(self) -> int:
        """The offset of the end of the last line."""
        return self.lines[-1].end if self.lines else self.heading_span.end

    @property
    def heading_span(self) -> Span:
        """The span of the heading; empty for head and footer."""
        return Span(self.heading.start, self.heading.end) if self.heading else Span(0, 0)

    def heading_words(self, text: str) -> Passage:
        """Return the heading without heading marks such as `==`."""
        span = self.heading_span
        words = _HEADINGS.search(text, span.start, span.end)
        start, end = words.span() if words else (span.start, span.end)
        return Passage(text[start:end], Span(start, end))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """The parts of a shown text that its format states, so that the grammar does not guess them.

    Attributes:
        title: the span of the title; None if the page has none.
        body: the offset below the fields of the infobox.
        headings: the offsets of the lines that are headings; no other line is one.
    """

    title: Span | None
    body: int
    headings: frozenset[int]


def stated_zones(text: str, stated: Stated) -> list[Zone]:
    """Return the head and the sections of a page whose format states where they begin."""
    found: list[tuple[str, Line | None, list[Line]]] = [("head", None, [])]
    for line in lines_of(text):
        section = section_of(line) if line.start in stated.headings else None
        if section:
            found.append((section, line, []))
        else:
            found[-1][2].append(line)
    return [Zone(name=name, heading=heading, lines=tuple(within)) for name, heading, within in found]


def zones(text: str) -> list[Zone]:
    """Return the head, the sections in page order, and the footer if the copy has one."""
    found: list[tuple[str, Line | None, list[Line]]] = [("head", None, [])]
    boxed: list[Line] = []
    lines = lines_of(text)
    sections = [section_of(line) for line in lines]
    box = contents.box(lines, sections)
    headings = Headings(lines, sections)
    for number, line in enumerate(lines):
        is_heading = number not in box and headings.has(number, found[-1][0], found[-1][2])
        section = sections[number] if is_heading else None
        if number in box:
            boxed.append(line)
        elif section:
            found.append((section, line, []))
        else:
            found[-1][2].append(line)
    last = found[-1][2]
    footer = _footer_start(last)
    if footer is not None:
        found.append(("footer", None, last[footer:]))
        del last[footer:]
    if boxed:
        found.append(("contents", None, boxed))
    return [Zone(name=name, heading=heading, lines=tuple(within)) for name, heading, within in found]


def section_of(line: Line) -> str | None:
    """Return the section whose heading a line may be, or None; `headings` decides whether it is."""
    return _SECTIONS.get(_heading(line))


def is_footer(line: Line) -> bool:
    """Return whether a line is one that the wiki writes below each page."""
    words = names.fold(line.text)
    return bool(_FOOTER.fullmatch(words) or _FOOTER_LINK.fullmatch(words))


def _footer_start(lines: list[Line]) -> int | None:
    """Return the number of the first line of the footer, or None.

    Its links ("Privacy policy") may be lines of a text, so they count only directly above a line that
    is certainly of the footer.
    """
    sure = (n for n, line in enumerate(lines) if _FOOTER.fullmatch(names.fold(line.text)))
    start = next(sure, None)
    while start and (lines[start - 1].is_blank or is_footer(lines[start - 1])):
        start -= 1
    return start


def _heading(line: Line) -> str:
    if len(line.text) > 60 or not line.text:
        return ""
    bare, before = names.fold(line.text), None
    if not _NAMED.search(bare):  # most lines; removing marks takes longer
        return ""
    while bare != before:
        before, bare = bare, _HEADING_MARKS.sub("", bare)
    return bare
