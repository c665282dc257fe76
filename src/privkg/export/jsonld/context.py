"""The JSON-LD context: a term for each property, with the type and container of its values."""

import json

from privkg.rdf import prefixes
from privkg.rdf.terms import shorten
from privkg.reference import properties

_KEYWORDS: dict[str, object] = {"id": "@id", "type": {"@id": "@type", "@container": "@set"}}


def context() -> dict[str, object]:
    """Return the context: prefixes, and terms of properties.

    A property that may be repeated always has a list, so that a program needs to handle one form only.
    The context has no `@base`, which processors ignore in a remote context (JSON-LD 1.1, 4.1.3).
    """
    terms = {"@version": 1.1} | _KEYWORDS
    terms |= dict(sorted(prefixes.IN_JSON.items()))
    for predicate, (name, is_thing) in sorted(properties.names().items(), key=lambda item: item[1]):
        meaning = {"@id": shorten(predicate[1:-1])}
        meaning |= {"@type": "@id"} if is_thing else {}
        meaning |= {"@container": "@set"} if name in properties.REPEATED else {}
        terms[name] = meaning if len(meaning) > 1 else meaning["@id"]
    return terms


def text(indent: str = "") -> str:
    """Return the context as JSON, all lines but the first indented by `indent`."""
    return json.dumps(context(), indent=1, ensure_ascii=False).replace("\n", f"\n{indent}")


def to_json() -> str:
    """Return the context as a separate document, for use as a remote context."""
    return f'{{\n "@context": {text(" ")}\n}}\n'
