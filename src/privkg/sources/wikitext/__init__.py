"""Reader and writer of pages in wikitext, as a MediaWiki stores them."""

import re
from collections.abc import Iterator
from pathlib import Path

from privkg.core import documents
from privkg.core.errors import PageError, in_file
from privkg.core.model import Document, Incident
from privkg.sources import _grammar
from privkg.sources.wikitext import nesting, recognition
from privkg.sources.wikitext.recognition import is_page
from privkg.sources.wikitext.walk import Walk
from privkg.sources.wikitext.writing import empty, write

__all__ = ["RANK", "SUFFIXES", "TITLE", "empty", "is_page", "is_sure", "read", "sniff", "write"]

TITLE = "wikitext of a page"
SUFFIXES = (".wiki", ".wikitext", ".mediawiki", ".mw")
RANK = 1

_REDIRECT = re.compile(r"\s*#\s*redirect\b", re.IGNORECASE)
_PAGE_TITLE = re.compile(r"(?=[^\W_])(?![a-z])\S*[ _].*")


def sniff(head: bytes) -> bool:
    """Return whether the beginning of a file has wiki markup, and a field or section of a page."""
    text = documents.decoded_head(head)
    return bool(_REDIRECT.match(text)) or recognition.may_be_page(text)


def is_sure(head: bytes) -> bool:
    """Return whether the beginning of a file is a redirect, or has what only pages of incidents have."""
    text = documents.decoded_head(head)
    return bool(_REDIRECT.match(text)) or is_page(text)


def read(document: Document) -> Iterator[Incident]:
    """Yield the one incident of a page; its spans are offsets in the text as shown.

    Raises:
        PageError: the text is empty, a redirect, has too many marks that are not closed, has neither a
            field nor a section, or has a list of more than a thousand items.
    """
    _refuse(document)
    nesting.refuse_unclosed(document)
    title = document.title or _title_of(document)
    walk = Walk(document.text, title)
    rendering = walk.render()
    is_shown = walk.has_title
    yield _grammar.read(
        documents.whole(document),
        rendering,
        title="" if is_shown else title,
        has_title_line=is_shown,
        address=document.address,
        markup_findings=walk.findings,
        stated=walk.stated,
    )


def _refuse(document: Document) -> None:
    place = in_file(document.label, 1, 1)
    if not document.text.strip():
        raise PageError("the file is empty; write a page as `privkg new` prints it", place)
    if _REDIRECT.match(document.text):
        raise PageError("the page is a redirect; take the page it points to", place)


def _title_of(document: Document) -> str:
    """Return the title that the name of a file has by the convention of wiki tools; empty if none.

    They write the title with `_` for spaces; it begins with a capital or a digit.
    """
    name = Path(document.name).stem
    is_title = not document.key and _PAGE_TITLE.fullmatch(name) and not name[0].islower()
    return " ".join(name.replace("_", " ").split()) if is_title else ""
