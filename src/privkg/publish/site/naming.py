"""The names of resources, linked to their pages: cached, as pages consist of them."""

from collections.abc import Mapping
from functools import lru_cache

from privkg.core.text import printable
from privkg.publish.site import marks, paths, times
from privkg.publish.site.pages import Link
from privkg.query.evidence import Fact, Reader
from privkg.rdf import iris
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import Term, iri_text, shorten, term
from privkg.reference import licences, properties
from privkg.store.rdf import literal_parts, literal_text

_CACHED = 1000
"""The number of cached resources, such as the actors and groups that many incidents name."""
_CACHED_LINKS = 200_000
"""The number of cached links, at about 500 bytes each: an incident is in dozens of lists."""
_IN_WORDS = ("dcterms:", "schema:")
"""The vocabularies whose terms have no label in a graph, but names that are words."""
_EDTF = term("pk:dateEdtf")
_DATES = tuple(map(term, ("xsd:date", "xsd:gYearMonth", "xsd:gYear")))


class Namer:
    """Names the resources of a graph.

    Args:
        reader: a reader of the graph.
        source_digits: by how many of their first digits the list of sources is split into pages.
        topics: the paths of the pages of topics.
    """

    def __init__(
        self, reader: Reader, source_digits: int = 0, topics: Mapping[Term, str] | None = None
    ) -> None:
        self._reader, self.base = reader, reader.base
        self._topics = topics or {}
        self._digits = source_digits
        self._facts = lru_cache(_CACHED)(reader.facts)
        self._links = lru_cache(_CACHED_LINKS)(self._link)

    def facts(self, node: Term) -> list[Fact]:
        """Return the facts about a resource, sorted, as `Reader.facts` does."""
        return self._facts(node)

    def link(self, node: Term) -> Link:
        """Return a value as text, with a link if it is in the folder or on the web; a date in words."""
        if node.startswith("<"):
            return self._links(node)
        text, language, datatype = literal_parts(node)
        if datatype in _DATES:
            return times.shown(text)
        return Link(text=printable(text), language=language or "")

    def value(self, predicate: Term, node: Term) -> Link:
        """Return a value of a property as `link` does, and a date in EDTF in words."""
        return times.shown(literal_text(node)) if predicate == _EDTF else self.link(node)

    def title(self, node: Term) -> str:
        """Return the name of a resource for people."""
        if part := iris.part_name(node):
            return f"{self.title(iris.incident_of(node))}, {part}"
        if self.base.kind(node) is Kind.PAGE:
            return f"Source text: {self.title(self.base.incident(self.base.slug_of_page(node) or ''))}"
        return printable(self._reader.label(node) or _unlabelled(node))

    def _link(self, node: Term) -> Link:
        own = paths.harm_page(node) or self._topics.get(node)
        if page := own or paths.term_page(node) or self._page_of(node):
            return Link(text=self.title(node), target=page, mark=marks.of(node))
        outside = "" if self.base.path(node) else iri_text(node)
        return Link(text=self.title(node), web=outside)

    def _page_of(self, node: Term) -> str | None:
        """Return the page and anchor of a resource of the graph; None for others."""
        if paths.is_thing(node, self.base):
            return f"{paths.stem(node, self.base)}.html" if self._reader.has_facts(node) else None
        if source := paths.source_page(node, self.base, self._digits):
            return source
        page, incident = paths.part_page(node, self.base), self._incident_with(node)
        return page if incident and self._reader.has_facts(incident) else None

    def _incident_with(self, node: Term) -> Term | None:
        slug = self.base.slug_of(node) or self.base.slug_of_page(node)
        return self.base.incident(slug) if slug else None


def _unlabelled(node: Term) -> str:
    """Return a name of a resource without a label: words of a term of schema.org or Dublin Core."""
    name = shorten(licences.find(iri_text(node)).name)
    return properties.words(node) if name.startswith(_IN_WORDS) else name
