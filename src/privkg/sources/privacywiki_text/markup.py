"""Leftovers of a wiki in a copied page: edit links, footnote marks, emphasis, links, templates.

A value is read without them, and its quote keeps them. The patterns are bounded, so that no text makes
them slow. Emphasis and links without their partner are text: `''` alone may be inches, `[[` a slip.
"""

import re
from collections.abc import Iterator

from privkg.core.documents import LINE_END
from privkg.core.model import Passage, Span
from privkg.sources.privacywiki_text.spans import BULLET, SPACE, Line, cut

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
"""An edit link, or the mark of a footnote or of a query; "[t]he" is a quotation and stays."""
_REF = r"<ref[^<>]{0,300}/>|<ref\b[^<>]{0,300}>(?:(?!<ref\b)[\s\S]){0,1000}?</ref>"
_TEMPLATE = r"\{\{(?:[^{}]|\{\{[^{}]{0,300}\}\}){0,500}\}\}"
_QUERY_TEMPLATE = re.compile(
    r"\{\{\s*(?:citation needed|cn|fact|clarify|who|when|where|which|by whom|dubious|update"
    r"|better source needed|dead link|refn?|rp?|sfnp?|efn|reflist)\s*(?:\||\}\})",
    re.IGNORECASE,
)
_UNREAD = re.compile(rf"{_REF}|{_TEMPLATE}")
_GONE = re.compile(
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
_WRAP = re.compile(rf"(?<=\S){SPACE}*(?:{LINE_END.pattern}){SPACE}*(?=\S)")
_CLOSING = re.compile(
    rf"(?:{NOTE}|{_REF}|{_TEMPLATE}|'{{2,5}}|\*{{1,3}}|_{{1,2}}|\]\]|\]\([^\s()]{{0,500}}\)|</\w{{1,8}}>)+"
)
_FILE = re.compile(r"\s*\[\[\s*(?:file|image|media|category)\s*:", re.IGNORECASE)


def value(text: str, start: int, end: int) -> Passage | None:
    """Return the words between two offsets as a value, or None if only leftovers are there.

    Lines of a paragraph are joined by a space; blank lines and the items of a list stay apart.
    """
    whole = cut(text, start, end)
    return plain(whole) if whole else None


def plain(passage: Passage, *, joins_lines: bool = True) -> Passage | None:
    """Return a passage without leftovers, its span drawn to what is left; None if nothing is."""
    words = passage.text
    if not _ANY.search(words):
        return passage
    gone = _gone(words)
    spaces = {found.start(): found.end() for found in _BREAK.finditer(words)}
    if joins_lines:
        spaces.update(_wraps(words))
    return _kept(passage, gone, spaces)


def leftovers(text: str) -> list[Span]:
    """Return the stretches of a text that are leftovers, in no order, some within others."""
    found = [Span(*match.span()) for match in _GONE.finditer(text)]
    found += [Span(*match.span()) for match in _BREAK.finditer(text)]
    for pattern in _PAIRED:
        for match in pattern.finditer(text):
            found += [Span(match.start(), match.start(2)), Span(match.end(2), match.end())]
    return found


def unread(text: str) -> list[Span]:
    """Return the footnotes and templates of a text that hold words nobody reads."""
    found = (match for match in _UNREAD.finditer(text) if not _QUERY_TEMPLATE.match(match[0]))
    return [Span(*match.span()) for match in found if match[0].startswith("{") or "</" in match[0]]


def end_after(text: str, at: int, limit: int) -> int:
    """Return where the leftovers end that follow an offset without a space, `at` if none do."""
    closing = _CLOSING.match(text, at, limit)
    return closing.end() if closing else at


def is_image(line: Line) -> bool:
    """Whether a line is a file or a category of the wiki, not text."""
    return bool(_FILE.match(line.text))


def _gone(words: str) -> bytearray:
    gone = bytearray(len(words))
    for span in leftovers(words):
        gone[span.start : span.end] = b"\x01" * (span.end - span.start)
    return gone


def _wraps(words: str) -> Iterator[tuple[int, int]]:
    """Yield the ends of lines that only wrap a paragraph."""
    for match in _WRAP.finditer(words):
        if not BULLET.match(words, match.end()):
            yield match.span()


def _kept(passage: Passage, gone: bytearray, spaces: dict[int, int]) -> Passage | None:
    words, kept = passage.text, list[tuple[int, str]]()
    at = 0
    while at < len(words):
        end = spaces.get(at, 0)
        character = " " if end else words[at]
        if end or not gone[at]:
            is_doubled = kept and at and gone[at - 1] and kept[-1][1].isspace()
            if is_doubled and character in ".,;:!?":
                kept.pop()
            if not (is_doubled and character.isspace()):
                kept.append((at, character))
        at = end or at + 1
    shown = "".join(character for _, character in kept)
    left = cut(shown, 0, len(shown))
    if not left:
        return None
    offsets = [place for place, _ in kept[left.span.start : left.span.end]]
    first, last = offsets[0], offsets[-1] + 1
    span = Span(passage.span.start + first, passage.span.start + last)
    if words[first:last] == left.text:
        return Passage(left.text, span)
    return Passage(left.text, span, words[first:last], tuple(place - first for place in offsets))
