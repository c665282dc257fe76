"""IRIs written short: by a prefix, or relative to where privkg's things are."""

import re
from collections.abc import Mapping
from functools import lru_cache

from privkg import iris
from privkg.terms import PREFIXES, Term

HERE = iris.THINGS
"""What addresses in a file are relative to: `incident/letters-opened`."""
LEGAL = {"legal-eu": "https://w3id.org/dpv/legal/eu#"}
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
ALL = PREFIXES | LEGAL
IN_TURTLE = ALL | CATALOGUES
_RELATIVE = re.compile(r"(?!.*(?://|/\.))[a-z]+/[^:?#]+")
_LOCAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")


@lru_cache(maxsize=100_000)
def short(node: Term) -> str:
    """Return an IRI as a prefixed name, as an address relative to `HERE`, or else as it is."""
    return relative(prefixed(node))


def relative(name: str) -> str:
    """Return an address relative to `HERE`, if it stands below it in a way that all readers resolve."""
    rest = name.removeprefix(HERE)
    return rest if rest != name and _RELATIVE.fullmatch(rest) else name


def prefixed(node: Term, known: Mapping[str, str] = ALL) -> str:
    """Return an IRI as a prefixed name where a prefix is known, else as it is."""
    address = node[1:-1]
    for prefix, namespace in known.items():
        if address.startswith(namespace) and _LOCAL.fullmatch(address, len(namespace)):
            return f"{prefix}:{address[len(namespace) :]}"
    return address
