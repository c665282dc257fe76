"""Lifts the rows of a Breakdown: actor, act, harm, groups at risk, and a row's other fields."""

from collections.abc import Iterable
from dataclasses import dataclass

from privkg.build.lifting import concepts, left_empty, statuses, times
from privkg.build.lifting.actors import Actors
from privkg.build.lifting.concepts import Field
from privkg.build.lifting.groups import Groups
from privkg.build.lifting.numbers import NumberedNodes
from privkg.build.lifting.passages import Quoting
from privkg.build.lifting.recorder import Recorder
from privkg.core.model import Passage, Row
from privkg.rdf.terms import A, Term, literal, term

_TEXTS = (
    ("original_purpose", "pk:originalPurpose"),
    ("new_purpose", "pk:newPurpose"),
    ("according_to", "pk:attributedTo"),
)


@dataclass(frozen=True, slots=True)
class Rows:
    """Adds the statements of an incident's rows."""

    recorder: Recorder
    groups: Groups
    acting: Actors
    numbered: NumberedNodes
    quoting: Quoting

    def state(self, rows: Iterable[Row]) -> None:
        """State the rows in page order."""
        for index, (row, node) in enumerate(zip(rows, self.numbered.rows, strict=True), start=1):
            self._row(node, index, row)

    def _row(self, node: Term, index: int, row: Row) -> None:
        whole = Passage(self.groups.text(row.span), row.span)
        self.recorder.state(term("pk:hasViolation"), node, whole)
        on_row = self.recorder.about(node)
        on_row.fact(A, term("pk:Violation"))
        on_row.fact(term("pk:violationOf"), self.recorder.subject)
        on_row.fact(term("pk:rowIndex"), literal(str(index), "xsd:integer"))
        if row.sources:
            on_row = on_row.citing(self.numbered.state_sources(on_row, row.sources))
        self.acting.act(on_row, row)
        concepts.row_harm(on_row, row)
        self.groups.state_at_risk(on_row, row)
        concepts.consequences(on_row, row)
        statuses.claim_status(on_row, row)
        for attribute, predicate in _TEXTS:
            passage: Passage | None = getattr(row, attribute)
            if passage:
                on_row.state(term(predicate), literal(passage.text), passage)
        self._own(on_row, row)

    def _own(self, on_row: Recorder, row: Row) -> None:
        """State the optional fields of a row, which few rows have."""
        concepts.state(on_row, Field.INFORMATION, row.information)
        concepts.state(on_row, Field.LAW, row.laws)
        concepts.state(on_row, Field.TECHNOLOGY, row.technologies)
        concepts.state(on_row, Field.ROLE, row.roles)
        self.acting.parties(on_row, term("pk:recipient"), row.recipients)
        if row.people_affected:
            concepts.number(on_row, row.people_affected)
        if row.date:
            times.state_date(on_row, row.date)
        self.numbered.state_causes(on_row, row.follows_from)
        self.quoting.state(on_row, row)
        left_empty.state(on_row, left_empty.OF_ROW, row.left_empty)
