"""HTML of what pages consist of: links, lists of values, and words of a page with what rests on them.

Macros would take half of the time of rendering for these.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from markupsafe import Markup, escape

from privkg.core.lettering import typeset
from privkg.publish.site.pages import Link, Part, Passage, Piece, Value

_WEB_ADDRESS = re.compile(r"https?://[^\s\x00-\x1f/][^\s\x00-\x1f]*")
_TO_ESCAPE = re.compile("[&<>'\"]")
Addresses = Callable[[str], str]
"""Returns the relative address of a path in the folder."""


def element(it: Link, link: Addresses) -> Markup:
    """Return the HTML of a link: with an address, or without one if it has none."""
    return Markup(_element(it, link))  # noqa: S704


def values(some: Iterable[Value], link: Addresses) -> Markup:
    """Return the HTML of values, separated by commas."""
    return Markup(", ".join(_element(value.link, link) for value in some))  # noqa: S704


def lines(value: Value, link: Addresses) -> Markup:
    """Return the HTML of links to the lines of a page that state a value, each after a space."""
    return Markup("".join(_line(each, link) for each in value.passages))  # noqa: S704


def pieces(some: Iterable[Piece]) -> Markup:
    """Return the HTML of the pieces of a line, with the anchors of claims and the marks of rows."""
    return Markup("".join(map(_piece, some)))  # noqa: S704


def web(address: str) -> str:
    """Return an http or https address, or "" for any other, so that no page links to `javascript:`."""
    return address if _WEB_ADDRESS.fullmatch(address) else ""


def _element(it: Link, link: Addresses) -> str:
    mark = f' class="{_escaped(it.mark)}"' if it.mark else ""
    language = f' lang="{_escaped(it.language)}"' if it.language else ""
    is_name = it.target and "://" not in it.text
    html = _escaped(typeset(it.text) if is_name else it.text)
    if it.target:
        return f'<a{mark} href="{_escaped(link(it.target))}"{language}>{html}</a>'
    if address := web(it.web):
        return f'<a href="{_escaped(address)}" rel="external"{language}>{html}</a>'
    if it.date:
        return f'<time datetime="{_escaped(it.date)}">{html}</time>'
    return f"<span{mark}{language}>{html}</span>" if mark or language else html


def _line(it: Passage, link: Addresses) -> str:
    of = f"line {it.line} of the page, {_escaped(it.property)}"
    return f' <a class="line-of" href="{_escaped(link(it.target))}" aria-label="{of}">line {it.line}</a>'


def _piece(it: Piece) -> str:
    words = _escaped(it.text)
    if it.rows:
        marks = "".join(map(_mark, it.begun))
        whole = " whole" if it.is_whole else ""
        numbers = " ".join(str(row.number) for row in it.rows)
        return (
            f'{"".join(_anchors(it.anchors))}<mark class="{_escaped(it.rows[0].mark)}{whole}"'
            f' data-f="{numbers}">{marks}{words}</mark>'
        )
    if it.anchors:
        return (
            f'{"".join(_anchors(it.anchors[:-1]))}<span id="{_escaped(it.anchors[-1])}">{words}</span>'
        )
    return words


def _anchors(some: Iterable[str]) -> Iterator[str]:
    return (f'<span id="{_escaped(each)}"></span>' for each in some)


def _mark(row: Part) -> str:
    return (
        f'<a class="badge {_escaped(row.mark)}" href="#{_escaped(row.anchor)}"'
        f' aria-label="{_escaped(row.name)}" data-n="{row.number}"></a>'
    )


def _escaped(text: str) -> str:
    """Return a text for HTML; most have nothing to escape, which is found in a fifth of the time."""
    return str(escape(text)) if _TO_ESCAPE.search(text) else text
