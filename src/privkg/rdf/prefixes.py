"""Short forms of IRIs: prefixed names, and IRIs relative to a resource."""

import re
from collections.abc import Mapping

from privkg.rdf.terms import PREFIXES, Term

IN_JSON = {prefix: namespace for prefix, namespace in PREFIXES.items() if prefix != "law"}
"""Prefixes in JSON-LD without `law`, which is a property name there: IRIs of laws are absolute."""
_PREFIX_OF = {namespace: prefix for prefix, namespace in IN_JSON.items()}
CATALOGUES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
    "void-ext": "http://ldf.fi/void-ext#",
}
"""Vocabularies of catalogue records and endpoints only; descriptions of incidents do not use them."""
_RELATIVE = re.compile(r"(?!.*(?://|/\.))[a-z]+/[^:?#]+")
_LOCAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")


def short(node: Term, here: str, prefix_of: Mapping[str, str] = _PREFIX_OF) -> str:
    """Return an IRI as a prefixed name, or relative to `here`, or else unchanged.

    Args:
        node: the IRI.
        here: the path that IRIs are relative to, such as `incident/letters-opened`.
        prefix_of: prefixes by namespace; by default those of JSON-LD.
    """
    name = prefixed(node, prefix_of)
    rest = name.removeprefix(here)
    return rest if rest != name and _RELATIVE.fullmatch(rest) else name


def prefixed(node: Term, prefix_of: Mapping[str, str] = _PREFIX_OF) -> str:
    """Return an IRI as a prefixed name if its namespace has a prefix, else unchanged."""
    address = node[1:-1]
    end = max(address.rfind("#"), address.rfind("/")) + 1  # all namespaces end in one of the two
    prefix = prefix_of.get(address[:end])
    return f"{prefix}:{address[end:]}" if prefix and _LOCAL.fullmatch(address, end) else address
