"""Serializes the lifted pages of a document as JSON, and parses them strictly.

Texts are not in the JSON, nor quotes that equal the text: spans refer to the document, which the caller
always has. The parser trusts nothing, since a cache folder may be damaged or come from somebody else:
each field must have its type, each span must be in its page, and each term must be valid RDF.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from privkg.build.lifting.evidence import Claim
from privkg.build.lifting.shared_nodes import Mention
from privkg.build.pages import LiftedPage
from privkg.core import documents, rules
from privkg.core.errors import InvalidValueError
from privkg.core.model import Document, Finding, Page, Passage, Span
from privkg.rdf.terms import Term, Triple, iri
from privkg.store import rdf

_IRI = r'<[^<>"{}|^`\\\x00-\x20]+>'
_LITERAL = rf'"(?:[^"\\\n\r]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^{_IRI})?'
_NODE = re.compile(_IRI)
_TERM = re.compile(f"{_IRI}|{_LITERAL}")


def to_json(document: Document, pages: Iterable[LiftedPage]) -> dict[str, Any]:
    """Return the lifted pages of a document as JSON values."""
    return {"sha256": document.sha256, "pages": [_page_to_json(page) for page in pages]}


def from_json(held: dict[str, Any], document: Document) -> tuple[LiftedPage, ...]:
    """Parse the JSON that `to_json` returned for a document.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: the JSON is invalid, or is that of another
            document.
    """
    left = dict(held)
    if left.pop("sha256") != document.sha256:
        raise InvalidValueError("the entry is that of another document")
    pages = tuple(_page_from_json(page, document) for page in _list(left.pop("pages")))
    _refuse_others(left)
    rdf.check_lines(_quads(pages))
    return pages


def _page_to_json(read: LiftedPage) -> dict[str, Any]:
    page = read.page
    return {
        "key": page.key,
        "span": [page.start, page.start + len(page.text)],
        "source": read.source,
        "address": read.address,
        "title": read.title,
        "name": read.name,
        "slug": read.slug,
        "facts": read.facts,
        "provenance": read.provenance,
        "claims": [
            [
                c.subject,
                c.predicate,
                c.object,
                c.derived_by,
                c.fragment,
                *_passage_to_json(page, c.passage),
                *c.sources,
            ]
            for c in read.claims
        ],
        "mentions": [[mention.node, mention.name, mention.triples] for mention in read.mentions],
        "findings": [
            [f.rule.code, f.message, _span_to_json(f.span), [_span_to_json(one) for one in f.related]]
            for f in read.findings
        ],
    }


def _page_from_json(held: dict[str, Any], document: Document) -> LiftedPage:
    left = dict(held)
    page = _page(left.pop("key"), _span(*_list(left.pop("span"))), document)
    read = LiftedPage(
        page=page,
        source=_text(left.pop("source")),
        address=_optional(left.pop("address")),
        title=_text(left.pop("title")),
        name=_text(left.pop("name")),
        slug=_text(left.pop("slug")),
        facts=_triples(left.pop("facts")),
        provenance=_triples(left.pop("provenance")),
        claims=tuple(_claim(page, *each) for each in _list(left.pop("claims"))),
        mentions=tuple(_mention(*each) for each in _list(left.pop("mentions"))),
        findings=tuple(_finding(page, *each) for each in _list(left.pop("findings"))),
        is_cached=True,
    )
    _refuse_others(left)
    return read


def _page(key: Any, span: Span, document: Document) -> Page:
    if _text(key) and key != document.key:
        return documents.record(document, key, span)
    if span != Span(0, len(document.text)):
        raise InvalidValueError(f"the span of a page without a key is not the whole document: {span}")
    return documents.whole(document)


def _claim(
    page: Page,
    subject: Any,
    predicate: Any,
    value: Any,
    derived_by: Any,
    fragment: Any,
    start: Any,
    end: Any,
    quote: Any,
    *sources: Any,
) -> Claim:
    span = _span(start, end)
    if span.start < 0 or span.end > len(page.text):
        raise InvalidValueError(f"the span is not in the page: {span}")
    return Claim(
        _node(subject),
        _node(predicate),
        None if value is None else _term(value),
        Passage(page.text[span.start : span.end] if quote is None else _text(quote), span),
        None if derived_by is None else _node(derived_by),
        tuple(map(_node, sources)),
        _fragment(fragment),
    )


def _fragment(held: Any) -> str:
    iri(f"https://example.org/#{_text(held)}")
    return str(held)


def _mention(node: Any, name: Any, triples: Any) -> Mention:
    return Mention(_node(node), _optional(name), _triples(triples))


def _finding(page: Page, code: Any, message: Any, span: Any, related: Any) -> Finding:
    spans = [_span(*_list(one)) for one in (span, *_list(related))]
    first, last = -page.start, len(page.document.text) - page.start
    if any(not first <= one.start <= last or not first <= one.end <= last for one in spans):
        raise InvalidValueError(f"the spans are not in the document: {spans}")
    return Finding(rules.BY_CODE[code], _text(message), spans[0], tuple(spans[1:]))


def _quads(pages: Sequence[LiftedPage]) -> Iterator[str]:
    """Yield quads that contain all terms of the pages, for the RDF parser to check."""
    for page in pages:
        mentioned = (triple for mention in page.mentions for triple in mention.triples)
        yield from (f"{s} {p} {o} .\n" for s, p, o in (*page.facts, *page.provenance, *mentioned))
        yield from (f"{mention.node} {mention.node} {mention.node} .\n" for mention in page.mentions)
        for claim in page.claims:
            rule = claim.derived_by or claim.subject
            yield f"{claim.subject} {claim.predicate} {claim.object or claim.subject} {rule} .\n"
            yield from (f"{source} {source} {source} .\n" for source in claim.sources)


def _triples(held: Any) -> tuple[Triple, ...]:
    return tuple(_triple(*_list(each)) for each in _list(held))


def _triple(subject: Any, predicate: Any, value: Any) -> Triple:
    return _node(subject), _node(predicate), _term(value)


def _term(held: Any) -> Term:
    if not _TERM.fullmatch(_text(held)):
        raise InvalidValueError(f"not an RDF term: {held}")
    return Term(held)


def _node(held: Any) -> Term:
    if not _NODE.fullmatch(_text(held)):
        raise InvalidValueError(f"not an IRI: {held}")
    return Term(held)


def _passage_to_json(page: Page, passage: Passage) -> list[Any]:
    """Return the span of a passage, and its quote if the page has other characters there."""
    span, quote = passage.span, passage.quote
    is_verbatim = page.text[span.start : span.end] == quote
    return [span.start, span.end, None if is_verbatim else quote]


def _span_to_json(span: Span) -> list[int]:
    return [span.start, span.end]


def _span(start: Any, end: Any) -> Span:
    if type(start) is not int or type(end) is not int or start > end:
        raise InvalidValueError(f"not a span: {start}, {end}")
    return Span(start, end)


def _refuse_others(left: dict[str, Any]) -> None:
    if left:
        raise InvalidValueError(f"unknown fields {sorted(left)}")


def _list(held: Any) -> list[Any]:
    if not isinstance(held, list):
        raise InvalidValueError("not a list")
    return held


def _optional(held: Any) -> str | None:
    return None if held is None else _text(held)


def _text(held: Any) -> str:
    if not isinstance(held, str):
        raise InvalidValueError("not a string")
    return held
