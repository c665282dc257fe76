"""Marks: names of harms in the Description, which the links of a wiki leave behind in a copy.

A mark follows the passage that it marks. It is

- at the end of a paragraph or line, after its last sentence, with or without a space
  ("rallies.Secondary Use");
- between two sentences, if it cannot be the start of the second;
- in brackets at the end of a sentence; or
- in a sentence such as "This is an example of Disclosure."

Adjacent harms mark the same passage, and each item of a list is a separate passage. Footnote marks and
emphasis next to a mark are ignored. A mark within a sentence (in brackets or after "example of") counts
only if the sentence states the harm; `denial` decides that.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from privkg.core import rules
from privkg.core.documents import LINE_END
from privkg.core.model import Finding, Mark, Passage, Span
from privkg.reference import concepts
from privkg.sources._grammar import markup
from privkg.sources._grammar.denial import Polarity, judge
from privkg.sources._grammar.spans import BULLET, SPACE, Line, cut

_CLOSED = r"[\"”’')\]⁰¹²³⁴-⁹]*(?:(?<=[^\W\d_]{2}[.!?])\d{1,2}(?=\s))?"
# The dots of "e.g. surveillance" and "U.S. surveillance" do not end a sentence. The dot of a single
# letter may end one before a capital.
_DOT = r"[.!?…](?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bcf\.)(?<!\bvs\.)"
_STOP_BEFORE_CAPITAL = rf"{_DOT}{_CLOSED}\s*(?=[A-Z])"
_STOP_BEFORE_ANY = rf"{_DOT}(?:(?<!\b\w\.){_CLOSED}\s*|{_CLOSED}\s*(?=[A-Z]))"
_OPENERS = (  # capitalised words that only begin a sentence, so that a harm before them is a mark
    "A After All Although An And As At Because Before But By During Each Even Every For From He Her His"
    " However I If In It Its Later Many Meanwhile Most No Nobody None On One Only Our She Since So Some"
    " Still Such That The Their Then There These They This Those Though Thus Under Until We What When"
    " Where Whether Which While Who Why With Without You"
)
_IN_SENTENCE = ("example", "in brackets")
_ABBREVIATION = re.compile(r"\b(?:\w|Mrs?|Ms|Dr|St|No|Co|Inc|Ltd|Corp|Sen|Gov|Gen|Rep)\.$")
_ITEM = re.compile(rf"{SPACE}*(?:{BULLET.pattern})")
_SENTENCE_END = re.compile(rf"[.!?…]{_CLOSED}\s*$")
_LAST_WORDS = re.compile(rf"[.!?…]{_CLOSED}\s*([^\W\d_][\w-]+(?:\s+[\w-]+){{0,3}})$")


@dataclass(frozen=True, slots=True)
class _Place:
    """Adjacent harms in a paragraph, and the end of the passage that they mark."""

    harms: tuple[Span, ...]
    end: int
    polarity: Polarity = Polarity.STATED


def marks(text: str, lines: tuple[Line, ...]) -> tuple[list[Mark], list[Finding]]:
    """Return the marks of a Description in page order, and findings about possible marks.

    A paragraph of harms only marks the paragraph above it.
    """
    found: list[Mark] = []
    findings: list[Finding] = []
    above: Span | None = None
    for paragraph in _paragraphs(lines):
        whole = cut(text, paragraph.start, paragraph.end)
        words = markup.plain(whole, joins_lines=False) if whole else None
        if not words:
            continue
        is_alone = bool(_patterns()["alone"].match(words.text))
        start = above.start if is_alone and above else paragraph.start
        places = _places(words.text)
        if is_alone and above and not _SENTENCE_END.search(text, above.start, above.end):
            places = [replace(place, polarity=Polarity.OPEN) for place in places]
        new = _marks_in(text, start, words, paragraph.end, places)
        found += new
        findings += [_undecided(words, place) for place in places if place.polarity is Polarity.OPEN]
        findings += [] if places else _misspelt(words)
        if not is_alone:
            above = _unmarked(text, paragraph, new)
    return found, findings


def _paragraphs(lines: tuple[Line, ...]) -> Iterator[Span]:
    """Yield the spans of paragraphs and of list items, without their bullets or numbers."""
    group: list[Line] = []
    for line in (*lines, Line("", 0)):
        bullet = _ITEM.match(line.text)
        if group and (bullet or line.is_blank):
            yield Span(group[0].start, group[-1].end)
            group = []
        rest = Line(line.text[bullet.end() :], line.start + bullet.end()) if bullet else line
        if not rest.is_blank:
            group.append(rest)


def _marks_in(text: str, start: int, words: Passage, limit: int, places: list[_Place]) -> list[Mark]:
    found = []
    for place in places:
        if place.polarity is not Polarity.STATED:
            continue
        end = markup.end_after(text, words.part(place.end - 1, place.end).span.end, limit)
        passage = cut(text, start, end)
        harms = [words.part(one.start, one.end) for one in place.harms]
        found += [Mark(harm, passage) for harm in harms if passage]
        start = end
    return found


def _unmarked(text: str, paragraph: Span, marks: list[Mark]) -> Span:
    """Return the span that a mark in the next paragraph marks: the text after the last mark, or all."""
    end = marks[-1].passage.span.end if marks else paragraph.start
    return Span(end, paragraph.end) if cut(text, end, paragraph.end) else paragraph


def _places(words: str) -> list[_Place]:
    """Return the places of a paragraph where harms are named like marks, in order.

    The patterns overlap; the first that matches at an offset decides, so their order matters.
    """
    found: dict[int, _Place] = {}
    for name, pattern in _patterns().items():
        for match in pattern.finditer(words):
            start, end = match.span("harms")
            harms = tuple(
                Span(start + harm.start(), start + harm.end())
                for harm in _one_harm().finditer(match["harms"])
            )
            stop = words[max(0, match.start() - 5) : match.start() + 1]
            is_inside = name in _IN_SENTENCE or _ABBREVIATION.search(stop)
            polarity = (
                judge(words, start, end, is_tag=name != "example") if is_inside else Polarity.STATED
            )
            found.setdefault(start, _Place(harms, match.end(), polarity))
    return [found[start] for start in sorted(found)]


@functools.cache
def _one_harm() -> re.Pattern[str]:
    return re.compile(_harm())


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    harm = _harm()
    several = rf"(?P<harms>{harm}(?:(?:\s*[,;/&]\s*|\s+(?i:and\s+)?){harm})*)"
    any_case, capital = f"{_STOP_BEFORE_ANY}{several}", f"{_STOP_BEFORE_CAPITAL}{several}"
    line_end = rf"{SPACE}*\.?(?={SPACE}*[\n\r\x85\u2028\u2029]\s*[A-Z\"“•*-])"
    patterns = {
        "alone": rf"^\s*{several}\s*\.?\s*$",
        "at the end": rf"{any_case}\s*\.?\s*$",
        "own sentence": rf"{any_case}\s*\.(?=\s)",
        "at the end of a line": f"{capital}{line_end}",
        "before an opener": rf"{capital}(?=\s+(?:{_OPENERS.replace(' ', '|')})\b)",
        "glued": rf"[.!?…](?<=[\w)\"”’'].)(?<![A-Z].){_CLOSED}(?=[A-Z]){several}(?=\s+[A-Z\"“])",
        "example": rf"(?<!\w)(?i:examples?)\s+of\s+(?:an?\s+|the\s+)?{several}"
        r"(?:\s+harm)?\s*(?:[.!?…]|$)",
        "in brackets": rf"[(\[]\s*(?=[A-Z]){several}\s*[)\]]\s*(?:[.!?…]|$)",
    }
    return {name: re.compile(pattern) for name, pattern in patterns.items()}


@functools.cache
def _harm() -> str:
    labels = sorted(concepts.harms().labels(), key=lambda label: (-len(label), label))
    return r"(?i:\b(?:" + "|".join(r"[\s-]*".join(map(re.escape, x.split())) for x in labels) + r")\b)"


def _misspelt(words: Passage) -> list[Finding]:
    match = _LAST_WORDS.search(words.text)
    near = concepts.harms().suggest(match[1]) if match else None
    if not match or not near:
        return []
    shown = LINE_END.sub(r"\\n", match[1])
    span = words.part(match.start(1), match.end(1)).span
    return [Finding(rules.HARM_UNKNOWN, f'unknown harm "{shown}"; did you mean "{near}"?', span)]


def _undecided(words: Passage, place: _Place) -> Finding:
    harm = words.part(place.harms[0].start, place.harms[-1].end)
    shown = " ".join(harm.text.split())
    message = (
        f'"{shown}" is not read as a mark, because its sentence may deny it or leave it open;'
        f' to mark the sentence, write the harm after it: "… {shown}"'
    )
    return Finding(rules.MARK_UNDECIDED, message, harm.span)
