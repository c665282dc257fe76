"""Parser of the plain-text copy of a Privacy Wiki page, or of a page written in that form.

`layout` splits the page into zones, `head` and `sections` parse them into passages with spans. Each
character of the page is then in a value, in recognised boilerplate (labels, headings, navigation), or
in a stretch that is reported as not understood: no text of a page is lost silently.
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
    "the page has a title only; write its fields and sections as `privkg new` prints them",
    Span(0, 0),
)
_MAX_LISTED = 1000
_SURE = 2
"""Number of different field and section names that make a text a page; prose may contain one."""


def sniff(head: bytes) -> bool:
    """Return whether the beginning of a file has fields or sections, and is not of another format."""
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
    """Yield the one incident of a page; each value is a passage with its span.

    Raises:
        PageError: the text is empty, of another format, has neither a field nor a section, or has a
            list of more than a thousand items.
    """
    yield _read(document)


def _read(document: Document) -> Incident:
    _refuse_other(document)
    parts = infobox.with_late_infobox(zones(document))
    top = head.read(document, parts)
    has_structure = top.has_fields or any(zone.heading for zone in parts)
    if not has_structure and top.leads:
        raise PageError(
            "not an incident page, as it has no field and no section; see `privkg new` for a page",
            in_file(document.path, 1, 1),
        )
    body = sections.read(document, parts)
    in_sections = [body.rows, body.decisions, body.sources, body.laws, body.marks, *body.listed]
    _refuse_too_many(document, [*top.fields.values(), *in_sections])
    claimed = [*top.claimed, *body.claimed]
    recognised = [*top.recognised, *body.recognised, *_site_words(parts)]
    leftover = unread.stretches(document, [*claimed, *recognised])
    # The spans of values, leftover and boilerplate partition the page: boilerplate is the complement
    # of the other two.
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
        raise PageError("the file is empty; write a page as `privkg new` prints it", place)
    if advice := _other_format(document.text):
        raise PageError(f"the file is not the text of a page, but {advice}", place)


def _other_format(text: str) -> str | None:
    """Return the name of another format that a text has, with advice; None for text of a page."""
    opening = text.lstrip()[:200].casefold()
    return next((advice for pattern, advice in _OTHER_FORMATS if re.match(pattern, opening)), None)


def _refuse_too_many(document: Document, listed: Iterable[Sized]) -> None:
    """Raise an error for more values than one incident has; comparing them would take minutes."""
    if max(map(len, listed), default=0) > _MAX_LISTED:
        raise PageError(
            f"the page has more than {_MAX_LISTED} rows, decisions, marks, sources or values in a field;"
            " split it",
            in_file(document.path, 1, 1),
        )


def _site_words(parts: list[Zone]) -> list[Span]:
    """Return the spans of headings, of the contents box and of the site's footer."""
    below = (line for zone in parts if zone.name == "footer" for line in zone.lines if is_footer(line))
    boxed = (line for zone in parts if zone.name == "contents" for line in zone.lines)
    lines = (Span(line.start, line.end) for line in (*below, *boxed))
    return [*(zone.heading_span for zone in parts), *lines]


def _address(document: Document, title: str, *, is_wiki_copy: bool) -> str | None:
    """Return the address of a copied Privacy Wiki page, made from its title; None for other pages."""
    if not is_wiki_copy:
        return None
    path = urllib.parse.quote(title.replace(" ", "_"), safe="-._~!$&'()*+,;=:@/")
    return f"https://privacy.wiki/{path}"
