"""Page models of statements, with the passages that they rest on, of rows and of decisions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import lru_cache
from itertools import groupby

from privkg.core.lettering import flat
from privkg.core.text import printable
from privkg.publish.site import marks, paths
from privkg.publish.site.naming import Namer
from privkg.publish.site.pages import NAMED_BY, Link, Named, Part, Passage, Statement, Value
from privkg.query.evidence import Evidence, Fact, Reader
from privkg.rdf import iris
from privkg.rdf.terms import PREF_LABEL, A, Term, iri_text, shorten, term
from privkg.reference import properties
from privkg.reference.columns import FIRST

_ACT, _HARM, _STATUS = term("pk:act"), term("pk:harm"), term("pk:claimStatus")
_NAMED_BY = tuple(map(term, NAMED_BY))
_IN_SHORT = {
    _ACT, _HARM, _STATUS,
    *map(term, ("pk:actor", "pk:atRisk", "pk:attributedTo", "pk:dateEdtf", "dcterms:date")),
}  # fmt: skip
"""The facts of a row in short: who did what to whom, when, and whose claim it is."""
OF_PART = {
    PREF_LABEL, A, _ACT,
    *map(term, ("dcterms:title", "dcterms:abstract", "dcterms:description", "pk:hasViolation")),
    *map(term, ("pk:violationOf", "pk:rowIndex", "pk:hasDecision", "pk:decisionOf")),
}  # fmt: skip
"""Predicates of a row or a decision that are not shown as statements."""
_CHANGES = {
    term("pk:appealOf"): "appealed in",
    term("pk:reverses"): "reversed by",
    term("pk:amends"): "amended by",
}
"""What a later decision did to an earlier one, read from the earlier one."""
_OF_SAME_INCIDENT = {"pk:followsFrom", "pk:decidesOn", "pk:appealOf", "pk:reverses", "pk:amends"}
_MOST_QUOTED = 300
"""The largest number of characters of a passage that are quoted outside of the text of its page."""
_CACHED_PROPERTIES, _CACHED_ROWS = 1000, 10_000
"""The number of cached rows in short: a row is named by its actors, its groups and its harm."""


class Stater:
    """Makes models of the statements, rows and decisions of a graph."""

    def __init__(self, reader: Reader, namer: Namer) -> None:
        self._reader, self._namer = reader, namer
        self._short = lru_cache(_CACHED_ROWS)(self._row_in_short)

    def statements(
        self, facts: Iterable[Fact], claims: Iterable[Evidence] = (), *, left_out: Set[Term]
    ) -> tuple[Statement, ...]:
        """Return facts by property, except of some, with the passages of claims that state them."""
        shown = sorted((fact for fact in facts if fact.predicate not in left_out), key=_rank)
        stated = _by_fact(claims)
        return tuple(
            Statement(
                key=shorten(iri_text(predicate)),
                name=definition(predicate),
                values=tuple(self._value(f, stated.get((predicate, f.value), ())) for f in some),
            )
            for predicate, some in groupby(shown, key=lambda fact: fact.predicate)
        )

    def named(self, row: Term) -> Named:
        """Return what a row names, as the model of the row does; no more than that is read."""
        stated = self._reader.stated(row)
        values = ([o for p, o in stated if p == predicate] for predicate in _NAMED_BY)
        return Named(
            *(
                tuple(self._link(predicate, value) for value in sorted(some, key=_by_order))
                for predicate, some in zip(_NAMED_BY, values, strict=True)
            )
        )

    def row_in_short(self, row: Term) -> Part:
        """Return the model of a row without passages: act, actors, harm, groups, date, claim status."""
        return self._short(row)

    def row(self, row: Term, passages: Iterable[Evidence], claims: Iterable[Evidence]) -> Part:
        """Return the model of a row, given the passages of its act and the claims about it."""
        return self._row(row, self._namer.facts(row), passages, claims)

    def decisions(self, incident: Term, claims: Mapping[Term, Sequence[Evidence]]) -> Iterator[Part]:
        """Yield the decisions of an incident, each with what later decisions did to it.

        Args:
            incident: the incident.
            claims: the claims about the incident and its parts, by their subject.
        """
        nodes = self._reader.decisions(incident)
        facts = {node: self._namer.facts(node) for node in nodes}
        changes = [
            (fact.value, _CHANGES[fact.predicate], node)
            for node, some in facts.items()
            for fact in some
            if fact.predicate in _CHANGES
        ]
        for node, some in facts.items():
            later = (
                (words, replace(self._namer.link(other), text=iris.part_name(other)))
                for value, words, other in changes
                if value == node
            )
            passages = self._reader.evidence_of_decision(node)
            words = printable(self._reader.label(node))
            part = self._part(node, some, words, passages, claims.get(node, ()))
            yield replace(part, later=tuple(later))

    def passages(self, claims: Iterable[Evidence]) -> tuple[Passage, ...]:
        """Return the models of the passages that claims rest on, the first on each line of a file."""
        found = dict[tuple[str, int], Evidence]()
        for claim in claims:
            found.setdefault((claim.file, claim.line), claim)
        return tuple(map(self._passage, found.values()))

    def _passage(self, claim: Evidence) -> Passage:
        """Return the model of the passage that a claim rests on."""
        return Passage(
            target=paths.part_page(claim.claim, self._namer.base) or "",
            line=claim.line,
            property=properties.words(claim.predicate),
            words=_beginning(flat(claim.quote)) if claim.predicate == _ACT else "",
        )

    def _row_in_short(self, row: Term) -> Part:
        return self._row(row, self._reader.facts(row, _IN_SHORT))

    def _row(
        self,
        row: Term,
        facts: Sequence[Fact],
        passages: Iterable[Evidence] = (),
        claims: Iterable[Evidence] = (),
    ) -> Part:
        harms = [fact.value for fact in facts if fact.predicate == _HARM]
        groups = dict.fromkeys(filter(None, map(marks.group, harms)))
        return replace(
            self._part(row, facts, " ".join(texts(facts, _ACT)), passages, claims),
            mark="".join(dict.fromkeys(map(marks.of_group, harms)) if len(groups) == 1 else ()),
            group=", ".join(map(self._namer.title, groups)),
        )

    def _part(
        self,
        part: Term,
        facts: Iterable[Fact],
        words: str,
        passages: Iterable[Evidence],
        claims: Iterable[Evidence],
    ) -> Part:
        """Return the model of a row or a decision, given its facts and the claims about it."""
        stated = self.statements(facts, claims, left_out=OF_PART)
        return Part(
            anchor=iri_text(part).rpartition("/")[2],
            number=iris.row_number(part) or iris.decision_number(part),
            name=iris.part_name(part).capitalize(),
            act=Value(link=Link(text=words), passages=self.passages(passages)),
            statements=tuple(map(_without_title, stated)),
        )

    def _value(self, fact: Fact, claims: Iterable[Evidence]) -> Value:
        return Value(link=self._link(fact.predicate, fact.value), passages=self.passages(claims))

    def _link(self, predicate: Term, value: Term) -> Link:
        link = self._namer.value(predicate, value)
        return replace(link, mark=marks.of_status(value)) if predicate == _STATUS else link


@lru_cache(_CACHED_PROPERTIES)
def definition(predicate: Term) -> Link:
    """Return the words of a property, linked to its definition."""
    return Link(text=properties.words(predicate), target=paths.term_page(predicate) or "")


def texts(facts: Iterable[Fact], predicate: Term) -> list[str]:
    """Return the values of a property as text, with line breaks kept."""
    return [_lines(fact.label) for fact in facts if fact.predicate == predicate]


def _by_fact(claims: Iterable[Evidence]) -> dict[tuple[Term, Term | None], list[Evidence]]:
    found: dict[tuple[Term, Term | None], list[Evidence]] = {}
    for claim in claims:
        found.setdefault((claim.predicate, claim.object), []).append(claim)
    return found


def _rank(fact: Fact) -> tuple[int, str, int, Term]:
    place = FIRST.index(fact.predicate) if fact.predicate in FIRST else len(FIRST)
    return place, fact.predicate, *_by_order(fact.value)


def _by_order(value: Term) -> tuple[int, Term]:
    return marks.order(value), value


def _without_title(statement: Statement) -> Statement:
    """Return a statement whose values are parts of the same incident, without the incident's title."""
    if statement.key not in _OF_SAME_INCIDENT:
        return statement
    values = (
        replace(value, link=replace(value.link, text=value.link.text.rpartition(", ")[2]))
        for value in statement.values
    )
    return replace(statement, values=tuple(values))


def _beginning(text: str) -> str:
    """Return a text, or the first words of a long one and "…"."""
    if len(text) <= _MOST_QUOTED:
        return text
    words, _, _ = text[: _MOST_QUOTED - 1].rpartition(" ")
    return f"{words or text[: _MOST_QUOTED - 2]} …"


def _lines(text: str) -> str:
    """Return text with its line breaks kept and other control characters escaped."""
    return "\n".join(map(printable, text.splitlines()))
