"""Types that RDFS adds: by domain and range, up the trees of properties and classes.

Rules rdfs2, rdfs3, rdfs5, rdfs7, rdfs9 and rdfs11 of https://www.w3.org/TR/rdf11-mt/#rdfs-entailment, as
far as they lead to `rdf:type`; owlrl does all of them, and takes minutes for a corpus.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from privkg.rdf.terms import A, Term, Triple, term

_BELOW_CLASS, _BELOW_PROPERTY = term("rdfs:subClassOf"), term("rdfs:subPropertyOf")
_DOMAIN, _RANGE = term("rdfs:domain"), term("rdfs:range")


def types(triples: Iterable[Triple]) -> dict[Term, set[Term]]:
    """Return the classes of each thing that triples describe, those that follow by RDFS among them."""
    said = set(triples)
    classes, properties = _above(said, _BELOW_CLASS), _above(said, _BELOW_PROPERTY)
    domains, ranges = _values(said, _DOMAIN), _values(said, _RANGE)
    found: dict[Term, set[Term]] = defaultdict(set)
    for subject, predicate, value in said:
        if predicate == A:
            found[subject].add(value)
        for each in {predicate, *properties.get(predicate, ())}:
            found[subject] |= domains.get(each, set())
            if value.startswith("<"):
                found[value] |= ranges.get(each, set())
    return {
        node: of.union(*(classes.get(each, set()) for each in of)) for node, of in found.items() if of
    }


def _values(said: Iterable[Triple], predicate: Term) -> dict[Term, set[Term]]:
    found: dict[Term, set[Term]] = defaultdict(set)
    for subject, each, value in said:
        if each == predicate:
            found[subject].add(value)
    return found


def _above(said: Iterable[Triple], predicate: Term) -> Mapping[Term, set[Term]]:
    """Return for each class or property all that it is below, over however many steps."""
    direct = _values(said, predicate)
    found: dict[Term, set[Term]] = {}
    for node in direct:
        reached, todo = set[Term](), [node]
        while todo:
            new = direct.get(todo.pop(), set()) - reached
            reached |= new
            todo += new
        found[node] = reached
    return found
