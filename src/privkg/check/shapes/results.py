"""The results of a SHACL validation, and their serialization as a report in Turtle."""

from collections.abc import Iterable
from dataclasses import dataclass

from privkg.rdf.terms import Term, literal, term


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A `sh:ValidationResult`: a constraint of a shape that a focus node violates.

    `path` is the property path in Turtle, or empty if the constraint has none.
    """

    focus: Term
    path: str
    value: Term | None
    component: Term
    shape: Term
    severity: Term
    message: str


def ordered(results: Iterable[Result]) -> tuple[Result, ...]:
    """Return results sorted by focus node, shape, path, component, value and message."""
    return tuple(sorted(results, key=_order))


def to_turtle(results: Iterable[Result]) -> str:
    """Return results as a `sh:ValidationReport` in Turtle, in the given order.

    `sh:sourceShape` is left out for a blank node, to which another file cannot refer.
    """
    found = tuple(results)
    conforms = literal(str(not found).lower(), "xsd:boolean")
    written = "".join(f" ;\n    sh:result {_written(result)}" for result in found)
    prefix = f"PREFIX sh: {term('sh:')}\n\n"
    return f"{prefix}[]\n    a sh:ValidationReport ;\n    sh:conforms {conforms}{written} .\n"


def _written(result: Result) -> str:
    properties = {
        "sh:focusNode": result.focus,
        "sh:resultPath": result.path,
        "sh:value": result.value,
        "sh:resultSeverity": result.severity,
        "sh:sourceConstraintComponent": result.component,
        "sh:sourceShape": None if result.shape.startswith("_:") else result.shape,
        "sh:resultMessage": literal(result.message) if result.message else None,
    }
    stated = "".join(f" ;\n        {name} {value}" for name, value in properties.items() if value)
    return f"[\n        a sh:ValidationResult{stated} ;\n    ]"


def _order(result: Result) -> tuple[str, ...]:
    value = result.value or ""
    return result.focus, result.shape, result.path, result.component, value, result.message
