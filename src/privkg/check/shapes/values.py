"""Constraints on a single value in SPARQL, as verdicts: filters for "may fail" and "may conform".

No filter may raise an error, because SPARQL treats an error in a FILTER as false: the node would not be
selected, and its violation would be missed. So expressions that can raise are within COALESCE.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from privkg.check.shapes.graph import Triples
from privkg.rdf.terms import PREFIXES, Term, literal, term
from privkg.store.rdf import literal_text

SH = "http://www.w3.org/ns/shacl#"
TRUE, FALSE = "true", "false"

_XSD = PREFIXES["xsd"]
# Literals that every engine accepts as well-formed. 29 February is left to pySHACL, as its validity
# depends on the year.
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
# Syntax with the same meaning in Python (pySHACL) and XPath (SPARQL): letters, digits, escaped marks,
# classes without operators, groups, alternatives, quantifiers that are not possessive, anchors.
_SAME_PATTERN = re.compile(
    r"(?:"
    r"[A-Za-z0-9 _:/#@%&=~,;<>!'\"-]|[^\x00-\x7F]|\\[.\-+*?()\[\]{}|^$/\\]|[.^$]"
    r"|\[\^?(?:[^\[\]\\&~^-]|-(?!-)|\\[.\-\]\[\\/+])+\]"
    r"|\((?:\?:)?(?![?*+{])|\)|\||(?:[*+?]|\{\d{1,3}(?:,\d{0,3})?\})(?!\+)"
    r")*"
)

Verdict = tuple[str, str]
"""Two SPARQL expressions on a node: it may fail a constraint, and it may conform to it."""
UNDECIDED: Verdict = (TRUE, TRUE)
"""The verdict on a constraint that SPARQL cannot decide."""
CONFORMS: Verdict = (FALSE, TRUE)
"""The verdict on a constraint that every node conforms to."""


def some(expressions: Iterable[str]) -> str:
    """Return the disjunction of expressions, simplified."""
    kept = [one for one in dict.fromkeys(expressions) if one != FALSE]
    if TRUE in kept:
        return TRUE
    return f"({' || '.join(kept)})" if kept else FALSE


def every(expressions: Iterable[str]) -> str:
    """Return the conjunction of expressions, simplified."""
    kept = [one for one in dict.fromkeys(expressions) if one != TRUE]
    if FALSE in kept:
        return FALSE
    return f"({' && '.join(kept)})" if kept else TRUE


def negated(expression: str) -> str:
    """Return the negation of an expression, simplified."""
    if expression in (TRUE, FALSE):
        return FALSE if expression == TRUE else TRUE
    return f"!({expression})"


def integer(value: Term) -> int:
    """Return the integer of a literal, or -1 if it is not a plain one."""
    text = literal_text(value) if value.startswith('"') else ""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else -1


def maybe_same(a: str, b: str) -> str:
    """Return a filter that is true if two terms may be the same after rdflib normalizes them."""
    return f"(sameTerm({a}, {b}) || {_alike(a, b)})"


def maybe_distinct(a: str, b: str) -> str:
    """Return a filter that is true if two terms differ as written."""
    return f"!sameTerm({a}, {b})"


def surely_distinct(a: str, b: str) -> str:
    """Return a filter that is true if two terms differ even after rdflib normalizes them."""
    return f"!{maybe_same(a, b)}"


def compared(x: str, sign: str, y: str) -> str:
    """Return a filter that is true if `x sign y` is, and false where engines may disagree."""
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
        return UNDECIDED
    kept = _KINDS[name].format(v)
    return negated(kept), kept


def _ordered(sign: str, opposite: str) -> Callable[[Triples, Term, Term, str], Verdict]:
    def verdict(triples: Triples, shape: Term, value: Term, v: str) -> Verdict:
        return f"!{compared(v, sign, value)}", f"!{compared(v, opposite, value)}"

    return verdict


def _length(sign: str) -> Callable[[Triples, Term, Term, str], Verdict]:
    def verdict(triples: Triples, shape: Term, value: Term, v: str) -> Verdict:
        if integer(value) < 0:
            return UNDECIDED
        kept = f"COALESCE(STRLEN(STR({v})) {sign} {integer(value)}, false)"
        # rdflib normalizes literals ("01"^^xsd:integer to "1"), which changes their length.
        may_differ = f"COALESCE(isLiteral({v}) && DATATYPE({v}) != <{_XSD}string>, false)"
        return f"(!{kept} || {may_differ})", f"({kept} || isBlank({v}) || {may_differ})"

    return verdict


def _pattern(triples: Triples, shape: Term, value: Term, v: str) -> Verdict:
    flags = [literal_text(flag) for flag in triples.values(shape, term("sh:flags"))]
    pattern = literal_text(value)
    if not _SAME_PATTERN.fullmatch(pattern) or "".join(flags) not in ("", "i"):
        return UNDECIDED
    given = f", {literal(flags[0])}" if flags else ""
    found = f"REGEX(STR({v}), {literal(pattern)}{given})"
    odd = some([f"isBlank({v})", *_engine_differences(pattern, flags, v)])
    # An engine may reject a large pattern: COALESCE makes both filters true then.
    return f"(!COALESCE({found}, false) || {odd})", f"(COALESCE({found}, true) || {odd})"


def _engine_differences(pattern: str, flags: list[str], v: str) -> Iterator[str]:
    """Yield filters for values at which engines differ: a final newline, and case beyond ASCII.

    `$` matches before a final newline in Python, but not in XPath.
    """
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
        return UNDECIDED
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
"""The constraints on a single value, by the name of their parameter."""
