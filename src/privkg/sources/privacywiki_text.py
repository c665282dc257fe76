"""Parser of the plain-text copy of a Privacy Wiki page, or of a page written in that form."""

import re
from collections.abc import Iterator

from privkg.core import documents
from privkg.core.errors import PageError, in_file
from privkg.core.model import Document, Incident
from privkg.sources import _grammar
from privkg.sources._grammar.template import empty, write

__all__ = ["RANK", "SUFFIXES", "TITLE", "empty", "read", "sniff", "write"]

TITLE = "text of a Privacy Wiki page"
SUFFIXES = (".txt",)
RANK = 2

_OTHER_FORMATS = (
    (r"<\?xml|<mediawiki", "XML; export the text of the page instead"),
    (r"<(?:!doctype|!--|html|head|body|meta|div|table|p)\b", "HTML; save the text of the page instead"),
    (r"\{\{|\[\[", "wikitext source; copy the page as it is shown instead"),
    (r"#redirect", "a redirect; take the page it points to"),
)


def sniff(head: bytes) -> bool:
    """Return whether the beginning of a file has fields or sections, and is not of another format."""
    text = documents.decoded_head(head)
    return not _other_format(text) and _grammar.is_page(text)


def read(document: Document) -> Iterator[Incident]:
    """Yield the one incident of a page; each value is a passage with its span.

    Raises:
        PageError: the text is empty, of another format, has neither a field nor a section, or has a
            list of more than a thousand items.
    """
    _refuse_other(document)
    yield _grammar.read(documents.whole(document))


def _refuse_other(document: Document) -> None:
    place = in_file(document.label, 1, 1)
    if not document.text.strip():
        raise PageError("the file is empty; write a page as `privkg new` prints it", place)
    if advice := _other_format(document.text):
        raise PageError(f"the file is not the text of a page, but {advice}", place)


def _other_format(text: str) -> str | None:
    """Return the name of another format that a text has, with advice; None for text of a page."""
    opening = text.lstrip()[:200].casefold()
    return next((advice for pattern, advice in _OTHER_FORMATS if re.match(pattern, opening)), None)
