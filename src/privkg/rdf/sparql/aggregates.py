"""Aggregating queries: detection of ungrouped variables, and GROUP_CONCAT over any term."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from privkg.rdf.sparql.tokens import Token, close, step

NAMES = frozenset(["count", "sum", "min", "max", "avg", "sample", "group_concat"])
"""The aggregate functions of SPARQL 1.1, section 11."""
_PARTS = frozenset(["group", "having", "order", "limit", "offset", "values"])
_DOUBTFUL = re.compile(r"[();,]")
_SEPARATOR = re.compile(
    r"""\s*separator\s*=\s*("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')\s*""", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    """One SELECT without its subqueries: its projection, and the clauses after its pattern."""

    projected: Sequence[Token]
    parts: dict[str, Sequence[Token]]


def ungrouped(tokens: Sequence[Token]) -> Token | None:
    """Return the first variable of an aggregating SELECT that is neither grouped nor aggregated.

    SPARQL 1.1, section 11.4, forbids such a variable; the engine may leave it unbound without an error.
    """
    if any(token.kind == "iri" and _DOUBTFUL.search(token.text) for token in tokens):
        return None  # `<a,b>` may be two comparisons: then brackets are not where they seem
    found = [token for level in _levels(tokens) for token in _ungrouped(level)]
    return min(found, key=lambda token: token.start, default=None)


def concatenating(query: str, tokens: Sequence[Token]) -> str:
    """Return a query rewritten so that GROUP_CONCAT accepts all terms and skips unbound values.

    The engine is strict: a single value that is not a string, or is unbound, makes the result unbound.
    Jena, Virtuoso and rdflib take the text of each value. Results for strings do not change, including
    their language tag. An expression whose tokens are ambiguous is not rewritten.
    """
    pieces, end = [], 0
    for number, token in enumerate(tokens[:-1]):
        if token.text == "group_concat" and tokens[number + 1].text == "(" and token.start >= end:
            last = close(tokens, number + 1)
            written = _any_value(query, tokens[number + 1 : last + 1])
            if written:
                pieces += [query[end : token.start], written]
                end = tokens[last].end
    return "".join([*pieces, query[end:]])


def _any_value(query: str, call: Sequence[Token]) -> str | None:
    """Return the rewritten call of GROUP_CONCAT, given its arguments with the brackets.

    Each value becomes separator + text, an unbound value the empty string; the parts are concatenated
    without a separator, and the first one is cut off with SUBSTR. That way unbound values add no
    separators. The newline after each value ends a comment that the value may end in.
    """
    inner = call[1:-1]
    if any(t.text in "{}" or (t.kind == "iri" and _DOUBTFUL.search(t.text)) for t in inner):
        return None
    distinct = "DISTINCT " if inner and inner[0].text == "distinct" else ""
    stop = next((token.start for token in inner if token.text == ";"), call[-1].start)
    value = query[inner[0].end if distinct else call[0].end : stop]
    given = _SEPARATOR.fullmatch(query, stop + 1, call[-1].start) if stop != call[-1].start else None
    if call[-1].text != ")" or (stop != call[-1].start and not given):
        return None
    by = given[1] if given else '" "'
    text = f"CONCAT({by}, STR({value}\n))"
    tagged = f'isLITERAL({value}\n) && LANG({value}\n) != ""'
    kept = f'COALESCE(IF({tagged}, STRLANG({text}, LANG({value}\n)), {text}), "")'
    return f'SUBSTR(GROUP_CONCAT({distinct}{kept}; SEPARATOR=""), STRLEN({by}) + 1)'


def _levels(tokens: Sequence[Token]) -> Iterator[_Level]:
    for number, token in enumerate(tokens):
        if token.kind == "word" and token.text == "select":
            opening = _at_level(tokens, number + 1, "{")
            after = close(tokens, opening) + 1
            yield _Level(projected=tokens[number + 1 : opening], parts=_parts(tokens, after))


def _at_level(tokens: Sequence[Token], number: int, text: str) -> int:
    """Return the index of the next token with a text outside brackets, or of the last token."""
    while number < len(tokens) - 1 and tokens[number].text != text:
        number = close(tokens, number) + 1 if step(tokens[number]) > 0 else number + 1
    return min(number, len(tokens) - 1)


def _parts(tokens: Sequence[Token], number: int) -> dict[str, Sequence[Token]]:
    """Return the clauses after the pattern of a SELECT, by their first word."""
    parts: dict[str, Sequence[Token]] = {}
    name, start = "", number
    while number < len(tokens) and step(tokens[number]) >= 0:
        if tokens[number].text in _PARTS:
            parts[name] = tokens[start:number]
            name, start = tokens[number].text, number
        number = close(tokens, number) + 1 if step(tokens[number]) > 0 else number + 1
    return parts | {name: tokens[start:number]}


def _ungrouped(level: _Level) -> Iterator[Token]:
    order, having = level.parts.get("order", ()), level.parts.get("having", ())
    called = {token.text for token in (*level.projected, *having, *order) if token.kind == "word"}
    if "group" not in level.parts and not called & NAMES:
        return
    bound = _keys(level.parts.get("group", ()))
    for item in _items(level.projected):
        yield from _free(item, bound)
        bound |= _aliases(item)
    yield from _free(having, bound)
    yield from _free(order, bound)


def _items(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Yield each token outside brackets by itself, and each pair of brackets with its content."""
    number = 0
    while number < len(tokens):
        end = close(tokens, number) + 1 if step(tokens[number]) > 0 else number + 1
        yield tokens[number:end]
        number = end


def _keys(group: Sequence[Token]) -> set[str]:
    """Return the variables that GROUP BY binds."""
    keys: set[str] = set()
    for item in _items(group):
        names = {token.text[1:] for token in item if token.kind == "variable"}
        is_alone = len(item) == 1 or (len(item) == 3 and item[0].text == "(")
        keys |= names if is_alone else _aliases(item)
    return keys


def _aliases(item: Sequence[Token]) -> set[str]:
    pairs = itertools.pairwise(item)
    return {b.text[1:] for a, b in pairs if a.text == "as" and b.kind == "variable"}


def _free(tokens: Sequence[Token], bound: set[str]) -> Iterator[Token]:
    """Yield unbound variables, except in aggregates, patterns and after AS."""
    number = 0
    while number < len(tokens):
        token = tokens[number]
        following = tokens[number + 1].text if number + 1 < len(tokens) else ""
        if token.text == "{" or (token.text in NAMES and following == "("):
            number = close(tokens, number if token.text == "{" else number + 1)
        elif token.text == "as":
            number += 1
        elif token.kind == "variable" and token.text[1:] not in bound:
            yield token
        number += 1
