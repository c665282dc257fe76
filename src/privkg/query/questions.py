"""Canned questions: one file of `queries/` each, with typed parameters that are bound, never spliced.

A line `#? harm: …` of a question is a comment until the parameter `harm` is given; then it is a part
of the query, and so are lines of several names when all of them are given. The values of a parameter
stand in VALUES blocks: for `actor-type` those of `?wantedActorType`. So what is given decides which
of the file's own lines count and which terms stand in their blocks, and nothing else.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from privkg.core import resources
from privkg.core.errors import AssetError, UnknownNameError, UsageError
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
"""The name of the lines that select what an answer's row rests on, as `?restsOn`."""

_CLAUSE = re.compile(r"^( *)#\? ([a-z -]+): (.*)\n", re.MULTILINE)
_BASE = re.compile(r"^BASE <[^>]*>\n", re.MULTILINE)
"""What the example values of a file are relative to, for who runs it as it is on privkg's own base."""
_STATUS, _BASIS, _UNWANTED = "claim-status", "basis", "unwanted-status"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question, and what it restricts."""

    name: str
    meaning: str

    @property
    def type(self) -> Type:
        """What its values may be."""
        return TYPES[self.name]

    def blocks(self, found: list[Terms]) -> dict[str, list[str]]:
        """Return what stands in each kind of VALUES block that a query may have for the values.

        `?askedHarm` is bound to the terms as given, `?wantedHarm` to them and all that is narrower,
        and `(?askedHarm ?wantedHarm)` to each of these beside the term that is given for it.
        """
        name = "".join(word.capitalize() for word in self.name.split("-"))
        pairs = sorted({(terms[0], each) for terms in found for each in terms})
        return {
            f"?asked{name}": sorted({asked for asked, _ in pairs}),
            f"?wanted{name}": sorted({wanted for _, wanted in pairs}),
            f"(?asked{name} ?wanted{name})": [f"({asked} {wanted})" for asked, wanted in pairs],
        }


COMMON = (
    Parameter(_STATUS, "only rows of this claim status, or NotUnderstood for those without one"),
    Parameter(_BASIS, "only what pages assert, or only what a rule derived"),
)
"""Parameters of every question: how firmly a row is claimed, and whether a page or a rule says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A canned question: its words, its own parameters, its columns with their meaning, its SPARQL.

    `lists` names the columns whose cells are lists, with what parts them; engines list in any order.
    `needs` names the parameters that it cannot be asked without; `selects` is what a claim status
    restricts: `rows`, `incidents` that have such a row, or `decisions` about one. `statuses` are the
    claim statuses that the question is about; all, if it names none. `note` is to be read beside every
    answer.
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
        """Return the query with the lines and the values of the parameters that are given.

        Args:
            values: the words given for each parameter.
            graph: where incidents, actors and places are looked up by name.
            with_evidence: select what each row rests on, as `?restsOn`.

        Raises:
            UnknownNameError: a word names nothing, or there is no such parameter.
            UsageError: a word is no date or no number, or too many or too few words are given.
        """
        terms = self._terms(values, graph)
        text = _BASE.sub("", self.text)  # all that is bound is absolute
        query = _with_clauses(text, {*terms, EVIDENCE} if with_evidence else terms.keys())
        for parameter in (*self.parameters, *COMMON):
            if parameter.name in terms:
                query = _with_values(query, parameter.blocks(terms[parameter.name]))
        if _UNWANTED in terms:
            query = _with_values(query, {"?unwantedClaimStatus": [each[0] for each in terms[_UNWANTED]]})
        return query

    def included(self, values: Mapping[str, Iterable[str]]) -> Included:
        """Return the claim statuses whose rows are included when the question is asked so.

        Raises:
            UnknownNameError: a word is no claim status.
            UsageError: nothing can be of these statuses and of this basis.
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
                raise UsageError(f"--{name} is given {len(words)} times; give it once")
            if words:
                terms[name] = [known[name].type.find(word, graph) for word in words]
        for name in self.needs:
            if name not in terms:
                raise UsageError(f"{self.name} needs --{name}: {known[name].meaning}")
        statuses = self.included(given).terms() if {_STATUS, _BASIS} & terms.keys() else {}
        kept = {name: found for name, found in terms.items() if name not in (_STATUS, _BASIS)}
        return kept | statuses


def names() -> list[str]:
    """Return the names of all questions, sorted."""
    return [path.stem for path in resources.files("queries", ".rq")]


@cache
def load(name: str) -> Question:
    """Return the question of that name.

    Raises:
        UnknownNameError: there is none.
        AssetError: its file has no readable head.
    """
    paths = {path.stem: path for path in resources.files("queries", ".rq")}
    if name not in paths:
        raise UnknownNameError("question", name, paths)
    return read(paths[name])


def read(path: Path) -> Question:
    """Return the question in a file.

    Raises:
        AssetError: the file has no readable head; the message tells the place.
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
            raise head.lacks(f"a type of parameter; none is called {name!r}")
        yield Parameter(name, meaning)


def _view(head: Head, columns: Mapping[str, str]) -> View:
    roles = head.table("view")
    kind, parts = roles.pop("kind", ""), charts.parts()
    if kind not in parts or not roles.keys() >= parts[kind]:
        raise head.lacks(f"a view; {kind!r} is none, or a part of it is missing")
    if not set(roles.values()) <= columns.keys():
        raise head.lacks("a column that its view names")
    return View(kind, roles)


def _with_clauses(query: str, given: Iterable[str]) -> str:
    """Return the query with the lines that count for what is given, and without the others."""
    known = set(given)

    def chosen(line: re.Match[str]) -> str:
        return f"{line[1]}{line[3]}\n" if known.issuperset(line[2].split()) else ""

    return _CLAUSE.sub(chosen, query)


def _with_values(query: str, blocks: Mapping[str, list[str]]) -> str:
    """Return the query with what stands in VALUES blocks, by their variables, whatever stood there."""
    found = [name for name in blocks if f"VALUES {name} {{" in query]
    if not found:
        raise AssetError(f"a question has no VALUES block for {' or '.join(blocks)}")
    for name in found:
        block = re.compile(rf"VALUES {re.escape(name)} \{{[^}}]*\}}")
        filled = f"VALUES {name} {{ {' '.join(blocks[name])} }}"
        query = filled.join(block.split(query))
    return query
