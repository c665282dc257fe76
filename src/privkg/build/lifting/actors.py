"""Lifts actors: those that the infobox states, and those of each row."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from privkg.build.lifting import forms, openings, readings
from privkg.build.lifting.recorder import Recorder
from privkg.build.lifting.shared_nodes import Mention
from privkg.build.lifting.stated_names import Actor
from privkg.core import list_lines, rules
from privkg.core.model import Incident, Passage, Row, Span
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import A, Term, iri_text, literal, term
from privkg.reference import concepts
from privkg.reference.authority import Authority

_JOINT = r"(?:and|&|(?:together|along)\s+with|as\s+well\s+as)\s+"
_LEADING_AND = re.compile(_JOINT)
_AND = re.compile(rf"\s+{_JOINT}")
_OR = re.compile(r"(?:^|[\s/])n?or\s")

_NONE_NAMED = (
    "the page names no Threat Actor; name whoever acted in Threat Actors and at the start of the Threat,"
    ' as in "Unknown persons who …"'
)

_Cut = Callable[[Passage], list[Passage]]


@dataclass(slots=True)
class Actors:
    """Adds the statements of an incident's actors; call `state` before the other methods."""

    recorder: Recorder
    incident: Incident
    authority: Authority
    _stated: list[Passage] = field(default_factory=list)
    _names: list[forms.Name] = field(default_factory=list)
    _acting: set[Term] = field(default_factory=set)
    _reported: set[Term] = field(default_factory=set)
    _nodes: dict[str, Term] = field(default_factory=dict)

    def state(self) -> None:
        """State the actors of the infobox; "A or B" becomes a finding and adds no actor.

        "not known" is a claim without object.
        """
        for item in self._items():
            for actor in self._decided(self.recorder, term("pk:statedActor"), item, self._cut):
                if concepts.is_unknown(actor.text):
                    self.recorder.claim(term("pk:statedActor"), None, actor)
                    continue
                self._stated.append(actor)
                self._names.append(self._name(actor))
                self.recorder.state(term("pk:statedActor"), self._node_of(actor), actor)

    def act(self, on_row: Recorder, row: Row) -> None:
        """State the act of a row and its actors, which are the stated actors that open the Threat.

        A row of a register's record names its actors itself, and need not have a Threat.
        """
        if self.incident.record:
            self._act_of_record(on_row, row)
            return
        if row.threat is None:
            message = "the row has no Threat; add a line that states who did what"
            self.recorder.report(rules.ROW_WITHOUT_THREAT, message, Span(row.span.start, row.span.start))
            return
        on_row.state(term("pk:act"), literal(row.threat.text), row.threat)
        opening = openings.read(row.threat.text, self._names)
        if not opening.actors:
            is_unnamed = all(concepts.is_unknown(item.text) for item in self._items())
            problem = _NONE_NAMED if is_unnamed else opening.problem
            self.recorder.report(rules.ROW_WITHOUT_ACTOR, problem, row.threat.span)
        if opening.unstated:
            message = (
                f'"{opening.unstated}" acts too but is not a Threat Actor of the page;'
                " add the name to Threat Actors and write it in the Threat"
            )
            self.recorder.report(rules.PARTY_UNSTATED, message, row.threat.span)
        in_row: dict[Term, Actor] = {}
        for actor in opening.actors:
            in_row.setdefault(actor.name.node, actor)
        for node, actor in in_row.items():
            words = row.threat.part(actor.start, actor.end)
            on_row.state(term("pk:actor"), node, words, term("pk:ActorByThreatPrefix"))
        self._acting.update(in_row)

    def _act_of_record(self, on_row: Recorder, row: Row) -> None:
        if row.threat:
            on_row.state(term("pk:act"), literal(row.threat.text), row.threat)
        for actor in row.actors:
            self._state(on_row, term("pk:actor"), actor)

    def parties(self, recorder: Recorder, predicate: Term, items: Iterable[Passage]) -> None:
        """State the parties that the items of a field name, such as those of Recipient or Body.

        A party is the actor of that name in the authority records, else the Threat Actor of the page
        that has the name as one of its forms, else a new actor. "not known" is a claim without object.
        """
        for item in map(_without_and, items):
            for party in self._decided(recorder, predicate, item, self._parties):
                self._state(recorder, predicate, party)

    def _state(self, recorder: Recorder, predicate: Term, party: Passage) -> None:
        node = None if concepts.is_unknown(party.text) else self.party(party)
        recorder.state(predicate, node, party)

    def party(self, passage: Passage) -> Term:
        """Return the node of a party by its name; report a party of unknown type once."""
        return self._node_of(passage, self._known(passage.text))

    def idle(self) -> Iterator[Passage]:
        """Yield the stated actors that act in no row; valid once all rows are stated."""
        for actor in self._stated:
            if self.incident.rows and self._node(actor.text) not in self._acting:
                yield actor

    def _items(self) -> Iterator[Passage]:
        """Yield the items of the field; the last one loses its "and", as in "Alpha, Beta, and Gamma"."""
        yield from map(_without_and, self.incident.actors)

    def _cut(self, item: Passage) -> list[Passage]:
        """Return the actors that an item names: "A and B" is one name or two.

        It is two if each part has a record or opens a Threat that the whole name does not open.
        """
        parts = _parts(item)
        if len(parts) < 2 or self._is_one(item):
            return [item]
        if all(self.authority.find(Kind.ACTOR, part.text) or self._opens(part, item) for part in parts):
            return parts
        if not self._opens(item) or all(forms.has_company_form(part.text) for part in parts):
            self._report_joined(item, parts)
        return [item]

    def _parties(self, item: Passage) -> list[Passage]:
        """Return the parties that an item names: several if all parts, but not the whole, are known."""
        parts = _parts(item)
        if len(parts) < 2 or self._is_one(item):
            return [item]
        if all(self._known(part.text) for part in parts):
            return parts
        self._report_joined(item, parts)
        return [item]

    def _decided(self, recorder: Recorder, predicate: Term, item: Passage, cut: _Cut) -> list[Passage]:
        """Return the names of an item; for "A or B" report a finding and return none."""
        if _OR.search(item.text) and not self._is_one(item):
            message = (
                f'"{item.text}" does not state which of the names is meant; write each name that is'
                ' meant on a separate line that begins with "- "'
            )
            recorder.reject(rules.NAME_JOINED, message, item, predicate)
            return []
        return cut(item)

    def _is_one(self, item: Passage) -> bool:
        """Return whether an item is certainly one name.

        It is if it is a line of a list, a value of a register, or a known name.
        """
        is_single = self._is_line_of_list(item) or self.incident.record is not None
        return is_single or bool(self._known(item.text))

    def _report_joined(self, item: Passage, parts: list[Passage]) -> None:
        names = " and ".join(f'"{part.text}"' for part in parts)
        message = (
            f'"{item.text}" may be one name or several, {names}; write each name on a separate line'
            ' that begins with "- "'
        )
        self.recorder.report(rules.NAME_JOINED, message, item.span)

    def _known(self, name: str) -> Term | None:
        """Return the actor with a name in the records or in Threat Actors of the page, or None."""
        stated = openings.whole(name, self._names)
        return self.authority.find(Kind.ACTOR, name) or (stated.node if stated else None)

    def _opens(self, part: Passage, whole: Passage | None = None) -> bool:
        """Return whether a name opens a Threat, alone or with others, that `whole` does not open."""
        others = [passage for item in self._items() for passage in _parts(item)]
        stated = [self._name(passage) for passage in (part, *others)]
        for threat in self._threats():
            found = openings.read(threat, stated).actors
            is_whole = whole and openings.read(threat, [self._name(whole)]).actors
            if not is_whole and any(self._node(part.text) == actor.name.node for actor in found):
                return True
        return False

    def _threats(self) -> Iterator[str]:
        return (row.threat.text for row in self.incident.rows if row.threat)

    def _is_line_of_list(self, item: Passage) -> bool:
        """Return whether an item is a whole line of a bulleted or numbered list."""
        return list_lines.is_whole_line(self.incident.text, item.span.start)

    def _name(self, actor: Passage) -> forms.Name:
        node = self._node(actor.text)
        return forms.name(node, actor.text, self.authority.labels(node))

    def _node(self, name: str) -> Term:
        if name not in self._nodes:
            self._nodes[name] = self._found(name)
        return self._nodes[name]

    def _found(self, name: str) -> Term:
        """Return the node of a name: that of its record, or a new one; a page has a name many times."""
        record = self.authority.find(Kind.ACTOR, name)
        if record:
            return record
        base, iri_of = self.authority.base, self.authority.iri_of
        minted = base.actor(name, is_taken=iri_of(base.actor(name)) in self.authority)
        return self.authority.decided(iri_of(minted))

    def _node_of(self, passage: Passage, known: Term | None = None) -> Term:
        node = known or self._node(passage.text)
        is_known = node in self.authority
        types = () if is_known else readings.terms(passage) or (term("pk:Actor"),)
        triples = tuple((node, A, kind) for kind in types)
        self.recorder.mentions.append(Mention(node, passage.text, triples))
        if types and readings.terms(passage):
            for kind in types:
                self.recorder.about(node).claim(A, kind, passage)
        elif not is_known and node not in self._reported:
            message = (
                f'unknown type of actor "{passage.text}"; describe <{iri_text(node)}> in a file of'
                " authority records, and name its folder with --authority"
            )
            self._reported.add(node)
            rule = rules.REGISTER_ACTOR_UNTYPED if self.incident.record else rules.ACTOR_UNTYPED
            self.recorder.report(rule, message, passage.span)
        return node


def _without_and(item: Passage) -> Passage:
    """Return an item of a list without a leading "and"."""
    joint = _LEADING_AND.match(item.text)
    return item.part(joint.end(), len(item.text)) if joint else item


def _parts(item: Passage) -> list[Passage]:
    """Return the parts of an item between "and", "&" and the like."""
    joints = list(_AND.finditer(item.text))
    if not joints:
        return [item]
    starts = [0, *(joint.end() for joint in joints)]
    ends = [*(joint.start() for joint in joints), len(item.text)]
    return [item.part(start, end) for start, end in zip(starts, ends, strict=True)]
