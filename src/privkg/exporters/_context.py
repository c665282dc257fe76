"""The JSON-LD context: a plain name for each property, and how its values are written."""

from privkg import properties
from privkg.exporters import _names
from privkg.terms import shorten


def context() -> dict[str, object]:
    """Return the context: where addresses start, prefixes, and the names of properties."""
    known = _names.PREFIXES | _names.LEGAL
    terms: dict[str, object] = {"@version": 1.1, "@base": _names.HERE, "id": "@id", "type": "@type"}
    terms |= {prefix: known[prefix] for prefix in sorted(known)}
    for predicate, (name, is_thing) in sorted(properties.names().items(), key=lambda item: item[1]):
        curie = shorten(predicate[1:-1])
        terms[name] = {"@id": curie, "@type": "@id"} if is_thing else curie
    return terms
