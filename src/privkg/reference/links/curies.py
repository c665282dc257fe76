"""CURIEs in tables of links: default prefixes, and conversion from and to IRIs."""

import re
from collections.abc import Mapping

from privkg.core.errors import InvalidValueError
from privkg.core.text import shortened
from privkg.rdf.iris import DEFAULT, Base
from privkg.rdf.schemes import schemes
from privkg.rdf.terms import PREFIXES, Term, iri, iri_text

PREFIXES_OF_TABLES: Mapping[str, str] = {
    **{name: PREFIXES[name] for name in ("dpv", "loc", "owl", "pd", "schema", "skos", "tech")},
    **{scheme.prefix: scheme.namespace for scheme in schemes() if scheme.is_of_harms},
    "aiaaic": "https://www.aiaaic.org/aiaaic-repository/ai-algorithmic-and-automation-incidents/",
    "aiid": "https://incidentdatabase.ai/cite/",
    "eu": "http://publications.europa.eu/resource/authority/",
    "geonames": "https://sws.geonames.org/",
    "oecd": "https://oecd.ai/en/incidents/",
    "pkid": DEFAULT.things,
    "semapv": "https://w3id.org/semapv/vocab/",
    "wd": "http://www.wikidata.org/entity/",
}
"""The prefixes that a table of links need not declare."""
BUILT_IN: Mapping[str, str] = {
    "rdf": PREFIXES["rdf"],
    "rdfs": PREFIXES["rdfs"],
    "sssom": "https://w3id.org/sssom/",
}
"""Further prefixes that SSSOM defines itself, so that a table read need not declare them."""
SHIPPED = "shipped"
"""The prefix of privkg's own IRIs in the tables of a dataset with another base."""


def prefixes_of(base: Base) -> Mapping[str, str]:
    """Return the default prefixes for the tables of a dataset; `pkid` is bound to its own base."""
    if base == DEFAULT:
        return PREFIXES_OF_TABLES
    return {**PREFIXES_OF_TABLES, "pkid": base.things, SHIPPED: DEFAULT.things}


def shorten(node: Term, prefixes: Mapping[str, str] = PREFIXES_OF_TABLES) -> str:
    """Return an IRI as a CURIE of the longest matching namespace, or unchanged if none matches."""
    address = iri_text(node)
    known = ((p, n) for p, n in prefixes.items() if address.startswith(n))
    prefix, namespace = max(known, key=lambda each: len(each[1]), default=("", ""))
    return f"{prefix}:{address[len(namespace) :]}" if prefix else address


def expand(text: str, prefixes: Mapping[str, str] = PREFIXES_OF_TABLES) -> Term:
    """Return the IRI of a CURIE, or of an IRI.

    Raises:
        InvalidValueError: the text is neither, or the IRI is not well-formed.
    """
    prefix, colon, local = text.partition(":")
    if colon and prefix in prefixes:
        return iri(f"{prefixes[prefix]}{local}")
    if re.match("https?://", text):
        return iri(text)
    if colon and prefix and not local.startswith("//"):
        raise InvalidValueError(
            f'unknown prefix "{shortened(prefix)}" in "{shortened(text)}"; declare it in curie_map,'
            " or write an IRI"
        )
    raise InvalidValueError(
        f'"{shortened(text)}" is neither an IRI nor a CURIE; write one such as pkid:place/oslo-norway'
    )
