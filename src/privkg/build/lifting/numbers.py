"""Resolves the numbers with which a page refers to its rows, sources and decisions, from 1."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from privkg.build.lifting.recorder import Recorder
from privkg.core import names, rules
from privkg.core.model import Incident, Passage, Rule, Source
from privkg.core.text import counted
from privkg.rdf import urls
from privkg.rdf.iris import Base
from privkg.rdf.terms import Term, term

_NUMBER = re.compile("[0-9]{1,6}")
_JOINT = re.compile(r"\s+and\s+|\s*&\s*")
_ROW_OF_OTHER_PAGE = re.compile(r"([^\s/]+)/v([0-9]{1,6})")
_DIGITS_OF_SLUG = re.compile("-[0-9a-f]{8,64}$")
_SOURCE, _FOLLOWS = term("dcterms:source"), term("pk:followsFrom")


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedNodes:
    """The nodes that the numbers on a page refer to: rows, sources, decisions, in page order."""

    base: Base
    slug: str
    rows: tuple[Term, ...]
    sources: tuple[Term, ...]
    decisions: tuple[Term, ...]

    def state_sources(self, recorder: Recorder, passages: Iterable[Passage]) -> tuple[Term, ...]:
        """State the sources that a row or decision refers to, and return them without duplicates."""
        found: dict[Term, None] = {}
        for passage, number in _numbers(passages):
            node = _numbered(self.sources, number)
            if node:
                found[node] = None
                recorder.state(_SOURCE, node, passage)
            else:
                _absent(recorder, rules.SOURCE_ABSENT, "source", self.sources, passage, _SOURCE)
        return tuple(found)

    def state_rows(self, recorder: Recorder, predicate: Term, passages: Iterable[Passage]) -> None:
        """State the rows of the page that passages refer to."""
        for passage, number in _numbers(passages):
            self._state_row(recorder, predicate, passage, number)

    def state_earlier(
        self, recorder: Recorder, predicate: Term, passages: Iterable[Passage], index: int
    ) -> None:
        """State the decisions that decision `index` refers to, which must be earlier on the page."""
        for passage, number in _numbers(passages):
            node = _numbered(self.decisions[: index - 1], number)
            if node:
                recorder.state(predicate, node, passage)
                continue
            message = (
                f'no decision "{passage.text}" before this one, which is decision {index};'
                " write the number of an earlier block of Decisions"
            )
            recorder.reject(rules.DECISION_NOT_EARLIER, message, passage, predicate)

    def state_causes(self, recorder: Recorder, passages: Iterable[Passage]) -> None:
        """State the rows that a row follows from, on this page or another ("letters-opened/v2").

        `build.chains` checks rows of other pages once all are read.
        """
        for passage in passages:
            elsewhere = _ROW_OF_OTHER_PAGE.fullmatch(passage.text.strip())
            if not elsewhere:
                for piece, number in _numbers((passage,)):
                    self._state_cause(recorder, piece, number)
            elif elsewhere[1] == self.slug:
                self._state_cause(recorder, passage, int(elsewhere[2]))
            elif _is_slug(elsewhere[1]) and int(elsewhere[2]):
                row = self.base.row(elsewhere[1], int(elsewhere[2]))
                recorder.state(_FOLLOWS, row, passage)
            else:
                message = (
                    f'"{passage.text}" is not a row of another page;'
                    " write the end of its IRI, such as letters-opened/v2"
                )
                recorder.reject(rules.ROW_ELSEWHERE_ABSENT, message, passage, _FOLLOWS)

    def _state_cause(self, recorder: Recorder, passage: Passage, number: int | None) -> None:
        if number and _numbered(self.rows, number) == recorder.subject:
            message = f"row {number} cannot follow from itself; write the row before it"
            recorder.reject(rules.FOLLOWS_ITSELF, message, passage, _FOLLOWS)
        else:
            self._state_row(recorder, _FOLLOWS, passage, number)

    def _state_row(
        self, recorder: Recorder, predicate: Term, passage: Passage, number: int | None
    ) -> None:
        node = _numbered(self.rows, number)
        if node:
            recorder.state(predicate, node, passage)
        else:
            _absent(recorder, rules.ROW_ABSENT, "row", self.rows, passage, predicate)


def numbered_nodes(incident: Incident, slug: str, base: Base) -> NumberedNodes:
    """Return the nodes that the numbers on the page of an incident refer to."""
    return NumberedNodes(
        base=base,
        slug=slug,
        rows=tuple(base.row(slug, index + 1) for index in range(len(incident.rows))),
        sources=tuple(source_node(base, source) for source in incident.sources),
        decisions=tuple(base.decision(slug, index + 1) for index in range(len(incident.decisions))),
    )


def source_node(base: Base, source: Source) -> Term:
    """Return the IRI of a source, by its URL or, if it has none, by its text."""
    return base.source(urls.normalise(source.url) if source.url else source.passage.text)


def _numbers(passages: Iterable[Passage]) -> Iterator[tuple[Passage, int | None]]:
    """Yield the parts of passages such as "2 and 3" with their numbers; None if a part has none."""
    for passage in passages:
        for piece in _pieces(passage):
            is_number = _NUMBER.fullmatch(piece.text.strip())
            yield piece, int(piece.text) if is_number else None


def _pieces(passage: Passage) -> Iterator[Passage]:
    start = 0
    for joint in _JOINT.finditer(passage.text):
        yield passage.part(start, joint.start())
        start = joint.end()
    yield passage.part(start, len(passage.text)) if start else passage


def _is_slug(text: str) -> bool:
    """Return whether a text may be a slug, with or without the hex digits of a title collision."""
    return any(names.slug(each) == each for each in (text, _DIGITS_OF_SLUG.sub("", text)))


def _numbered(nodes: Sequence[Term], number: int | None) -> Term | None:
    return nodes[number - 1] if number and number <= len(nodes) else None


def _absent(
    recorder: Recorder, rule: Rule, what: str, nodes: Sequence[Term], passage: Passage, predicate: Term
) -> None:
    message = f'no {what} "{passage.text}"; the page has {counted(len(nodes), what)}, numbered from 1'
    recorder.reject(rule, message, passage, predicate)
