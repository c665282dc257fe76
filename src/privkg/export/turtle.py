"""Serializes Turtle for readers: a block for each subject, its type first, with prefixed names."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from privkg.rdf import prefixes
from privkg.rdf.terms import PREF_LABEL, PREFIXES, A, Term, term
from privkg.store.contents import Things

_BARE = {
    f"<{PREFIXES['xsd']}integer>": re.compile(r'"[+-]?[0-9]+"'),
    f"<{PREFIXES['xsd']}decimal>": re.compile(r'"[+-]?[0-9]*\.[0-9]+"'),
    f"<{PREFIXES['xsd']}boolean>": re.compile('"(true|false)"'),
}
_WIDTH = 90
"""The maximum length of a list of values on one line."""
_FIRST = (A, term("dcterms:title"), PREF_LABEL)
"""Predicates that are written before the others: type and label."""


class Turtle:
    """Writes blocks, and collects the prefixes that they use for the head."""

    def __init__(self, here: str, prefixes: Mapping[str, str] = PREFIXES) -> None:
        """Store the base of relative IRIs, which may be empty, and the available prefixes."""
        self._here = here
        self._prefixes = prefixes
        self._prefix_of = {namespace: prefix for prefix, namespace in prefixes.items()}
        self._used: set[str] = set()
        self._name = lru_cache(maxsize=100_000)(self._name_uncached)
        self._order = lru_cache(maxsize=10_000)(self._order_uncached)

    def head(self) -> str:
        """Return the base and the prefix declarations that the blocks written so far need."""
        lines = [f"PREFIX {prefix}: <{self._prefixes[prefix]}>\n" for prefix in sorted(self._used)]
        base = f"BASE <{self._here}>\n" if self._here else ""
        return f"{base}{''.join(lines)}"

    def blocks(self, things: Things, indent: str = "") -> Iterator[str]:
        """Yield a block for each subject, with a blank line before it."""
        for subject, about in things.items():
            lines = [f"\n{indent}{self._name(subject)}\n"]
            for predicate, name in self._order(tuple(about)):
                values = [value if value[-1] == '"' else self._name(value) for value in about[predicate]]
                text = values[0] if len(values) == 1 else _listed(values, indent)
                lines.append(f"{indent}    {name} {text} ;\n")
            lines.append(f"{indent}.\n")
            yield "".join(lines)

    def _order_uncached(self, predicates: tuple[Term, ...]) -> list[tuple[Term, str]]:
        """Return predicates in the order of writing, with their names."""
        ranked = sorted(
            (_FIRST.index(each) if each in _FIRST else len(_FIRST), self._name(each), each)
            for each in predicates
            if each != A
        )
        typed = [(A, "a")] if A in predicates else []
        return typed + [(each, name) for _, name, each in ranked]

    def _name_uncached(self, node: Term) -> str:
        """Return the shortest Turtle of a term."""
        if node[0] == "<":
            return self._iri(node)
        end = node.rindex('"') + 1
        text, kind = node[:end], node[end:]
        if not kind.startswith("^^"):
            return node
        datatype = kind[2:]
        if datatype in _BARE and _BARE[datatype].fullmatch(text):
            return text[1:-1]
        return f"{text}^^{self._iri(Term(datatype))}"

    def _iri(self, node: Term) -> str:
        short = prefixes.short(node, self._here, self._prefix_of)
        prefix, colon, _ = short.partition(":")
        if not colon or prefix not in self._prefixes or node.startswith(f"<{short}"):
            return f"<{short}>"
        self._used.add(prefix)
        return short


def _listed(values: list[str], indent: str) -> str:
    is_short = sum(map(len, values)) < _WIDTH
    return (" , " if is_short else f" ,\n{indent}        ").join(sorted(values))
