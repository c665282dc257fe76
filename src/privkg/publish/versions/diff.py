"""Differences between two built graphs: incidents, shared resources, notices, and removed IRIs.

Only `patch` compares evidence: a sentence that moved within its page does not change the incident.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from privkg.rdf import graphs, iris, order
from privkg.rdf.graphs import Role
from privkg.rdf.terms import PREF_LABEL, A, Term, Triple, iri, iri_text, literal, shorten, term
from privkg.reference import notices, properties
from privkg.reference.notices import Notice
from privkg.store.graph import Graph
from privkg.store.rdf import literal_text

_PROVENANCE = literal(graphs.provenance_of(""))
_LEFT_OUT = frozenset(
    map(
        term,
        (
            *("pk:hasViolation", "pk:violationOf", "pk:rowIndex"),
            *("pk:hasDecision", "pk:decisionOf", "schema:subjectOf"),
        ),
    )
)
"""Predicates that link an incident to its parts; changes of the parts are reported separately."""
_LABELS = (PREF_LABEL, term("dcterms:title"), term("schema:url"), term("rdfs:label"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A statement that was added or removed.

    `row` or `decision` is the number of its subject, if that is a row or a decision. `name` is the label
    of the predicate and `text` that of the value.
    """

    is_added: bool
    row: int | None
    decision: int | None
    predicate: Term
    value: Term
    name: str
    text: str

    @property
    def words(self) -> str:
        """The statement in words, such as `harm secondary use, row 2`."""
        place = f", row {self.row}" if self.row else ""
        place = f", decision {self.decision}" if self.decision else place
        return f"{self.name} {self.text}{place}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Differences between two graphs.

    `added` and `removed` are titles of incidents by slug. `changed` are titles and changes of incidents
    by slug, and `things` labels and changes of shared resources by IRI. `notices` are in the newer graph
    only. `removed_without_notice` are IRIs that only the older graph describes, and that no notice in
    the newer graph withdraws or moves.
    """

    added: Mapping[str, str]
    removed: Mapping[str, str]
    changed: Mapping[str, tuple[str, tuple[Change, ...]]]
    things: Mapping[str, tuple[str, tuple[Change, ...]]]
    notices: tuple[Notice, ...]
    removed_without_notice: tuple[str, ...]


def compare(old: Graph, new: Graph) -> Changes:
    """Return the differences from an older graph to a newer one."""
    before, after = _slugs(old), _slugs(new)
    kept = sorted(name for name in before & after if _has_changed(old, new, name))
    within = {name: _within(old, new, name) for name in kept}
    things, known = (_things(old), _things(new)), set(notices.read(old))
    return Changes(
        added={name: _title(new, name) for name in sorted(after - before)},
        removed={name: _title(old, name) for name in sorted(before - after)},
        changed={name: (_title(new, name), found) for name, found in within.items() if found},
        things=dict(_of_shared(old, new, things[0] & things[1])),
        notices=tuple(notice for notice in notices.read(new) if notice not in known),
        removed_without_notice=tuple(
            sorted(map(iri_text, things[0] - things[1] - _of_deprecated(things[0], new)))
        ),
    )


def patch(old: Graph, new: Graph) -> Iterator[str]:
    """Yield the lines of an RDF Patch from the older graph to the newer: quads deleted, then added.

    Source of the format: https://afs.github.io/rdf-delta/rdf-patch.html
    """
    yield f"H prev <urn:sha256:{old.manifest.sha256}> .\n"
    yield f"H id <urn:sha256:{new.manifest.sha256}> .\n"
    yield "TX .\n"
    counts = [dict(graph.manifest.graphs.items()) for graph in (old, new)]
    names = sorted(set().union(*counts))
    differing = [n for n in names if counts[0].get(n) != counts[1].get(n)]
    for sign, some, others in (("D", old, new), ("A", new, old)):
        for name in differing:
            for line in sorted(_lines(some, name) - _lines(others, name)):
                yield f"{sign} {line.removesuffix(' .' + chr(10))} {iri(name)} .\n"
    yield "TC .\n"


def _slugs(graph: Graph) -> set[str]:
    return {page.incident for page in graph.manifest.pages}


def _has_changed(old: Graph, new: Graph, slug: str) -> bool:
    counts = (g.manifest.graphs.get(iri_text(g.base.graph(slug))) for g in (old, new))
    return len(set(counts)) > 1


def _of_shared(
    old: Graph, new: Graph, kept: set[Term]
) -> Iterator[tuple[str, tuple[str, tuple[Change, ...]]]]:
    """Yield the IRI, label and changes of each shared resource that is in both graphs."""
    found: dict[Term, list[Change]] = {}
    for subject, change in _differences(old, new, graphs.of_role(Role.SHARED)):
        if subject in kept:
            found.setdefault(subject, []).append(change)
    for subject, changes in sorted(found.items()):
        yield iri_text(subject), (_label(new, subject), tuple(changes))


def _within(old: Graph, new: Graph, slug: str) -> tuple[Change, ...]:
    return tuple(change for _, change in _differences(old, new, [slug]))


def _differences(old: Graph, new: Graph, slugs: Iterable[str]) -> Iterator[tuple[Term, Change]]:
    """Yield the subject and change of each statement that only one graph has in the named graphs."""
    slugs = tuple(slugs)
    before, after = (
        {_triple(line) for slug in slugs for line in _lines(graph, iri_text(graph.base.graph(slug)))}
        for graph in (old, new)
    )
    signed = [(t, False) for t in before - after] + [(t, True) for t in after - before]
    for (subject, predicate, value), is_added in sorted(signed, key=_sort_key):
        if predicate not in _LEFT_OUT:
            row, decision = _numbers(subject)
            yield (
                subject,
                Change(
                    is_added=is_added,
                    row=row or None,
                    decision=decision or None,
                    predicate=predicate,
                    value=value,
                    name=_name(new, predicate),
                    text=_label(new if is_added else old, value),
                ),
            )


def _sort_key(signed: tuple[Triple, bool]) -> tuple[int, int, Term, bool, Term]:
    """Return a sort key: an incident before its rows and decisions, removed before added statements."""
    (subject, predicate, value), is_added = signed
    row, decision = _numbers(subject)
    return decision, row, predicate, is_added, value


def _numbers(subject: Term) -> tuple[int, int]:
    """Return the row number and the decision number of a resource; 0 if it is not a row or decision."""
    if not iris.is_part(subject):
        return 0, 0
    return iris.row_number(subject), iris.decision_number(subject)


def _lines(graph: Graph, name: str) -> set[str]:
    return set(graph.lines(name)) if name in graph.manifest.graphs else set()


def _triple(line: str) -> Triple:
    subject, predicate, rest = line.split(" ", 2)
    return Term(subject), Term(predicate), Term(rest.removesuffix(" .\n"))


def _title(graph: Graph, slug: str) -> str:
    return _label(graph, graph.base.incident(slug))


def _name(graph: Graph, predicate: Term) -> str:
    """Return the label of a property, or its JSON key if it is from another vocabulary."""
    if predicate == A:
        return "type"
    label = _label(graph, predicate)
    return label if ":" not in label else properties.names().get(predicate, (label, False))[0]


def _label(graph: Graph, node: Term) -> str:
    """Return the text of a literal, or a resource's label, English first, or else its prefixed name."""
    if not node.startswith("<"):
        return literal_text(node)
    found = [o for p in _LABELS for (_, _, o), _ in graph.triples(node, p)]
    named = sorted(found, key=order.english_first)
    if named:
        return iri_text(named[0]) if named[0].startswith("<") else literal_text(named[0])
    return shorten(iri_text(node))


def _things(graph: Graph) -> set[Term]:
    """Return the subjects below the graph's base IRI, outside of graphs of evidence."""
    query = (
        f"SELECT DISTINCT ?s WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER (!STRENDS(STR(?g), {_PROVENANCE})"
        " && isIRI(?s)) }"
    )
    return {thing for row in graph.facts.select(query) if graph.base.path(thing := row["s"])}


def _of_deprecated(things: Iterable[Term], new: Graph) -> set[Term]:
    """Return the resources that belong to an incident that a notice withdraws or moves."""
    deprecated = notices.deprecated(notices.read(new))
    return {
        thing
        for thing in things
        if (of := iris.of_incident(thing)) and of[0].incident(of[1]) in deprecated
    }
