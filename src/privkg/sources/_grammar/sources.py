"""Parser of the Sources: an address per line, with details separated by bars.

https://example.org/story | The Example | 9 November 2020 | accessed 2 May 2021 | archived https://…

A text before an address is its title or citation, which only the passage of the source keeps. A text
after it is parsed as a detail, or reported.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from privkg.core import rules
from privkg.core.model import Finding, Passage, Source, Span
from privkg.rdf import urls
from privkg.sources import _cited
from privkg.sources._grammar import source_details
from privkg.sources._grammar.source_details import Detail
from privkg.sources._grammar.spans import Line, cut, split_list

_SCHEME = r"(?:https?://|[a-z][a-z\d+.-]{1,20}:(?!https?://)(?://)?)"
_LINK = re.compile(
    rf"\[[^\[\]]*\]\(\s*<?(?P<markdown>{_SCHEME}[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?"
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
    rf"|\[\s*(?P<wiki>{_SCHEME}[^\s\[\]<>\"|]+)(?:\s+[^\[\]|]*)?\]"
    rf"|(?<![\w/.-])(?P<bare>{_SCHEME}(?:(?![,;]+https?://)[^\s<>\"“”|\\^`{{}}])+)",
    re.IGNORECASE,
)
_ARCHIVED = re.compile(r"\barchived?(?: (?:copy|version|at|from|on|here))*[\s:(<\[]*$", re.IGNORECASE)
_NO_SCHEME = re.compile(
    r"(?<![\w@/.-])(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?::\d+)?/[^\s|]*"
    r"|(?<![\w@/.-])www\.[\w-]+(?:\.[\w-]+)+"
    r"|^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?=\s*(?:\||$))",
    re.IGNORECASE,
)
_GROUP = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_WORD = re.compile(r"\w")
_JOINTS = ("also", "and", "or", "see", "see also")
"""Words between the addresses of a line, to be ignored."""
_TRAILING = ".,;:!?'’”"


@dataclass(frozen=True, slots=True)
class _Link:
    """A link in a text; offsets are those of the link with its brackets, in the whole text."""

    url: str
    start: int
    end: int
    is_archive: bool


def read(text: str, lines: tuple[Line, ...]) -> tuple[list[Source], list[Finding]]:
    """Return the sources of a section in page order, and their findings."""
    found: list[Source] = []
    findings: list[Finding] = []
    for line in lines:
        for item in split_list(text, line.start, line.end, separators="\n"):
            links = list(_links(item))
            for passage in _one_address_each(text, item, links):
                within = [link for link in links if _is_within(link, passage.span)]
                source, wrong = _source(text, passage, within)
                found.append(source)
                findings += wrong
    return found, findings


def _links(item: Passage) -> Iterator[_Link]:
    above = 0
    for match in _LINK.finditer(item.text):
        url = match["markdown"] or match["wiki"] or _trimmed(match["bare"])
        end = match.start() + len(url) if match["bare"] else match.end()
        before = item.text[above : match.start()]
        start = item.span.start + match.start()
        yield _Link(url, start, item.span.start + end, bool(above and _ARCHIVED.search(before)))
        above = end


def _one_address_each(text: str, item: Passage, links: list[_Link]) -> Iterator[Passage]:
    """Yield an item split before each address after the first; an archived address is not split off."""
    own = [link for link in links if not link.is_archive]
    edges = [item.span.start]
    for above, link in pairwise(own):
        bar = text.rfind("|", above.end, link.start)
        edges.append(link.start if bar < 0 else bar + 1)
    for start, end in pairwise([*edges, item.span.end]):
        passage = cut(text, start, end)
        if passage:
            yield passage


def _is_within(link: _Link, span: Span) -> bool:
    return span.start <= link.start < span.end


def _source(text: str, passage: Passage, links: list[_Link]) -> tuple[Source, list[Finding]]:
    if not links:
        message = _without_address(passage.text)
        return Source(passage=passage), [Finding(rules.SOURCE_UNUSABLE, message, passage.span)]
    cited, findings = _cited.source(passage, links[0].url)
    if not cited.url:
        return cited, findings
    known: dict[str, Any] = {}
    for detail in (*_archives(links[1:]), *_details(text, passage, links)):
        if detail.name and known.setdefault(detail.name, detail.value) != detail.value:
            message = f'"{detail.passage.text}" is a second {detail.label} of the source; keep one'
            findings.append(Finding(rules.SOURCE_DETAIL_UNKNOWN, message, detail.passage.span))
        elif detail.rule:
            findings.append(Finding(detail.rule, detail.message, detail.passage.span))
    return replace(cited, **known), findings


def _without_address(words: str) -> str:
    near = _NO_SCHEME.search(words)
    if near:
        return f'"{_trimmed(near[0])}" does not begin with https://; write https://{_trimmed(near[0])}'
    return f'"{words[:60]}" has no web address; write one that begins with https://'


def _archives(links: Iterable[_Link]) -> Iterator[Detail]:
    for link in links:
        passage = Passage(link.url, Span(link.start, link.end))
        url, why = urls.usable(link.url)
        if url:
            yield Detail(passage, "archived_url", url)
        if why:
            yield Detail(passage, rule=rules.SOURCE_UNUSABLE, message=why)


def _details(text: str, passage: Passage, links: list[_Link]) -> Iterator[Detail]:
    """Yield the details in the text around the addresses of a source."""
    lead = cut(text, passage.span.start, links[0].start)
    if lead:
        yield from source_details.of_lead(lead)
    bar = text.find("|", links[0].end, passage.span.end)
    tail_end = passage.span.end if bar < 0 else bar
    for part in _between(text, links[0].end, tail_end, links[1:]):
        for piece in _groups(text, part):
            yield from source_details.of_tail(piece)
    while bar >= 0:
        after = text.find("|", bar + 1, passage.span.end)
        end = passage.span.end if after < 0 else after
        for part in _between(text, bar + 1, end, links[1:]):
            yield from source_details.of_part(part)
        bar = after


def _between(text: str, start: int, end: int, archives: list[_Link]) -> Iterator[Passage]:
    """Yield the text between two offsets without archived addresses and the word "archived"."""
    edges = [start]
    for link in archives:
        if start <= link.start < end:
            named = _ARCHIVED.search(text, start, link.start)
            edges += [named.start() if named else link.start, link.end]
    for begin, until in zip(edges[::2], [*edges[1::2], end], strict=True):
        words = cut(text, begin, until)
        if words and _WORD.search(words.text):
            yield words


def _groups(text: str, part: Passage) -> Iterator[Passage]:
    """Yield the text inside and outside of brackets separately, stripped of punctuation."""
    brackets = list(_GROUP.finditer(text, part.span.start, part.span.end))
    edges = [part.span.start, *(edge for group in brackets for edge in group.span()), part.span.end]
    for start, end in pairwise(edges):
        bare = text[start:end].strip(source_details.MARKS)
        if _WORD.search(bare) and bare.casefold() not in _JOINTS:
            begin = text.index(bare, start)
            yield Passage(bare, Span(begin, begin + len(bare)))


def _trimmed(url: str) -> str:
    """Return an address without the punctuation of the sentence around it.

    A closing bracket is part of the address if its opening bracket is: https://…/Example_(film).
    """
    surplus = {closing: url.count(closing) - url.count(opening) for opening, closing in ("()", "[]")}
    end = len(url)
    while end and (url[end - 1] in _TRAILING or surplus.get(url[end - 1], 0) > 0):
        end -= 1
        if url[end] in surplus:
            surplus[url[end]] -= 1
    return url[:end]
