"""Lifts the decisions of courts, regulators and other bodies about an incident."""

from dataclasses import dataclass

from privkg.build.lifting import amounts, concepts, left_empty, times
from privkg.build.lifting.actors import Actors
from privkg.build.lifting.concepts import Field
from privkg.build.lifting.numbers import NumberedNodes
from privkg.build.lifting.recorder import Recorder
from privkg.core.model import Decision, Incident, Passage
from privkg.rdf.terms import A, literal, term

_AMOUNT = term("pk:amount")


@dataclass(frozen=True, slots=True)
class Decisions:
    """Adds the statements of an incident's decisions."""

    recorder: Recorder
    incident: Incident
    numbered: NumberedNodes
    acting: Actors

    def state(self) -> None:
        """State the decisions in page order."""
        text = self.incident.text
        for index, decision in enumerate(self.incident.decisions, start=1):
            node, span = self.numbered.decisions[index - 1], decision.span
            whole = Passage(text[span.start : span.end], span)
            self.recorder.state(term("pk:hasDecision"), node, whole)
            on_decision = self.recorder.about(node)
            on_decision.fact(A, term("pk:Decision"))
            on_decision.fact(term("pk:decisionOf"), self.recorder.subject)
            self._decision(on_decision, index, decision)

    def _decision(self, recorder: Recorder, index: int, decision: Decision) -> None:
        recorder = recorder.citing(self.numbered.state_sources(recorder, decision.sources))
        if decision.kind:
            concepts.state_one(recorder, Field.DECISION_KIND, decision.kind)
        self.acting.parties(recorder, term("pk:decidedBy"), decision.bodies)
        if decision.date:
            times.state_date(recorder, decision.date)
        if decision.amount:
            _amount(recorder, decision.amount)
        self.numbered.state_rows(recorder, term("pk:decidesOn"), decision.about)
        concepts.state(recorder, Field.LAW, decision.laws)
        for predicate, passages in (
            ("pk:reverses", decision.reverses),
            ("pk:amends", decision.amends),
            ("pk:appealOf", decision.appeal_of),
        ):
            self.numbered.state_earlier(recorder, term(predicate), passages, index)
        if decision.result:
            recorder.state(term("pk:outcome"), literal(decision.result.text), decision.result)
        left_empty.state(recorder, left_empty.OF_DECISION, decision.left_empty)


def _amount(recorder: Recorder, passage: Passage) -> None:
    amount = amounts.read(passage.text)
    if isinstance(amount, amounts.Problem):
        recorder.reject(amount.rule, amount.message, passage, _AMOUNT)
        return
    recorder.state(_AMOUNT, literal(amount.number, "xsd:decimal"), passage)
    recorder.state(term("pk:currency"), amount.currency, passage)
