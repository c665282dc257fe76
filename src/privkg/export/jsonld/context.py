"""The JSON-LD context: a plain name for each property, and how its values are written."""

import json

from privkg.rdf import prefixes
from privkg.rdf.terms import shorten
from privkg.reference import properties

_KEYWORDS: dict[str, object] = {"id": "@id", "type": {"@id": "@type", "@container": "@set"}}


def context() -> dict[str, object]:
    """Return the context: prefixes, and the names of properties.

    A property that a thing may have more than once always has a list, so that who reads one document
    can read all. Where addresses start is not said: a context that is fetched cannot say it.
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
    """Return the context as JSON, its lines but the first behind `indent`."""
    return json.dumps(context(), indent=1, ensure_ascii=False).replace("\n", f"\n{indent}")


def to_json() -> str:
    """Return the context as a document of its own, to which others refer."""
    return f'{{\n "@context": {text(" ")}\n}}\n'
