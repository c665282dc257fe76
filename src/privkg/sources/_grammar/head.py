"""Parser of the head of a page: title, navigation links of the site, infobox and lead."""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from privkg.core import names, rules
from privkg.core.documents import LINE_END
from privkg.core.model import EmptyField, Finding, Passage, Span
from privkg.sources._grammar import markup
from privkg.sources._grammar.infobox import (
    Field,
    ends_sentence,
    fields_in,
    is_field,
    is_prose,
    is_unknown_field,
    is_unread,
    opens_infobox,
    opens_prose,
    stated_fields,
)
from privkg.sources._grammar.layout import Stated, Zone
from privkg.sources._grammar.spans import Line, goes_on

_SITE = re.compile(r"from privacy wiki\W*", re.IGNORECASE)
_HEADING = re.compile(
    r"\s*(?:={1,6}(?=[^=])\s*(?P<wiki>\S.*?)\s*={1,6}(?=\s*(?:\[|$))|#{1,6}\s+(?P<marked>\S.*))"
)
_NAVIGATION = re.compile(r"(?:jump to:? ?(?:navigation|search)[\s,]*)+", re.IGNORECASE)


@dataclass(slots=True)
class Head:
    """The content of a page's head, collected line by line."""

    title: str = ""
    titles: tuple[Passage, ...] = ()
    fields: dict[str, tuple[Passage, ...]] = field(default_factory=dict)
    leads: tuple[Passage, ...] = ()
    is_wiki_copy: bool = False
    has_fields: bool = False
    left_empty: tuple[EmptyField, ...] = ()
    labels: dict[str, Span] = field(default_factory=dict)
    recognised: list[Span] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def passages(self) -> list[Passage]:
        """All values."""
        values = [value for passages in self.fields.values() for value in passages]
        return [*self.titles, *values, *self.leads]

    @property
    def claimed(self) -> list[Span]:
        """The spans of all values."""
        return [passage.span for passage in self.passages]


def read(text: str, parts: list[Zone], file_name: str, title: str, has_title_line: bool) -> Head:
    """Return the content of the zones named `head`.

    Args:
        text: the page as shown.
        parts: its zones.
        file_name: the title if the page has none, without suffix.
        title: the title if it is stated outside of the text; no line is then taken for it.
        has_title_line: whether a line may be the title otherwise.
    """
    head = Head(title=title)
    heads = [zone for zone in parts if zone.name == "head"]
    lines = [line for zone in heads for line in zone.lines if not line.is_blank]
    found = _titles(text, head, lines, has_title=has_title_line and not title)
    fields, others = fields_in(text, [line for line in lines if line not in found])
    head.has_fields = bool(fields)
    _fill(text, head, fields)
    _lead(text, head, others, fields)
    if not title:
        _name(file_name, head)
    return head


def read_stated(
    text: str, lines: tuple[Line, ...], file_name: str, title_outside: str, stated: Stated
) -> Head:
    """Return the content of a head whose format states where its title, fields and lead are."""
    head = Head(title=title_outside)
    shown = [line for line in lines if not line.is_blank]
    if stated.title:
        title = markup.value(text, stated.title.start, stated.title.end)
        head.titles = (title,) if title else ()
        head.recognised.append(stated.title)
        shown = [line for line in shown if line.start > stated.title.start]
    fields = stated_fields([line for line in shown if line.start < stated.body])
    head.has_fields = bool(fields)
    _fill(text, head, fields)
    lead = [line for line in shown if line.start >= stated.body]
    whole = markup.value(text, lead[0].start, lead[-1].end) if lead else None
    head.leads = (whole,) if whole else ()
    if head.titles or not title_outside:
        _name(file_name, head, "write it in the field title")
    return head


def _titles(text: str, head: Head, lines: list[Line], *, has_title: bool) -> set[Line]:
    """Find title, its repetitions and navigation; return their lines."""
    navigation = {line for line in lines if _is_navigation(head, line)}
    words = {line: _title(text, line) for line in lines if line not in navigation}
    rest = {line: title for line, title in words.items() if title}
    taken = {line for line in lines if line not in rest}
    if has_title and rest and not opens_infobox(list(rest)):
        first, wrapped = _whole_title(text, rest)
        title = names.fold(first.text)
        same = [line for line, passage in rest.items() if names.fold(passage.text) == title]
        known = {*taken, *wrapped, *same}
        near: Iterable[Line] = _near_navigation(lines) if navigation else ()
        others = [line for line in near if line not in known]
        second = [_title(text, line) for line in others]
        head.titles = (first, *(passage for passage in second if passage))
        for passage in head.titles[1:]:
            message = f'the page has a second title, "{passage.text}"; keep one'
            head.findings.append(Finding(rules.TITLE_DIFFERS, message, passage.span))
        taken = {*known, *others}
    head.recognised += [Span(line.start, line.end) for line in taken]
    return taken


