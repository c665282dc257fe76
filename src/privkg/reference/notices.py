"""Notices: what a dataset corrected, withdrew or moved, and why, so that no IRI dies unexplained.

They are written by hand as Turtle and stand in a named graph of their own, with what follows from them:
what is gone is `owl:deprecated` and, if it moved, `dcterms:isReplacedBy` what stands in its place.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from privkg.rdf import graphs, iris, kinds
from privkg.rdf.iris import DEFAULT, Base
from privkg.rdf.terms import A, Term, Triple, iri_text, literal, shorten, term
from privkg.store import contents, rdf, turtle_places
from privkg.store.graph import Graph

_NOTICE = kinds.Kind.NOTICE
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
_TITLE, _REASON, _REPLY = term("dcterms:title"), term("pk:reason"), term("pk:reply")
_CONCERNS, _REPLACEMENT, _DATE = term("pk:concerns"), term("pk:replacement"), term("dcterms:date")
_TRUE = literal("true", "xsd:boolean")

About = Mapping[Term, list[Term]]


class Kind(StrEnum):
    """What became of what a notice concerns, by the name of the notice's class."""

    CORRECTION = "pk:Correction"
    WITHDRAWAL = "pk:Withdrawal"
    REDIRECT = "pk:Redirect"

    @property
    def words(self) -> str:
        """What became of it, in a word."""
        return {"pk:Correction": "corrected", "pk:Withdrawal": "withdrawn"}.get(self, "moved")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice: its title says what, `date` is a day as ISO 8601 has it."""

    iri: Term
    kind: Kind
    title: str
    reason: str
    date: str
    concerns: tuple[Term, ...]
    replacement: Term | None
    replies: tuple[str, ...]


class Notices:
    """Notices as they were read from files."""

    def __init__(self, described: Mapping[Term, tuple[Path, About]]) -> None:
        self._files = {node: file for node, (file, _) in described.items()}
        self._all = [_notice(node, about) for node, (_, about) in described.items()]
        stated = {(s, p, o) for s, (_, about) in described.items() for p in about for o in about[p]}
        self.triples = tuple(sorted(stated | set(_following(self._all))))

    def check(self, described: Collection[Term]) -> None:
        """Check that notices speak of things as they are.

        Args:
            described: the things that pages and records say something of.

        Raises:
            RdfError: what was withdrawn or moved is described, or what was corrected or stands in
                another's place is not; the message begins with `file:line:col`.
        """
        known = deprecated(self._all)
        for notice in self._all:
            for thing in notice.concerns:
                if notice.kind is not Kind.CORRECTION and thing in described:
                    self._refuse(notice, f"concerns {iri_text(thing)}, which is still described")
                if notice.kind is Kind.CORRECTION and thing not in {*described, *known}:
                    self._refuse(notice, f"concerns {iri_text(thing)}, which names nothing")
            if notice.replacement and notice.replacement not in described:
                self._refuse(notice, f"leads to {iri_text(notice.replacement)}, which names nothing")

    def _refuse(self, notice: Notice, wrong: str) -> None:
        raise turtle_places.fault(self._files[notice.iri], notice.iri, wrong)


def load(folders: Iterable[Path], base: Base = DEFAULT) -> Notices:
    """Return the notices in the Turtle files of some folders.

    Raises:
        RdfError: a file is not Turtle, a notice in it lacks something or says something that no
            notice does, or two say what became of one thing; the message begins with `file:line:col`.
    """
    found: dict[Term, tuple[Path, About]] = {}
    for path in (path for folder in folders for path in sorted(folder.rglob("*.ttl"))):
        for node, about in contents.things(rdf.read_turtle(path)).items():
            for wrong in _faults(node, about, base):
                raise turtle_places.fault(path, node, wrong)
            if node in found:
                raise turtle_places.fault(path, node, f"stands in {found[node][0]} too; keep one")
            found[node] = (path, about)
    _check_once(found)
    return Notices(found)


def read(graph: Graph) -> tuple[Notice, ...]:
    """Return the notices of a built graph, the latest first.

    Raises:
        StoreError: the graph is not what was written.
    """
    here = iri_text(graph.base.graph(graphs.NOTICES))
    present = [name for name in (here,) if name in graph.manifest.graphs]
    found = [
        _notice(node, about)
        for things in contents.read(graph, present)
        for node, about in things.items()
        if graph.base.kind(node) is _NOTICE
    ]
    return tuple(sorted(found, key=lambda notice: notice.date, reverse=True))


def deprecated(notices: Iterable[Notice]) -> dict[Term, Term | None]:
    """Return the IRIs that were given up, each with what stands in its place, if anything does.

    The page of an incident goes with it.
    """
    found: dict[Term, Term | None] = {}
    for notice in notices:
        for thing in () if notice.kind is Kind.CORRECTION else notice.concerns:
            found[thing] = notice.replacement
            if (page := iris.page_of(thing)) is not None:
                found[page] = iris.page_of(notice.replacement) if notice.replacement else None
    return found


def _following(notices: Iterable[Notice]) -> Iterator[Triple]:
    for thing, replacement in deprecated(notices).items():
        yield thing, term("owl:deprecated"), _TRUE
        if replacement:
            yield thing, term("dcterms:isReplacedBy"), replacement


def _notice(node: Term, about: About) -> Notice:
    return Notice(
        iri=node,
        kind=Kind(shorten(iri_text(about[A][0]))),
        title=rdf.literal_text(about[_TITLE][0]),
        reason=rdf.literal_text(about[_REASON][0]),
        date=rdf.literal_text(about[_DATE][0]),
        concerns=tuple(about[_CONCERNS]),
        replacement=next(iter(about.get(_REPLACEMENT, ())), None),
        replies=tuple(map(rdf.literal_text, about.get(_REPLY, ()))),
    )


def _faults(node: Term, about: About, base: Base) -> Iterator[str]:
    """Yield what is wrong with a notice, each with what to do."""
    name, _, slug = base.path(node).partition("/")
    if name != _NOTICE or not _SLUG.fullmatch(slug):
        begin = f"{base.things}{_NOTICE}/"
        yield f"is no notice; give it an IRI of {begin} and letters, digits and hyphens"
    types = [term(kind) for kind in Kind]
    if len(about.get(A, ())) != 1 or about[A][0] not in types:
        yield f"has not one type; give it {', '.join(Kind)}"
        return
    least, most = _allowed(Kind(shorten(iri_text(about[A][0]))))
    for unknown in sorted(about.keys() - most.keys()):
        shown = ", ".join(sorted(shorten(iri_text(each)) for each in most))
        yield f"has {shorten(iri_text(unknown))}, which its kind of notice has not; known: {shown}"
    for predicate in sorted(most):
        values, wanted = about.get(predicate, ()), most[predicate]
        if not least[predicate] <= len(values) <= wanted:
            number = "one" if wanted == 1 else "one or more"
            yield f"has {len(values)} {shorten(iri_text(predicate))}; give it {number}"
        yield from (wrong for value in values if (wrong := _wrong(predicate, value, base)))


def _allowed(kind: Kind) -> tuple[dict[Term, int], dict[Term, float]]:
    """Return how many values a kind of notice has at least and at most, by the property."""
    once = (A, _TITLE, _REASON, _DATE, *((_REPLACEMENT,) if kind is Kind.REDIRECT else ()))
    least = dict.fromkeys(once, 1) | {_CONCERNS: 1, _REPLY: 0}
    many = 1 if kind is Kind.REDIRECT else float("inf")
    return least, dict.fromkeys(once, 1.0) | {_CONCERNS: many, _REPLY: float("inf")}


def _wrong(predicate: Term, value: Term, base: Base) -> str | None:
    """Return what is wrong with a value, None if nothing is."""

    def is_thing(value: Term) -> bool:
        return value.startswith("<") and base.kind(value) not in (None, _NOTICE)

    is_right, wanted = {
        A: (_is_anything, ""),
        _CONCERNS: (is_thing, f"name a thing, {base.things}…"),
        _REPLACEMENT: (is_thing, f"name a thing, {base.things}…"),
        _DATE: (_is_day, 'write it as "2026-01-31"^^xsd:date'),
    }.get(predicate, (_is_text, "say it in words"))
    return None if is_right(value) else f"has {value} as {shorten(iri_text(predicate))}; {wanted}"


def _is_anything(_: Term) -> bool:
    return True


def _is_text(value: Term) -> bool:
    return value.startswith('"') and "^^<" not in value and bool(rdf.literal_text(value).strip())


def _is_day(value: Term) -> bool:
    if not value.endswith(f'"^^{term("xsd:date")}'):
        return False
    text = rdf.literal_text(value)
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _check_once(found: Mapping[Term, tuple[Path, About]]) -> None:
    """Check that each thing has one end."""
    ends: dict[Term, Term] = {}
    for node, (path, about) in found.items():
        for thing in deprecated([_notice(node, about)]):
            other = ends.setdefault(thing, node)
            if other != node:
                both = f"and <{iri_text(other)}> both say what became of {iri_text(thing)}; keep one"
                raise turtle_places.fault(path, node, both)
