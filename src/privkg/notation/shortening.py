"""IRIs written short: by a prefix, or relative to where privkg's things are."""

import re

from privkg import iris
from privkg.terms import PREFIXES, Term

HERE = iris.THINGS
"""What addresses in a file are relative to: `incident/letters-opened`."""
LEGAL = {"legal-eu": "https://w3id.org/dpv/legal/eu#"}
ALL = PREFIXES | LEGAL
_PREFIX_OF = {namespace: prefix for prefix, namespace in ALL.items()}
_RELATIVE = re.compile(r"(?!.*(?://|/\.))[a-z]+/[^:?#]+")
_LOCAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")


def short(node: Term) -> str:
    """Return an IRI as a prefixed name, as an address relative to `HERE`, or else as it is."""
    name = prefixed(node)
    rest = name.removeprefix(HERE)
    return rest if rest != name and _RELATIVE.fullmatch(rest) else name


def prefixed(node: Term) -> str:
    """Return an IRI as a prefixed name where a prefix is known, else as it is."""
    address = node[1:-1]
    end = max(address.rfind("#"), address.rfind("/")) + 1  # as all namespaces end, and no local name
    prefix = _PREFIX_OF.get(address[:end])
    return f"{prefix}:{address[end:]}" if prefix and _LOCAL.fullmatch(address, end) else address
