"""Parser of single dates: a day, month, season, quarter, half, year or decade; wraps the edtf library.

The library parses what it can and drops the rest ("Novembre 2014" becomes 2014), and takes
"03/04/2020" for a day of March. So its result for a day, month or season is accepted only if one of
the usual English forms of that result equals the text. Quarters, halves, decades and winters are
matched by regular expressions against the whole text.
"""

import datetime
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from privkg.core import names

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_SEASONS = {21: ("spring",), 22: ("summer",), 23: ("autumn", "fall"), 24: ("winter",)}
CODES = {
    **{code: names_of[0].title() for code, names_of in _SEASONS.items()},
    **{32 + number: f"Q{number}" for number in (1, 2, 3, 4)},
    **{39 + number: f"H{number}" for number in (1, 2)},
}
"""Names of the seasons, quarters and halves of a year, by EDTF code (ISO 8601-2, 21 to 41)."""
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_ABOUT = re.compile(r"^(?:~|circa|about|around|approximately|(?:approx|ca?)\b\.?)\s*(?=\D*\d)")
_IN = re.compile(r"^(?:(?:some ?time )?in|on|during) ")
_PART_OF = re.compile(
    r"^(?:the )?(early|late|mid|middle|beginning|start|end)(?: of| in)?(?: |-(?=\w)|$)(?:the )?"
)
_NTH = "|".join(_ORDINALS)
_QUARTER = re.compile(rf"(?:(?=\dq|q\d)q?([1-4])q?[ /-]?|(?:the )?({_NTH}) quarter(?: of|,)? )(\d{{4}})")
_YEAR_PART = re.compile(r"(\d{4})[ -]?(q[1-4]|h[12])")
_HALF = re.compile(r"(?:h([12])[ /-]?|(?:the )?(first|1st|second|2nd) half(?: of|,)? )(\d{4})")
_DECADE = re.compile(r"(?:the )?(\d{3})0'?s|(\d{3})x")
_WINTER = re.compile(r"(?:the )?winter(?: of|,)? (\d{4})\s?[-–/]\s?(\d{4}|\d\d)")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_HYPHENATED = re.compile(r"(?:\d\d?-)?[a-z]+-\d{4}|\d{4}-[a-z]+(?:-\d\d?)?")
_ABBREVIATED = re.compile(r"(?<=[a-z])\.")
_ORDINAL_ENDING = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")


@dataclass(frozen=True, slots=True)
class Single:
    """A date in EDTF; `omitted` are words that EDTF cannot express, such as "early"."""

    edtf: str
    omitted: str | None = None


def plain(text: str) -> str:
    """Return a text case-folded, with `-` for hyphens, `–` for dashes, and without a final full stop."""
    folded = re.sub("[‒–—―]", "–", re.sub("[‐‑−]", "-", names.fold(text)))
    return folded if folded.endswith("..") else folded.removesuffix(".")


def read(words: str) -> Single | None:
    """Return the date of a folded text, or None if any of its words is not understood."""
    if not re.search(r"\d{3}", words):
        return None
    bare = _IN.sub("", words, count=1)
    about = _ABOUT.sub("", bare)
    certain = about.rstrip("~?%").strip()
    found = _part_of(certain)
    if not found:
        return None
    # EDTF qualifies a date as uncertain (?), approximate (~) or both (%), but not a whole interval.
    marks = about[len(about.rstrip("~?%")) :]
    is_unsure, is_about = bool(set(marks) & set("?%")), about != bare or bool(set(marks) & set("~%"))
    if len(marks) > 1 or ("/" in found.edtf and (is_unsure or is_about)):
        return None
    mark = {(True, True): "%", (True, False): "~", (False, True): "?"}.get((is_about, is_unsure), "")
    return replace(found, edtf=found.edtf + mark)


def _part_of(words: str) -> Single | None:
    """Return the date of a text; for "early 2019", the year, because EDTF cannot express "early"."""
    part = _PART_OF.match(words)
    found = _certain(words[part.end() :] if part else words)
    if found is None or not part:
        return Single(found) if found else None
    is_long = "/" not in found and found.count("-") < 2
    return Single(found, part[1]) if is_long else None


def _certain(words: str) -> str | None:
    return _quarter_or_half(words) or _decade(words) or _winter(words) or _calendar(words)


def _quarter_or_half(words: str) -> str | None:
    if found := _QUARTER.fullmatch(words):
        return f"{found[3]}-{32 + int(found[1] or _ORDINALS[found[2]])}"
    if found := _YEAR_PART.fullmatch(words):
        return f"{found[1]}-{next(code for code, name in CODES.items() if name.lower() == found[2])}"
    if found := _HALF.fullmatch(words):
        return f"{found[3]}-{39 + int(found[1] or _ORDINALS[found[2]])}"
    return None


def _decade(words: str) -> str | None:
    """Return a decade in EDTF; None for "the 1900s", which may also mean the century."""
    found = _DECADE.fullmatch(words)
    if not found:
        return None
    is_century = bool(found[1]) and found[1].endswith("0")
    return None if is_century else f"{found[1] or found[2]}X"


def _winter(words: str) -> str | None:
    """Return December to February for "winter 2019-20"; no other season spans two years."""
    found = _WINTER.fullmatch(words)
    if not found:
        return None
    start, end = found[1], found[1][: -len(found[2])] + found[2]
    return f"{start}-12/{end}-02" if int(end) == int(start) + 1 else None


def _calendar(words: str) -> str | None:
    if day := _ISO_DAY.fullmatch(words):
        return words if _is_calendar(*day.groups()) else None
    if _HYPHENATED.fullmatch(words):
        words = words.replace("-", " ")
    reading = _parse(words)
    return reading if reading and _normal(words) in map(_normal, _forms(reading)) else None


@functools.lru_cache(maxsize=4096)
def _parse(words: str) -> str | None:
    """Return the result of the edtf library, if it is a valid day, month, season or year."""
    import edtf
    import pyparsing

    # edtf has all parsers remember what they tried, and rdflib then takes twice the time for a query.
    pyparsing.ParserElement.disable_memoization()
    try:
        reading = str(edtf.text_to_edtf(words) or "")
    except (edtf.EDTFParseException, ValueError, OverflowError, RecursionError):
        return None
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", reading)
    return reading if match and _is_calendar(*match.groups()) else None


def _is_calendar(year: str, month: str | None, day: str | None) -> bool:
    if int(month or 1) in _SEASONS and not day:
        return True
    try:
        datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return False
    return True


def _forms(edtf_text: str) -> Iterator[str]:
    year, month, day = (*edtf_text.split("-"), "", "")[:3]
    yield edtf_text
    for name in _month_names(int(month or 0)):
        if day:
            yield from (f"{int(day)} {name} {year}", f"{day} {name} {year}")
            yield from (f"{name} {int(day)} {year}", f"{name} {day} {year}")
        else:
            yield from (f"{name} {year}", f"{year} {name}")


def _month_names(month: int) -> tuple[str, ...]:
    if not 1 <= month <= 12:
        return _SEASONS.get(month, ())
    name = MONTHS[month - 1]
    return (name, name[:3], "sept") if month == 9 else (name, name[:3])


def _normal(words: str) -> str:
    plain_words = _ABBREVIATED.sub(" ", _ORDINAL_ENDING.sub("", words)).replace(",", " ")
    return " ".join(word for word in plain_words.split() if word not in ("of", "the"))
