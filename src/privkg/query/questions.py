"""Canned questions: SPARQL files in `queries/` with typed parameters.

A line `#? harm: …` in a question is a comment until the parameter `harm` is given; then the rest of the
line becomes part of the query. A line with several names needs all of them. The values of a parameter
replace the terms of a VALUES block, such as `VALUES ?wantedActorType { … }` for `actor-type`. A caller
thus chooses among lines that are in the file and fills in terms, but cannot add any other SPARQL; and
each file runs unchanged in any SPARQL engine, with its example values.
"""

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from privkg.core import resources
from privkg.core.errors import AssetError, UnknownNameError, UsageError
from privkg.core.text import quoted
from privkg.query import charts, heads
from privkg.query.heads import Head
from privkg.query.lookups import Terms
from privkg.query.parameters import TYPES, Type
from privkg.query.view import View
from privkg.rdf.terms import Term
from privkg.reference import claims
from privkg.reference.claims import Included
from privkg.store.queryable import Queryable

EVIDENCE = "evidence"
"""The name of the lines that select `?restsOn`, what a row of the answer rests on: see `ask.Support`."""

_CLAUSE = re.compile(r"^( *)#\? ([a-z -]+): (.*)\n", re.MULTILINE)
_BASE = re.compile(r"^BASE <[^>]*>\n", re.MULTILINE)
"""A BASE line, for running a file with its example values, which are relative to privkg's own base."""
_STATUS, _BASIS, _UNWANTED = "claim-status", "basis", "unwanted-status"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question, and how it restricts the answer."""

    name: str
    meaning: str

    @property
    def type(self) -> Type:
        """The type of its values."""
        return TYPES[self.name]

    def blocks(self, found: list[Terms]) -> dict[str, list[str]]:
        """Return the terms for each kind of VALUES block that a query may have for the parameter.

        `?givenHarm` gets the terms as given, `?wantedHarm` these and all narrower ones, and
        `(?givenHarm ?wantedHarm)` the pairs of a given term and itself or a narrower one. The pairs
        let a query count how many of the given terms are covered, whichever narrower terms match.
        """
        name = "".join(word.capitalize() for word in self.name.split("-"))
        pairs = sorted({(terms[0], each) for terms in found for each in terms})
        return {
            f"?given{name}": sorted({given for given, _ in pairs}),
            f"?wanted{name}": sorted({wanted for _, wanted in pairs}),
            f"(?given{name} ?wanted{name})": [f"({given} {wanted})" for given, wanted in pairs],
        }


COMMON = (
    Parameter(_STATUS, "only rows of this claim status, or NotUnderstood for those without one"),
    Parameter(_BASIS, "only what pages assert, or only what a rule derived"),
)
"""Parameters of every question: the claim status, and whether a page or a rule states the row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A canned question: summary, description, parameters, columns with their meanings, and SPARQL.

    Attributes:
        lists: the columns whose cells are lists, with the separator; engines return items in any order.
        is_counting: whether the answer has counts, which are printed with a caution.
        needs: the required parameters.
        selects: what a claim status restricts: `rows`, `incidents` with such a row, or `decisions`
            about such a row.
        statuses: the claim statuses that the question is about; empty means all.
        note: a note to print with every answer.
        text: the SPARQL, without the header.
    """

    name: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, str]
    view: View
    lists: Mapping[str, str]
    is_counting: bool
    needs: tuple[str, ...]
    selects: str
    statuses: tuple[Term, ...]
    example: str
    note: str
    text: str

    @property
    def example_words(self) -> list[tuple[str, str]]:
        """The parameters of the example, each with a word."""
        words = shlex.split(self.example)
        return [(name.removeprefix("--"), word) for name, word in zip(*[iter(words)] * 2, strict=True)]

    @property
    def example_values(self) -> dict[str, list[str]]:
        """The words of the example by their parameters."""
        found: dict[str, list[str]] = {}
        for name, word in self.example_words:
            found.setdefault(name, []).append(word)
        return found

    def needs_graph(self, values: Mapping[str, Iterable[str]]) -> bool:
        """Return whether a word must be looked up in a graph."""
        return any(TYPES[name].needs_graph for name, words in values.items() if name in TYPES and words)

    def bound(
        self,
        values: Mapping[str, Iterable[str]],
        graph: Queryable | None = None,
        *,
        with_evidence: bool = False,
    ) -> str:
        """Return the query with the lines and values of the parameters that are given.

        Args:
            values: the words given for each parameter.
            graph: the graph in which to look up incidents, actors and places by name.
            with_evidence: also select `?restsOn`, the nodes and facts whose evidence supports each row.

        Raises:
            UnknownNameError: a word is not the name of anything, or there is no such parameter.
            UsageError: a word is not a date or number where one is required, a parameter that takes
                one value has several, or a required parameter is missing.
        """
        terms = self._terms(values, graph)
        text = _BASE.sub("", self.text)  # bound terms are absolute IRIs
        query = _with_clauses(text, {*terms, EVIDENCE} if with_evidence else terms.keys())
        for parameter in (*self.parameters, *COMMON):
            if parameter.name in terms:
                query = _with_values(query, parameter.blocks(terms[parameter.name]))
        if _UNWANTED in terms:
            query = _with_values(query, {"?unwantedClaimStatus": [each[0] for each in terms[_UNWANTED]]})
        return query

    def included(self, values: Mapping[str, Iterable[str]]) -> Included:
        """Return the claim statuses whose rows are included with these values.

        Raises:
            UnknownNameError: a word is not a claim status.
            UsageError: the statuses and the basis exclude each other.
        """
        statuses = [TYPES[_STATUS].find(word, None)[0] for word in values.get(_STATUS, ())]
        return claims.included(statuses, next(iter(values.get(_BASIS, ())), None))

    def _terms(
        self, values: Mapping[str, Iterable[str]], graph: Queryable | None
    ) -> dict[str, list[Terms]]:
        known = {parameter.name: parameter for parameter in (*self.parameters, *COMMON)}
        given = {name: list(words) for name, words in values.items()}
        terms = {}
        for name, words in given.items():
            if name not in known:
                raise UnknownNameError(f"parameter of {self.name}", name, known)
            if len(words) > 1 and not known[name].type.is_list:
                raise UsageError(f"the parameter {name} is given {len(words)} times; give it once")
            if words:
                terms[name] = [known[name].type.find(word, graph) for word in words]
        for name in self.needs:
            if name not in terms:
                raise UsageError(f"{self.name} requires the parameter {name}: {known[name].meaning}")
        statuses = self.included(given).terms() if {_STATUS, _BASIS} & terms.keys() else {}
        kept = {name: found for name, found in terms.items() if name not in (_STATUS, _BASIS)}
        return kept | statuses


def names() -> list[str]:
    """Return the names of all questions, sorted."""
    return [path.stem for path in resources.files("queries", ".rq")]


@cache
def load(name: str) -> Question:
    """Return a question by its name.

    Raises:
        UnknownNameError: there is no such question.
        AssetError: the header of its file is missing or invalid.
    """
    paths = {path.stem: path for path in resources.files("queries", ".rq")}
    if name not in paths:
        raise UnknownNameError("question", name, paths)
    return read(paths[name])


def read(path: Path) -> Question:
    """Return the question in a file.

    Raises:
        AssetError: the header is missing or invalid; the error has the line and column.
    """
    text = resources.text(path)
    head = heads.of(path, text)
    columns = head.table("columns")
    return Question(
        name=path.stem,
        summary=head.text("summary"),
        description=head.text("description"),
        parameters=tuple(_parameters(head)),
        columns=columns,
        view=_view(head, columns),
        lists=head.table_or_empty("lists"),
        is_counting=bool(head.parts.get("counting")),
        needs=tuple(head.list_or_empty("needs")),
        selects=head.parts.get("selects") or "rows",
        statuses=tuple(TYPES[_STATUS].find(word, None)[0] for word in head.list_or_empty("statuses")),
        example=head.text("example"),
        note=head.parts.get("note") or "",
        text=re.sub(r"^#\+.*\n", "", text, flags=re.MULTILINE).lstrip(),
    )


def _parameters(head: Head) -> Iterator[Parameter]:
    for name, meaning in head.table_or_empty("parameters").items():
        if name not in TYPES:
            raise head.error(f"unknown parameter {quoted(name)}; write one of: {', '.join(TYPES)}")
        yield Parameter(name, meaning)


def _view(head: Head, columns: Mapping[str, str]) -> View:
    roles = head.table("view")
    kind, known = roles.pop("kind", ""), charts.roles()
    if kind not in known:
        raise head.error(f"unknown kind of view {quoted(kind)}; write one of: {', '.join(known)}")
    if missing := sorted(known[kind] - roles.keys()):
        raise head.error(f"a view of kind {quoted(kind)} requires {', '.join(missing)}")
    if unknown := sorted(set(roles.values()) - columns.keys()):
        raise head.error(f"the view has the column {quoted(unknown[0])}, which is not in the columns")
    return View(kind, roles)


def _with_clauses(query: str, given: Iterable[str]) -> str:
    """Return the query with those `#?` lines whose names are all given, and without the others."""
    known = set(given)

    def chosen(line: re.Match[str]) -> str:
        return f"{line[1]}{line[3]}\n" if known.issuperset(line[2].split()) else ""

    return _CLAUSE.sub(chosen, query)


def _with_values(query: str, blocks: Mapping[str, list[str]]) -> str:
    """Return the query with the contents of VALUES blocks replaced, by the blocks' variables."""
    found = [name for name in blocks if f"VALUES {name} {{" in query]
    if not found:
        raise AssetError(f"a question has no VALUES block for {' or '.join(blocks)}")
    for name in found:
        # split and join, as re.sub would interpret a backslash in the terms.
        block = re.compile(rf"VALUES {re.escape(name)} \{{[^}}]*\}}")
        filled = f"VALUES {name} {{ {' '.join(blocks[name])} }}"
        query = filled.join(block.split(query))
    return query
