"""Paths of resources in the published folder, made from their IRIs."""

import re

from privkg.core.errors import PublishError
from privkg.publish import layout
from privkg.rdf.iris import Base
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import BASE, Term, iri_text

_PARTS = re.compile(rf"({'|'.join(Kind)})/([^/#?:\\]+)(/[vd][1-9]\d*)?")
_ROW = re.compile(r"incident/[^/#?:\\]+/v[1-9]\d*")
_DECISION = re.compile(r"incident/[^/#?:\\]+/d[1-9]\d*")
_CLAIM = re.compile(r"incident/([^/#?:\\]+)/(e[1-9]\d*)")
_TERM = re.compile(rf"({'|'.join(layout.vocabularies())})#([\w.-]+)")
_MAX_NAME = 240
"""The limit for a slug, in bytes: most file systems allow names of 255 bytes, including the suffix."""


def stem(node: Term, base: Base) -> str:
    """Return the path, without suffix, of the files that describe a resource.

    Raises:
        PublishError: the IRI cannot be turned into a path that is valid on every system.
    """
    rest = base.path(node)
    parts = _PARTS.fullmatch(rest)
    if not parts or parts[2].startswith(".") or len(parts[2].encode()) > _MAX_NAME:
        raise PublishError(
            f'"{iri_text(node)}" cannot be used as a file name; write an IRI such as {base.things}'
            f"{{kind}}/{{slug}}, where kind is one of {', '.join(Kind)} and slug has letters,"
            " digits and hyphens"
        )
    return f"id/{rest}"


def is_thing(node: Term, base: Base) -> bool:
    """Return whether a resource has its own page."""
    return bool(_PARTS.fullmatch(base.path(node)))


def is_row(node: Term, base: Base) -> bool:
    """Return whether a resource is a row of an incident."""
    return bool(_ROW.fullmatch(base.path(node)))


def is_decision(node: Term, base: Base) -> bool:
    """Return whether a resource is a decision of an incident."""
    return bool(_DECISION.fullmatch(base.path(node)))


def term_page(node: Term) -> str | None:
    """Return the page and anchor that define a term of a privkg vocabulary; None for other terms."""
    found = _TERM.fullmatch(iri_text(node).removeprefix(BASE))
    return f"{found[1]}/index.html#{found[2]}" if found else None


def claim_page(node: Term, base: Base) -> str | None:
    """Return the page and anchor of a claim's evidence; None for other resources."""
    found = _CLAIM.fullmatch(base.path(node))
    return f"id/page/{found[1]}.html#{found[2]}" if found else None
