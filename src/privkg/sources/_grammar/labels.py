"""Matching of field names: at the start of a line, above a column, and misspelt."""

import difflib
import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from privkg.core import names
from privkg.reference import dates
from privkg.sources._grammar import markup, page_fields
from privkg.sources._grammar.page_fields import PageField

_INVISIBLE = r"\u00ad\u200b\u200c\u200d\u2060\ufeff"
_GAP = rf"[\s{_INVISIBLE}]"
_JOINT = rf"[\s{_INVISIBLE}‐‑–-]+"
_COLONS = ":："
_NUMBERS = re.compile(r"[\s(\[]*\d[\s\d,;()\[\]]*")
_SENTENCE_END = (".", "!", "?", "…")
_LABEL_LENGTH, _VALUE_LENGTH, _SHORTEST, _MOST_WORDS, _NEARNESS = 60, 60, 4, 5, 0.85
_MOST_KEPT, _KEPT_LENGTH = 1024, 200


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a field in a line: its words are `start` to `stop`, the value begins at `end`."""

    field: PageField
    start: int
    stop: int
    end: int


class Labels:
    """The names of the fields of an infobox, row or decision."""

    def __init__(self, fields: Iterable[PageField]) -> None:
        """Take the fields in the order in which messages list them."""
        self.fields = tuple(fields)
        self._pattern = _pattern([field.label for field in self.fields])
        # Several parsers match the same line. A long one would fill the memory.
        self._kept = functools.lru_cache(_MOST_KEPT)(self._match)
        self._kept_near = functools.lru_cache(_MOST_KEPT)(self._near)

    def match(self, line: str) -> Label | None:
        """Return the field that a line begins with, or None."""
        return self._kept(line) if len(line) <= _KEPT_LENGTH else self._match(line)

    def _match(self, line: str) -> Label | None:
        found = self.column(line)
        return found if found and _is_field(line, found) else None

    def column(self, words: str) -> Label | None:
        """Return the field whose name begins a text, with or without a colon, or None."""
        match = self._pattern.match(words)
        if not match:
            return None
        group = match.lastgroup or ""
        field = self.fields[int(group.removeprefix("label_"))]
        return Label(field, *match.span(group), match.end())

    def doubtful(self, line: str) -> PageField | None:
        """Return the field that a line probably means, although as written it is not a field.

        Its name has no capital, or no colon before numbers or a date.
        """
        found = self.column(line)
        if not found or not found.field.needs_colon or _is_field(line, found):
            return None
        rest = line[found.end :].strip()
        is_numbered = found.field.has_numbers and is_numbers(rest)
        is_value = is_numbered or (found.field.attribute == "date" and dates.read(rest))
        return found.field if is_value or _has_colon(line, found) else None

    def near(self, line: str) -> PageField | None:
        """Return the field whose name the beginning of a line most likely misspells, or None.

        Without a colon, the beginning has as many words as the name. Fields that need a colon are
        matched only with one, or before a date: "Dated" alone is a word of prose.
        """
        return self._kept_near(line[:_LABEL_LENGTH])

    def _near(self, beginning: str) -> PageField | None:
        head, colon, _ = beginning.partition(":")
        bare = names.fold(head.strip(" \t*'#;•-"))
        words = bare.split()
        if len(bare) < _SHORTEST or (colon and len(words) > _MOST_WORDS):
            return None
        for field in self.fields:
            label = field.label.casefold()
            count = len(words) if colon else len(label.split())
            opening = " ".join(words[:count])
            if len(opening) < _SHORTEST or not _may_be_near(opening, label):
                continue
            if not _is_near(opening, label):
                continue
            has_date = field.opens_with_date and dates.read(" ".join(words[count:])) is not None
            if not field.needs_colon or ((bool(colon) or has_date) and opening != label):
                return field
        return None


def is_numbers(words: str) -> bool:
    """Return whether a text is a list of numbers."""
    return bool(_NUMBERS.fullmatch(words))


def _is_field(line: str, label: Label) -> bool:
    """Return whether a line with the name of a field is this field, and not a line of prose."""
    if not label.field.needs_colon:
        return True
    is_bare = not line[: label.start].strip()
    if is_bare and line[label.start].islower():
        return False
    if not label.field.opens_with_date:
        return _has_colon(line, label)
    value = markup.value(line, label.end, len(line))
    if value is None or dates.read(value.text.rstrip(".")):
        return True
    is_prose = len(value.text) >= _VALUE_LENGTH or value.text.endswith(_SENTENCE_END)
    return _has_colon(line, label) and not is_prose


def _has_colon(line: str, label: Label) -> bool:
    return any(colon in line[label.stop : label.end] for colon in _COLONS)


def _may_be_near(words: str, label: str) -> bool:
    """Return whether the lengths of two texts allow the nearness: comparing letters takes longer."""
    shorter, longer = sorted((len(words), len(label)))
    return 2 * (shorter + 1) >= _NEARNESS * (shorter + longer)  # one more, for the plural


@functools.lru_cache(4096)
def _is_near(words: str, label: str) -> bool:
    return bool(difflib.get_close_matches(words, (label, f"{label}s"), n=1, cutoff=_NEARNESS))


def _pattern(labels: list[str]) -> re.Pattern[str]:
    """Return a pattern for any of some labels at the start of a line, up to its value.

    Case, white space, hyphens, the plural, emphasis and a colon are optional; the label ends at white
    space, a colon or the end of the line. `lastgroup` is the number of the label: `label_0`, `label_1`,
    … Longer labels come first, because the first alternative of a regular expression that matches
    wins, even if another label has it as its beginning.
    """
    by_length = sorted(enumerate(labels), key=lambda label: -len(label[1]))
    options = "|".join(f"(?P<label_{number}>{_words(label)})" for number, label in by_length)
    colon = f"{_GAP}*[:：=]{_GAP}*"
    plain = f"(?:{colon}|{_GAP}+|$)"
    letters = "".join({label[0] for label in labels})  # most lines fail here, before all the options
    emphasised = f"(?:{_GAP}*[:：])?{_GAP}*(?P=mark)(?:{colon}|{_GAP}*)"
    return re.compile(
        f"^{_GAP}*(?:[•*#;-]{_GAP}+|[•*;-](?!\\*)|\\d{{1,2}}[.)]{_GAP}*)?"
        f"(?P<mark>'{{2,5}}|\\*{{1,3}}|__)?{_GAP}*(?=[{letters}])(?:{options})"
        f"(?(mark){emphasised}|{plain})",
        re.IGNORECASE,
    )


def _words(label: str) -> str:
    """Return a label as a pattern that allows invisible characters between any two letters."""
    parts = [f"[{_INVISIBLE}]*".join(word) for word in re.split("[ -]", label)]
    joined = _JOINT.join(parts)
    if joined.endswith("y"):
        return f"{joined[:-1]}(?:ies|y(?:{_GAP}?\\((?:ies|s)\\))?)"
    return f"{joined}(?:s|{_GAP}?\\(s\\)|['’]s)?"


OF_INFOBOX = Labels(page_fields.INFOBOX)
OF_ROW = Labels(page_fields.ROW)
OF_DECISION = Labels(page_fields.DECISION)
OF_SECTION = {"breakdown": OF_ROW, "decisions": OF_DECISION}
"""The fields of the blocks below a heading, by the name of the section."""
