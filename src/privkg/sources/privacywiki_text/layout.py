"""How a page is laid out: its zones, and the words that name fields and sections."""

import difflib
import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from privkg.core import names
from privkg.core.model import Document, Span
from privkg.sources.privacywiki_text import contents, page_fields
from privkg.sources.privacywiki_text.spans import Line, lines_of

_INVISIBLE = r"\u00ad\u200b\u200c\u200d\u2060\ufeff"
_GAP = rf"[\s{_INVISIBLE}]"
_JOINT = rf"[\s{_INVISIBLE}‐‑–-]+"
_LABEL_LENGTH, _SHORTEST, _MOST_WORDS, _NEARNESS = 60, 4, 5, 0.85
_SECTIONS = {
    heading.casefold(): name for name, headings in page_fields.SECTIONS.items() for heading in headings
}
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
        """Where the first line below the heading begins."""
        return self.lines[0].start if self.lines else self.heading_span.end

    @property
    def end(self) -> int:
        """Where the last line ends."""
        return self.lines[-1].end if self.lines else self.heading_span.end

    @property
    def heading_span(self) -> Span:
        """The heading's own words; empty for head and footer."""
        return Span(self.heading.start, self.heading.end) if self.heading else Span(0, 0)


def zones(document: Document) -> list[Zone]:
    """Return the head, the sections in page order, and the footer if the copy has one."""
    found: list[tuple[str, Line | None, list[Line]]] = [("head", None, [])]
    boxed: list[Line] = []
    lines = lines_of(document.text)
    sections = [section_of(line) for line in lines]
    box = contents.box(lines, sections)
    for number, line in enumerate(lines):
        section = None if number in box else sections[number]
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
    """Return which section a line is the heading of, or None."""
    return _SECTIONS.get(_heading(line))


def is_footer(line: Line) -> bool:
    """Whether a line is what the site writes below every page."""
    words = names.fold(line.text)
    return bool(_FOOTER.fullmatch(words) or _FOOTER_LINK.fullmatch(words))


def label_pattern(*labels: str) -> re.Pattern[str]:
    """Return what matches one of some field labels at the start of a line, up to its value.

    Case, white space, hyphens, the plural, emphasis and a colon are free; the label ends at white
    space, a colon or the line's end. `lastgroup` names the label by its number: `label_0`, `label_1`, …
    """
    by_length = sorted(enumerate(labels), key=lambda label: -len(label[1]))
    options = "|".join(f"(?P<label_{number}>{_words(label)})" for number, label in by_length)
    colon = f"{_GAP}*[:：=]{_GAP}*"
    plain = f"(?:{colon}|{_GAP}+|$)"
    emphasised = f"(?:{_GAP}*[:：])?{_GAP}*(?P=mark)(?:{colon}|{_GAP}*)"
    return re.compile(
        f"^{_GAP}*(?:[•*#;-]{_GAP}+|[•*;-](?!\\*)|\\d{{1,2}}[.)]{_GAP}*)?"
        f"(?P<mark>'{{2,5}}|\\*{{1,3}}|__)?{_GAP}*(?:{options})"
        f"(?(mark){emphasised}|{plain})",
        re.IGNORECASE,
    )


def label_number(match: re.Match[str]) -> int:
    """Return which of the labels given to `label_pattern` matched."""
    return int((match.lastgroup or "").removeprefix("label_"))


def near_label(words: str, labels: Iterable[str]) -> str | None:
    """Return the label that the opening of a line most likely misspells, or None.

    Without a colon the opening is as many words as the label has; "Dated" alone is near to nothing.
    """
    head, colon, _ = words[:_LABEL_LENGTH].partition(":")
    bare = names.fold(head.strip(" \t*'#;•-"))
    if len(bare) < _SHORTEST or (colon and len(bare.split()) > _MOST_WORDS):
        return None
    for label in labels:
        opening = bare if colon else " ".join(bare.split()[: len(label.split())])
        if len(opening) >= _SHORTEST and _is_near(opening, label.casefold()):
            return label
    return None


@functools.lru_cache(4096)
def _is_near(words: str, label: str) -> bool:
    return bool(difflib.get_close_matches(words, (label, f"{label}s"), n=1, cutoff=_NEARNESS))


def _words(label: str) -> str:
    """Return a label as a pattern; what cannot be seen may stand between any two of its letters."""
    parts = [f"[{_INVISIBLE}]*".join(word) for word in re.split("[ -]", label)]
    joined = _JOINT.join(parts)
    if joined.endswith("y"):
        return f"{joined[:-1]}(?:ies|y(?:{_GAP}?\\((?:ies|s)\\))?)"
    return f"{joined}(?:s|{_GAP}?\\(s\\)|['’]s)?"


def _footer_start(lines: list[Line]) -> int | None:
    """Return where the footer begins: at its first sure line, or at the links right above that."""
    sure = (n for n, line in enumerate(lines) if _FOOTER.fullmatch(names.fold(line.text)))
    start = next(sure, None)
    while start and (lines[start - 1].is_blank or is_footer(lines[start - 1])):
        start -= 1
    return start


def _heading(line: Line) -> str:
    if len(line.text) > 60 or not line.text:
        return ""
    bare, before = names.fold(line.text), None
    while bare != before:
        before, bare = bare, _HEADING_MARKS.sub("", bare)
    return bare
