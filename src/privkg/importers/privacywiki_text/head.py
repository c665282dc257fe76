"""The head of a page: title, what the site's navigation left behind, infobox and lead."""

import dataclasses
import itertools
import re
from dataclasses import dataclass, field
from pathlib import Path

from privkg import names, rules
from privkg.importers.privacywiki_text.layout import Zone, label_number, label_pattern
from privkg.importers.privacywiki_text.spans import Line, cut, split_list
from privkg.model import Document, Finding, Passage, Span

_LIST, _PLACES, _WHOLE = ",;\n", ";\n", ""
_FIELDS = {
    "Short Title": ("short_titles", _WHOLE),
    "Location": ("locations", _PLACES),
    "Date": ("dates", _WHOLE),
    "Solove Harm": ("harms", _LIST),
    "Information": ("information", _LIST),
    "Threat Actor": ("actors", _LIST),
    "Technology": ("technologies", _LIST),
    "People Affected": ("people_affected", _WHOLE),
    "Outcome": ("outcomes", _WHOLE),
    "Individual": (None, _WHOLE),
    "Affected": ("affected", _LIST),
    "High Risk Group": ("high_risk", _LIST),
    "High-Risk Group": ("high_risk", _LIST),
    "Tangible Harm": ("tangible_harms", _LIST),
}
_LABELS = tuple(_FIELDS)
_LABEL = label_pattern(*_LABELS)
_SITE = re.compile(r"from privacy wiki\W*", re.IGNORECASE)
_NAVIGATION = re.compile(r"(?:jump to:? ?(?:navigation|search)[\s,]*)+", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*$")
_BULLET = re.compile(r"\s*[•·*–—-]\s")
_PROSE_LENGTH = 60


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


@dataclass(slots=True)
class _Field:
    label: str
    label_start: int
    start: int
    end: int

    def has_value(self, text: str) -> bool:
        return cut(text, self.start, self.end) is not None

    def goes_on(self, text: str, line: Line) -> bool:
        """Whether a line right below belongs to this field: an item, or a value that starts late."""
        if _FIELDS[self.label][0] is None:
            return False
        if _BULLET.match(line.text) or text[self.start : self.end].rstrip()[-1:] in {",", ";"}:
            return True
        return not self.has_value(text) and not _SENTENCE_END.search(line.text.rstrip())


def read(document: Document, parts: list[Zone]) -> Head:
    """Return what the zones named `head` say."""
    head = Head()
    heads = [zone for zone in parts if zone.name == "head"]
    lines = [line for zone in heads for line in zone.lines if not line.is_blank]
    found = _titles(document, head, lines)
    fields, others = _sort(document.text, [line for line in lines if line not in found])
    head.has_fields = bool(fields)
    _fill(document.text, head, fields)
    _lead(document.text, head, others, fields)
    _name(document, head)
    return head


def with_late_infobox(parts: list[Zone]) -> list[Zone]:
    """Return the zones with an infobox that stands below a section as a head zone of its own.

    Only a page without a field in its head is searched, and only two fields in a row are taken for
    an infobox, so that prose that begins with the word of a field stays prose.
    """
    if any(_LABEL.match(line.text) for line in parts[0].lines[1:]):
        return parts
    found = []
    for zone in parts:
        at = _infobox_start(zone) if zone.name in ("description", "laws", "sources") else None
        if at is None:
            found.append(zone)
        else:
            found.append(dataclasses.replace(zone, lines=zone.lines[:at]))
            found.append(Zone(name="head", lines=zone.lines[at:]))
    return found


def _infobox_start(zone: Zone) -> int | None:
    shown = [number for number, line in enumerate(zone.lines) if not line.is_blank]
    for above, below in itertools.pairwise(shown):
        matches = _LABEL.match(zone.lines[above].text), _LABEL.match(zone.lines[below].text)
        if matches[0] and matches[1] and label_number(matches[0]) != label_number(matches[1]):
            return above
    return None


def _titles(document: Document, head: Head, lines: list[Line]) -> set[Line]:
    """Take title, its repetitions and navigation out of the lines; return what was taken."""
    taken = {line for line in lines if _is_navigation(head, line)}
    rest = [line for line in lines if line not in taken]
    if rest and not _opens_infobox(rest):
        title = names.fold(rest[0].text)
        same = [line for line in rest if names.fold(line.text) == title]
        others = [line for line in rest if line not in same and _stands_before_site(line, lines)]
        first = cut(document.text, rest[0].start, rest[0].end)
        second = [cut(document.text, line.start, line.end) for line in others]
        head.titles = tuple(passage for passage in (first, *second) if passage)
        for passage in head.titles[1:]:
            message = f'a second title, "{passage.text}"; keep one'
            head.findings.append(Finding(rules.TITLE_DIFFERS, message, passage.span))
        taken |= {*same, *others}
    head.recognised += [Span(line.start, line.end) for line in taken]
    return taken


def _is_navigation(head: Head, line: Line) -> bool:
    words = names.fold(line.text)
    is_site = bool(_SITE.fullmatch(words))
    head.is_wiki_copy |= is_site
    return is_site or bool(_NAVIGATION.fullmatch(words))


def _stands_before_site(line: Line, lines: list[Line]) -> bool:
    after = [other for other in lines if other.start > line.start][:1]
    return bool(after and _SITE.fullmatch(names.fold(after[0].text)))


def _opens_infobox(lines: list[Line]) -> bool:
    """Whether the first line is a field, not a title that begins with the word of one."""
    match = _LABEL.match(lines[0].text)
    if not match:
        return False
    label = label_number(match)
    later = [_LABEL.match(line.text) for line in lines[1:]]
    is_repeated = any(names.fold(line.text) == names.fold(lines[0].text) for line in lines[1:])
    return not is_repeated and all(not other or label_number(other) != label for other in later)


def _sort(text: str, lines: list[Line]) -> tuple[list[_Field], list[Line]]:
    """Return the fields and the other lines; after prose has begun below a field, all is prose."""
    fields: list[_Field] = []
    others: list[Line] = []
    in_prose = False
    for line in lines:
        match = _LABEL.match(line.text)
        label = _LABELS[label_number(match)] if match else ""
        if match and (not in_prose or label == "Individual"):
            start = line.start + match.end()
            fields.append(_Field(label, line.start, start, line.end))
            in_prose = False
        elif fields and not in_prose and _is_next(text, fields[-1], line):
            fields[-1].end = line.end
        else:
            others.append(line)
            in_prose = bool(fields) and _is_prose(line)
    return fields, others


def _is_next(text: str, above: _Field, line: Line) -> bool:
    between = text[above.end : line.start]
    is_adjacent = len(re.findall(r"\r\n|[\n\r\x85\u2028\u2029]", between)) == 1
    return is_adjacent and above.goes_on(text, line)


def _is_prose(line: Line) -> bool:
    words = line.text.strip()
    return len(words) >= _PROSE_LENGTH or bool(_SENTENCE_END.search(words))


def _fill(text: str, head: Head, fields: list[_Field]) -> None:
    for one in fields:
        attribute, separators = _FIELDS[one.label]
        label = Span(one.label_start, one.start)
        head.recognised.append(label)
        if attribute is None:
            continue
        head.labels.setdefault(attribute, label)
        values = _values(text, one, separators)
        known = head.fields.get(attribute)
        if known and values:
            message = f"the field {one.label} stands twice; keep one"
            head.findings.append(Finding(rules.FIELD_TWICE, message, values[0].span))
        head.fields[attribute] = (*(known or ()), *values)


def _values(text: str, one: _Field, separators: str) -> list[Passage]:
    if separators:
        return split_list(text, one.start, one.end, separators)
    whole = cut(text, one.start, one.end)
    return [whole] if whole else []


def _lead(text: str, head: Head, others: list[Line], fields: list[_Field]) -> None:
    """Take as lead what stands below the infobox, and prose above it; the rest stays unread."""
    last = fields[-1].start if fields else -1
    lead = [line for line in others if line.start > last or _is_prose(line)]
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
