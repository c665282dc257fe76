"""Notices: corrections, withdrawals and redirects of a dataset, so that a removed IRI is explained.

Notices are hand-written Turtle. They have their own named graph, together with the triples that follow
from them: a withdrawn or moved IRI is `owl:deprecated`, and a moved one `dcterms:isReplacedBy` another.
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
    """The kinds of notices, by class."""

    CORRECTION = "pk:Correction"
    WITHDRAWAL = "pk:Withdrawal"
    REDIRECT = "pk:Redirect"

    @property
    def words(self) -> str:
        """The past participle that a report prints for the IRIs of this kind of notice."""
        return {"pk:Correction": "corrected", "pk:Withdrawal": "withdrawn"}.get(self, "moved")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice: its title describes the change, `date` is an ISO 8601 day."""

    iri: Term
    kind: Kind
    title: str
    reason: str
    date: str
    concerns: tuple[Term, ...]
    replacement: Term | None
    replies: tuple[str, ...]


class Notices:
    """Notices that were read from files."""

    def __init__(self, described: Mapping[Term, tuple[Path, About]]) -> None:
        self._files = {node: file for node, (file, _) in described.items()}
        self._all = [_notice(node, about) for node, (_, about) in described.items()]
        stated = {(s, p, o) for s, (_, about) in described.items() for p in about for o in about[p]}
        self.triples = tuple(sorted(stated | set(_following(self._all))))

    @property
    def things(self) -> frozenset[Term]:
        """The resources that are concerned, and their replacements."""
        concerned = (thing for notice in self._all for thing in notice.concerns)
        return frozenset(concerned).union(n.replacement for n in self._all if n.replacement)

    def check(self, described: Collection[Term]) -> None:
        """Check the notices against the dataset.

        Args:
            described: those of `things` that pages and records describe.

        Raises:
            RdfError: a withdrawn or moved IRI is still described, or a corrected IRI or a replacement
                is not in the dataset; the message begins with `file:line:col`.
        """
        known = deprecated(self._all)
        for notice in self._all:
            for thing in notice.concerns:
                if notice.kind is not Kind.CORRECTION and thing in described:
                    self._refuse(
                        notice,
                        f"concerns {iri_text(thing)}, which is still in the dataset;"
                        " remove its page or record, or the notice",
                    )
                if notice.kind is Kind.CORRECTION and thing not in {*described, *known}:
                    self._refuse(
                        notice,
                        f"concerns {iri_text(thing)}, which is not in the dataset; correct the IRI",
                    )
            if notice.replacement and notice.replacement not in described:
                self._refuse(
                    notice,
                    f"is replaced by {iri_text(notice.replacement)}, which is not in the dataset;"
                    " correct the IRI",
                )

    def _refuse(self, notice: Notice, wrong: str) -> None:
        raise turtle_places.fault(self._files[notice.iri], notice.iri, wrong)


def load(folders: Iterable[Path], base: Base = DEFAULT) -> Notices:
    """Return the notices in the Turtle files of some folders.

    Raises:
        RdfError: a file is not Turtle, a notice lacks a property or has an unknown one, or two notices
            withdraw or move the same IRI; the message begins with `file:line:col`.
    """
    found: dict[Term, tuple[Path, About]] = {}
    for path in (path for folder in folders for path in sorted(folder.rglob("*.ttl"))):
        for node, about in contents.things(rdf.read_turtle(path)).items():
            for wrong in _faults(node, about, base):
                raise turtle_places.fault(path, node, wrong)
            if node in found:
                raise turtle_places.fault(path, node, f"is in {found[node][0]} too; keep one")
            found[node] = (path, about)
    _check_once(found)
    return Notices(found)


def read(graph: Graph) -> tuple[Notice, ...]:
    """Return the notices of a built graph, the latest first.

    Raises:
        StoreError: the graph is damaged.
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
    """Return the withdrawn and moved IRIs, each with its replacement or None.

    The IRI of an incident's page is deprecated together with the incident.
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
    """Yield a message for each fault of a notice."""
    name, _, slug = base.path(node).partition("/")
    if name != _NOTICE or not _SLUG.fullmatch(slug):
        begin = f"{base.things}{_NOTICE}/"
        yield f"is not the IRI of a notice; write {begin} and letters, digits and hyphens"
    types = [term(kind) for kind in Kind]
    if len(about.get(A, ())) != 1 or about[A][0] not in types:
        yield f"does not have exactly one type; write one of {', '.join(Kind)}"
        return
    least, most = _allowed(Kind(shorten(iri_text(about[A][0]))))
    for unknown in sorted(about.keys() - most.keys()):
        shown = ", ".join(sorted(shorten(iri_text(each)) for each in most))
        yield f"has the unknown property {shorten(iri_text(unknown))}; write one of {shown}"
    for predicate in sorted(most):
        values, wanted = about.get(predicate, ()), most[predicate]
        if not least[predicate] <= len(values) <= wanted:
            number = "one" if wanted == 1 else "one or more"
            yield f"has {len(values)} values of {shorten(iri_text(predicate))}; write {number}"
        yield from (wrong for value in values if (wrong := _wrong(predicate, value, base)))


def _allowed(kind: Kind) -> tuple[dict[Term, int], dict[Term, float]]:
    """Return the minimum and maximum cardinality of each property of a kind of notice."""
    once = (A, _TITLE, _REASON, _DATE, *((_REPLACEMENT,) if kind is Kind.REDIRECT else ()))
    least = dict.fromkeys(once, 1) | {_CONCERNS: 1, _REPLY: 0}
    many = 1 if kind is Kind.REDIRECT else float("inf")
    return least, dict.fromkeys(once, 1.0) | {_CONCERNS: many, _REPLY: float("inf")}


def _wrong(predicate: Term, value: Term, base: Base) -> str | None:
    """Return a message about an invalid value; None for a valid one."""

    def is_thing(value: Term) -> bool:
        return value.startswith("<") and base.kind(value) not in (None, _NOTICE)

    is_right, wanted = {
        A: (_is_anything, ""),
        _CONCERNS: (is_thing, f"write the IRI of a resource, {base.things}…"),
        _REPLACEMENT: (is_thing, f"write the IRI of a resource, {base.things}…"),
        _DATE: (_is_day, 'write it as "2026-01-31"^^xsd:date'),
    }.get(predicate, (_is_text, "write a text"))
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
    """Raise an error if two notices withdraw or move the same IRI."""
    ends: dict[Term, Term] = {}
    for node, (path, about) in found.items():
        for thing in deprecated([_notice(node, about)]):
            other = ends.setdefault(thing, node)
            if other != node:
                both = f"and <{iri_text(other)}> both withdraw or move {iri_text(thing)}; keep one"
                raise turtle_places.fault(path, node, both)
