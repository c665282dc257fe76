"""What was proposed, accepted and rejected: three tables in a folder, kept across runs."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from privkg.core import files, resources
from privkg.core.errors import RdfError, UsageError, in_file
from privkg.core.files import folders, locks
from privkg.rdf.iris import DEFAULT, Base
from privkg.rdf.terms import Term, Triple, iri_text, term
from privkg.reference.links import curies, sssom
from privkg.reference.links.mapping import BY_HAND, Mapping, State

PACKAGED = "data/links"
_SUFFIX = ".sssom.tsv"
_DIFFERENT = term("owl:differentFrom")
_IDENTITIES = (term("owl:sameAs"), term("schema:sameAs"))
PROPERTIES = tuple(
    term(name)
    for name in (
        "owl:sameAs",
        "schema:sameAs",
        "schema:subjectOf",
        "skos:broadMatch",
        "skos:closeMatch",
        "skos:exactMatch",
        "skos:narrowMatch",
        "skos:relatedMatch",
    )
)
"""Properties by which links enter a graph."""
_ORDER = (State.REJECTED, State.ACCEPTED, State.PROPOSED)
"""Of writing: a link that moves is in both tables for a moment, and never in none."""


class LinkTables:
    """The mappings of a folder by their state; each pair has one."""

    def __init__(self, folder: Path, base: Base = DEFAULT) -> None:
        self._folder, self._base = folder, base
        self.prefixes = curies.prefixes_of(base)
        self._by_state = {state: _by_pair(self._path(state), base) for state in State}
        decided = self._by_state[State.ACCEPTED].keys() & self._by_state[State.REJECTED].keys()
        for subject, object_ in sorted(decided):
            raise RdfError(
                f"{iri_text(subject)} and {iri_text(object_)} are accepted"
                " in the table beside it; leave one of the two",
                in_file(self._path(State.REJECTED)),
            )

    def mappings(self, state: State) -> list[Mapping]:
        """Return the mappings in a state, the best first."""
        return sorted(self._by_state[state].values(), key=lambda m: (-m.score, m.pair))

    def propose(self, found: Iterable[Mapping]) -> None:
        """Put proposals in the place of former ones; what was decided is not proposed again."""
        decided = self._by_state[State.ACCEPTED].keys() | self._by_state[State.REJECTED].keys()
        fresh = [mapping for mapping in found if mapping.pair not in decided]
        self._by_state[State.PROPOSED] = {m.pair: m for m in sorted(fresh, key=lambda m: m.score)}

    def accept(self, subject: Term, object_: Term, predicate: Term | None = None) -> Mapping:
        """Accept a link; one that was not proposed needs its property.

        Raises:
            UsageError: it was not proposed and no property is given, or it was rejected.
        """
        if (subject, object_) in self._by_state[State.REJECTED]:
            raise UsageError(f"{iri_text(object_)} was rejected; take it out of the table first")
        known = self._proposed(subject, object_)
        chosen = predicate or (known.predicate if known else None)
        if chosen not in PROPERTIES:
            offered = ", ".join(map(curies.shorten, PROPERTIES))
            raise UsageError(
                f"{iri_text(object_)} was not proposed for {iri_text(subject)}; say with --as how they"
                f" relate: {offered}"
            )
        accepted = replace(_chosen(known, subject, object_, chosen), alternatives=())
        self._move(accepted, State.ACCEPTED)
        return accepted

    def reject(self, subject: Term, object_: Term, why: str) -> Mapping:
        """Record that two are not the same, and why, so that it is not proposed again."""
        known = self._proposed(subject, object_) or _bare(subject, object_)
        is_identity = known.predicate in _IDENTITIES
        rejected = replace(
            known,
            predicate=_DIFFERENT if is_identity else known.predicate,
            is_negative=not is_identity,
            justification=BY_HAND,
            score=1.0,
            method=why,
            alternatives=(),
        )
        self._by_state[State.ACCEPTED].pop(rejected.pair, None)
        self._move(rejected, State.REJECTED)
        return rejected

    def save(self) -> None:
        """Write the three tables, when all of them can be read again and are on the disk.

        Raises:
            RdfError: what is to be written could not be read again.
            UsageError: a table is a link or no file, or the folder is a graph's.
            WriteError: they cannot be written.
        """
        folders.make(self._folder)
        tables = {
            state: sssom.write(state.value, self._by_state[state].values(), self._base)
            for state in _ORDER
        }
        for state, text in tables.items():
            self._check(state, text)
        files.replace_all({self._path(state): text for state, text in tables.items()})

    def _check(self, state: State, text: str) -> None:
        """Read a table before it is written: it must have a row for each mapping."""
        path = self._path(state)
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise RdfError(
                f"{error.object[error.start]!r} cannot be written in UTF-8", in_file(path)
            ) from error
        if {mapping.pair for _, mapping in sssom.parse(text, path)} != self._by_state[state].keys():
            raise RdfError("some links could not be read again; nothing is written", in_file(path))

    def counts(self) -> str:
        """Return how many links are in each state, in words."""
        return ", ".join(f"{len(found)} {state}" for state, found in self._by_state.items())

    def _proposed(self, subject: Term, object_: Term) -> Mapping | None:
        return self._by_state[State.PROPOSED].get((subject, object_))

    def _move(self, mapping: Mapping, state: State) -> None:
        self._by_state[State.PROPOSED].pop(mapping.pair, None)
        self._by_state[state][mapping.pair] = mapping

    def _path(self, state: State) -> Path:
        return self._folder / f"{state.value}{_SUFFIX}"


@contextmanager
def editing(folder: Path, base: Base = DEFAULT) -> Iterator[LinkTables]:
    """Give the tables of links of a folder, alone, and save it at the end.

    Raises:
        StoreError: another privkg changes it for long.
        RdfError, UsageError, WriteError: it cannot be read, or saved.
    """
    with folders.made(folder), locks.in_turn(folder):
        known = LinkTables(folder, base)
        yield known
        known.save()


def accepted(link_folders: Iterable[Path] = (), base: Base = DEFAULT) -> tuple[Triple, ...]:
    """Return the links that ship with privkg, and those accepted in a user's own folders, as triples.

    Links about incidents of privkg's own are moved to the base; other things keep the IRI they have.

    Raises:
        RdfError: a table is unusable, or has a link by a property that is none of links.
    """
    found: set[Triple] = set()
    name = f"{State.ACCEPTED.value}{_SUFFIX}"
    for folder in (resources.folder(PACKAGED), *link_folders):
        for place, link in sssom.read_with_places(folder / name, base):
            wrong = _no_link(link)
            if wrong:
                raise RdfError(wrong, place)
            is_incident = DEFAULT.slug_of(link.subject)
            subject = DEFAULT.moved(link.subject, base) if is_incident else link.subject
            found.add((subject, link.predicate, link.object))
    return tuple(sorted(found))


def _by_pair(path: Path, base: Base) -> dict[tuple[Term, Term], Mapping]:
    return {mapping.pair: mapping for mapping in sssom.read(path, base)}


def _no_link(link: Mapping) -> str:
    """Return why an accepted row is no link; empty if it is one."""
    if link.is_negative:
        return f"predicate_modifier is Not, so this is no link; move it to {State.REJECTED}{_SUFFIX}"
    if link.predicate not in PROPERTIES:
        known = ", ".join(map(curies.shorten, PROPERTIES))
        return f"{curies.shorten(link.predicate)} is no property of accepted links; write one of {known}"
    return ""


def _chosen(known: Mapping | None, subject: Term, object_: Term, predicate: Term) -> Mapping:
    """Return a link as a person accepts it: what a rule proposed stays the rule's finding."""
    if known and known.predicate == predicate:
        return known
    if known:
        how = f"by hand; proposed as {curies.shorten(known.predicate)}: {known.method}"
        return replace(known, predicate=predicate, justification=BY_HAND, score=1.0, method=how)
    return replace(_bare(subject, object_), predicate=predicate)


def _bare(subject: Term, object_: Term) -> Mapping:
    return Mapping(
        subject=subject,
        subject_label="",
        predicate=term("owl:sameAs"),
        object=object_,
        object_label="",
        justification=BY_HAND,
        score=1.0,
        method="by hand",
    )
