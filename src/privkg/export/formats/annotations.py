"""Web Annotations: each claim as an annotation of its passage, for programs that show annotated texts.

The file is one `AnnotationCollection` of one page (https://www.w3.org/TR/annotation-model/) in JSON-LD
with the context of the W3C, a line for each annotation, and is streamed. An annotation has the IRI of
its claim, and the claim's `rdf:subject`, `rdf:predicate` and `rdf:object` in addition to the body that
clients show.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from privkg.core.progress import SILENT, Progress, followed
from privkg.export.credit import credit
from privkg.export.formats import Carries, FileFormat
from privkg.export.labels import Labels
from privkg.export.target import Target
from privkg.rdf import graphs, iris, prefixes
from privkg.rdf.iris import Base
from privkg.rdf.terms import BASE, PREFIXES, A, Term, iri, iri_text, shorten, term
from privkg.reference import concepts, properties
from privkg.reference.claims import NOT_UNDERSTOOD
from privkg.reference.credits import CREDIT, LICENCE
from privkg.store import contents
from privkg.store.contents import Things
from privkg.store.graph import Graph
from privkg.store.rdf import literal_parts

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
FORMAT = FileFormat(
    name="Web Annotations",
    suffix=".annotations.jsonld",
    media_type=f'application/ld+json; profile="{CONTEXT}"',
    carries=Carries.EVIDENCE,
    purpose=(
        "programs that show a text with notes: each claim is a "
        "[Web Annotation](https://www.w3.org/TR/annotation-model/) of the passage it rests on"
    ),
    file_type="JSON_LD",
    is_published=False,
)
_GENERATOR = {"id": BASE[:-1], "type": "Software", "name": "privkg", "nickname": "privkg"}
_SUBJECT, _PREDICATE, _OBJECT = term("rdf:subject"), term("rdf:predicate"), term("rdf:object")
_TARGET, _QUOTE, _CLAIM = term("oa:hasTarget"), term("pk:quote"), term("pk:Claim")
_SOURCE, _URL, _TITLE = term("dcterms:source"), term("schema:url"), term("dcterms:title")
_SHOWN = frozenset({A, _SUBJECT, _PREDICATE, _OBJECT, _TARGET, _QUOTE})
"""Properties of a claim that are written first, or as terms of the annotation model."""
_STRING, _LANGUAGE = term("xsd:string"), term("rdf:langString")
_CHARACTERS = re.compile(r"char=(\d+),(\d+)")
_FRAGMENTS = (
    (re.compile(r"char=|line="), "http://tools.ietf.org/rfc/rfc5147"),
    (re.compile(r"row=|col=|cell="), "http://tools.ietf.org/rfc/rfc7111"),
)
"""Patterns of fragments, with the specification that `dcterms:conformsTo` names."""
_PREFIXES = {PREFIXES[name]: name for name in ("dcterms", "oa", "owl", "rdf", "rdfs", "skos", "xsd")}
"""Prefixes that the W3C's context declares with the namespaces of privkg, by namespace."""


def write(graph: Graph, target: Target, progress: Progress = SILENT) -> None:
    """Write the claims of a graph as annotations."""
    collection = f"{graph.base.things}annotations"
    head = {"@context": CONTEXT, "id": collection, "type": "AnnotationCollection"}
    page = {"id": f"{collection}#all", "type": "AnnotationPage", "partOf": collection, "startIndex": 0}
    count = 0
    with target.file() as file:
        file.write(f'{_opened(head)},\n"first": {_opened(page)},\n"items": ['.encode())
        for annotation in _annotations(graph, progress):
            file.write(f"{',' if count else ''}\n{_json(annotation)}".encode())
            count += 1
        file.write(f'\n]}},\n"total": {count}}}\n'.encode())


def _opened(members: Mapping[str, object]) -> str:
    """Return a JSON object without its closing brace."""
    return _json(members).removesuffix("}")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _annotations(graph: Graph, progress: Progress) -> Iterator[dict[str, Any]]:
    """Yield the annotations of a graph, incident by incident, in the order of their claims."""
    shared = contents.shared(graph)
    labels = Labels(shared)
    names = contents.graphs_of_incidents(graph)
    for name in followed(names, progress, f"writing {FORMAT.name}", len(names)):
        provenance = graphs.provenance_of(name)
        if provenance in graph.manifest.graphs:
            facts, evidence = contents.read(graph, (name, provenance))
            writer = _AnnotationWriter(
                base=graph.base,
                facts=facts,
                evidence=evidence,
                shared=shared,
                labels=labels,
                credited=credit(facts, shared),
            )
            for claim, about in evidence.items():
                if _CLAIM in about.get(A, ()):
                    yield writer.annotation(claim, about)


