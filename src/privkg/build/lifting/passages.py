"""Finds the passages that a row quotes in the Description.

The comparison ignores white space, Unicode normal form and the shape of quotation marks and apostrophes;
"…" or "..." marks omitted words. The first match counts.

Each matched part becomes a claim of the row's act with its span in the Description, which links
the act to its sentence. The line of the row itself becomes a claim of `pk:quote`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from privkg.build.lifting.recorder import Recorder
from privkg.core import names, rules
from privkg.core.model import Passage, Row
from privkg.core.text import shortened
from privkg.rdf.terms import literal, term

_ACT, _QUOTE = term("pk:act"), term("pk:quote")
_LEFT_OUT = re.compile(r"…|\.\.\.+|\[\s*(?:…|\.\.\.+)\s*\]")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_ALIKE = {mark: group for group in ("'’‘‛ʼ＇`´", '"“”„‟″«»') for mark in group}
_NEAR = 0.6
"""The minimum share of a passage's words that a suggested sentence must have."""


@dataclass(frozen=True, slots=True)
class Quoting:
    """Finds passages in the paragraphs of one Description."""

    paragraphs: tuple[Passage, ...]

    def state(self, recorder: Recorder, row: Row) -> None:
        """State the passages of a row, and report those that are not in the Description."""
        for passage in row.passages:
            found = self._find(passage.text)
            if not found:
                message = f"{self._absent(passage.text)}; copy the words from there"
                recorder.reject(rules.PASSAGE_ABSENT, message, passage, _QUOTE)
                continue
            recorder.claim(_QUOTE, literal(passage.text), passage)
            if row.threat:
                for part in found:
                    recorder.claim(_ACT, literal(row.threat.text), part)

    def _find(self, words: str) -> list[Passage]:
        """Return the parts of a passage with their spans; none if a part is missing."""
        return self._parts(words) or self._parts(_without_quotes(words))

    def _parts(self, words: str) -> list[Passage]:
        found: list[Passage] = []
        paragraph, at = 0, 0
        for part in filter(None, (piece.strip() for piece in _LEFT_OUT.split(words))):
            place = self._next(_pattern(part), paragraph, at)
            if place is None:
                return []
            paragraph, match = place
            at = match.end()
            found.append(self.paragraphs[paragraph].part(*match.span()))
        return found

    def _next(
        self, pattern: re.Pattern[str], paragraph: int, at: int
    ) -> tuple[int, re.Match[str]] | None:
        for number in range(paragraph, len(self.paragraphs)):
            match = pattern.search(self.paragraphs[number].text, at if number == paragraph else 0)
            if match:
                return number, match
        return None

    def _absent(self, words: str) -> str:
        cut = shortened(words)
        if not self.paragraphs:
            return f'"{cut}" cannot be in the Description, which is empty'
        near = _nearest(words, self._sentences())
        meant = f'; the nearest sentence is "{shortened(near)}"' if near else ""
        return f'"{cut}" is not in the Description{meant}'

    def _sentences(self) -> Iterator[str]:
        for paragraph in self.paragraphs:
            yield from (match[0].strip() for match in _SENTENCE.finditer(paragraph.text))


def _pattern(part: str) -> re.Pattern[str]:
    """Return a pattern of a part that ignores white space, mark shapes and normal form."""
    words = r"\s+".join("".join(map(_letter, word)) for word in _composed(part).split())
    before = r"(?<!\w)" if part[0].isalnum() else ""
    after = r"(?!\w)" if part[-1].isalnum() else ""
    return re.compile(f"{before}{words}{after}")


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _letter(character: str) -> str:
    alike = _ALIKE.get(character)
    if alike:
        return f"[{re.escape(alike)}]"
    apart = unicodedata.normalize("NFD", character)
    return f"(?:{character}|{apart})" if apart != character else re.escape(character)


def _without_quotes(words: str) -> str:
    """Return words without the quotation marks around them; empty if they have none."""
    is_quoted = len(words) > 2 and {words[0], words[-1]} <= names.QUOTES
    return words[1:-1] if is_quoted else ""


def _nearest(words: str, sentences: Iterable[str]) -> str | None:
    """Return the sentence with the largest share of the words; None if it is below `_NEAR`."""
    wanted = _folded(words)
    shares: Sequence[tuple[float, str]] = [
        (len(wanted & _folded(sentence)) / len(wanted), sentence) for sentence in sentences if wanted
    ]
    best = max(shares, key=lambda each: each[0], default=(0.0, ""))
    return best[1] if best[0] >= _NEAR else None


def _folded(text: str) -> set[str]:
    return {word.folded for word in names.words(text)}
