"""Infers `rdf:type` by RDFS: from domains, ranges, subproperties and subclasses.

Rules rdfs2, rdfs3, rdfs5, rdfs7, rdfs9 and rdfs11 of https://www.w3.org/TR/rdf11-mt/#rdfs-entailment, as
far as they infer `rdf:type`; owlrl applies all rules, and takes minutes for the corpus.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from privkg.rdf.terms import A, Term, Triple, term

_BELOW_CLASS, _BELOW_PROPERTY = term("rdfs:subClassOf"), term("rdfs:subPropertyOf")
_DOMAIN, _RANGE = term("rdfs:domain"), term("rdfs:range")


def types(triples: Iterable[Triple]) -> dict[Term, set[Term]]:
    """Return the classes of each subject, asserted or inferred by RDFS."""
    statements = set(triples)
    classes, properties = _above(statements, _BELOW_CLASS), _above(statements, _BELOW_PROPERTY)
    domains, ranges = _values(statements, _DOMAIN), _values(statements, _RANGE)
    found: dict[Term, set[Term]] = defaultdict(set)
    for subject, predicate, value in statements:
        if predicate == A:
            found[subject].add(value)
        for each in {predicate, *properties.get(predicate, ())}:
            found[subject] |= domains.get(each, set())
            if value.startswith("<"):
                found[value] |= ranges.get(each, set())
    return {
        node: of.union(*(classes.get(each, set()) for each in of)) for node, of in found.items() if of
    }


def _values(statements: Iterable[Triple], predicate: Term) -> dict[Term, set[Term]]:
    found: dict[Term, set[Term]] = defaultdict(set)
    for subject, each, value in statements:
        if each == predicate:
            found[subject].add(value)
    return found


def _above(statements: Iterable[Triple], predicate: Term) -> Mapping[Term, set[Term]]:
    """Return all superclasses or superproperties of each class or property (transitive closure)."""
    direct = _values(statements, predicate)
    found: dict[Term, set[Term]] = {}
    for node in direct:
        reached, todo = set[Term](), [node]
        while todo:
            new = direct.get(todo.pop(), set()) - reached
            reached |= new
            todo += new
        found[node] = reached
    return found
