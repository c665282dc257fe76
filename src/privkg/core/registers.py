"""What a register adds to its records: its licence, and how its mapping reads their values. No RDF.

A register is a table or a file of coded records, such as a list of data breaches. Unlike the words of a
page, the meaning of its values is that of a mapping.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A register of incidents.

    Attributes:
        name: its short name, such as `hibp`, with which the names of its incidents begin.
        title: its name in full.
        licence: the web address of the licence of its records.
        credit: the words with which it wants to be named.
        homepage: its web address.
        namespace: the IRI that the IRIs of its terms and rules begin with.
    """

    name: str
    title: str
    licence: str
    credit: str
    homepage: str
    namespace: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inference:
    """A rule that infers what a register does not state: its IRI, a short name, and its definition."""

    iri: str
    label: str
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a mapping reads a value.

    Attributes:
        terms: the IRIs of the terms that the value means; none if it means no term, and None if the
            words are looked up, as those of a page are.
        rule: the rule that infers the terms, or the statement, if the value does not state them.
    """

    terms: tuple[str, ...] | None = None
    rule: Inference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A value that a register takes from a list of its own, such as "Email addresses".

    Attributes:
        iri: the IRI of the register's term.
        label: its label.
        field: the name of the field whose list has it, such as "DataClasses".
        broader: the register's terms above it.
    """

    iri: str
    label: str
    field: str
    broader: tuple["Coded", ...] = ()
