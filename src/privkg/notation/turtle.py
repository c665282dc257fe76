"""Turtle as a person writes it: a block for each subject, its type first, names for what is named."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from privkg.notation import content, shortening
from privkg.terms import PREF_LABEL, PREFIXES, A, Term, Triple, iri, term

_TYPED = re.compile(r'("(?:[^"\\]|\\.)*")\^\^(<[^>]*>)')
_BARE = {
    f"<{PREFIXES['xsd']}integer>": re.compile(r"[+-]?\d+"),
    f"<{PREFIXES['xsd']}decimal>": re.compile(r"[+-]?\d*\.\d+"),
    f"<{PREFIXES['xsd']}boolean>": re.compile("true|false"),
}
_WIDTH = 90
"""Characters of several values that still stand on one line."""
_FIRST = (A, term("dcterms:title"), PREF_LABEL)
"""Predicates that come before the others: what a thing is, and what it is called."""


def head(found: Iterable[Triple]) -> str:
    """Return the declarations that a file of these triples needs."""
    used = {
        word.rpartition("^^")[2].partition(":")[0]
        for subject, predicate, value in found
        for word in (_named(subject), "" if predicate == A else _named(predicate), _named(value))
        if word and word[0] != "<" and (word[0] != '"' or "^^" in word)
    }
    lines = [
        f"PREFIX {prefix}: <{shortening.IN_TURTLE[prefix]}>\n"
        for prefix in sorted(used & shortening.IN_TURTLE.keys())
    ]
    return f"BASE <{shortening.HERE}>\n{''.join(lines)}"


def blocks(found: Iterator[Triple], indent: str = "") -> Iterator[str]:
    """Yield a block for each subject, with a blank line before it."""
    for subject, about in content.by_subject(found):
        objects: dict[Term, list[Term]] = {}
        for _, predicate, value in about:
            objects.setdefault(predicate, []).append(value)
        lines = [f"\n{indent}{_named(subject)}\n"]
        for predicate in sorted(objects, key=_rank):
            name = "a" if predicate == A else _named(predicate)
            values = sorted(map(_named, objects[predicate]))
            between = " , " if sum(map(len, values)) < _WIDTH else f" ,\n{indent}        "
            lines.append(f"{indent}    {name} {between.join(values)} ;\n")
        yield "".join([*lines, f"{indent}.\n"])


def _rank(predicate: Term) -> tuple[int, str]:
    return (_FIRST.index(predicate) if predicate in _FIRST else len(_FIRST)), _named(predicate)


@lru_cache(maxsize=100_000)
def _named(node: Term) -> str:
    """Return a term as Turtle writes it shortest."""
    if node.startswith("<"):
        return _in_brackets(_short(node))
    typed = _TYPED.fullmatch(node)
    if not typed:
        return node
    text, datatype = typed[1], typed[2]
    if datatype in _BARE and _BARE[datatype].fullmatch(text[1:-1]):
        return text[1:-1]
    return f"{text}^^{_in_brackets(_short(iri(datatype[1:-1])))}"


def _short(node: Term) -> str:
    return shortening.relative(shortening.prefixed(node, shortening.IN_TURTLE))


def _in_brackets(short: str) -> str:
    prefix, colon, _ = short.partition(":")
    return short if colon and prefix in shortening.IN_TURTLE else f"<{short}>"
