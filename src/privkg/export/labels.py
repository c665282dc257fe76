"""What things are called: known things, concepts of the ontology, terms of other vocabularies."""

from privkg.rdf import order
from privkg.rdf.terms import PREF_LABEL, Term, iri_text, term
from privkg.reference import concepts
from privkg.store import contents
from privkg.store.contents import Things
from privkg.store.rdf import literal_text

_URL, _RDFS_LABEL = term("schema:url"), term("rdfs:label")


class Labels:
    """Labels of what the incidents of a graph share, and of the concepts that they name."""

    def __init__(self, shared: Things) -> None:
        """Take what is said of the things that incidents share."""
        named = contents.things((*concepts.triples(), *concepts.foreign_labels()))
        self._about = named | shared

    def __getitem__(self, node: Term) -> str:
        """Return a literal's text, a thing's English label, its address, or else its IRI."""
        if not node.startswith("<"):
            return literal_text(node)
        about = self._about.get(node, {})
        names = sorted(
            [*about.get(PREF_LABEL, ()), *about.get(_RDFS_LABEL, ())], key=order.english_first
        )
        addresses = [iri_text(url) for url in about.get(_URL, ())]
        return literal_text(names[0]) if names else [*addresses, iri_text(node)][0]
