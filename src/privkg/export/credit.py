"""The credit of an incident in an export: its register, and the register's licence and credit."""

from privkg.rdf.terms import Term, term
from privkg.reference.columns import CREDIT
from privkg.store.contents import Things

_PART_OF, *_OF_REGISTER = map(term, CREDIT.values())


def credit(facts: Things, shared: Things) -> dict[Term, list[Term]]:
    """Return the registers that an incident is a record of, their licences and their credits.

    Args:
        facts: the descriptions in the named graph of the incident.
        shared: the descriptions of shared resources, registers included.

    Returns:
        The values by predicate; no predicates if the incident is not a record of a register.
    """
    registers = sorted({node for about in facts.values() for node in about.get(_PART_OF, ())})
    found = {_PART_OF: registers}
    for predicate in _OF_REGISTER:
        values = (value for node in registers for value in shared.get(node, {}).get(predicate, ()))
        found[predicate] = list(dict.fromkeys(values))
    return {predicate: values for predicate, values in found.items() if values}
