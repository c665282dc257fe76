"""Paths of resources in the published folder, made from their IRIs."""

import functools
import re

from privkg.core.errors import PublishError
from privkg.publish import layout
from privkg.rdf.iris import Base
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import BASE, Term, iri_text
from privkg.reference import concepts

_NAME = r"[^/#?:\\]+"
_THING = re.compile(rf"({'|'.join(layout.KINDS)})/({_NAME})")
_PART = re.compile(rf"incident/({_NAME})/([vde][1-9]\d*)")
_PAGE = re.compile(rf"page/({_NAME})")
_SOURCE = re.compile(rf"source/({_NAME})")
_TERM = re.compile(rf"({'|'.join(layout.vocabularies())})#([\w.-]+)")
_MAX_NAME = 240
"""The limit for a slug, in bytes: most file systems allow names of 255 bytes, including the suffix."""


def stem(node: Term, base: Base) -> str:
    """Return the path, without suffix, of the files that describe a resource.

    Raises:
        PublishError: the IRI cannot be turned into a path that is valid on every system.
    """
    rest = base.path(node)
    parts = _THING.fullmatch(rest)
    if not parts or parts[2].startswith(".") or len(parts[2].encode()) > _MAX_NAME:
        raise PublishError(
            f'"{iri_text(node)}" cannot be used as a file name; write an IRI such as {base.things}'
            f"{{kind}}/{{slug}}, where kind is one of {', '.join(layout.KINDS)} and slug has letters,"
            " digits and hyphens"
        )
    return f"id/{rest}"


def is_thing(node: Term, base: Base) -> bool:
    """Return whether a resource has files of its own."""
    return bool(_THING.fullmatch(base.path(node)))


def part_page(node: Term, base: Base) -> str | None:
    """Return the page and anchor of a part of an incident: a row, a decision, a claim, or its page.

    None for other resources.
    """
    path = base.path(node)
    if part := _PART.fullmatch(path):
        return f"id/{Kind.INCIDENT}/{part[1]}.html#{part[2]}"
    page = _PAGE.fullmatch(path)
    return f"id/{Kind.INCIDENT}/{page[1]}.html#page" if page else None


def source_page(node: Term, base: Base, digits: int) -> str | None:
    """Return the page and anchor of a source in the list of sources; None for other resources.

    Args:
        node: the resource.
        base: the base of the dataset.
        digits: by how many of their first digits the sources are split into pages.
    """
    source = _SOURCE.fullmatch(base.path(node))
    return f"{layout.sources(source[1][:digits])}#{source[1]}" if source else None


def harm_page(node: Term) -> str | None:
    """Return the path of the page of a harm; None for other resources."""
    found = _TERM.fullmatch(iri_text(node).removeprefix(BASE)) if node in _harms() else None
    return f"{found[1]}/{found[2]}.html" if found else None


def term_page(node: Term) -> str | None:
    """Return the page and anchor that define a term of a privkg vocabulary; None for other terms."""
    found = _TERM.fullmatch(iri_text(node).removeprefix(BASE))
    return f"{found[1]}/index.html#{found[2]}" if found else None


@functools.cache
def _harms() -> frozenset[Term]:
    return frozenset(harm.iri for harm in concepts.harms())
