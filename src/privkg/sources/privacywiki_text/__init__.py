"""The plain-text copy of a Privacy Wiki page, or a page written in that form.

Every character of the page is mapped, recognised as boilerplate, or reported as not understood.
"""

import re
import urllib.parse
from collections.abc import Iterable, Iterator, Sized

from privkg.core import documents, rules
from privkg.core.errors import PageError, in_file
from privkg.core.model import Document, Finding, Incident, Span
from privkg.sources.privacywiki_text import (
    head,
    infobox,
    sections,
    unread,
)
from privkg.sources.privacywiki_text.layout import Zone, is_footer, section_of, zones
from privkg.sources.privacywiki_text.spans import lines_of
from privkg.sources.privacywiki_text.template import empty, write

__all__ = ["SUFFIXES", "TITLE", "empty", "read", "sniff", "write"]

TITLE = "text of a Privacy Wiki page"
SUFFIXES = (".txt",)

_OTHER_FORMATS = (
    (r"<\?xml|<mediawiki", "XML; export the text of the page instead"),
    (r"<(?:!doctype|!--|html|head|body|meta|div|table|p)\b", "HTML; save the text of the page instead"),
    (r"\{\{|\[\[", "wikitext source; copy the page as it is shown instead"),
    (r"#redirect", "a redirect; take the page it points to"),
)
_STRUCTURE_MISSING = Finding(
    rules.STRUCTURE_MISSING,
    "the page has a title only; `privkg new` prints the fields and sections of a page",
    Span(0, 0),
)
_MAX_LISTED = 1000
_SURE = 2
"""How many fields and sections make a text a page; prose may begin with the word of one."""


def sniff(head: bytes) -> bool:
    """Return whether a file begins as text, not as another format, with fields or sections in it."""
    text = documents.decoded_head(head)
    if _other_format(text):
        return False
    found = set[str]()
    for line in lines_of(text):
        found |= {name for name in (section_of(line), infobox.label_of(line)) if name}
        if len(found) >= _SURE:
            return True
    return False


def read(document: Document) -> Iterator[Incident]:
    """Yield the one incident of a page, its words as they stand, each with its span.

    Raises:
        PageError: the text is empty, of another format, has neither a field nor a section, or lists
            more than a thousand of a thing.
    """
    yield _read(document)


def _read(document: Document) -> Incident:
    _refuse_other(document)
    parts = infobox.with_late_infobox(zones(document))
    top = head.read(document, parts)
    has_structure = top.has_fields or any(zone.heading for zone in parts)
    if not has_structure and top.leads:
        raise PageError(
            "not an incident page: it has no field and no section", in_file(document.path, 1, 1)
        )
    body = sections.read(document, parts)
    in_sections = [body.rows, body.decisions, body.sources, body.laws, body.marks, *body.listed]
    _refuse_too_many(document, [*top.fields.values(), *in_sections])
    claimed = [*top.claimed, *body.claimed]
    recognised = [*top.recognised, *body.recognised, *_site_words(parts)]
    leftover = unread.stretches(document, [*claimed, *recognised])
    return Incident(
        page=documents.whole(document),
        title=top.title,
        title_passages=top.titles,
        is_title_derived=not top.titles,
        address=_address(document, top.title, is_wiki_copy=top.is_wiki_copy),
        **top.fields,
        leads=top.leads,
        descriptions=body.descriptions,
        marks=body.marks,
        rows=body.rows,
        decisions=body.decisions,
        laws=body.laws,
        sources=body.sources,
        left_empty=(*top.left_empty, *body.left_empty),
        labels={**top.labels, **{zone.name: zone.heading_span for zone in parts if zone.heading}},
        boilerplate=documents.complement(document.text, [*claimed, *leftover]),
        not_understood=tuple(leftover),
        findings=(
            *top.findings,
            *body.findings,
            *([] if has_structure else [_STRUCTURE_MISSING]),
            *unread.hyphenated([*top.passages, *body.values]),
            *unread.in_markup(document, parts),
            *(unread.report(document, parts, span) for span in leftover),
        ),
    )


def _refuse_other(document: Document) -> None:
    place = in_file(document.path, 1, 1)
    if not document.text.strip():
        raise PageError("the file is empty", place)
    if advice := _other_format(document.text):
        raise PageError(f"not the text copy of a page but {advice}", place)


def _other_format(text: str) -> str | None:
    """Return which other format a text is of, and what to do about it."""
    opening = text.lstrip()[:200].casefold()
    return next((advice for pattern, advice in _OTHER_FORMATS if re.match(pattern, opening)), None)


def _refuse_too_many(document: Document, listed: Iterable[Sized]) -> None:
    """Refuse what no page of one incident has, and what would take a minute to compare."""
    if max(map(len, listed), default=0) > _MAX_LISTED:
        raise PageError(
            f"more than {_MAX_LISTED} rows, decisions, marks, sources or values in a field",
            in_file(document.path, 1, 1),
        )


def _site_words(parts: list[Zone]) -> list[Span]:
    """Return the spans of headings and of the site's own words below the page."""
    below = (line for zone in parts if zone.name == "footer" for line in zone.lines if is_footer(line))
    boxed = (line for zone in parts if zone.name == "contents" for line in zone.lines)
    lines = (Span(line.start, line.end) for line in (*below, *boxed))
    return [*(zone.heading_span for zone in parts), *lines]


def _address(document: Document, title: str, *, is_wiki_copy: bool) -> str | None:
    """Return the page's address: a copy from the Privacy Wiki carries its site's name."""
    if not is_wiki_copy:
        return None
    path = urllib.parse.quote(title.replace(" ", "_"), safe="-._~!$&'()*+,;=:@/")
    return f"https://privacy.wiki/{path}"
