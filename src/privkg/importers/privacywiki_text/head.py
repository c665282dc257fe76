"""The head of a page: title, what the site's navigation left behind, infobox and lead."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from privkg import names, rules
from privkg.importers.privacywiki_text.infobox import (
    Field,
    ends_sentence,
    fields_in,
    is_field,
    is_prose,
    opens_infobox,
)
from privkg.importers.privacywiki_text.layout import Zone
from privkg.importers.privacywiki_text.spans import Line, cut
from privkg.model import Document, Finding, Passage, Span

_SITE = re.compile(r"from privacy wiki\W*", re.IGNORECASE)
_NAVIGATION = re.compile(r"(?:jump to:? ?(?:navigation|search)[\s,]*)+", re.IGNORECASE)


@dataclass(slots=True)
class Head:
    """What the head of a page holds, gathered line by line."""

    title: str = ""
    titles: tuple[Passage, ...] = ()
    fields: dict[str, tuple[Passage, ...]] = field(default_factory=dict)
    leads: tuple[Passage, ...] = ()
    is_wiki_copy: bool = False
    has_fields: bool = False
    labels: dict[str, Span] = field(default_factory=dict)
    recognised: list[Span] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def claimed(self) -> list[Span]:
        """The spans of all values."""
        values = [value for passages in self.fields.values() for value in passages]
        return [passage.span for passage in (*self.titles, *values, *self.leads)]


def read(document: Document, parts: list[Zone]) -> Head:
    """Return what the zones named `head` say."""
    head = Head()
    heads = [zone for zone in parts if zone.name == "head"]
    lines = [line for zone in heads for line in zone.lines if not line.is_blank]
    found = _titles(document, head, lines)
    fields, others = fields_in(document.text, [line for line in lines if line not in found])
    head.has_fields = bool(fields)
    _fill(document.text, head, fields)
    _lead(document.text, head, others, fields)
    _name(document, head)
    return head


def _titles(document: Document, head: Head, lines: list[Line]) -> set[Line]:
    """Take title, its repetitions and navigation out of the lines; return what was taken."""
    taken = {line for line in lines if _is_navigation(head, line)}
    rest = [line for line in lines if line not in taken]
    if rest and not opens_infobox(rest):
        title = names.fold(rest[0].text)
        same = [line for line in rest if names.fold(line.text) == title]
        known = {*taken, *same}
        others = [line for line in _beside_navigation(lines) if line not in known]
        first = cut(document.text, rest[0].start, rest[0].end)
        second = [cut(document.text, line.start, line.end) for line in others]
        head.titles = tuple(passage for passage in (first, *second) if passage)
        for passage in head.titles[1:]:
            message = f'a second title, "{passage.text}"; keep one'
            head.findings.append(Finding(rules.TITLE_DIFFERS, message, passage.span))
        taken = {*known, *others}
    head.recognised += [Span(line.start, line.end) for line in taken]
    return taken


def _is_navigation(head: Head, line: Line) -> bool:
    words = names.fold(line.text)
    is_site = bool(_SITE.fullmatch(words))
    head.is_wiki_copy |= is_site
    return is_site or bool(_NAVIGATION.fullmatch(words))


def _beside_navigation(lines: list[Line]) -> Iterator[Line]:
    """Yield the lines where a copy has its titles: above the site's name and below the navigation."""
    for above, below in itertools.pairwise(lines):
        if _SITE.fullmatch(names.fold(below.text)):
            yield above
        elif _NAVIGATION.fullmatch(names.fold(above.text)) and _may_be_title(below):
            yield below


def _may_be_title(line: Line) -> bool:
    return not ends_sentence(line) and not is_field(line)


def _fill(text: str, head: Head, fields: list[Field]) -> None:
    """Take the values of the fields; one that says the same again is no fault."""
    filled: dict[str, list[Passage]] = {}
    said: dict[str, set[str]] = {}
    for one in fields:
        head.recognised.append(one.label_span)
        if one.attribute is None:
            continue
        head.labels.setdefault(one.attribute, one.label_span)
        values = one.values(text)
        filled.setdefault(one.attribute, []).extend(values)
        words = {names.fold(value.text) for value in values}
        if words and words != said.setdefault(one.attribute, words):
            message = f"the field {one.label} stands twice; keep one"
            head.findings.append(Finding(rules.FIELD_TWICE, message, values[0].span))
    head.fields = {attribute: tuple(values) for attribute, values in filled.items()}


def _lead(text: str, head: Head, others: list[Line], fields: list[Field]) -> None:
    """Take as lead the text below the infobox, and prose above it; the rest stays unread.

    What stands between the fields and the first prose is no lead, unless there is no prose at all.
    """
    last = fields[-1].start if fields else -1
    below = [line for line in others if line.start > last]
    prose = itertools.dropwhile(lambda line: not is_prose(line), below)
    lead = [line for line in others if line.start < last and is_prose(line)]
    lead = [*lead, *(prose if fields else below)] or below
    runs: list[list[Line]] = []
    for line in lead:
        goes_on = runs and not text[runs[-1][-1].end : line.start].strip()
        runs[-1].append(line) if goes_on else runs.append([line])
    cuts = [cut(text, run[0].start, run[-1].end) for run in runs]
    head.leads = tuple(passage for passage in cuts if passage)


def _name(document: Document, head: Head) -> None:
    """Settle the title: the page's, else its short title, else the name of the file."""
    if head.titles:
        head.title = head.titles[0].text
        return
    short = head.fields.get("short_titles", ())
    head.title = short[0].text if short else Path(document.name).stem
    origin = "the short title" if short else "the name of the file"
    message = f'the page has no title; "{head.title}" is taken from {origin}'
    head.findings.append(Finding(rules.TITLE_MISSING, message, Span(0, 0)))
