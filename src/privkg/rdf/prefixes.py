"""IRIs written short: by a prefix, or relative to where privkg's things are."""

import re
from collections.abc import Mapping

from privkg.rdf.terms import PREFIXES, Term

IN_JSON = {prefix: namespace for prefix, namespace in PREFIXES.items() if prefix != "law"}
"""Prefixes in JSON-LD, where "law" is the name of a property: IRIs of laws are written in full."""
_PREFIX_OF = {namespace: prefix for prefix, namespace in IN_JSON.items()}
CATALOGUES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
    "void-ext": "http://ldf.fi/void-ext#",
}
"""Vocabularies of catalogue records; what is said of incidents does not use them."""
_RELATIVE = re.compile(r"(?!.*(?://|/\.))[a-z]+/[^:?#]+")
_LOCAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")


def short(node: Term, here: str, prefix_of: Mapping[str, str] = _PREFIX_OF) -> str:
    """Return an IRI as a prefixed name, as an address relative to `here`, or else as it is.

    Args:
        node: the IRI.
        here: what addresses are relative to: `incident/letters-opened`.
        prefix_of: prefixes by their namespaces; if not given, those of JSON-LD.
    """
    name = prefixed(node, prefix_of)
    rest = name.removeprefix(here)
    return rest if rest != name and _RELATIVE.fullmatch(rest) else name


def prefixed(node: Term, prefix_of: Mapping[str, str] = _PREFIX_OF) -> str:
    """Return an IRI as a prefixed name where a prefix is known, else as it is."""
    address = node[1:-1]
    end = max(address.rfind("#"), address.rfind("/")) + 1  # as all namespaces end, and no local name
    prefix = prefix_of.get(address[:end])
    return f"{prefix}:{address[end:]}" if prefix and _LOCAL.fullmatch(address, end) else address
