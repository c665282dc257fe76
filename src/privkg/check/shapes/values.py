"""What SHACL asks of a single value, told in SPARQL twice: that it may fail, and that it may meet it.

No expression raises: an error inside one would hide the very node it speaks of.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from privkg.check.shapes.graph import Triples
from privkg.rdf.terms import PREFIXES, Term, literal, term
from privkg.store.rdf import literal_text

SH = "http://www.w3.org/ns/shacl#"
TRUE, FALSE = "true", "false"

_XSD = PREFIXES["xsd"]
# A well-formed date as every engine reads it; 29 February is left to be looked at.
_DATE = "((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)"
_WELL_FORMED = {
    "integer": r"^[+-]?[0-9]{1,18}$",
    "decimal": r"^[+-]?[0-9]{1,12}([.][0-9]{1,6})?$",
    "nonNegativeInteger": r"^[0-9]{1,18}$",
    "positiveInteger": r"^[1-9][0-9]{0,17}$",
    "boolean": r"^(true|false)$",
    "gYear": r"^[1-9][0-9]{3}$",
    "gYearMonth": r"^[1-9][0-9]{3}-(0[1-9]|1[0-2])$",
    "date": f"^[1-9][0-9]{{3}}-{_DATE}$",
    "dateTime": r"^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3])"
    r":[0-5][0-9]:[0-5][0-9]$",
}
_NUMBERS = ("integer", "decimal", "nonNegativeInteger", "positiveInteger")
_PLAIN = ("string",)
_KINDS = {
    "IRI": "isIRI({0})",
    "BlankNode": "isBlank({0})",
    "Literal": "isLiteral({0})",
    "BlankNodeOrIRI": "!isLiteral({0})",
    "BlankNodeOrLiteral": "!isIRI({0})",
    "IRIOrLiteral": "!isBlank({0})",
}
_BEYOND_ASCII = literal(r"[^\x00-\x7F]")
# Where Python's expressions and the engine's say the same: letters, digits, escaped marks, classes
# without operators, groups, alternatives, counts that are not possessive, anchors.
_SAME_PATTERN = re.compile(
    r"(?:"
    r"[A-Za-z0-9 _:/#@%&=~,;<>!'\"-]|[^\x00-\x7F]|\\[.\-+*?()\[\]{}|^$/\\]|[.^$]"
    r"|\[\^?(?:[^\[\]\\&~^-]|-(?!-)|\\[.\-\]\[\\/+])+\]"
    r"|\((?:\?:)?(?![?*+{])|\)|\||(?:[*+?]|\{\d{1,3}(?:,\d{0,3})?\})(?!\+)"
    r")*"
)

Verdict = tuple[str, str]
"""Two SPARQL expressions: that a node may fail a constraint, and that it may conform to it."""
OPEN: Verdict = (TRUE, TRUE)
"""The verdict on what SPARQL cannot decide."""
MET: Verdict = (FALSE, TRUE)
"""The verdict on what every node conforms to."""


def some(expressions: Iterable[str]) -> str:
    """Return that one of some expressions holds."""
    kept = [one for one in dict.fromkeys(expressions) if one != FALSE]
    if TRUE in kept:
        return TRUE
    return f"({' || '.join(kept)})" if kept else FALSE


def every(expressions: Iterable[str]) -> str:
    """Return that all of some expressions hold."""
    kept = [one for one in dict.fromkeys(expressions) if one != TRUE]
    if FALSE in kept:
        return FALSE
    return f"({' && '.join(kept)})" if kept else TRUE


def negated(expression: str) -> str:
    """Return that an expression does not hold."""
    if expression in (TRUE, FALSE):
        return FALSE if expression == TRUE else TRUE
    return f"!({expression})"


def integer(value: Term) -> int:
    """Return a count that a shape names, or -1 if it is none."""
    text = literal_text(value) if value.startswith('"') else ""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else -1


def maybe_same(a: str, b: str) -> str:
    """Return that two values are one, or may be once a reader has made their numbers canonical."""
    return f"(sameTerm({a}, {b}) || {_alike(a, b)})"


def not_the_same(a: str, b: str) -> str:
    """Return that two values are two as they are written."""
    return f"!sameTerm({a}, {b})"


def surely_apart(a: str, b: str) -> str:
    """Return that two values are two however a reader writes them."""
    return f"!{maybe_same(a, b)}"


def compared(x: str, sign: str, y: str) -> str:
    """Return that two values surely stand in an order; false where engines may not agree."""
    kinds = ", ".join(f"<{_XSD}{name}>" for name in _NUMBERS)
    numbers = every(f"DATATYPE({v}) IN ({kinds}) && {_well_formed_number(v)}" for v in (x, y))
    days = every(f"DATATYPE({v}) = <{_XSD}date> && {_matches(v, 'date')}" for v in (x, y))
    return f"COALESCE(({numbers} || {days}) && {x} {sign} {y}, false)"


def _alike(a: str, b: str) -> str:
    return (
        f"COALESCE(isLiteral({a}) && isLiteral({b}) && DATATYPE({a}) = DATATYPE({b})"
        f" && DATATYPE({a}) != <{_XSD}string>, false)"
    )


def _matches(v: str, name: str) -> str:
    return f"REGEX(STR({v}), {literal(_WELL_FORMED[name])})"


def _well_formed_number(v: str) -> str:
    return f"REGEX(STR({v}), {literal('^[+-]?[0-9]{1,12}([.][0-9]{1,6})?$')})"


def _datatype(triples: Triples, shape: Term, value: Term, v: str) -> Verdict:
    has = f"COALESCE(isLiteral({v}) && DATATYPE({v}) = {value}, false)"
    name = value.removeprefix(f"<{_XSD}").removesuffix(">")
    if name in _WELL_FORMED:
        return f"!({has} && {_matches(v, name)})", has
    is_plain = name in _PLAIN or value == term("rdf:langString") or name == value[:-1]
    return (f"!{has}", has) if is_plain else (TRUE, has)


def _node_kind(triples: Triples, shape: Term, value: Term, v: str) -> Verdict:
    name = value.removeprefix(f"<{SH}").removesuffix(">")
    if name not in _KINDS:
        return OPEN
    kept = _KINDS[name].format(v)
    return negated(kept), kept


def _ordered(sign: str, opposite: str) -> Callable[[Triples, Term, Term, str], Verdict]:
    def tell(triples: Triples, shape: Term, value: Term, v: str) -> Verdict:
        return f"!{compared(v, sign, value)}", f"!{compared(v, opposite, value)}"

    return tell


def _length(sign: str) -> Callable[[Triples, Term, Term, str], Verdict]:
    def tell(triples: Triples, shape: Term, value: Term, v: str) -> Verdict:
        if integer(value) < 0:
            return OPEN
        kept = f"COALESCE(STRLEN(STR({v})) {sign} {integer(value)}, false)"
        if_written_anew = f"COALESCE(isLiteral({v}) && DATATYPE({v}) != <{_XSD}string>, false)"
        return f"(!{kept} || {if_written_anew})", f"({kept} || isBlank({v}) || {if_written_anew})"

    return tell


def _pattern(triples: Triples, shape: Term, value: Term, v: str) -> Verdict:
    flags = [literal_text(flag) for flag in triples.values(shape, term("sh:flags"))]
    pattern = literal_text(value)
    if not _SAME_PATTERN.fullmatch(pattern) or "".join(flags) not in ("", "i"):
        return OPEN
    given = f", {literal(flags[0])}" if flags else ""
    found = f"REGEX(STR({v}), {literal(pattern)}{given})"
    odd = some([f"isBlank({v})", *_read_in_two_ways(pattern, flags, v)])
    # An expression too large for the engine fails in both ways.
    return f"(!COALESCE({found}, false) || {odd})", f"(COALESCE({found}, true) || {odd})"


def _read_in_two_ways(pattern: str, flags: list[str], v: str) -> Iterator[str]:
    """Yield where engines differ: at a last line's end, and at letters whose case is folded."""
    if "$" in pattern:
        yield f'COALESCE(STRENDS(STR({v}), "\\n"), true)'
    if flags:
        yield f"COALESCE(REGEX(STR({v}), {_BEYOND_ASCII}), true)"


def _language_in(triples: Triples, shape: Term, value: Term, v: str) -> Verdict:
    ranges = triples.items(value)
    matched = some(f"LANGMATCHES(LANG({v}), {literal(literal_text(one))})" for one in ranges)
    kept = f'COALESCE(LANG({v}) != "" && {matched}, false)'
    return f"!{kept}", kept


def _one_of(triples: Triples, shape: Term, value: Term, v: str) -> Verdict:
    members = triples.items(value)
    if any(member.startswith("_:") for member in members):
        return OPEN
    kept = some(f"sameTerm({v}, {member})" for member in members)
    return negated(kept), some([kept, f"isLiteral({v})"])


CONDITIONS: dict[str, Callable[[Triples, Term, Term, str], Verdict]] = {
    "datatype": _datatype,
    "nodeKind": _node_kind,
    "minInclusive": _ordered(">=", "<"),
    "minExclusive": _ordered(">", "<="),
    "maxInclusive": _ordered("<=", ">"),
    "maxExclusive": _ordered("<", ">="),
    "minLength": _length(">="),
    "maxLength": _length("<="),
    "pattern": _pattern,
    "languageIn": _language_in,
    "in": _one_of,
}
"""The components that look at one value, by their parameter's name."""
