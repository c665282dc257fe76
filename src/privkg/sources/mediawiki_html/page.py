"""The parts of a MediaWiki page in an HTML file: title, content, web address; and what is left out."""

import re
import urllib.parse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from privkg.rdf import urls
from privkg.sources.mediawiki_html.tree import Element, Words

_CHROME = frozenset(
    (
        *("catlinks", "mw-cite-backlink", "mw-collapsible-toggle", "mw-editsection", "mw-empty-elt"),
        *("mw-jump-link", "noprint", "printfooter", "reference", "toc"),
    )
)
_NOT_SHOWN = frozenset(
    ("head", "iframe", "math", "noscript", "object", "script", "style", "svg", "template")
)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_CONTENT, _PARSED = "mw-content-text", "mw-parser-output"
_HEADING, _CANONICAL, _FOOTER = "firstHeading", "canonical", "printfooter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of a page.

    Attributes:
        heading: the element of the title; None in a fragment.
        content: the element of the content; None if MediaWiki has not made the file.
        address: the web address, None if the file has none that can be used.
    """

    heading: Element | None
    content: Element | None
    address: str | None


def parts(root: Element) -> Parts:
    """Return the parts of a page; the first of several that look alike.

    Addresses and headings that an author wrote in the content are not those of the page.
    """
    found: dict[str | None, list[Element]] = {}
    for element in root.elements():
        if element.attributes:
            found.setdefault(_part(element.tag, element.attributes), []).append(element)
    content = next(iter(found.get(_CONTENT, []) + found.get(_PARSED, [])), None)
    authored = found.get(_PARSED) or found.get(_CONTENT, [])
    heading, canonical, footer = (
        next((one for one in found.get(name, ()) if not _is_within(one, authored)), None)
        for name in (_HEADING, _CANONICAL, _FOOTER)
    )
    return Parts(heading=heading, content=content, address=_address(canonical, footer))


def is_part(tag: str, attributes: Mapping[str, str]) -> bool:
    """Return whether an element may be a part of a page; what is around the parts is not read."""
    return _part(tag, attributes) is not None


def _part(tag: str, attributes: Mapping[str, str]) -> str | None:
    """Return the name of the part that an element may be."""
    if tag == "link":
        return _CANONICAL if attributes.get("rel", "").casefold() == _CANONICAL else None
    identifier, classes = attributes.get("id"), attributes.get("class")
    named = classes.split() if classes else ()
    if identifier == _HEADING or _HEADING in named:
        return _HEADING
    if identifier == _CONTENT:
        return _CONTENT
    return next((name for name in (_PARSED, _FOOTER) if name in named), None)


def _is_within(element: Element, others: list[Element]) -> bool:
    return any(one.start < element.start < one.end for one in others)


def is_left_out(element: Element) -> bool:
    """Return whether an element is not shown, or is not content: edit links, footnote marks, the box."""
    if element.tag in _NOT_SHOWN:
        return True
    attributes = element.attributes
    if not attributes:
        return False
    if "hidden" in attributes or attributes.get("id") == "toc":
        return True
    if not _CHROME.isdisjoint(element.classes):
        return True
    return bool(_HIDDEN.search(attributes.get("style", "")))


def words(page: str, element: Element) -> str:
    """Return the text of an element on one line."""
    return " ".join("".join(_texts(page, element)).split())


def _texts(page: str, element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, Words):
            yield page[child.start : child.end] if child.shown is None else child.shown
        elif not is_left_out(child):
            yield from (" " if child.tag == "br" else "", *_texts(page, child))


def _address(canonical: Element | None, footer: Element | None) -> str | None:
    """Return the canonical address, or that below "Retrieved from"; None if the two are of two sites."""
    stated = _usable(canonical.attributes.get("href", "")) if canonical else None
    links = (one for one in footer.elements() if one.tag == "a") if footer else iter(())
    link = next(links, None)
    retrieved = _usable(link.attributes.get("href", "")) if link else None
    if stated and retrieved and _origin(stated) != _origin(retrieved):
        return None
    return stated or (_without_revision(retrieved) if retrieved else None)


def _usable(url: str) -> str | None:
    """Return a web address without login and fragment; None if it is not absolute, or invalid."""
    if urls.fault(url):
        return None
    return urllib.parse.urldefrag(urls.without_login(url)).url


def _origin(url: str) -> str:
    return urllib.parse.urlsplit(urls.normalise(url)).netloc


def _without_revision(url: str) -> str:
    """Return the address of a page, given that of one of its revisions."""
    whole = urllib.parse.urlsplit(url)
    kept = [part for part in whole.query.split("&") if not part.startswith("oldid=")]
    return urllib.parse.urlunsplit(whole._replace(query="&".join(kept)))
