"""The rule catalogue: the rules for reading pages, and those of the packaged shapes, by code."""

import functools

from privkg.check.shapes import shapes
from privkg.core import rules
from privkg.core.errors import UnknownNameError
from privkg.core.model import Rule
from privkg.rdf.iris import DEFAULT, Base


@functools.lru_cache(maxsize=4)
def load(base: Base = DEFAULT) -> dict[str, Rule]:
    """Return all rules by code, sorted; a shape's rule replaces the reader's rule of the same code.

    Args:
        base: the base IRI of the graphs that are checked.
    """
    of_shapes = {rule.code: rule for rule in shapes.load_packaged(base).rules.values()}
    return dict(sorted((rules.BY_CODE | of_shapes).items()))


def explain(given: str) -> str:
    """Return a rule's claim, reason and advice as a few lines of text, given its code or its name.

    Raises:
        UnknownNameError: no rule has the code or the name.
    """
    by_code = load()
    by_name = {rule.name: rule for rule in by_code.values()}
    rule = by_code.get(given.upper()) or by_name.get(given.lower())
    if rule is None:
        raise UnknownNameError("rule", given, (*by_code, *by_name))
    texts = {"Why": rule.why, "What to do": rule.advice, "A question that needs it": rule.question}
    parts = [f"{heading}: {words}\n" for heading, words in texts.items() if words]
    return "\n".join([f"{rule.code} {rule.name} ({rule.severity.value})\n", f"{rule.claim}\n", *parts])
