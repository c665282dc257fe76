"""Harms named inline in the Description: the words that a wiki's link leaves behind in a copy.

A mark closes the passage it marks. It stands at the end of a paragraph after its last sentence, with
or without a space ("rallies.Secondary Use"); between two sentences, where it cannot be the start of
the second; in brackets at the end of a sentence; or as "This is an example of Disclosure."
"""

import functools
import re
from collections.abc import Iterator

from privkg import rules, taxonomy
from privkg.importers.privacywiki_text.spans import cut
from privkg.model import Finding, Mark, Passage, Span

_STOP = r"[.!?…][\"”’')\]]*"
_BLANK_LINE = re.compile(r"(?:\r\n|[\n\r\x85\u2028\u2029])\s*(?:\r\n|[\n\r\x85\u2028\u2029])")
_LAST_WORDS = re.compile(rf"(?:{_STOP})\s*([^\W\d_][\w-]+(?:\s+[\w-]+){{0,3}})$")


def marks(text: str, description: Passage) -> tuple[list[Mark], list[Finding]]:
    """Return the inline marks of a Description, in page order, and what looks like a misspelt one."""
    found: list[Mark] = []
    findings: list[Finding] = []
    above: Span | None = None
    for paragraph in _paragraphs(description):
        words = text[paragraph.start : paragraph.end]
        is_mark_alone = bool(_patterns()["alone"].fullmatch(words))
        start = above.start if is_mark_alone and above else paragraph.start
        new = _marks_in(text, start, paragraph)
        found += new
        if not new:
            findings += _misspelt(text, paragraph)
        above = None if new else paragraph
    return found, findings


def _marks_in(text: str, start: int, paragraph: Span) -> list[Mark]:
    found = []
    for harm_start, harm_end, end in _places(text[paragraph.start : paragraph.end]):
        harm = cut(text, paragraph.start + harm_start, paragraph.start + harm_end)
        passage = cut(text, start, paragraph.start + end)
        if harm and passage:
            found.append(Mark(harm, passage))
            start = paragraph.start + end
    return found


def _places(words: str) -> list[tuple[int, int, int]]:
    """Return of each mark in a paragraph where its harm starts and ends and where the mark ends."""
    found = {}
    for name, pattern in _patterns().items():
        for match in pattern.finditer(words):
            for start, end in _harms_in(match):
                found[start] = (start, end, end if name == "closing" else match.end())
    return [found[start] for start in sorted(found)]


def _harms_in(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    for harm in _patterns_harm().finditer(match["harms"]):
        yield match.start("harms") + harm.start(), match.start("harms") + harm.end()


@functools.cache
def _patterns_harm() -> re.Pattern[str]:
    return re.compile(_harm(), re.IGNORECASE)


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    harm, several = _harm(), rf"{_harm()}(?:(?:\s*[,;/&]\s*|\s+(?:and\s+)?){_harm()})*"
    capital = r"(?=[A-Z])"
    return {
        "alone": re.compile(rf"^(?P<harms>{several})\s*\.?\s*$", re.IGNORECASE),
        "closing": re.compile(rf"(?<=[.!?…\"”’')\]])\s*(?P<harms>{several})\s*\.?\s*$", re.IGNORECASE),
        "own sentence": re.compile(rf"{_STOP}\s*(?P<harms>(?i:{several}))\s*\.(?=\s)"),
        "glued": re.compile(rf"(?<=[a-z\d)]){_STOP}(?P<harms>{capital}(?i:{harm}))(?=\s+[A-Z\"“])"),
        "example": re.compile(
            rf"\bexample\s+of\s+(?:an?\s+|the\s+)?(?P<harms>(?i:{several}))(?:\s+harm)?\s*[.!?…]"
        ),
        "bracketed": re.compile(rf"[(\[]\s*(?P<harms>{capital}(?i:{several}))\s*[)\]]\s*(?:[.!?…]|$)"),
    }


@functools.cache
def _harm() -> str:
    labels = sorted(taxonomy.harms().labels(), key=lambda label: (-len(label), label))
    return r"(?:\b(?:" + "|".join(r"[\s-]*".join(map(re.escape, x.split())) for x in labels) + r")\b)"


def _paragraphs(description: Passage) -> Iterator[Span]:
    start = description.span.start
    for gap in _BLANK_LINE.finditer(description.text):
        yield Span(start, description.span.start + gap.start())
        start = description.span.start + gap.end()
    yield Span(start, description.span.end)


def _misspelt(text: str, paragraph: Span) -> list[Finding]:
    match = _LAST_WORDS.search(text[paragraph.start : paragraph.end].rstrip())
    near = taxonomy.harms().suggest(match[1]) if match else None
    if not match or not near:
        return []
    span = Span(paragraph.start + match.start(1), paragraph.start + match.end(1))
    return [Finding(rules.HARM_UNKNOWN, f'"{match[1]}" is no harm; did you mean {near}?', span)]
