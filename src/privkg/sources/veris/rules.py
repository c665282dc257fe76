"""The rules of `data/sources/veris/rules.toml`: what values mean, and which rows they infer."""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from privkg.core import resources
from privkg.core.registers import Inference, Register
from privkg.rdf.terms import iri_text, term
from privkg.sources._records import inferences, strict_toml, values
from privkg.sources._records.strict_toml import Table
from privkg.sources._records.values import ValueTable

FOLDER = "data/sources/veris"
NAME = "vcdb"
ACTORS = ("victim", "internal", "partner", "external", "any")

Words = Mapping[str, tuple[str, ...]]
"""Words by the dotted name of the value that has one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowRule:
    """A rule that infers a row of a record that meets all conditions.

    Attributes:
        inference: the rule.
        actor: one of `ACTORS`; the record has it, unless it is "victim" or "any".
        harm: the IRI of the harm.
        disclosed: the values of `attribute.confidentiality.data_disclosure`; empty for any.
        has: names of which the record has one.
        values: names that have one of their words each; the first that has is the cause of the row.
        not_only: names that have another word than these, or none.
        begins: names whose value begins so.
        unless: names of rules that do not make a row of the record.
    """

    inference: Inference
    actor: str
    harm: str
    disclosed: tuple[str, ...]
    has: tuple[str, ...]
    values: Words
    not_only: Words
    begins: Mapping[str, str]
    unless: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of the rule, such as V01."""
        return self.inference.label


@dataclass(frozen=True, slots=True, kw_only=True)
class VictimRule:
    """A rule that infers the type of a victim from its NAICS code, its name and its government."""

    inference: Inference
    type: str
    code: re.Pattern[str]
    words: re.Pattern[str] | None
    government: str

    def is_met(self, code: str, name: str, governments: tuple[str, ...]) -> bool:
        """Return whether a victim has the code, and the name or government of the rule."""
        if not self.code.match(code):
            return False
        if not self.words:
            return True
        return bool(self.words.search(name)) or self.government in governments


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All rules, and the meanings of values.

    Attributes:
        register: the register.
        people: the words that mean that data is about people.
        groups: the IRI of the type of the group that each word of `data_victim` is; empty if none is.
        victims: the rules of victims, in order.
        rows: the rules of rows, in order.
        information: the categories of personal data.
        title: the rule that makes titles.
    """

    register: Register
    people: Words
    groups: Mapping[str, str]
    victims: tuple[VictimRule, ...]
    rows: tuple[RowRule, ...]
    information: ValueTable
    title: Inference


@functools.cache
def rules() -> Rules:
    """Return the shipped rules.

    Raises:
        AssetError: a file is missing.
        InputError: a file is not valid; the message begins with `file:line:col`.
    """
    folder = resources.folder(FOLDER)
    return _read(folder / "rules.toml", values.load(folder / "varieties.sssom.tsv"))


def _read(path: Path, information: ValueTable) -> Rules:
    whole = strict_toml.read(path)
    found = Rules(
        register=Register(
            name=NAME,
            title=whole.need("title", str, '"a title"'),
            homepage=whole.need("homepage", str, '"https://example.org/"'),
            licence=whole.need("licence", str, '"https://example.org/licence"'),
            credit=whole.need("credit", str, '"a name"'),
            namespace=whole.need("namespace", str, '"https://example.org/terms#"'),
        ),
        people=_words(whole.take("people", dict, {})),
        groups={
            word: iri_text(term(curie)) if curie else ""
            for word, curie in whole.take("groups", dict, {}).items()
        },
        victims=tuple(map(_victim, whole.all_tables("victim"))),
        rows=tuple(map(_row, whole.all_tables("rule"))),
        information=information,
        title=_inference("title", "The title is made of the first action, the victim and the year."),
    )
    whole.close()
    return found


def _victim(given: Table) -> VictimRule:
    kind, words = given.need("type", str, '"pk:Company"'), given.words("words")
    code = given.need("code", str, '"92"')
    reason = given.need("reason", str, '"why"')
    name = f"victim-{kind.partition(':')[2]}-{code if code.isdigit() else 'other'}"
    found = VictimRule(
        inference=_inference(name, reason),
        type=iri_text(term(kind)),
        code=re.compile(code),
        words=re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b") if words else None,
        government=given.take("government", str, ""),
    )
    given.close()
    return found


def _row(given: Table) -> RowRule:
    actor = given.need("actor", str, '"victim"')
    if actor not in ACTORS:
        raise given.error(f"actor is not one of {', '.join(ACTORS)}", "actor")
    found = RowRule(
        inference=_inference(given.need("name", str, '"V01"'), given.need("reason", str, '"why"')),
        actor=actor,
        harm=inferences.harm(given),
        disclosed=given.words("disclosed"),
        has=given.words("has"),
        values=_words(given.take("values", dict, {})),
        not_only=_words(given.take("not_only", dict, {})),
        begins=given.take("begins", dict, {}),
        unless=given.words("unless"),
    )
    given.close()
    return found


def _inference(name: str, reason: str) -> Inference:
    return inferences.inference(NAME, name, reason)


def _words(found: Mapping[str, list[str]]) -> Words:
    return {name: tuple(words) for name, words in found.items()}
