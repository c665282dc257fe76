"""Converts pages to another page format, without loss: what cannot be written is rejected.

A written page is read back, and its content compared with that of the page it was made of.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from privkg import sources
from privkg.build import find, read
from privkg.build.collect import Duplicate
from privkg.build.find import File
from privkg.build.pages import Counts, FileRemark, LeftOut, Rejected
from privkg.core import content, documents, findings, rules
from privkg.core.errors import InputError, PageError
from privkg.core.findings import PlacedFinding
from privkg.core.model import Finding, Incident
from privkg.core.objects import Input
from privkg.core.text import counted
from privkg.sources import Text, WritableSource

_UNREAD = (
    rules.NOT_UNDERSTOOD,
    rules.ROW_FIELD_UNKNOWN,
    rules.ROW_FIELD_TWICE,
    rules.DECISION_FIELD_UNKNOWN,
    rules.DECISION_FIELD_TWICE,
)
"""The rules about words of a page that are in no value, and would not be written."""
_OF_REGISTER = (
    "no page can state the licence of a register, its codes, and the rules that infer its rows;"
    " `privkg build` reads the register itself"
)
_NAME = "page"
"""The name under which a written page is read back; a page must not depend on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """A page in another format: its name, the title of its incident, its former and its new text."""

    name: str
    title: str
    sha256: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotConverted:
    """A page of which something would be lost: its name, the reason, and the places.

    `count` is the number of records that the name is an example of; 1 for a page.
    """

    name: str
    why: str
    places: tuple[PlacedFinding, ...] = ()
    count: int = 1

    def lines(self) -> Iterator[str]:
        """Yield a line for each place, then one for the page."""
        yield from map(str, self.places)
        yield f"{self.name}: not converted, since {self.why}"


Outcome = Converted | NotConverted | Duplicate | Rejected | LeftOut | FileRemark
"""The outcome of a page, or of a file that has no page, or a remark about a file."""


def convert(paths: Iterable[Input], target: WritableSource, mapping: str = "") -> Iterator[Outcome]:
    """Yield the outcome of each page at `paths`, in the order of files and pages.

    A page with the same text or the same content as one before is a duplicate. The records of a
    register are not converted, and have one outcome for each file. `mapping` is the name or the file of
    the mapping by which tables are read.

    Raises:
        NoInputError: there is no page at `paths`.
    """
    found = find.find(paths, mapping=mapping)
    yield from found.left_out
    known = _Known()
    for file in found.files:
        records = _Records()
        yield from read.each_text(file, partial(_of_text, file, target, known, records))
        yield from records.outcomes()


def written(incident: Incident, source: str, target: WritableSource) -> Converted | NotConverted:
    """Return an incident as a page of another format, or why something of it would be lost.

    A page that is in this format already, and has words that are not understood, is returned unchanged.

    Args:
        incident: the incident.
        source: the name of the format that it was read from.
        target: the format to write.
    """
    page, text = incident.page, target.write(incident)
    lost = _lost(incident, text, target, is_same_text=False)
    is_of_target = sources.formats().get(source) is target
    if lost and is_of_target and not _lost(incident, page.text, target, is_same_text=True):
        lost, text = None, page.text
    return lost or Converted(name=page.name, title=incident.title, sha256=page.sha256, text=text)


@dataclass(slots=True)
class _Known:
    """The pages so far: their names by the hash of their text and of their content."""

    names: dict[str, str] = field(default_factory=dict)

    def same_as(self, incident: Incident) -> str | None:
        """Return the name of an equal page before this one, or None; add this one."""
        sha256 = incident.page.sha256
        shown = repr(content.content(incident)).encode(errors="surrogatepass")
        keys = (sha256, f"content {hashlib.sha256(shown).hexdigest()}")
        same = next((self.names[key] for key in keys if key in self.names), None)
        for key in keys:
            self.names.setdefault(key, same or incident.page.name)
        return same


