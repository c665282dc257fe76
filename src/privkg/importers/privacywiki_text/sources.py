"""The Sources of a page: an address a line, and what else is known of it, parted by bars.

https://example.org/story | The Example | 9 November 2020 | accessed 2 May 2021 | archived https://…
"""

import itertools
import re
import urllib.parse
from collections.abc import Iterator

from privkg import dates, rules
from privkg.importers.privacywiki_text.spans import Line, cut, split_list
from privkg.model import Finding, Passage, Source

_URL = re.compile(
    r"\b(?:https?://|[a-z][a-z\d+.-]{1,20}:(?!https?://)(?://)?)[^\s<>\"“”|\\^`{}]+", re.IGNORECASE
)
_WEB = ("http", "https")
_ACCESSED = re.compile(r"(?:accessed|retrieved)(?: on)?:?\s+", re.IGNORECASE)
_ARCHIVED = re.compile(r"archived?(?: at)?:?\s+", re.IGNORECASE)
_TRAILING = ".,;:!?'’”"
_STRAY_PERCENT = re.compile(r"%(?![\dA-Fa-f]{2})")


def read(text: str, lines: tuple[Line, ...]) -> tuple[list[Source], list[Finding]]:
    """Return the sources of a section, in page order, and what is wrong with their addresses."""
    found: list[Source] = []
    findings: list[Finding] = []
    for line in lines:
        for item in split_list(text, line.start, line.end, separators="\n"):
            for passage in _one_address_each(text, item):
                source, wrong = _source(passage)
                found.append(source)
                findings += wrong
    return found, findings


def _one_address_each(text: str, item: Passage) -> Iterator[Passage]:
    """Yield the item cut before each address but its first; an archive address stays with its own."""
    bars = item.text.count("|")
    starts = [found.start() for found in _URL.finditer(item.text)]
    edges = [0, *(starts[1:] if not bars else []), len(item.text)]
    for start, end in itertools.pairwise(edges):
        passage = cut(text, item.span.start + start, item.span.start + end)
        if passage:
            yield passage


def _source(passage: Passage) -> tuple[Source, list[Finding]]:
    first, *more = [part.strip() for part in passage.text.split("|")]
    url, why = _address(first)
    wrong = [why]
    known: dict[str, str | None] = {}
    for part in filter(None, more):
        name, value, why = _detail(part)
        known.setdefault(name, value)
        wrong.append(why)
    findings = [Finding(rules.SOURCE_UNUSABLE, why, passage.span) for why in wrong if why]
    return Source(passage=passage, url=url, **known), findings


def _detail(part: str) -> tuple[str, str | None, str | None]:
    """Return which detail of a source some words are, its value, and what is wrong with it."""
    if accessed := _ACCESSED.match(part):
        return "accessed", part[accessed.end() :], None
    if archived := _ARCHIVED.match(part):
        return "archived_url", *_address(part[archived.end() :])
    return ("published" if dates.read(part) else "publisher"), part, None


def _address(words: str) -> tuple[str | None, str | None]:
    """Return the web address in some words, if there is a usable one, and what is wrong with it."""
    match = _URL.search(words)
    if not match:
        return None, f'"{words[:60]}" has no web address; add one that begins with https://'
    url = _trimmed(match[0])
    try:
        parts = urllib.parse.urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        return None, f"{url} is no usable address: {error}"
    if parts.scheme.lower() not in _WEB:
        return None, f"{url} is no web address; write one that begins with https://"
    if "." not in (host or ""):
        return None, f"{url} names no host; check the address"
    if _STRAY_PERCENT.search(url):
        return None, f"{url} has a % without two hex digits behind it; write it as %25"
    if parts.username is None and parts.password is None:
        return url, None
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    return bare, "a name or password stood in the address; it was left out"


def _trimmed(url: str) -> str:
    """Return an address without the marks of the sentence around it; a closed bracket stays."""
    surplus = {closing: url.count(closing) - url.count(opening) for opening, closing in ("()", "[]")}
    end = len(url)
    while end and (url[end - 1] in _TRAILING or surplus.get(url[end - 1], 0) > 0):
        end -= 1
        if url[end] in surplus:
            surplus[url[end]] -= 1
    return url[:end]
