"""The vocabularies of privkg: an HTML page for each, and its Turtle."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from privkg.check import rulebook
from privkg.check.shapes import shapes
from privkg.core import resources
from privkg.publish.site import diagrams, rendering
from privkg.publish.site.diagrams import Diagram
from privkg.publish.site.files import File
from privkg.publish.site.glossary import Glossary
from privkg.publish.site.pages import Link
from privkg.publish.site.site import Site
from privkg.rdf.iris import Base
from privkg.rdf.schemes import Scheme, schemes
from privkg.rdf.terms import BASE, A, Term, iri, iri_text, shorten, term
from privkg.reference import concepts
from privkg.store.graph import Graph
from privkg.store.rdf import literal_parts

_CLASSES = (term("owl:Class"),)
_PROPERTIES = tuple(map(term, ("owl:ObjectProperty", "owl:DatatypeProperty", "rdf:Property")))
_SUPER, _BROADER = term("rdfs:subClassOf"), term("skos:broader")
_LEGISLATION, _A_LAW = term("schema:Legislation"), "\n    a schema:Legislation "
_DOMAIN, _RANGE = term("rdfs:domain"), term("rdfs:range")
_HEAD = tuple(map(term, ("dcterms:title", "dcterms:description", "rdfs:comment", "skos:editorialNote")))


def pages(site: Site, graph: Graph) -> Iterator[File]:
    """Yield each vocabulary's page and Turtle.

    Only laws that the graph mentions are written, as the shipped records have many more.
    """
    laws = {law for (law, _, _), _ in graph.triples(None, A, _LEGISLATION)}
    glossary = Glossary((*concepts.triples(), *concepts.law_records_in_use(laws)))
    ontology = resources.folder("ontology")
    yield File(_page_of("ns"), partial(_ontology, glossary, site))
    yield File("ns/index.ttl", partial(_text, ontology / "privkg.ttl"))
    for scheme in schemes():
        yield File(_page_of(scheme.name), partial(_scheme, glossary, scheme, site))
        yield File(f"{scheme.name}/index.ttl", partial(_scheme_text, scheme, laws))
    yield File(_page_of("shapes"), partial(_shapes, site, graph.base))
    yield File("shapes/index.ttl", partial(_shapes_text, graph.base))


def _page_of(vocabulary: str) -> str:
    return f"{vocabulary}/index.html"


def _scheme_text(scheme: Scheme, laws: set[Term]) -> str:
    return _with_laws(_text(scheme.path), laws)


def _shapes_text(base: Base) -> str:
    return "\n".join(_rules(base).values())


def _with_laws(text: str, laws: set[Term]) -> str:
    """Return the Turtle of a scheme without the blocks of laws that are not in the set.

    The text is split at blank lines instead of parsed and serialized, to keep its comments. This works
    because each resource in these files is one block.
    """
    local = {shorten(iri_text(law)) for law in laws}
    blocks = text.split("\n\n")
    kept = [block for block in blocks if _A_LAW not in block or block.split("\n")[0] in local]
    return "\n\n".join(kept).rstrip("\n") + "\n"


def _ontology(glossary: Glossary, site: Site) -> str:
    namespace = f"{BASE}ns#"
    terms = glossary.terms(namespace)
    classes = [node for node in terms if _is(glossary, node, _CLASSES)]
    properties = [node for node in terms if _is(glossary, node, _PROPERTIES)]
    others = [node for node in terms if node not in {*classes, *properties}]
    sections = {"Classes": classes, "Properties": properties, "Individuals": others}
    roots = [c for c in classes if not any(s in classes for s in glossary.values(c, _SUPER))]
    return _page(
        glossary,
        "ns",
        site,
        head=iri(f"{BASE}ns"),
        namespace=namespace,
        tree=[],
        diagrams=[
            _class_diagram(glossary, classes, properties),
            _tree_diagram(glossary, "Classes and their subclasses", roots, set(classes)),
        ],
        sections={title: list(map(glossary.entry, some)) for title, some in sections.items()},
    )


def _scheme(glossary: Glossary, scheme: Scheme, site: Site) -> str:
    namespace = scheme.namespace
    terms = [node for node in glossary.terms(namespace) if not node.endswith("#scheme>")]
    roots = [node for node in terms if not glossary.values(node, _BROADER)]
    return _page(
        glossary,
        scheme.name,
        site,
        head=iri(f"{namespace}scheme"),
        namespace=namespace,
        tree=[_branch(glossary, root) for root in roots],
        diagrams=[],
        sections={"Concepts": [glossary.entry(node) for node in _in_tree(glossary, roots)]},
    )


def _page(glossary: Glossary, name: str, site: Site, *, head: Term, **shown: object) -> str:
    title, *notes = (_texts(glossary, head, predicate) for predicate in _HEAD)
    return rendering.render(
        "vocabulary",
        _page_of(name),
        site=site,
        name=name,
        title=title[0],
        notes=[note for some in notes for note in some],
        version="".join(_texts(glossary, head, term("owl:versionInfo"))),
        document=_defined_terms(glossary, head, title[0], str(shown["namespace"])),
        **shown,
    )


def _rules(base: Base) -> dict[str, str]:
    """Return the text of each file of shapes, by the file's name without suffix."""
    return {file.stem: shapes.text(file, base) for file in resources.files("shapes", ".ttl")}