@dataclass(slots=True)
class _Records:
    """The records of a register in a file: the name of the first, and how many there are."""

    first: str = ""
    count: int = 0

    def add(self, incident: Incident) -> None:
        """Count a record."""
        self.first = self.first or incident.page.name
        self.count += 1

    def outcomes(self) -> Iterator[NotConverted]:
        """Yield the one outcome of all records; nothing if there are none."""
        if self.count:
            name = self.first if self.count == 1 else f"{self.count} records such as {self.first}"
            yield NotConverted(name=name, why=_OF_REGISTER, count=self.count)


def _of_text(
    file: File, target: WritableSource, known: _Known, records: _Records, text: Text
) -> Iterator[Outcome]:
    incidents, other = read.parsed(file, text)
    for incident in incidents:
        if incident.record:
            records.add(incident)
        elif same := known.same_as(incident):
            yield Duplicate(incident.page.name, same, "duplicate of")
        else:
            yield written(incident, text.source, target)
    if other:
        yield other


def _lost(
    incident: Incident, text: str, target: WritableSource, *, is_same_text: bool
) -> NotConverted | None:
    """Return what a page that was written as `text` lacks; None if it has all of the incident."""
    name = incident.page.name
    try:
        found = _read_back(text, target)
    except InputError as error:
        why = f"it would not be a {target.TITLE}: {error.message}"
        return NotConverted(name=name, why=why)
    places = () if is_same_text else _unread(incident, found)
    if places:
        what = "a place is" if len(places) == 1 else f"{len(places)} places are"
        return NotConverted(name=name, why=f"{what} not understood; correct the page", places=places)
    names = [each.replace("_", " ") for each in content.differences(incident, found)]
    if not names:
        return None
    why = f"its {names[0]} would change in a {target.TITLE}; write it in plainer words"
    return NotConverted(name=name, why=why)


def _read_back(text: str, target: WritableSource) -> Incident:
    """Return the incident of a written page.

    Raises:
        PageError: the text is not one page.
    """
    try:
        document = documents.decode(text.encode(), f"{_NAME}{target.SUFFIXES[0]}")
    except UnicodeEncodeError as error:  # JSON can have lone surrogates
        raise PageError("the text has a character that UTF-8 does not have") from error
    found = list(target.read(document))
    if len(found) != 1:
        raise PageError(f"it would have {counted(len(found), 'page')}")
    return found[0]


def _unread(incident: Incident, found: Incident) -> tuple[PlacedFinding, ...]:
    """Return the findings about words of a page that are in no value, and not in the written page."""
    kept = " ".join(found.text.split())
    page = incident.page
    shown = (
        read.in_page(incident, finding)
        for finding in incident.findings
        if finding.rule in _UNREAD
        or finding.span in incident.not_understood
        or (finding.rule == rules.MARKUP_UNREAD and not _has(kept, incident.text, finding))
    )
    others = (one for one in incident.markup_findings if not _has(kept, page.text, one))
    return findings.ordered(findings.placed(page, finding) for finding in (*shown, *others))


def _has(words: str, text: str, finding: Finding) -> bool:
    """Return whether words include what a text has at all places of a finding."""
    spans = (finding.span, *finding.related)
    return all(" ".join(text[one.start : one.end].split()) in words for one in spans)


def count(outcome: Outcome, counts: Counts) -> None:
    """Add an outcome to the counts."""
    match outcome:
        case Converted():
            counts.accepted += 1
        case Duplicate():
            counts.duplicate += 1
        case LeftOut():
            counts.left_out += outcome.count
        case NotConverted():
            counts.rejected += outcome.count
        case Rejected():
            counts.rejected += 1


def is_rejected(outcome: Outcome) -> bool:
    """Return whether a page, or a file, is not converted because of what is in it."""
    return isinstance(outcome, NotConverted | Rejected)


def lines(outcome: Outcome) -> Iterator[str]:
    """Yield the lines to print for the outcome of a page that is not converted."""
    match outcome:
        case NotConverted():
            yield from outcome.lines()
        case Rejected():
            yield str(outcome.finding)
        case Duplicate() | LeftOut() | FileRemark():
            yield str(outcome)
