"""Prefixes that a query uses without declaring them."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from privkg.core.errors import suggest
from privkg.rdf.sparql.tokens import Token, cut

# Source: https://prefix.cc/, widely used prefixes that are not privkg's own.
_WELL_KNOWN = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "void": "http://rdfs.org/ns/void#",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
}


def completed(query: str, known: Mapping[str, str]) -> str:
    """Return a query with declarations of the known prefixes that it uses without declaring them.

    Raises:
        QueryError: a string has no end; the message begins with `line:col`.
    """
    used = sorted({token.prefix or "" for token in undeclared(list(cut(query)))} & known.keys())
    return "".join(f"PREFIX {prefix}: <{known[prefix]}>\n" for prefix in used) + query


def undeclared(tokens: Sequence[Token], known: Collection[str] = ()) -> Iterator[Token]:
    """Yield the prefixed names whose prefix is neither declared nor known."""
    declared = set(known)
    for before, token in zip((None, *tokens), tokens, strict=False):
        if before and before.text == "prefix" and token.text.endswith(":"):
            declared.add(token.prefix or "")
        elif token.prefix is not None and token.prefix not in declared:
            yield token


def advice(prefix: str, known: Mapping[str, str]) -> str:
    """Return a message about an undeclared prefix, with the declaration to add if it is known."""
    fault = f'the prefix "{prefix}:" is not declared' if prefix else "the empty prefix is not declared"
    if prefix in _WELL_KNOWN:
        return f"{fault}; add PREFIX {prefix}: <{_WELL_KNOWN[prefix]}>"
    near = suggest(prefix, known) if prefix else None
    return fault + (f'; did you mean "{near}:"?' if near else f"; add PREFIX {prefix}: <…>")
