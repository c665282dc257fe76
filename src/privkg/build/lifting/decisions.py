"""What courts, regulators and other bodies decided about an incident: the blocks of Decisions."""

from dataclasses import dataclass

from privkg.build.lifting import amounts, concepts, left_empty, times
from privkg.build.lifting.actors import Actors
from privkg.build.lifting.concepts import Field
from privkg.build.lifting.numbers import Numbered
from privkg.build.lifting.recorder import Recorder
from privkg.core.model import Decision, Incident, Passage
from privkg.rdf.terms import A, literal, term

_AMOUNT = term("pk:amount")


@dataclass(frozen=True, slots=True)
class Decisions:
    """States the decisions of one incident."""

    notes: Recorder
    incident: Incident
    numbered: Numbered
    acting: Actors

    def state(self) -> None:
        """State the decisions, in page order."""
        text = self.incident.page.text
        for index, decision in enumerate(self.incident.decisions, start=1):
            node, span = self.numbered.decisions[index - 1], decision.span
            whole = Passage(text[span.start : span.end], span)
            self.notes.state(term("pk:hasDecision"), node, whole)
            on_decision = self.notes.about(node)
            on_decision.fact(A, term("pk:Decision"))
            on_decision.fact(term("pk:decisionOf"), self.notes.subject)
            self._decision(on_decision, index, decision)

    def _decision(self, notes: Recorder, index: int, decision: Decision) -> None:
        notes = notes.citing(self.numbered.state_sources(notes, decision.sources))
        if decision.kind:
            concepts.state_one(notes, Field.DECISION_KIND, decision.kind)
        self.acting.parties(notes, term("pk:decidedBy"), decision.bodies)
        if decision.date:
            times.happened(notes, decision.date)
        if decision.amount:
            _amount(notes, decision.amount)
        self.numbered.state_rows(notes, term("pk:decidesOn"), decision.about)
        concepts.state(notes, Field.LAW, decision.laws)
        for predicate, passages in (
            ("pk:reverses", decision.reverses),
            ("pk:amends", decision.amends),
            ("pk:appealOf", decision.appeal_of),
        ):
            self.numbered.state_earlier(notes, term(predicate), passages, index)
        if decision.result:
            notes.state(term("pk:outcome"), literal(decision.result.text), decision.result)
        left_empty.state(notes, left_empty.OF_DECISION, decision.left_empty)


def _amount(notes: Recorder, passage: Passage) -> None:
    amount = amounts.read(passage.text)
    if isinstance(amount, amounts.Problem):
        notes.find(amount.rule, amount.message, passage, _AMOUNT)
        return
    notes.state(_AMOUNT, literal(amount.number, "xsd:decimal"), passage)
    notes.state(term("pk:currency"), amount.currency, passage)
