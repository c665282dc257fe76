"""Tables of values: which terms the words of a register mean, as SSSOM/TSV."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from privkg.core import names
from privkg.core.errors import InputError
from privkg.rdf import iris
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import iri_text
from privkg.reference.links import curies, sssom
from privkg.reference.links.mapping import BY_HAND, LEXICAL, NO_TERM
from privkg.reference.vocabulary import Vocabulary

SUFFIX = ".sssom.tsv"
_CATEGORY = "subject_category"
_WORDS = "register"
"""The prefix of the words of a register in a proposed table."""
_COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "comment",
)
_UNSPECIFIED = "https://w3id.org/sssom/license/unspecified"


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


def proposed(register: str, field: str, words: Iterable[str], terms: Vocabulary) -> str:
    """Return the text of a table of the words of a register, with the terms that have them as labels.

    The other words have an empty `object_id`, which `load` refuses until a term is written there.

    Args:
        register: the short name of the register.
        field: the name of the field of incidents that has the words.
        words: the words; of those that differ in case or marks only, the first is taken.
        terms: the vocabulary in which the words are looked up.
    """
    by_key: dict[str, str] = {}
    for word in words:
        by_key.setdefault(names.key(word), " ".join(word.split()))
    rows = [_row(field, word, terms) for word in sorted(by_key.values())]
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerows([_COLUMNS, *rows])
    used = {row[3].partition(":")[0] for row in rows}
    return "".join(f"#{line}\n" for line in _head(register, field, used)) + out.getvalue()


def _head(register: str, field: str, used: set[str]) -> Iterator[str]:
    """Yield the lines above a proposed table, which declare the prefixes of its terms."""
    yield "curie_map:"
    for prefix in sorted(used & {*curies.PREFIXES_OF_TABLES}):
        yield f"  {prefix}: {curies.PREFIXES_OF_TABLES[prefix]}"
    yield f"  {_WORDS}: {DEFAULT.address}register/{register}#"
    yield f"mapping_set_id: {DEFAULT.address}register/{register}/{field}"
    yield (
        "mapping_set_description: Words of the register and the terms that have them as labels. Write a"
        " term in each empty object_id, or sssom:NoTermFound for a word that means no term."
    )
    yield f"license: {_UNSPECIFIED}"


def _row(field: str, word: str, terms: Vocabulary) -> tuple[str, ...]:
    """Return the cells of a word; without a term, if none has it as a label."""
    subject, found = iris.coded(f"{_WORDS}:", field, word), terms.find(word)
    if found is None:
        return subject, word, "skos:exactMatch", "", "", BY_HAND, ""
    why = f"The word is a label of the {terms.kind}."
    return subject, word, "skos:exactMatch", curies.shorten(found.iri), found.label, LEXICAL, why
