"""Wiki markup in a copied page: edit links, footnote marks, emphasis, links, templates.

Markup is removed from a value, but kept in its quote, so that the quote equals the page at its span.
Patterns that match arbitrary text up to a closing mark have an upper bound: without one, a page of `{{`
or `<!--` would take quadratic time. Emphasis and links without a closing mark are text: `''` may be
inches, `[[` a typing error.
"""

import re
from collections.abc import Iterator

from privkg.core.documents import LINE_END
from privkg.core.model import Passage, Span
from privkg.sources._grammar.spans import BULLET, SPACE, Line, cut

_BODY = r"(?:(?!{end})[^\n]|\n(?=\S)){{1,300}}?"
_QUERIES = (
    "citation needed|clarification needed|verification needed|page needed|full citation needed"
    "|better source needed|failed verification|not in citation given|original research[?]?|dubious"
    "|(?:permanent )?dead link|update|vague|by whom[?]?|according to whom[?]?|who[?]|when[?]|where[?]"
    "|why[?]|which[?]"
)
NOTE = (
    r"\[\s*(?i:edit(?:\s*\|\s*edit source| source)?|hide|show|\d{1,3}(?:\s*[,–-]\s*\d{1,3}){0,9}"
    rf"|(?:note|nb|n|fn|ref)\.?\s?\d{{1,3}}|[a-z]|{_QUERIES})\s*\](?!(?<=\[[A-Za-z]\])\w)"
)
"""An edit link, or the mark of a footnote or of a query; "[t]he" is a quotation and is kept."""
_REF = r"<ref[^<>]{0,300}/>|<ref\b[^<>]{0,300}>(?:(?!<ref\b)[\s\S]){0,1000}?</ref>"
_TEMPLATE = r"\{\{(?:[^{}]|\{\{[^{}]{0,300}\}\}){0,500}\}\}"
_QUERY_TEMPLATE = re.compile(
    r"\{\{\s*(?:citation needed|cn|fact|clarify|who|when|where|which|by whom|dubious|update"
    r"|better source needed|dead link|refn?|rp?|sfnp?|efn|reflist)\s*(?:\||\}\})",
    re.IGNORECASE,
)
_UNREAD = re.compile(rf"{_REF}|{_TEMPLATE}")
_MARKUP = re.compile(
    rf"{NOTE}|{_REF}|{_TEMPLATE}|<!--(?:(?!<!--)[\s\S]){{0,1000}}?-->"
    r"|\[\[\s*(?i:file|image|media|category)\s*:[^\[\]\n]{0,500}\]\]"
    r"|</?(?i:b|i|em|strong|small|big|sup|sub|span|u|nowiki|code|center)\b[^<>\n]{0,200}>"
)
_PAIRED = (
    re.compile(r"('{5}|'{3}|'{2})(?=[^\s'])(" + _BODY.format(end="''") + r")\1(?!')"),
    re.compile(r"(?<![\w*\\])(\*{1,3})(?=[^\s*])(" + _BODY.format(end=r"\*") + r")(?<=\S)\1(?![\w*])"),
    re.compile(r"(?<![\w_\\/])(_{1,2})(?=[^\s_])(" + _BODY.format(end="_") + r")(?<=\S)\1(?![\w/])"),
    re.compile(r"(\[\[(?:[^\[\]|\n]{1,200}\|)?)([^\[\]|\n]{1,300})\]\]"),
    re.compile(r"(\[https?://[^\s\[\]]{1,500}\s)([^\[\]\n]{1,300})\]"),
    re.compile(r"((?<!!)\[)([^\[\]\n]{1,300})\]\((?:https?:/)?[/#][^\s()]{0,500}\)"),
)
_BREAK = re.compile(r"[ \t]{0,3}<br\b[^<>\n]{0,50}>[ \t]{0,3}", re.IGNORECASE)
_ANY = re.compile(r"[\[{<*_\n\r\x85\u2028\u2029]|''")
_MARK = re.compile(r"[\[{<*_]|''")
_WRAP = re.compile(rf"(?<=\S){SPACE}*(?:{LINE_END.pattern}){SPACE}*(?=\S)")
_CLOSING = re.compile(
    rf"(?:{NOTE}|{_REF}|{_TEMPLATE}|'{{2,5}}|\*{{1,3}}|_{{1,2}}|\]\]|\]\([^\s()]{{0,500}}\)|</\w{{1,8}}>)+"
)
_FILE = re.compile(r"\s*\[\[\s*(?:file|image|media|category)\s*:", re.IGNORECASE)