def _title(text: str, line: Line) -> Passage | None:
    """Return a line as a title, without heading marks; None if it consists of markup only."""
    heading = _HEADING.match(line.text)
    start, end = heading.span(heading.lastgroup or 0) if heading else (0, len(line.text))
    return markup.value(text, line.start + start, line.start + end)


def _whole_title(text: str, shown: dict[Line, Passage]) -> tuple[Passage, list[Line]]:
    """Return the title and its lines; it may be wrapped if its second line begins in lower case."""
    lines = list(shown)
    first = shown[lines[0]]
    below = lines[1] if len(lines) > 1 else None
    is_adjacent = below and LINE_END.fullmatch(text, lines[0].end, below.start)
    if not below or not is_adjacent or not _may_be_title(below) or not goes_on("", below.text):
        return first, lines[:1]
    both = markup.value(text, first.span.start, below.end)
    return (both, lines[:2]) if both else (first, lines[:1])


def _is_navigation(head: Head, line: Line) -> bool:
    words = names.fold(line.text)
    is_site = bool(_SITE.fullmatch(words))
    head.is_wiki_copy |= is_site
    return is_site or bool(_NAVIGATION.fullmatch(words))


def _near_navigation(lines: list[Line]) -> Iterator[Line]:
    """Yield the lines that are titles in a copied page: above the site's name, below the navigation."""
    for above, below in itertools.pairwise(lines):
        if _SITE.fullmatch(names.fold(below.text)):
            yield above
        elif _NAVIGATION.fullmatch(names.fold(above.text)) and _may_be_title(below):
            yield below


def _may_be_title(line: Line) -> bool:
    return not ends_sentence(line) and not is_field(line)


def _fill(text: str, head: Head, fields: list[Field]) -> None:
    """Add the values of the fields; a field that is repeated with other values is a finding."""
    filled: dict[str, list[Passage]] = {}
    first: dict[str, tuple[Passage, ...]] = {}
    for one in fields:
        head.recognised.append(one.label_span)
        if not one.attribute:
            continue
        head.labels.setdefault(one.attribute, one.label_span)
        listed = one.values(text)
        values = listed.items
        head.findings += listed.findings
        filled.setdefault(one.attribute, []).extend(values)
        if values and not _are_same(values, first.setdefault(one.attribute, values)):
            message = f"the field {one.label} occurs twice; keep one"
            head.findings.append(Finding(rules.FIELD_TWICE, message, values[0].span))
    head.fields = {attribute: tuple(values) for attribute, values in filled.items()}
    names_of = {one.attribute: one.name for one in reversed(fields)}
    empty = (attribute for attribute, values in head.fields.items() if not values)
    head.left_empty = tuple(EmptyField(attribute, names_of[attribute]) for attribute in empty)


def _are_same(values: tuple[Passage, ...], others: tuple[Passage, ...]) -> bool:
    """Return whether two fields have the same values, in any order and case."""
    return values is others or _folded(values) == _folded(others)


def _folded(values: tuple[Passage, ...]) -> set[str]:
    return {names.fold(value.text) for value in values}


def _lead(text: str, head: Head, others: list[Line], fields: list[Field]) -> None:
    """Add the lead: the text below the infobox, and prose above it.

    Lines between the fields and the first prose are not part of it, unless there is no prose at all.
    """
    last = fields[-1].start if fields else -1
    read = [line for line in others if not is_unread(line)]
    pairs = itertools.pairwise((*read, Line("", len(text))))
    prose = {line for line, below in pairs if is_prose(line) or opens_prose(text, line, below)}
    below = [line for line in read if line.start > last]
    shown = itertools.dropwhile(lambda line: line not in prose, below)
    lead = [line for line in read if line.start < last and line in prose]
    lead = [*lead, *(shown if fields else below)] or below
    if not prose:
        lead = [line for line in lead if not is_unknown_field(line)]
    runs: list[list[Line]] = []
    for line in lead:
        if runs and not text[runs[-1][-1].end : line.start].strip():
            runs[-1].append(line)
        else:
            runs.append([line])
    cuts = [markup.value(text, run[0].start, run[-1].end) for run in runs]
    head.leads = tuple(passage for passage in cuts if passage)


def _name(file_name: str, head: Head, advice: str = "write it in line 1") -> None:
    """Set the title: the page's own, else its short title, else the name of the file."""
    if head.titles:
        head.title = head.titles[0].text
        return
    short = head.fields.get("short_titles", ())
    head.title = short[0].text if short else file_name
    origin = "the short title" if short else "the name of the file"
    message = f'the page has no title, so "{head.title}" is taken from {origin}; {advice}'
    head.findings.append(Finding(rules.TITLE_MISSING, message, Span(0, 0)))
