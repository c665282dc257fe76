"""Proposed, accepted and rejected links: three SSSOM tables in a folder, one per state."""

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
from privkg.reference.links.mapping import BY_HAND, NO_TERM, Mapping, State

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
"""The properties that an accepted link may have."""
_ORDER = (State.REJECTED, State.ACCEPTED, State.PROPOSED)
"""The order of writing: a link that changes its state is briefly in two tables, but never missing."""


class LinkTables:
    """The mappings of a folder by state; a pair of subject and object is in one state only."""

    def __init__(self, folder: Path, base: Base = DEFAULT) -> None:
        self._folder, self._base = folder, base
        self.prefixes = curies.prefixes_of(base)
        self._by_state = {state: _by_pair(self._path(state), base) for state in State}
        decided = self._by_state[State.ACCEPTED].keys() & self._by_state[State.REJECTED].keys()
        for subject, object_ in sorted(decided):
            raise RdfError(
                f"{iri_text(subject)} and {iri_text(object_)} are both accepted and rejected;"
                f" remove the row here or in {self._path(State.ACCEPTED).name}",
                in_file(self._path(State.REJECTED)),
            )

    def mappings(self, state: State) -> list[Mapping]:
        """Return the mappings in a state, highest score first."""
        return sorted(self._by_state[state].values(), key=lambda m: (-m.score, m.pair))

    def propose(self, found: Iterable[Mapping]) -> None:
        """Replace the proposals; accepted and rejected pairs are not proposed again."""
        decided = self._decided()
        fresh = [mapping for mapping in found if mapping.pair not in decided]
        self._by_state[State.PROPOSED] = {m.pair: m for m in sorted(fresh, key=lambda m: m.score)}

    def accept(self, subject: Term, object_: Term, predicate: Term | None = None) -> Mapping:
        """Accept a link; a link that was not proposed needs a predicate.

        Raises:
            UsageError: the link was not proposed and has no predicate, it was rejected, or one side is
                `sssom:NoTermFound`.
        """
        if NO_TERM in (subject, object_):
            raise UsageError("sssom:NoTermFound is not a resource, and cannot be linked; reject the row")
        subject, object_ = self._known(subject, object_)
        if (subject, object_) in self._by_state[State.REJECTED]:
            raise UsageError(
                f"{iri_text(object_)} was rejected for {iri_text(subject)};"
                f" remove the row from {self._path(State.REJECTED)} first"
            )
        known = self._proposed(subject, object_)
        chosen = predicate or (known.predicate if known else None)
        if chosen not in PROPERTIES:
            offered = ", ".join(map(curies.shorten, PROPERTIES))
            raise UsageError(
                f"{iri_text(object_)} was not proposed for {iri_text(subject)}; give their relation"
                f" with --as, one of {offered}"
            )
        accepted = replace(_chosen(known, subject, object_, chosen), alternatives=())
        self._move(accepted, State.ACCEPTED)
        return accepted

    def accept_all(self, found: Iterable[Mapping]) -> int:
        """Accept links whose pairs are not decided yet, and return their number."""
        decided = self._decided()
        fresh = {mapping.pair: mapping for mapping in found if mapping.pair not in decided}
        for mapping in fresh.values():
            self._move(mapping, State.ACCEPTED)
        return len(fresh)

    def reject(self, subject: Term, object_: Term, why: str) -> Mapping:
        """Record that a link is wrong, and why, so that it is not proposed again."""
        subject, object_ = self._known(subject, object_)
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
        """Write the three tables, after checking that the parser reads each of them back.

        Raises:
            RdfError: a table would not be read back unchanged.
            UsageError: a table is a symbolic link or not a file, or the folder is a built graph.
            WriteError: a table cannot be written.
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
        """Raise an error unless the text of a table parses to the mappings that it was written from."""
        path = self._path(state)
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise RdfError(
                f"{error.object[error.start]!r} cannot be encoded in UTF-8; remove it", in_file(path)
            ) from error
        if {mapping.pair for _, mapping in sssom.parse(text, path)} != self._by_state[state].keys():
            raise RdfError(
                "some links cannot be read back from the table; no table was written", in_file(path)
            )

    def counts(self) -> str:
        """Return the number of links in each state, such as "3 proposed, 1 accepted, 0 rejected"."""
        return ", ".join(f"{len(found)} {state}" for state, found in self._by_state.items())

    def _decided(self) -> set[tuple[Term, Term]]:
        return self._by_state[State.ACCEPTED].keys() | self._by_state[State.REJECTED].keys()

    def _proposed(self, subject: Term, object_: Term) -> Mapping | None:
        return self._by_state[State.PROPOSED].get((subject, object_))

    def _move(self, mapping: Mapping, state: State) -> None:
        self._by_state[State.PROPOSED].pop(mapping.pair, None)
        self._by_state[state][mapping.pair] = mapping

    def _path(self, state: State) -> Path:
        return path(self._folder, state)

    def _known(self, subject: Term, object_: Term) -> tuple[Term, Term]:
        """Return a pair in the order in which a table has it: two actors have no order of their own."""
        is_reversed = any((object_, subject) in found for found in self._by_state.values())
        return (object_, subject) if is_reversed else (subject, object_)


def path(folder: Path, state: State) -> Path:
    """Return the table of a state in a folder."""
    return folder / f"{state.value}{_SUFFIX}"


@contextmanager
def editing(folder: Path, base: Base = DEFAULT) -> Iterator[LinkTables]:
    """Lock the tables of a folder, yield them, and save them at the end.

    Raises:
        StoreError: another process holds the lock for too long.
        RdfError, UsageError, WriteError: the tables cannot be read or saved.
    """
    with folders.made(folder), locks.in_turn(folder):
        known = LinkTables(folder, base)
        yield known
        known.save()


def accepted(link_folders: Iterable[Path] = (), base: Base = DEFAULT) -> tuple[Triple, ...]:
    """Return the links that ship with privkg and those accepted in the user's folders, as triples.

    Links of incidents in privkg's own namespace are moved to the base; other subjects keep their IRI.

    Raises:
        RdfError: a table is invalid, or has a property that links may not have.
    """
    found: set[Triple] = set()
    for folder in (resources.folder(PACKAGED), *link_folders):
        for place, link in sssom.read_with_places(path(folder, State.ACCEPTED), base):
            wrong = _fault(link)
            if wrong:
                raise RdfError(wrong, place)
            found.add((_moved(link.subject, base), link.predicate, link.object))
    return tuple(sorted(found))


def rejected_pairs(base: Base = DEFAULT) -> frozenset[tuple[Term, Term]]:
    """Return the pairs of subject and object that are rejected in the table that ships with privkg."""
    found = sssom.read(path(resources.folder(PACKAGED), State.REJECTED), base)
    return frozenset((_moved(link.subject, base), link.object) for link in found)


def _moved(subject: Term, base: Base) -> Term:
    return DEFAULT.moved(subject, base) if DEFAULT.slug_of(subject) else subject


def _by_pair(path: Path, base: Base) -> dict[tuple[Term, Term], Mapping]:
    return {mapping.pair: mapping for mapping in sssom.read(path, base)}


def _fault(link: Mapping) -> str:
    """Return a message about a row that cannot be an accepted link; empty for a valid row."""
    if link.is_negative:
        return f"predicate_modifier is Not in an accepted link; move it to {State.REJECTED}{_SUFFIX}"
    if not link.has_terms:
        return "sssom:NoTermFound is not a resource, and cannot be linked; remove the row"
    if link.predicate not in PROPERTIES:
        known = ", ".join(map(curies.shorten, PROPERTIES))
        return f"a link cannot have the property {curies.shorten(link.predicate)}; write one of {known}"
    return ""


def _chosen(known: Mapping | None, subject: Term, object_: Term, predicate: Term) -> Mapping:
    """Return an accepted link; a proposal keeps the rule's justification unless the relation changed."""
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
