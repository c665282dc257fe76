"""What a validation finds, as SHACL's report has it."""

from dataclasses import dataclass

from privkg.model import Severity
from privkg.terms import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One `sh:ValidationResult`: a constraint of a shape that a focus node does not meet.

    `path` is the property path as SPARQL writes it, empty if the constraint has none.
    """

    focus: Term
    path: str
    value: Term | None
    component: Term
    shape: Term
    severity: Severity
    message: str
