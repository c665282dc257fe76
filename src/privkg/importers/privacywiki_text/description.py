"""Harms named inline in the Description: the words that a wiki's link leaves behind in a copy.

A mark closes the passage it marks. It stands at the end of a paragraph or line after its last
sentence, with or without a space ("rallies.Secondary Use"); between two sentences, where it cannot be
the start of the second; in brackets at the end of a sentence; or as "This is an example of
Disclosure." Harms that stand together mark the same passage.
"""

import functools
import re
from dataclasses import dataclass

from privkg import rules, taxonomy
from privkg.importers.privacywiki_text.spans import Line, cut, paragraphs
from privkg.model import Finding, Mark, Span

_CLOSED = r"[\"”’')\]]*"
# "e.g. surveillance" and "U.S. surveillance" end no sentence; before a capital a lone letter may.
_DOT = r"[.!?…](?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bcf\.)(?<!\bvs\.)"
_STOP_BEFORE_CAPITAL = rf"{_DOT}{_CLOSED}\s*(?=[A-Z])"
_STOP_BEFORE_ANY = rf"{_DOT}(?:(?<!\b\w\.){_CLOSED}\s*|{_CLOSED}\s*(?=[A-Z]))"
_SAID = r"(?<=\bexample)(?<!\bnot an example)(?<!\bno example)"
_SPACE = r"[^\S\n\r\x85\u2028\u2029]"
_OPENERS = (  # words that begin a sentence and do not go on in one
    "A After All Although An And As At Because Before But By During Each Even Every For From He Her His"
    " However I If In It Its Later Many Meanwhile Most No Nobody None On One Only Our She Since So Some"
    " Still Such That The Their Then There These They This Those Though Thus Under Until We What When"
    " Where Whether Which While Who Why With Without You"
)
_LAST_WORDS = re.compile(rf"[.!?…]{_CLOSED}\s*([^\W\d_][\w-]+(?:\s+[\w-]+){{0,3}})$")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where harms stand together in a paragraph, and where the passage that they mark ends."""

    harms: tuple[Span, ...]
    end: int


def marks(text: str, lines: tuple[Line, ...]) -> tuple[list[Mark], list[Finding]]:
    """Return the inline marks of a Description, in page order, and what looks like a misspelt one."""
    found: list[Mark] = []
    findings: list[Finding] = []
    above: Span | None = None
    for paragraph in paragraphs(lines):
        is_alone = bool(_patterns()["alone"].match(text[paragraph.start : paragraph.end]))
        start = above.start if is_alone and above else paragraph.start
        new = _marks_in(text, start, paragraph)
        found += new
        if not new:
            findings += _misspelt(text, paragraph)
        if not is_alone:
            above = _unmarked(text, paragraph, new)
    return found, findings


def _marks_in(text: str, start: int, paragraph: Span) -> list[Mark]:
    found = []
    for place in _places(text[paragraph.start : paragraph.end]):
        end = paragraph.start + place.end
        passage = cut(text, start, end)
        harms = [
            cut(text, paragraph.start + one.start, paragraph.start + one.end) for one in place.harms
        ]
        found += [Mark(harm, passage) for harm in harms if harm and passage]
        start = end
    return found


def _unmarked(text: str, paragraph: Span, marks: list[Mark]) -> Span:
    """Return what a mark in the paragraph below would close: the text behind the last mark, or all."""
    end = marks[-1].passage.span.end if marks else paragraph.start
    return Span(end, paragraph.end) if cut(text, end, paragraph.end) else paragraph


def _places(words: str) -> list[_Place]:
    """Return the marks of a paragraph, in its order."""
    found: dict[int, _Place] = {}
    for pattern in _patterns().values():
        for match in pattern.finditer(words):
            start = match.start("harms")
            harms = tuple(
                Span(start + harm.start(), start + harm.end())
                for harm in _one_harm().finditer(match["harms"])
            )
            found.setdefault(start, _Place(harms, match.end()))
    return [found[start] for start in sorted(found)]


@functools.cache
def _one_harm() -> re.Pattern[str]:
    return re.compile(_harm())


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    harm = _harm()
    several = rf"(?P<harms>{harm}(?:(?:\s*[,;/&]\s*|\s+(?i:and\s+)?){harm})*)"
    any_case, capital = f"{_STOP_BEFORE_ANY}{several}", f"{_STOP_BEFORE_CAPITAL}{several}"
    line_end = rf"{_SPACE}*\.?(?={_SPACE}*[\n\r\x85\u2028\u2029]\s*[A-Z\"“•*-])"
    patterns = {
        "alone": rf"^\s*{several}\s*\.?\s*$",
        "at the end": rf"{any_case}\s*\.?\s*$",
        "own sentence": rf"{any_case}\s*\.(?=\s)",
        "at the end of a line": f"{capital}{line_end}",
        "before an opener": rf"{capital}(?=\s+(?:{_OPENERS.replace(' ', '|')})\b)",
        "glued": rf"[.!?…](?<=[\w)\"”’'].)(?<![A-Z].){_CLOSED}(?=[A-Z]){several}(?=\s+[A-Z\"“])",
        "example": rf"example{_SAID}s?\s+of\s+(?:an?\s+|the\s+)?{several}(?:\s+harm)?\s*(?:[.!?…]|$)",
        "in brackets": rf"[(\[]\s*(?=[A-Z]){several}\s*[)\]]\s*(?:[.!?…]|$)",
    }
    return {name: re.compile(pattern) for name, pattern in patterns.items()}


@functools.cache
def _harm() -> str:
    labels = sorted(taxonomy.harms().labels(), key=lambda label: (-len(label), label))
    return r"(?i:\b(?:" + "|".join(r"[\s-]*".join(map(re.escape, x.split())) for x in labels) + r")\b)"


def _misspelt(text: str, paragraph: Span) -> list[Finding]:
    match = _LAST_WORDS.search(text[paragraph.start : paragraph.end].rstrip())
    near = taxonomy.harms().suggest(match[1]) if match else None
    if not match or not near:
        return []
    span = Span(paragraph.start + match.start(1), paragraph.start + match.end(1))
    return [Finding(rules.HARM_UNKNOWN, f'"{match[1]}" is no harm; did you mean {near}?', span)]
