"""The rules of registers that infer rows: their IRIs and harms, as their files of TOML name them."""

from privkg.core.registers import Inference
from privkg.core.text import quoted
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import iri_text
from privkg.reference.concepts import harms
from privkg.sources._records.strict_toml import Table


def inference(register: str, name: str, definition: str, *, label: str = "") -> Inference:
    """Return a rule of a register, given their short names; the label is the name if none is given."""
    address = f"{DEFAULT.address}register/{register}/rule#{name}"
    return Inference(iri=address, label=label or name, definition=definition)


def harm(given: Table) -> str:
    """Return the IRI of the harm that the table of a rule names.

    Raises:
        InputError: the table names no harm, or an unknown one; the message suggests a known one.
    """
    name = given.need("harm", str, '"Insecurity"')
    found = harms().find(name)
    if found:
        return iri_text(found.iri)
    near = harms().suggest(name)
    advice = f'; did you mean "{near}"?' if near else ""
    raise given.error(f"unknown harm {quoted(name)}{advice}", "harm")
