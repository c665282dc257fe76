"""Handles and account names, e-mail addresses, telephone numbers and GUIDs in free text."""

import re
from collections.abc import Iterator

from privkg.check.private_persons.words_of_persons import GROUPS
from privkg.core.model import Span

_QUOTES = "\"'“”„‘’«»"
_TOKEN = rf"[^\s,;:(){_QUOTES}]{{1,40}}"
_VALUE = (
    rf"(?:[\"“„«](?P<q>[^\"”“»\n]{{1,40}})[\"”“»]|['‘](?P<s>[^'’\n]{{1,40}})['’]"
    rf"|(?P<bare>(?=[^\W_a-z\d]|[@_$]|[\w.$!|-]{{0,40}}[A-Z]|[a-z]{{1,40}}\d){_TOKEN}"
    rf"(?:(?<![.!?]) (?=[^\W_a-z]|[@$]){_TOKEN}){{0,2}}))"
)
_NOUN = (
    r"(?:handles?|alias(?:es)?|nick|nicknames?|monikers?|pseudonyms?|screen ?names?"
    r"|online names?)"
)
_PERSON = (
    r"(?:hacker|source|user|individual|person|man|woman|seller|someone|somebody|member|leader"
    r"|administrator|activist|teenager|boy|girl|student|defacer|programmer|cracker|vendor)"
)
_NAMED = (
    r"(?:named|called|nicknamed|dubbed|known online as|known as|identified as|identified only as"
    r"|calling himself|calling herself|who calls himself|who calls herself|going by|goes by|who goes by"
    r"|by name|by the name|by the name of|using the name|with the name|going with the name)"
)
_CUES = (
    r"(?i:\bwho (?:is|was|were) (?:also )?known(?: online)? as(?: the)?) ",
    rf"(?i:\b{_NOUN}(?: (?:of|as|is|was|are|were|named|called))?(?: the)?) ",
    rf"(?i:\b{_PERSON},? {_NAMED}(?: the)?(?: {_NOUN})?(?: of)?) ",
    r"\bhackers?,? (?!and |of |to )",
)
_SEVERAL = re.compile(rf"(?i:\bhackers {_NAMED}) {_VALUE}")
_HANDLES = tuple(re.compile(rf"(?:{cue}){_VALUE}") for cue in _CUES)
_NEXT = re.compile(rf"(?:, and|,| and| &) {_VALUE}")
_PLURAL = re.compile(r"(?i)\b(?:handles|aliases|nicknames|monikers|pseudonyms|names|hackers|known)\b")
_OFFICE = "admin|compliance|contact|help|hipaa|info|media|office|press|privacy|support"
_ROLE = rf"(?i:[\w.+-]{{0,64}}(?:{_OFFICE})[\w.+-]{{0,64}}@)"
_AT = (
    re.compile(rf"(?<![\w.+-])(?!{_ROLE})[\w.+-]{{1,64}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,4}}"),
    re.compile(r"(?<![\w.@/])@\w{2,30}"),
)
"""E-mail addresses and accounts, which have an @."""
_OTHERS = (
    re.compile(r"(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"),
    re.compile(r"(?i)(?<=twitter\.com/)(?!search\b|share\b)@?\w{2,30}"),
)
_NUMBERS = (
    re.compile(r"(?<![\w./-])\+\d{1,3}[ .-]\d[\d .-]{5,14}\d\b"),
    re.compile(r"(?<![\w./-])\(?(?!8(?:00|33|44|55|66|77|88)\b)[2-9]\d{2}\)?[ .-]\d{3}[.-]\d{4}\b"),
)
"""Telephone numbers; toll-free ones, which only organisations have, are left out."""
_OFFICE_LINE = re.compile(r"(?i)\b(?:call|calling|contact|dial|helpline|hotline|hot line|toll)\b")
_REACH = 80


def contacts(text: str) -> Iterator[Span]:
    """Yield e-mail addresses, accounts, GUIDs and telephone numbers, but not those of an office."""
    for pattern in (*(_AT if "@" in text else ()), *_OTHERS, *_NUMBERS):
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - _REACH) : match.start()]
            if pattern not in _NUMBERS or not _OFFICE_LINE.search(before):
                yield Span(*match.span())


def handles(text: str) -> Iterator[Span]:
    """Yield what a text calls the handle of somebody: "the handle X", "a hacker known as X"."""
    for pattern in (*_HANDLES, _SEVERAL):
        for match in pattern.finditer(text):
            others = list(_others(text, match))
            for found in (match, *others) if others or pattern is not _SEVERAL else ():
                span = _span(found)
                if span and not _is_group(text[span.start : span.end]):
                    yield span


def _others(text: str, match: re.Match[str]) -> Iterator[re.Match[str]]:
    """Yield further handles behind one, if the words before it are about several."""
    before = text[max(0, match.start() - _REACH) : match.end()]
    found = _NEXT.match(text, match.end()) if _PLURAL.search(before) else None
    while found:
        yield found
        found = _NEXT.match(text, found.end())


def _span(match: re.Match[str]) -> Span | None:
    name = next(name for name in ("q", "s", "bare") if match[name] is not None)
    start, end = match.span(name)
    end = start + len(match[name].rstrip(".,!?"))
    return Span(start, end) if end > start else None


def _is_group(name: str) -> bool:
    return not GROUPS.isdisjoint(name.casefold().split())
