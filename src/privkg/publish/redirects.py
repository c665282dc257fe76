"""The redirects from the IRIs of resources to the files of the folder that describe them.

A host of the IRIs writes them as its own rules, and a server follows them. Source: Cool URIs for the
Semantic Web, https://www.w3.org/TR/cooluris/, 4.2.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from privkg.export import formats
from privkg.export.formats import FileFormat, jsonld, trig, turtle
from privkg.publish import layout
from privkg.rdf import graphs

HTML, JSONLD, TURTLE = "html", jsonld.FORMAT.suffix[1:], turtle.FORMAT.suffix[1:]
MEDIA_TYPES: Mapping[str, str] = {
    HTML: "text/html",
    TURTLE: turtle.FORMAT.media_type,
    JSONLD: jsonld.FORMAT.media_type,
}
"""The forms in which resources are described, the preferred one first, with their media types."""

_GROUP = re.compile(r"\$(\d)")
_VOCABULARIES = "|".join(layout.vocabularies())


@dataclass(frozen=True, slots=True)
class Redirect:
    """The files that describe the resources of some IRIs.

    Attributes:
        pattern: a regular expression for the whole path of an IRI below the base of the dataset, in the
            syntax that Python and PCRE share.
        targets: by form, the path of the file and perhaps an anchor in it; `$1` is what the first group
            of the pattern matches.
    """

    pattern: str
    targets: Mapping[str, str]

    def target(self, path: str, form: str) -> str | None:
        """Return the file to which a path leads in a form, or None if the pattern does not match it."""
        found = re.fullmatch(self.pattern, path)
        return _GROUP.sub(lambda group: found[int(group[1])], self.targets[form]) if found else None


def parts() -> tuple[Redirect, ...]:
    """Return the redirects of the parts of incidents, which are anchors on the pages of these.

    Claims, which are evidence, are data in the dumps only.
    """
    page = "id/incident/$1"
    return (
        _in_dump("id/incident/([^/]+)/(e[0-9]+)", f"{page}.html#$2", trig.FORMAT),
        _as_incident("id/incident/([^/]+)/([vd][0-9]+)", f"{page}.html#$2"),
        _as_incident("id/page/([^/]+)", f"{page}.html#page"),
    )


def sources(digits: int) -> tuple[Redirect, ...]:
    """Return the redirects of sources, which are anchors in a list.

    Args:
        digits: by how many of their first digits the list of sources is split into pages.
    """
    name = f"([0-9a-f]{{{digits}}})([0-9a-f]*)" if digits else "()([0-9a-f]+)"
    page = f"{layout.sources('$1' if digits else '')}#$1$2"
    return (_in_dump(f"id/source/{name}", page, turtle.FORMAT),)


def things() -> tuple[Redirect, ...]:
    """Return the redirects of resources with files of their own."""
    return (_with_suffix(f"id/((?:{'|'.join(layout.KINDS)})/[^/]+)", "id/$1"),)


def named_graphs() -> tuple[Redirect, ...]:
    """Return the redirects of named graphs."""
    reserved = "|".join(sorted(graphs.ROLES))
    proof = graphs.provenance_of("graph/([^/]+)")
    return (
        _in_dump(proof, "id/incident/$1.html#page", trig.FORMAT),
        Redirect(f"graph/(?:{reserved})", dict.fromkeys(MEDIA_TYPES, layout.dump(trig.FORMAT))),
        _with_suffix("graph/([^/]+)", "id/incident/$1"),
    )


def vocabularies() -> tuple[Redirect, ...]:
    """Return the redirects of the vocabularies, which are published as HTML and Turtle."""
    data = dict.fromkeys(MEDIA_TYPES, "$1/index.ttl")
    pattern = f"({_VOCABULARIES})(?:/[0-9.]+)?/?"
    return (Redirect(pattern, {**data, HTML: "$1/index.html"}),)


def dataset() -> tuple[Redirect, ...]:
    """Return the redirects of the dataset itself, and of the context of its JSON-LD."""
    records = {HTML: "index.html", TURTLE: "catalog.ttl", JSONLD: "dataset.jsonld"}
    return (
        Redirect("", records),
        Redirect("context", dict.fromkeys(MEDIA_TYPES, "context.jsonld")),
    )


def dump_formats() -> list[FileFormat]:
    """Return the formats that have the whole dataset in one file."""
    found = (each.FORMAT for each in formats.of_statements().values())
    return [each for each in found if not each.is_folder]


def _with_suffix(pattern: str, stem: str) -> Redirect:
    return Redirect(pattern, {form: f"{stem}.{form}" for form in MEDIA_TYPES})


def _as_incident(pattern: str, page: str) -> Redirect:
    """Return the redirect of a part of an incident, whose data are those of the incident."""
    return Redirect(pattern, {**_with_suffix(pattern, "id/incident/$1").targets, HTML: page})


def _in_dump(pattern: str, page: str, otherwise: FileFormat) -> Redirect:
    """Return the redirect of a resource that is data in dumps only: in JSON-LD, or else a format."""
    data = {JSONLD: layout.dump(jsonld.FORMAT), TURTLE: layout.dump(otherwise)}
    return Redirect(pattern, {HTML: page, **data})