def value(text: str, start: int, end: int) -> Passage | None:
    """Return the text between two offsets as a value, or None if it consists of markup only.

    Lines of a paragraph are joined by a space; blank lines and the items of a list stay separate.
    """
    whole = cut(text, start, end)
    return plain(whole) if whole else None


def plain(passage: Passage, *, joins_lines: bool = True) -> Passage | None:
    """Return a passage without markup and with its span narrowed; None if nothing remains."""
    words = passage.text
    if not _ANY.search(words):
        return passage
    removed = _removed(words) if _MARK.search(words) else bytearray(len(words))
    spaces = {found.start(): found.end() for found in _BREAK.finditer(words)}
    if joins_lines:
        spaces.update(_wraps(words))
    return _without(passage, removed, spaces) if spaces or 1 in removed else passage


def leftovers(text: str) -> list[Span]:
    """Return the spans of markup in a text; they are not sorted and may overlap."""
    found = [Span(*match.span()) for match in _MARKUP.finditer(text)]
    found += [Span(*match.span()) for match in _BREAK.finditer(text)]
    for pattern in _PAIRED:
        for match in pattern.finditer(text):
            found += [Span(match.start(), match.start(2)), Span(match.end(2), match.end())]
    return found


def unread(text: str) -> list[Span]:
    """Return the spans of footnotes and templates whose words are not part of any value.

    Templates such as {{citation needed}} have no such words and are left out.
    """
    found = (match for match in _UNREAD.finditer(text) if not _QUERY_TEMPLATE.match(match[0]))
    return [Span(*match.span()) for match in found if match[0].startswith("{") or "</" in match[0]]


def is_query(text: str, at: int) -> bool:
    """Return whether a template such as {{citation needed}} begins at an offset."""
    return bool(_QUERY_TEMPLATE.match(text, at))


def end_after(text: str, at: int, limit: int) -> int:
    """Return the end of the markup that directly follows an offset; `at` itself if there is none."""
    closing = _CLOSING.match(text, at, limit)
    return closing.end() if closing else at


def is_image(line: Line) -> bool:
    """Return whether a line is a file or category link of the wiki."""
    return bool(_FILE.match(line.text))


def _removed(words: str) -> bytearray:
    """Return a mask: 1 for each character of markup, else 0. Spans of markup may overlap."""
    removed = bytearray(len(words))
    for span in leftovers(words):
        removed[span.start : span.end] = b"\x01" * (span.end - span.start)
    return removed


def _wraps(words: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of line ends within a paragraph, which become spaces."""
    for match in _WRAP.finditer(words):
        if not BULLET.match(words, match.end()):
            yield match.span()


def _without(passage: Passage, removed: bytearray, spaces: dict[int, int]) -> Passage | None:
    """Return a passage without the removed characters, with the offsets of all others."""
    words = passage.text
    shown, places = _kept(words, removed, spaces)
    left = cut(shown, 0, len(shown))
    if not left:
        return None
    offsets = places[left.span.start : left.span.end]
    first, last = offsets[0], offsets[-1] + 1
    span = Span(passage.span.start + first, passage.span.start + last)
    if words[first:last] == left.text:
        return Passage(left.text, span)
    return Passage(left.text, span, words[first:last], tuple(place - first for place in offsets))


def _kept(words: str, removed: bytearray, spaces: dict[int, int]) -> tuple[str, list[int]]:
    """Return the characters that are not removed, and the offset of each.

    Where markup was between two spaces, or between a space and punctuation, one space is dropped too:
    "cameras [1]." becomes "cameras.".
    """
    kept, places = list[str](), list[int]()
    marked = removed + b"\x01"  # the end of the text counts as a mark
    for start in spaces:
        marked[start] = 1
    at = 0
    while at < len(words):
        end = spaces.get(at, 0)
        character = " " if end else words[at]
        if end or not removed[at]:
            is_doubled = kept and at and removed[at - 1] and kept[-1].isspace()
            if is_doubled and character in ".,;:!?":
                del kept[-1], places[-1]
            if not (is_doubled and character.isspace()):
                kept.append(character)
                places.append(at)
        at = end or at + 1
        if not removed[at - 1]:  # nothing to decide before the next mark
            stop = marked.find(1, at)
            kept += words[at:stop]
            places += range(at, stop)
            at = stop
    return "".join(kept), places
