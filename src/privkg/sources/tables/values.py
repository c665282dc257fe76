"""Tables of values: which terms the words of a register mean, as SSSOM/TSV."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from privkg.core import names
from privkg.core.errors import InputError
from privkg.rdf.terms import iri_text
from privkg.reference.links import sssom

NO_TERM = "https://w3id.org/sssom/NoTermFound"
"""The object of a word that is known, and means no term: https://mapping-commons.github.io/sssom/."""


@dataclass(frozen=True, slots=True)
class ValueTable:
    """A table of values: the IRIs of the terms that each word means, by the key of the word."""

    path: Path
    terms: Mapping[str, tuple[str, ...]]

    def find(self, word: str) -> tuple[str, ...] | None:
        """Return the terms that a word means, if any; None if the word is not in the table."""
        return self.terms.get(names.key(word))


def load(path: Path) -> ValueTable:
    """Return the table of values in a file.

    Raises:
        FileError, RdfError: the file is missing or is not an SSSOM table.
        InputError: a row has no label, or a word means a term and no term.
    """
    found: dict[str, list[str]] = {}
    for place, mapping in sssom.read_with_places(path):
        if not mapping.subject_label:
            raise InputError("the row has no subject_label; write the word of the register", place)
        found.setdefault(names.key(mapping.subject_label), []).append(iri_text(mapping.object))
    for word, terms in found.items():
        if NO_TERM in terms and len(terms) > 1:
            raise InputError(f'"{word}" means both a term and no term; keep one of the rows', None)
    return ValueTable(path, {w: tuple(t for t in ts if t != NO_TERM) for w, ts in found.items()})
