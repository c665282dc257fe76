"""All rules by their codes: those of reading, and those that shapes keep."""

import functools

from privkg.check.shapes import shapes
from privkg.core import rules
from privkg.core.errors import UnknownNameError
from privkg.core.model import Rule
from privkg.rdf.iris import DEFAULT, Base


@functools.lru_cache(maxsize=4)
def load(base: Base = DEFAULT) -> dict[str, Rule]:
    """Return all rules in the order of their codes; where reading and shapes coincide, the shape's.

    Args:
        base: that of the graphs that shapes are for.
    """
    of_shapes = {rule.code: rule for rule in shapes.load_packaged(base).rules.values()}
    return dict(sorted((rules.BY_CODE | of_shapes).items()))


def explain(code: str) -> str:
    """Return what a rule says, why it is, and what to do, as text of a few lines.

    Raises:
        UnknownNameError: no rule has the code.
    """
    known = load()
    rule = known.get(code.upper())
    if rule is None:
        raise UnknownNameError("rule", code, known)
    said = {"Why": rule.why, "What to do": rule.advice, "A question that needs it": rule.question}
    parts = [f"{heading}: {words}\n" for heading, words in said.items() if words]
    return "\n".join([f"{rule.code} {rule.name} ({rule.severity.value})\n", f"{rule.claim}\n", *parts])
