"""Parser of the details next to the address of a source: publisher, dates, archived address.

A text becomes a publisher only if it looks like a name and has no word that other details have ("page",
"translated"); anything else is reported, because a wrong publisher would be cited as the author.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from privkg.core import rules
from privkg.core.model import Passage, Rule
from privkg.reference import dates

MARKS = " \t\u00a0.,;:-–—()[]<>\"“”'‘’|*"
"""Punctuation around a detail, to be stripped."""

_ACCESSED = re.compile(
    r"\b(?:last )?(?:accessed|retrieved|viewed|visited|checked)(?: on)?:?\s+", re.IGNORECASE
)
_PUBLISHED = re.compile(r"(?:first )?(?:published|posted|dated)(?: on)?:?\s+(?=.*\d)", re.IGNORECASE)
_PUBLISHER = re.compile(r"(?:publisher:?|published by:?)\s+", re.IGNORECASE)
_UPDATED = re.compile(r"(?:last )?(?:updated?|modified|revised|corrected)\b", re.IGNORECASE)
_DATE_LIKE = re.compile(
    r"\b(?:1[5-9]|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d|\b\d{1,2}\.? (?:jan|feb|mar|apr"
    r"|may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
_WORDS = """
abstract accessed annex appendix archived by cached checked chapter cited citing copy corrected
correction deleted doc docx doi download edition excerpt exhibit fig figure footnote ibid isbn issn issue
link login min mins minute minutes modified no nr p page pages para paragraph paras paywall paywalled pdf
pg posted pp published quoted quoting registration release removed retrieved revised screenshot section
subscribers subscription transcript translated translation unavailable update updated version via viewed
visited vol volume
"""
_WHOLES = """
anonymous archive article audio blog danish dutch english french german html italian news none note
online podcast print report russian spanish summary unknown video website
"""
_SMALL = """
a al an and at d de del della des di do du e ed en et for für i in no o of og och on para per pour to und
van von voor y zu zum &
"""
_OTHER_WORDS = frozenset(_WORDS.split())
"""Words that do not occur in the name of a publisher."""
_OTHER_WHOLES = frozenset(_WHOLES.split())
"""Texts that are not the name of a publisher, though their words may occur in one."""
_ARTICLES = frozenset(
    {"das", "de", "der", "die", "een", "el", "het", "il", "la", "las", "le", "les", "the"}
)
_SMALL_WORDS = _ARTICLES.union(_SMALL.split())
"""Words that are in lower case within a name."""
_NO_NAME = re.compile(r"[:;=?\"“”@<>\[\]{}|*_#§%$€£]|//")
_SITE = re.compile(r"[a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z]{2,}")
_MAX_NAME, _MAX_WORDS = 80, 10
_LABELS = {
    "accessed": "day of access",
    "archived_url": "archived address",
    "published": "date of publication",
    "publisher": "publisher",
}


@dataclass(frozen=True, slots=True)
class Detail:
    """A detail: the attribute of a source and its value, or else the broken rule and a message."""

    passage: Passage
    name: str = ""
    value: str = ""
    rule: Rule | None = None
    message: str = ""

    @property
    def label(self) -> str:
        """The name of the attribute in messages."""
        return _LABELS[self.name]


def of_part(passage: Passage) -> Iterator[Detail]:
    """Yield the detail of a text between two bars."""
    words = passage.text.strip(MARKS) if passage.text[0] in "([" else passage.text
    named = _PUBLISHER.match(words)
    if named:
        yield Detail(passage, "publisher", words[named.end() :])
    elif _leads_to_date(words):
        yield _named_date(passage, words)
    elif dates.read(words):
        yield _dated(passage, "published", words)
    elif _is_name(words):
        yield Detail(passage, "publisher", words)
    else:
        yield _unknown(passage)


def of_tail(passage: Passage) -> Iterator[Detail]:
    """Yield the detail of a text after an address without a bar: only a date with a word before it."""
    words = passage.text
    if _leads_to_date(words):
        yield _named_date(passage, words)
    elif _is_name(words) or dates.read(words):
        message = f'"{_shown(words)}" is not read; write a bar before it: | {_shown(words)}'
        yield Detail(passage, rule=rules.SOURCE_DETAIL_UNKNOWN, message=message)
    else:
        yield _unknown(passage)


def of_lead(passage: Passage) -> Iterator[Detail]:
    """Yield the day of access in a text before an address; the rest is a title or citation."""
    if "|" in passage.text:
        words = _shown(passage.text.strip(MARKS))
        message = f'"{words}" is not read; write the address first and the details after it'
        yield Detail(passage, rule=rules.SOURCE_DETAIL_UNKNOWN, message=message)
        return
    accessed = _ACCESSED.search(passage.text)
    rest = passage.text[accessed.end() :].strip(MARKS) if accessed else ""
    if dates.read(rest) or re.match(r"\d{1,4}[./-]", rest):
        yield _dated(passage, "accessed", rest)


def _leads_to_date(words: str) -> bool:
    return bool(_ACCESSED.match(words) or _PUBLISHED.match(words))


def _named_date(passage: Passage, words: str) -> Detail:
    accessed, published = _ACCESSED.match(words), _PUBLISHED.match(words)
    if accessed:
        return _dated(passage, "accessed", words[accessed.end() :].strip(MARKS))
    return _dated(passage, "published", words[published.end() if published else 0 :].strip(MARKS))


def _dated(passage: Passage, name: str, words: str) -> Detail:
    date = dates.read(words)
    if date and not date.edtf and not date.omitted:
        return Detail(passage, name, words)
    advice = "write one day, month or year" if date else dates.advice(words)
    message = f'"{_shown(words)}" is not a {_LABELS[name]}; {advice}'
    return Detail(passage, rule=rules.SOURCE_DATE_UNREADABLE, message=message)


def _unknown(passage: Passage) -> Detail:
    words = passage.text
    if _UPDATED.match(words):
        message = f'"{_shown(words)}" is not kept; write the date of publication alone'
        return Detail(passage, rule=rules.SOURCE_DETAIL_UNKNOWN, message=message)
    if parts := _name_and_date(words):
        message = f'"{_shown(words)}" is not read; write {parts[0]} | {parts[1]}'
        return Detail(passage, rule=rules.SOURCE_DETAIL_UNKNOWN, message=message)
    if _DATE_LIKE.search(words) and _OTHER_WORDS.isdisjoint(re.findall(r"\w+", words.casefold())):
        message = f'"{_shown(words)}" is not a date; {dates.advice(words)}'
        return Detail(passage, rule=rules.SOURCE_DATE_UNREADABLE, message=message)
    message = (
        f'"{_shown(words)}" is not a publisher, date, day of access or archived address; leave it out,'
        f' or write "| publisher: {_shown(words)}" if it is a name'
    )
    return Detail(passage, rule=rules.SOURCE_DETAIL_UNKNOWN, message=message)


def _shown(words: str) -> str:
    return words if len(words) <= _MAX_NAME else f"{words[: _MAX_NAME - 1]}…"


def _name_and_date(words: str) -> tuple[str, str] | None:
    """Return the name and the date of "Name, date" or "Name (date)", or None."""
    name, mark, date = words.partition("(") if "(" in words else words.partition(",")
    found = name.strip(MARKS), date.strip(MARKS)
    return found if mark and _is_name(found[0]) and dates.read(found[1]) else None


def _is_name(words: str) -> bool:
    """Return whether a text looks like the name of a publisher, and not like another detail."""
    if not 0 < len(words) <= _MAX_NAME or _NO_NAME.search(words) or _DATE_LIKE.search(words):
        return False
    if _SITE.fullmatch(words):
        return True
    parts = [part.strip(MARKS) for part in words.split()]
    folded = [part.casefold() for part in parts]
    if len(parts) > _MAX_WORDS or " ".join(folded) in _OTHER_WHOLES:
        return False
    if not _OTHER_WORDS.isdisjoint(folded):
        return False
    opening = parts[1] if folded[0] in _ARTICLES and len(parts) > 1 else parts[0]
    is_named = all(
        _is_capital(part) or fold in _SMALL_WORDS for part, fold in zip(parts, folded, strict=True)
    )
    return is_named and _is_capital(opening) and any(map(_is_proper, parts))


def _is_capital(part: str) -> bool:
    """Return whether a word has a capital, begins with a digit, or is in a script without case."""
    return part[:1].isdigit() or any(map(str.isupper, part)) or not any(map(str.islower, part))


def _is_proper(part: str) -> bool:
    return any(letter.isupper() or (letter.isalpha() and not letter.islower()) for letter in part)