def _shapes(site: Site, base: Base) -> str:
    texts = _rules(base)
    rules = [rule for rule in rulebook.load(base).values() if rule.name in texts]
    return rendering.render("shapes", _page_of("shapes"), site=site, rules=rules, texts=texts)


def _branch(glossary: Glossary, node: Term) -> tuple[Link, str, list[object]]:
    """Return a link to a concept, its definition, and the branches of its narrower concepts."""
    meanings = _texts(glossary, node, term("skos:definition"))
    below = [_branch(glossary, child) for child in glossary.below(node)]
    return glossary.link(node), "".join(meanings[:1]), list(below)


def _in_tree(glossary: Glossary, roots: Sequence[Term]) -> Iterator[Term]:
    for node in roots:
        yield node
        yield from _in_tree(glossary, glossary.below(node))


def _class_diagram(glossary: Glossary, classes: Sequence[Term], properties: Sequence[Term]) -> Diagram:
    """Return a diagram of classes, linked by the properties that have them as domain and range."""
    found: dict[Term, list[tuple[Term, Term]]] = {}
    for node in properties:
        for domain in glossary.values(node, _DOMAIN):
            for value in glossary.values(node, _RANGE):
                if domain in classes and value in classes:
                    found.setdefault(domain, []).append((node, value))
    return diagrams.classes("Classes and the properties between them", found, _namer(glossary))


def _tree_diagram(glossary: Glossary, title: str, roots: Sequence[Term], shown: set[Term]) -> Diagram:
    def below(node: Term) -> list[Term]:
        return [child for child in glossary.below(node) if child in shown]

    return diagrams.tree(title, roots, below, _namer(glossary))


def _namer(glossary: Glossary) -> diagrams.Name:
    def name(node: Term) -> tuple[str, str]:
        return glossary.label(node), iri_text(node).rpartition("#")[2]

    return name


def _defined_terms(glossary: Glossary, head: Term, title: str, namespace: str) -> Mapping[str, object]:
    """Return the vocabulary as a `DefinedTermSet` of schema.org, for search engines."""
    return {
        "@context": "https://schema.org/",
        "@type": "DefinedTermSet",
        "@id": iri_text(head),
        "name": title,
        "hasDefinedTerm": [
            {
                "@type": "DefinedTerm",
                "@id": iri_text(node),
                "name": glossary.label(node),
                "description": "".join(_texts(glossary, node, term("skos:definition"))[:1]),
            }
            for node in glossary.terms(namespace)
        ],
    }


def _is(glossary: Glossary, node: Term, kinds: Sequence[Term]) -> bool:
    return any(kind in kinds for kind in glossary.values(node, A))


def _texts(glossary: Glossary, node: Term, predicate: Term) -> list[str]:
    return [literal_parts(value)[0] for value in glossary.values(node, predicate)]


def _text(path: Path) -> str:
    return resources.text(path)
