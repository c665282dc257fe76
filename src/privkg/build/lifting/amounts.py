"""Parses amounts of money: a number and one currency, "500,000 GBP" or "€1.2 million".

The parser never guesses: a sign is accepted only if one currency alone has it, and a point before three
digits, which may separate thousands or decimals, is a problem.

Source:
    ISO 4217, by the EU authority table of currencies. The signs are those that CLDR maps to one
    currency in every language, as Babel 2.19 has them, except ₩, ₡ and ₱, which several
    currencies share.
"""

import functools
import re
from dataclasses import dataclass

from privkg.core import spelling
from privkg.core.model import Rule
from privkg.core.rules import AMOUNT_UNREADABLE, AMOUNT_WITHOUT_CURRENCY, CURRENCY_UNKNOWN
from privkg.rdf.terms import Term, iri_text
from privkg.reference import concepts

_SIGNS = {
    "֏": "AMD", "؋": "AFN", "৳": "BDT", "฿": "THB", "៛": "KHR", "₦": "NGN",
    "₪": "ILS", "₫": "VND", "€": "EUR", "₭": "LAK", "₮": "MNT", "₲": "PYG",
    "₴": "UAH", "₸": "KZT", "₹": "INR", "₺": "TRY", "₼": "AZN", "₽": "RUB",
    "₾": "GEL",
}  # fmt: skip
_SCALES = {
    "thousand": 3,
    "million": 6,
    "millions": 6,
    "m": 6,
    "mn": 6,
    "billion": 9,
    "billions": 9,
    "bn": 9,
    "trillion": 12,
}
_SPACE = "[ \u00a0\u202f\u2009]"
_AMOUNT = re.compile(
    rf"([^\d\s.,-]*){_SPACE}*"
    rf"(\d{{1,3}}(?:,\d{{3}}){{1,5}}|\d{{1,3}}(?:{_SPACE}\d{{3}}){{1,5}}|\d{{1,15}})(?:\.(\d{{1,6}}))?"
    rf"(?:{_SPACE}?({'|'.join(sorted(_SCALES, key=len, reverse=True))})(?![^\W\d_]))?"
    rf"{_SPACE}*([^\d\s.,-][^\d]*)?",
    re.ASCII | re.IGNORECASE,
)
_EXAMPLE = "such as 500,000 GBP"


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount: its number in the lexical form of xsd:decimal, and its currency."""

    number: str
    currency: Term


@dataclass(frozen=True, slots=True)
class Problem:
    """The reason why a text is not an amount: the broken rule and the message."""

    rule: Rule
    message: str


def read(text: str) -> Amount | Problem:
    """Parse an amount of money; return a problem if the text is not one."""
    found = _AMOUNT.fullmatch(text.strip())
    if not found:
        return _unreadable(text)
    before, whole, decimals, scale, after = (part or "" for part in found.groups())
    if len(decimals) == 3 and "," not in whole:
        advice = f"may have thousands or decimals; write thousands with commas, {_EXAMPLE}"
        return Problem(AMOUNT_UNREADABLE, f'"{text}" {advice}')
    named = sorted({name.strip() for name in (before, after) if name.strip()})
    if not named:
        advice = f"has no currency; write its ISO 4217 code, {_EXAMPLE}"
        return Problem(AMOUNT_WITHOUT_CURRENCY, f'"{text}" {advice}')
    currency = _one([_currency(name) for name in named])
    if not currency:
        return _unreadable(text)
    if isinstance(currency, Problem):
        return currency
    return Amount(_decimal(re.sub(r"\D", "", whole), decimals, _SCALES.get(scale.lower(), 0)), currency)


def _unreadable(text: str) -> Problem:
    advice = f"write digits and one ISO 4217 code, {_EXAMPLE}"
    return Problem(AMOUNT_UNREADABLE, f'"{text}" is not an amount of money; {advice}')


def _one(found: list[Term | Problem]) -> Term | Problem | None:
    """Return the currency or problem that all names around a number agree on; None if they differ."""
    different = set(found)
    return different.pop() if len(different) == 1 else None


def _currency(name: str) -> Term | Problem:
    """Return the currency of an ISO 4217 code or of an unambiguous sign, or a problem."""
    code = _SIGNS.get(name, name)
    if code in _by_code():
        return _by_code()[code]
    if len(name) == 1 and not name.isalnum():
        message = f'several currencies have the sign "{name}"; write the ISO 4217 code, {_EXAMPLE}'
        return Problem(CURRENCY_UNKNOWN, message)
    near = _near(name)
    meant = f'did you mean "{near}"?' if near else f"write an ISO 4217 code, {_EXAMPLE}"
    return Problem(CURRENCY_UNKNOWN, f'unknown currency "{name}"; {meant}')


def _near(name: str) -> str | None:
    """Return the ISO 4217 code that a name such as "euros" or "eur" most likely means."""
    found = concepts.currencies().find(name)
    if found:
        return _code(found.iri)
    return spelling.nearest(name, _by_code()) if len(name) > 3 else None


@functools.cache
def _by_code() -> dict[str, Term]:
    return {_code(concept.iri): concept.iri for concept in concepts.currencies()}


def _code(currency: Term) -> str:
    return iri_text(currency).removeprefix(concepts.CURRENCIES)


def _decimal(whole: str, decimals: str, scale: int) -> str:
    """Return a number in the canonical form of xsd:decimal."""
    shifted = decimals.ljust(scale, "0")
    whole, rest = whole + shifted[:scale], shifted[scale:].rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{rest}" if rest else "")
