"""Tables of values: which terms the words of a register mean, as SSSOM/TSV."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from privkg.core import names
from privkg.core.errors import InputError
from privkg.rdf.terms import iri_text
from privkg.reference.links import sssom
from privkg.reference.links.mapping import NO_TERM

_CATEGORY = "subject_category"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word means: the IRIs of terms, and the category of thing that the word is, if given."""

    terms: tuple[str, ...]
    category: str = ""


@dataclass(frozen=True, slots=True)
class ValueTable:
    """A table of values: the meaning of each word, by the key of the word."""

    path: Path
    meanings: Mapping[str, Meaning]

    def find(self, word: str) -> Meaning | None:
        """Return the meaning of a word; None if it is not in the table."""
        return self.meanings.get(names.key(word))


def load(path: Path) -> ValueTable:
    """Return the table of values in a file.

    Raises:
        FileError, RdfError: the file is missing or is not an SSSOM table.
        InputError: a row has no label, or a word means a term and no term.
    """
    terms, categories = dict[str, list[str]](), dict[str, str]()
    for place, mapping in sssom.read_with_places(path):
        word = mapping.subject_label
        if not word:
            raise InputError("the row has no subject_label; write the word of the register", place)
        of_word = terms.setdefault(names.key(word), [])
        if mapping.has_terms:
            of_word.append(iri_text(mapping.object))
        if of_word and mapping.object == NO_TERM:
            raise InputError(f'"{word}" means both a term and no term; keep one of the rows', place)
        categories[names.key(word)] = dict(mapping.more).get(_CATEGORY, "")
    return ValueTable(path, {word: Meaning(tuple(terms[word]), categories[word]) for word in terms})
