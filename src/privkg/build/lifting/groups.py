"""Lifts groups at risk, with their types and hierarchy, and the places of an incident."""

import functools
import re
from dataclasses import dataclass, field

from privkg.build.lifting import readings
from privkg.build.lifting.places import Places
from privkg.build.lifting.recorder import Recorder
from privkg.build.lifting.shared_nodes import Mention
from privkg.core import names, rules
from privkg.core.model import Incident, Passage, Row, Span
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import A, Term, Triple, term
from privkg.reference import concepts
from privkg.reference.authority import Authority
from privkg.reference.locations import locator

_PREPOSITION = re.compile(r"\s+(?:in|of|from|at|on|with|who|whose|using|near|across|under|by)\s+")
_GROUP_TYPE, _SUBGROUP = term("pk:groupType"), term("pk:subgroupOf")
_RESIDENTS = term("grp:Residents")


@dataclass(slots=True)
class Groups:
    """Adds the statements of an incident's groups and places; each group is resolved once."""

    recorder: Recorder
    incident: Incident
    authority: Authority
    _groups: dict[Term, Passage] = field(default_factory=dict)
    _above: dict[Term, set[Term]] = field(default_factory=dict)

    def text(self, span: Span) -> str:
        """Return the text of the page in a span."""
        return self.incident.text[span.start : span.end]

    def state(self) -> None:
        """State the groups and places of the infobox."""
        for predicate, passages in (
            ("pk:affected", self.incident.affected),
            ("pk:highRisk", self.incident.high_risk),
        ):
            for passage in passages:
                self.recorder.state(term(predicate), self._group(passage), passage)
        self._hierarchy()
        self._report_unrelated_high_risk()
        where = Places(self.recorder, locator(self.authority))
        for place in self.incident.locations:
            where.state(place)

    def state_at_risk(self, on_row: Recorder, row: Row) -> None:
        """State the groups at risk of a row."""
        if not self.incident.record and all(concepts.is_unknown(each.text) for each in row.groups):
            self._report_without_group(row)
        for passage in row.groups:
            on_row.state(term("pk:atRisk"), self._group(passage), passage)

    def _report_without_group(self, row: Row) -> None:
        message = "the row has no At-Risk group; add a line that names who is at risk"
        span = Span(row.span.start, row.span.start)
        if row.groups:
            message = f'"{row.groups[0].text}" names no group; name who is at risk, if only "People"'
            span = row.groups[0].span
        self.recorder.report(rules.ROW_WITHOUT_GROUP, message, span)

    def _node(self, name: str) -> Term:
        return self.authority.find(Kind.GROUP, name) or self.authority.iri_of(
            self.authority.base.group(name)
        )

    def _group(self, passage: Passage) -> Term | None:
        """Return the node of a group; None if it is not known, which is a claim without object."""
        if concepts.is_unknown(passage.text):
            return None
        node = self._node(passage.text)
        if node in self._groups:
            self._mention(node, passage, ())
            return node
        self._groups[node] = passage
        self._mention(node, passage, ((node, A, term("pk:AtRiskGroup")),))
        if not self.authority.values(node, _GROUP_TYPE):
            self._type(node, passage)
        return node

    def _type(self, node: Term, passage: Passage) -> None:
        given = readings.terms(passage)
        if given is not None:
            triples = tuple((node, _GROUP_TYPE, kind) for kind in given)
            self.recorder.mentions.append(Mention(node, None, triples))
            for kind in given:
                self.recorder.about(node).claim(_GROUP_TYPE, kind, passage)
            return
        whole = concepts.group_types().find(passage.text)
        head = passage if whole else _head_noun(passage)
        found = whole or concepts.group_types().find(head.text)
        if found is None:
            message = (
                f'unknown kind of group "{passage.text}"; begin with a known kind, as in "Users of …"'
            )
            self.recorder.report(rules.GROUP_UNTYPED, message, passage.span)
            return
        triple = (node, _GROUP_TYPE, found.iri)
        self.recorder.mentions.append(Mention(node, None, (triple,)))
        if not whole:
            rule = term("pk:GroupTypeByHeadNoun")
            self.recorder.about(node).claim(_GROUP_TYPE, found.iri, head, rule)

    def _hierarchy(self) -> None:
        """State "women in P" as a subgroup of "people in P", unless records relate the two."""
        for node, passage in self._groups.items():
            self._above[node] = self.authority.groups_above(node)
            for other, whole in self._groups.items():
                is_open = other not in self._above[node] | {node}
                is_open = is_open and node not in self.authority.groups_above(other)
                if is_open and _is_within(passage, whole):
                    self._above[node].add(other)
                    self.recorder.mentions.append(Mention(node, None, ((node, _SUBGROUP, other),)))
                    rule = term("pk:SubgroupByPlace")
                    self.recorder.about(node).claim(_SUBGROUP, other, passage, rule)

    def _report_unrelated_high_risk(self) -> None:
        named, at_high_risk = (
            {
                passage: self._node(passage.text)
                for passage in some
                if not concepts.is_unknown(passage.text)
            }
            for some in (self.incident.affected, self.incident.high_risk)
        )
        affected = set(named.values())
        for passage, node in at_high_risk.items():
            if affected and node not in affected and not self._above.get(node, set()) & affected:
                message = (
                    f'"{passage.text}" is not a subgroup of any group in Affected; add it to Affected,'
                    ' or name the two alike, as "women in Moscow" and "people in Moscow"'
                )
                against = tuple(other.span for other in self.incident.affected)
                self.recorder.report(rules.HIGH_RISK_APART, message, passage.span, against)

    def _mention(self, node: Term, passage: Passage, triples: tuple[Triple, ...]) -> None:
        self.recorder.mentions.append(Mention(node, passage.text, triples))


def _head_noun(passage: Passage) -> Passage:
    """Return the words before the preposition, "users" of "users of …", or else the last word."""
    preposition = _PREPOSITION.search(passage.text)
    start = 0 if preposition else passage.text.rfind(" ") + 1
    return passage.part(start, preposition.start() if preposition else len(passage.text))


def _is_within(part: Passage, whole: Passage) -> bool:
    """Return whether `part` is "<some> in P" and `whole` is "people in P"."""
    (some, here), (people, there) = _head_and_place(part.text), _head_and_place(whole.text)
    return people == _RESIDENTS and some not in (None, _RESIDENTS) and here == there


@functools.lru_cache(4096)
def _head_and_place(text: str) -> tuple[Term | None, str]:
    """Return the group type that a name starts with, if it is known, and the key of its place."""
    preposition = _PREPOSITION.search(text)
    if not preposition:
        return None, ""
    kind = concepts.group_types().find(_head_noun(Passage(text, Span(0, len(text)))).text)
    return kind.iri if kind else None, names.key(text[preposition.start() :])
