"""Labels of resources: shared ones, concepts of the ontology, terms of other vocabularies."""

from privkg.rdf import order
from privkg.rdf.terms import PREF_LABEL, Term, iri_text, term
from privkg.reference import concepts
from privkg.store import contents
from privkg.store.contents import Things
from privkg.store.rdf import literal_text

_URL, _RDFS_LABEL = term("schema:url"), term("rdfs:label")


class Labels:
    """A look-up of labels of shared resources and of concepts."""

    def __init__(self, shared: Things) -> None:
        """Merge the descriptions of the shared resources of a graph with those of concepts."""
        named = contents.things((*concepts.triples(), *concepts.foreign_labels()))
        self._about = named | shared

    def __getitem__(self, node: Term) -> str:
        """Return the text of a literal, or the label of a resource, English first, or its URL or IRI."""
        if not node.startswith("<"):
            return literal_text(node)
        about = self._about.get(node, {})
        names = sorted(
            [*about.get(PREF_LABEL, ()), *about.get(_RDFS_LABEL, ())], key=order.english_first
        )
        addresses = [iri_text(url) for url in about.get(_URL, ())]
        return literal_text(names[0]) if names else [*addresses, iri_text(node)][0]
