"""Parser of a MediaWiki page in HTML: saved from a browser, or the answer of the API to `parse`.

The page is rendered as its plain-text copy: the title, the infobox as one field on each line,
paragraphs, lists and tables. Navigation, edit links, footnote marks and the contents box are left out.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from privkg.core import documents
from privkg.core.errors import PageError, in_file
from privkg.core.model import Document, Incident
from privkg.sources import HEAD_BYTES, _grammar
from privkg.sources.mediawiki_html import page, rendering, tree
from privkg.sources.mediawiki_html.page import Parts

__all__ = ["RANK", "SUFFIXES", "TITLE", "is_page", "read", "sniff"]

TITLE = "HTML of a MediaWiki page"
SUFFIXES = (".html", ".htm")
RANK = 3

_FIRST = 16_000
"""The number of characters that are searched for fields first; then twice as many, and so on."""
_TAG = re.compile(r"\s*<[!a-z]", re.IGNORECASE)


def sniff(head: bytes) -> bool:
    """Return whether the beginning of a file is a page of MediaWiki with fields.

    A file whose content begins beyond its head, because of images in its styles, is taken for one.
    """
    text = documents.decoded_head(head)
    if not _TAG.match(text) or not tree.is_mediawiki(text):
        return False
    try:
        for begin in _beginnings(text):
            found = _parts(begin, "", is_fragment=False)
            if _grammar.is_page_of(rendering.lines(begin, found)):
                return True
        return not found.content and len(head) >= HEAD_BYTES
    except PageError:
        return True


def is_page(text: str) -> bool:
    """Return whether HTML, with or without what MediaWiki puts around it, has fields of an incident.

    It is taken for a page if it cannot be parsed, so that `read` reports the reason.
    """
    try:
        return any(
            _grammar.is_page_of(rendering.lines(begin, _parts(begin, "", is_fragment=True)))
            for begin in _beginnings(text)
        )
    except PageError:
        return True


def _beginnings(text: str) -> Iterator[str]:
    """Yield the beginning of a text, each time twice as much of it, up to all."""
    most = _FIRST
    while True:
        yield text[:most]
        if most >= len(text):
            return
        most *= 2


def _parts(text: str, label: str, *, is_fragment: bool) -> Parts:
    """Return the parts of a page; a fragment is the content if nothing in it is marked as such."""
    found = page.parts(tree.parse(text, label, page.is_part))
    return (
        replace(found, content=tree.parse(text, label)) if is_fragment and not found.content else found
    )


def read(document: Document) -> Iterator[Incident]:
    """Yield the one incident of a page; each value is a passage with its span in the shown text.

    Raises:
        PageError: the file is not a MediaWiki page or not an incident page, is nested too deep, or has
            too many elements, or a list of more than a thousand items.
    """
    text = document.text
    found = _parts(text, document.label, is_fragment=bool(document.key))
    if not found.content:
        _refuse(document)
    yield _grammar.read(
        documents.whole(document),
        rendering.render(text, found, document.title),
        title="" if found.heading else document.title,
        address=document.address or found.address,
    )


def _refuse(document: Document) -> None:
    raise PageError(
        "not a page of MediaWiki: no element has the id mw-content-text or the class mw-parser-output;"
        " save the whole page of the incident from a browser, or its text",
        in_file(document.label, 1, 1),
    )