@dataclass(frozen=True, slots=True, kw_only=True)
class _AnnotationWriter:
    """Builds the annotations of one incident from its facts, evidence and shared resources."""

    base: Base
    facts: Things
    evidence: Things
    shared: Things
    labels: Labels
    credited: Mapping[Term, list[Term]]

    def annotation(self, claim: Term, about: Mapping[Term, list[Term]]) -> dict[str, Any]:
        """Return the annotation of a claim."""
        values = about.get(_OBJECT, [])
        bodies = [self._text(about), *map(_linked, filter(_is_iri, values))]
        return {
            "id": iri_text(claim),
            "type": ["Annotation", iri_text(_CLAIM)],
            "motivation": _purpose(values),
            "generator": _GENERATOR,
            **{
                _key(p): _one(map(_node, about.get(p, ())))
                for p in (_SUBJECT, _PREDICATE, _OBJECT)
                if p in about
            },
            "body": [*bodies, *self._sources(about)],
            "target": _one(self._targets(about)),
            **{_key(p): _one(map(_node, about[p])) for p in about if p not in _SHOWN},
            **self._rights(),
        }

    def _rights(self) -> dict[str, Any]:
        """Return the licence and the credit of the register that the incident is a record of, if any."""
        licences, credits = self.credited.get(LICENCE, ()), self.credited.get(CREDIT, ())
        found = {"rights": _one(map(iri_text, licences)), _key(CREDIT): _one(map(_node, credits))}
        return {key: value for key, value in found.items() if value}

    def _text(self, about: Mapping[Term, list[Term]]) -> dict[str, Any]:
        """Return the statement of a claim as a textual body."""
        subjects = " and ".join(map(self._name, about.get(_SUBJECT, ())))
        stated = ", ".join(map(properties.words, about.get(_PREDICATE, ())))
        values = ", ".join(map(self._name, about.get(_OBJECT, ()))) or _words_without_value(about)
        text = f"{subjects}: {stated}: {values}"
        return {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": text}

    def _sources(self, about: Mapping[Term, list[Term]]) -> Iterator[dict[str, Any]]:
        """Yield the URLs of the sources that the claim names, as bodies."""
        for source in about.get(_SOURCE, ()):
            for url in self.shared.get(source, {}).get(_URL, ()):
                yield {"type": "SpecificResource", "purpose": "linking", "source": iri_text(url)}

    def _name(self, node: Term) -> str:
        """Return the name of a resource: the title of an incident, with the number of a part."""
        if part := iris.part_name(node):
            return f"{self._name(iris.incident_of(node))}, {part}"
        titles = self.facts.get(node, {}).get(_TITLE, ())
        return self.labels[titles[0] if titles else node]

    def _targets(self, about: Mapping[Term, list[Term]]) -> Iterator[dict[str, Any]]:
        """Yield the targets: the span in the page as read, and the quote in the page at its URL."""
        spans, quotes = about.get(_TARGET, []), about.get(_QUOTE, [])
        exact = [_quoted(quotes[0])] if len(spans) == len(quotes) == 1 else []
        for span in spans:
            page, _, fragment = iri_text(span).partition("#")
            selectors = [*_by_fragment(fragment), *exact]
            yield {"id": iri_text(span)} | _selection(page, selectors)
            for url in self.evidence.get(iri(page), {}).get(_URL, ()) if exact else ():
                yield _selection(iri_text(url), exact)


def _linked(node: Term) -> dict[str, Any]:
    return {"type": "SpecificResource", "purpose": _purpose([node]), "source": iri_text(node)}


def _purpose(values: list[Term]) -> str:
    """Return the motivation: literals describe, vocabulary terms classify, other IRIs identify."""
    if not all(map(_is_iri, values)) or not values:
        return "describing"
    is_term = all(shorten(iri_text(node)) != iri_text(node) for node in values)
    return "classifying" if is_term else "identifying"


def _selection(source: str, selectors: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "SpecificResource", "source": source, "selector": _one(selectors)}


def _by_fragment(fragment: str) -> Iterator[dict[str, Any]]:
    """Yield the selector for a fragment: a text position if it has one, or the fragment itself."""
    if found := _CHARACTERS.fullmatch(fragment):
        yield {"type": "TextPositionSelector", "start": int(found[1]), "end": int(found[2])}
    elif fragment:
        forms = [{"conformsTo": form} for beginning, form in _FRAGMENTS if beginning.match(fragment)]
        yield {"type": "FragmentSelector", "value": fragment} | (forms[0] if forms else {})


def _quoted(quote: Term) -> dict[str, Any]:
    return {"type": "TextQuoteSelector", "exact": literal_parts(quote)[0]}


def _is_iri(node: Term) -> bool:
    return node.startswith("<")


def _key(predicate: Term) -> str:
    return prefixes.prefixed(predicate, _PREFIXES)


def _node(node: Term) -> object:
    """Return a term as the value of a property that the context does not define."""
    if _is_iri(node):
        return {"id": iri_text(node)}
    text, language, datatype = literal_parts(node)
    if language:
        return {"@value": text, "@language": language}
    return (
        text
        if datatype == _STRING
        else {"@value": text, "@type": prefixes.prefixed(datatype, _PREFIXES)}
    )


def _words_without_value(about: Mapping[Term, list[Term]]) -> str:
    """Return what is stated by a claim without object: that nobody is known, or nothing understood."""
    quotes = [literal_parts(quote)[0] for quote in about.get(_QUOTE, ())]
    return next(filter(concepts.is_unknown, quotes), NOT_UNDERSTOOD)


def _one(values: Iterator[Any] | list[Any]) -> Any:
    """Return a single value as it is, several as a list."""
    found = list(values)
    return found[0] if len(found) == 1 else found
