"""The grammar of an incident page: fields, sections and rows in the text that a reader sees.

All formats share it. A format in which a page is not written as it is shown (HTML, wikitext, Markdown)
renders the page first, with the place of each character (`privkg.core.rendering`).

`layout` splits the text into zones, `head` and `sections` parse them into passages with spans. Each
character is then in a value, in recognised boilerplate (labels, headings, navigation), or in a stretch
that is reported as not understood: no text of a page is lost silently.
"""

import urllib.parse
from collections.abc import Iterable, Sized
from itertools import chain
from pathlib import Path
from typing import Any

from privkg.core import documents, rules
from privkg.core.errors import PageError, in_file
from privkg.core.model import Finding, Incident, Page, Span
from privkg.core.rendering import Rendering
from privkg.sources._grammar import (
    addresses,
    head,
    infobox,
    sections,
    unread,
)
from privkg.sources._grammar.layout import (
    Stated,
    Zone,
    is_footer,
    section_of,
    stated_zones,
    zones,
)
from privkg.sources._grammar.spans import Line, lines_of

_STRUCTURE_MISSING = Finding(
    rules.STRUCTURE_MISSING,
    "the page has a title only; write its fields and sections as `privkg new` prints them",
    Span(0, 0),
)
_MAX_LISTED = 1000
_SURE = 2
"""Number of different field and section names that make a text a page; prose may contain one."""


def is_page(text: str) -> bool:
    """Return whether a text has fields or sections of an incident page."""
    return is_page_of(lines_of(text))


def is_page_of(lines: Iterable[Line]) -> bool:
    """Return whether lines have fields or sections of an incident page; the rest is not read."""
    found = set[str]()
    for line in lines:
        found |= {name for name in (section_of(line), infobox.label_of(line)) if name}
        if len(found) >= _SURE:
            return True
    return False


def read(
    page: Page,
    rendering: Rendering | None = None,
    *,
    title: str = "",
    has_title_line: bool = True,
    address: str | None = None,
    markup_findings: tuple[Finding, ...] = (),
    stated: Stated | None = None,
) -> Incident:
    """Return the incident of a page; each value is a passage with its span in the shown text.

    Args:
        page: the page.
        rendering: the page as shown, if it is not written as it is shown.
        title: the title if it is stated outside of the shown text.
        has_title_line: whether a line of the text may be the title if `title` is empty.
        address: the web address of the page, if it is known; the page's own field Address replaces it.
        markup_findings: findings about what the page does not show, at spans of the page's own text.
        stated: the parts of the shown text that the format states.

    Raises:
        PageError: the page has neither a field nor a section, or a list of more than a thousand items.
    """
    text = rendering.text if rendering else page.text
    parts, top = _head(text, Path(page.document.name).stem, title, has_title_line, stated)
    has_structure = top.has_fields or any(zone.heading for zone in parts)
    if not has_structure and top.leads:
        raise PageError(
            "not an incident page, as it has no field and no section; see `privkg new` for a page",
            in_file(page.document.label, 1, 1),
        )
    body = sections.read(text, parts)
    in_blocks = body.in_blocks
    in_sections = [body.rows, body.decisions, body.sources, body.laws, body.marks, *in_blocks]
    _refuse_too_many(page, [*top.fields.values(), *in_sections])
    claimed = [*top.claimed, *body.claimed]
    recognised = [*top.recognised, *body.recognised, *_site_words(parts)]
    leftover = unread.stretches(text, [*claimed, *recognised])
    own_address, unusable = addresses.read(top.fields.get("addresses", ()))
    # The spans of values, leftover and boilerplate partition the page: boilerplate is the complement
    # of the other two.
    top_fields: dict[str, Any] = dict(top.fields)
    return Incident(
        page=page,
        rendering=rendering,
        title=top.title,
        title_passages=top.titles,
        is_title_derived=not top.titles,
        address=own_address or address or _address(top.title, is_wiki_copy=top.is_wiki_copy),
        **top_fields,
        leads=top.leads,
        descriptions=body.descriptions,
        marks=body.marks,
        rows=body.rows,
        decisions=body.decisions,
        laws=body.laws,
        sources=body.sources,
        left_empty=(*top.left_empty, *body.left_empty),
        labels={**top.labels, **{zone.name: zone.heading_span for zone in parts if zone.heading}},
        boilerplate=documents.complement(text, [*claimed, *leftover]),
        not_understood=tuple(leftover),
        findings=(
            *top.findings,
            *unusable,
            *body.findings,
            *([] if has_structure else [_STRUCTURE_MISSING]),
            *unread.hyphenated([*top.passages, *chain.from_iterable(in_blocks), *body.laws]),
            *unread.in_markup(text, parts),
            *(unread.report(text, parts, span) for span in leftover),
        ),
        markup_findings=markup_findings,
    )


def _head(
    text: str, file_name: str, title: str, has_title_line: bool, stated: Stated | None
) -> tuple[list[Zone], head.Head]:
    """Return the zones of a page and the content of its head."""
    if stated:
        parts = stated_zones(text, stated)
        return parts, head.read_stated(text, parts[0].lines, file_name, title, stated)
    parts = infobox.with_late_infobox(zones(text))
    return parts, head.read(text, parts, file_name, title, has_title_line)


def _refuse_too_many(page: Page, listed: Iterable[Sized]) -> None:
    """Raise an error for more values than one incident has; comparing them would take minutes."""
    if max(map(len, listed), default=0) > _MAX_LISTED:
        raise PageError(
            f"the page has more than {_MAX_LISTED} rows, decisions, marks, sources or values in a field;"
            " split it",
            in_file(page.document.label, 1, 1),
        )


def _site_words(parts: list[Zone]) -> list[Span]:
    """Return the spans of headings, of the contents box and of the site's footer."""
    below = (line for zone in parts if zone.name == "footer" for line in zone.lines if is_footer(line))
    boxed = (line for zone in parts if zone.name == "contents" for line in zone.lines)
    lines = (Span(line.start, line.end) for line in (*below, *boxed))
    return [*(zone.heading_span for zone in parts), *lines]


def _address(title: str, *, is_wiki_copy: bool) -> str | None:
    """Return the address of a copied Privacy Wiki page, made from its title; None for other pages."""
    if not is_wiki_copy:
        return None
    path = urllib.parse.quote(title.replace(" ", "_"), safe="-._~!$&'()*+,;=:@/")
    return f"https://privacy.wiki/{path}"
