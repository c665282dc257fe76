"""Canned questions: one file of `queries/` each, with typed parameters that are bound, never spliced."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from privkg import assets, taxonomy
from privkg.errors import AssetError, UnknownNameError
from privkg.taxonomy import Vocabulary
from privkg.terms import Term, iri_text


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question: what it restricts, and the words it takes."""

    name: str
    variables: tuple[str, ...]
    meaning: str
    vocabulary: str

    def words(self) -> Vocabulary:
        """Return the concepts that a value may name."""
        found: Vocabulary = getattr(taxonomy, self.vocabulary)()
        return found

    def term(self, word: str) -> Term:
        """Return the concept that `word` names.

        Raises:
            UnknownNameError: no concept is called so.
        """
        concept = self.words().find(word)
        if concept is None:
            known = [re.split("[#/]", iri_text(each.iri))[-1] for each in self.words()]
            raise UnknownNameError(self.words().kind, word, known)
        return concept.iri


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A canned question: its words, its parameters, its columns with their meaning, its SPARQL."""

    name: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, str]
    example: str
    text: str

    def bound(self, values: Mapping[str, Iterable[str]]) -> str:
        """Return the query with each parameter's values in its VALUES blocks.

        Args:
            values: the words given for each parameter; a parameter without any keeps its default.

        Raises:
            UnknownNameError: a word names no concept.
        """
        query = self.text
        for parameter in self.parameters:
            terms = [parameter.term(word) for word in values.get(parameter.name, ())]
            for variable in parameter.variables if terms else ():
                query = _with_values(query, variable, terms)
        return query


def names() -> list[str]:
    """Return the names of all questions, sorted."""
    return [path.stem for path in assets.files("queries", ".rq")]


@cache
def load(name: str) -> Question:
    """Return the question of that name.

    Raises:
        UnknownNameError: there is none.
        AssetError: its file has no readable head.
    """
    paths = {path.stem: path for path in assets.files("queries", ".rq")}
    if name not in paths:
        raise UnknownNameError("question", name, paths)
    return read(paths[name])


def read(path: Path) -> Question:
    """Return the question in a file.

    Raises:
        AssetError: the file has no readable head; the message tells the place.
    """
    text = path.read_text(encoding="utf-8")
    head = _head(path, text)
    try:
        return Question(
            name=path.stem,
            summary=head["summary"],
            description=head["description"],
            parameters=tuple(_parameter(name, about) for name, about in head["parameters"].items()),
            columns=head["columns"],
            example=head["example"],
            text=re.sub(r"^#\+.*\n", "", text, flags=re.MULTILINE).lstrip(),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise AssetError(f"{path}: the head lacks {error}") from error


def _head(path: Path, text: str) -> dict[str, Any]:
    import yaml

    # What is no head is left empty, so that lines keep their numbers.
    lines = [line[2:].removeprefix(" ") * line.startswith("#+") for line in text.splitlines()]
    try:
        head = yaml.safe_load("\n".join(lines))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"{path}:{mark.line + 1}:{mark.column + 1 + len('#+ ')}" if mark else str(path)
        raise AssetError(f"{place}: the head is no YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise AssetError(f"{path}: the head is no YAML: {error}") from error
    if not isinstance(head, dict):
        raise AssetError(f"{path}: has no head; its first lines begin with #+")
    return head


def _parameter(name: str, about: Mapping[str, Any]) -> Parameter:
    if not hasattr(taxonomy, about["vocabulary"]):
        raise AttributeError(f"a vocabulary; none is called {about['vocabulary']!r}")
    return Parameter(name, tuple(about["variables"]), about["meaning"], about["vocabulary"])


def _with_values(query: str, variable: str, terms: list[Term]) -> str:
    """Return the query with the terms in the VALUES block of a variable, whatever stood there."""
    block = re.compile(rf"VALUES \?{re.escape(variable)} \{{[^}}]*\}}")
    filled = f"VALUES ?{variable} {{ {' '.join(sorted(terms))} }}"
    bound, count = block.subn(lambda _: filled, query)
    if count != 1:
        raise AssetError(f"a question has {count} VALUES blocks for ?{variable}; it needs one")
    return bound
