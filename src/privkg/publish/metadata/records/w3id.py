"""w3id.org: the redirects that make IRIs resolve, and their maintainers.

Source: https://github.com/perma-id/w3id.org; the redirects are for Apache's mod_rewrite.
"""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from privkg.export import formats
from privkg.export.formats import FileFormat, jsonld, trig, turtle
from privkg.publish import layout
from privkg.publish.metadata.description import DatasetDescription
from privkg.publish.metadata.gaps import Missing, find_missing
from privkg.rdf import graphs
from privkg.rdf.iris import DEFAULT

TITLE = "w3id.org"
FILE = "w3id/.htaccess"
_README = "w3id/README.md"
# Lookaheads after a media type in an Accept header: the first excludes a quality of 0, the second any
# quality below 1.
_NOT_REFUSED = r"(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))"
_FIRST_CHOICE = r"(?!\s*;\s*q=0)"
_RESOURCE_FORMATS = (jsonld.FORMAT, turtle.FORMAT)
"""The formats in which each resource is published, other than HTML."""
_CHOSEN = "%{ENV:FORMAT}"
"""The suffix of the accepted format."""
_IN_ADDRESSES = "/:?#[]@!$&'()*+,;=%~"
_VOCABULARIES = "|".join(layout.vocabularies())


def write(description: DatasetDescription) -> dict[str, str]:
    """Return the texts of the redirects and of their README, by their paths."""
    return {FILE: "".join(f"{line}\n" for line in _lines(description)), _README: _readme(description)}


def missing(description: DatasetDescription) -> Missing:
    """Return the fields that w3id.org requires or recommends and the dataset lacks."""
    dataset = description.dataset
    return find_missing(
        [
            ("maintainers on GitHub", "maintainers", dataset.maintainers),
            ("a host to redirect to", "homepage, now w3id.org itself", not _is_hosted_here(description)),
        ],
        [("contact", "contact.email", dataset.contact and dataset.contact.email)],
    )


def _is_hosted_here(description: DatasetDescription) -> bool:
    return description.dataset.homepage.startswith(description.base.address.rstrip("/"))


def _lines(description: DatasetDescription) -> Iterator[str]:
    base = _target(description.dataset.homepage)
    yield from _head(description)
    for part in (
        _moved(description, base),
        _parts(base),
        _sources(description.source_digits, base),
        _things(base),
        _graphs(base),
        *([_vocabularies(base)] if description.base == DEFAULT else []),
        _dataset(base),
    ):
        yield ""
        yield from part


def _head(description: DatasetDescription) -> Iterator[str]:
    here = description.base.address
    yield f"# Redirects from {here} to the published dataset; HTML is the default."
    yield "Options +FollowSymLinks -MultiViews"
    yield "RewriteEngine On"
    yield "SetEnvIf Accept .* FORMAT=html"
    yield from _choices("FORMAT", {each.suffix[1:]: each.media_type for each in _RESOURCE_FORMATS})
    yield f'SetEnvIf Accept "text/html{_FIRST_CHOICE}" FORMAT=html'
    yield from _choices("DUMP", {layout.dump(each): each.media_type for each in _dump_formats()})
    yield "<IfModule mod_headers.c>"
    yield "Header always append Vary Accept"
    yield "</IfModule>"


def _moved(description: DatasetDescription, base: str) -> Iterator[str]:
    yield "# Moved resources, and parts of withdrawn incidents, which lead to the incident's notice."
    here = description.base.address
    for old, new in (each for each in description.moved if each[0].startswith(here)):
        target = _target(quote(new, safe=_IN_ADDRESSES))
        yield f'RewriteRule "^{_path(old, here)}(?:/.*)?$" "{target}" [NE,R=301,L]'
    for withdrawn in (each for each in description.withdrawn if each.startswith(here)):
        path = _target(withdrawn.removeprefix(here))
        yield f'RewriteRule "^{_path(withdrawn, here)}/.+$" "{base}{path}.%{{ENV:FORMAT}}" [R=303,L]'


def _parts(base: str) -> Iterator[str]:
    claim = "id/incident/([^/]+)/(e[0-9]+)"
    yield "# Parts of an incident are anchors on its page. Claims, which are evidence, are in the dumps."
    yield from _as_page(claim, f"{base}id/incident/$1.html#$2")
    yield from _in_dump(claim, trig.FORMAT, base)
    yield from _as_page("id/incident/([^/]+)/([vd][0-9]+)", f"{base}id/incident/$1.html#$2")
    yield f'RewriteRule "^id/incident/([^/]+)/[vd][0-9]+$" "{base}id/incident/$1.{_CHOSEN}" [R=303,L]'
    yield from _as_page("id/page/([^/]+)", f"{base}id/incident/$1.html#page")
    yield f'RewriteRule "^id/page/([^/]+)$" "{base}id/incident/$1.{_CHOSEN}" [R=303,L]'


def _sources(digits: int, base: str) -> Iterator[str]:
    yield "# A source is an anchor in the list of sources, which is split by their first digits."
    name = f"([0-9a-f]{{{digits}}})([0-9a-f]*)" if digits else "()([0-9a-f]+)"
    yield from _as_page(f"id/source/{name}", f"{base}{layout.sources('$1' if digits else '')}#$1$2")
    yield from _in_dump("id/source/[^/]+", turtle.FORMAT, base)


def _things(base: str) -> Iterator[str]:
    suffixes = "|".join(each.suffix[1:] for each in reversed(_RESOURCE_FORMATS))
    kinds = "|".join(layout.KINDS)
    yield "# Resources with files of their own."
    yield f'RewriteRule "^(id/.+\\.(?:html|{suffixes}))$" "{base}$1" [R=302,L]'
    yield f'RewriteRule "^id/((?:{kinds})/[^/]+)$" "{base}id/$1.{_CHOSEN}" [R=303,L]'


def _graphs(base: str) -> Iterator[str]:
    yield "# Named graphs."
    proof = graphs.provenance_of("graph/([^/]+)")
    yield from _as_page(proof, f"{base}id/incident/$1.html#page")
    yield from _in_dump(proof, trig.FORMAT, base)
    reserved = "|".join(sorted(graphs.ROLES))
    yield f'RewriteRule "^graph/(?:{reserved})$" "{base}{layout.dump(trig.FORMAT)}" [R=303,L]'
    yield f'RewriteRule "^graph/([^/]+)$" "{base}id/incident/$1.{_CHOSEN}" [R=303,L]'


def _as_page(pattern: str, target: str) -> Iterator[str]:
    """Yield the redirect of a path to an anchor on a page, if HTML is accepted."""
    yield "RewriteCond %{ENV:FORMAT} =html"
    yield f'RewriteRule "^{pattern}$" "{target}" [B,NE,R=303,L]'


def _in_dump(pattern: str, otherwise: FileFormat, base: str) -> Iterator[str]:
    """Yield the redirects of a path to the dumps that have its resource as data: as JSON-LD or else."""
    yield "RewriteCond %{ENV:FORMAT} =jsonld"
    yield f'RewriteRule "^{pattern}$" "{base}{layout.dump(jsonld.FORMAT)}" [R=303,L]'
    yield f'RewriteRule "^{pattern}$" "{base}{layout.dump(otherwise)}" [R=303,L]'


def _vocabularies(base: str) -> Iterator[str]:
    yield "# Vocabularies, published as HTML and Turtle."
    yield "RewriteCond %{ENV:FORMAT} =html"
    yield f'RewriteRule "^({_VOCABULARIES})(?:/[0-9.]+)?/?$" "{base}$1/index.html" [R=303,L]'
    yield f'RewriteRule "^({_VOCABULARIES})(?:/[0-9.]+)?/?$" "{base}$1/index.ttl" [R=303,L]'


def _dataset(base: str) -> Iterator[str]:
    yield "# The dataset, its records and its files."
    yield "RewriteCond %{ENV:FORMAT} =ttl"
    yield f'RewriteRule "^$" "{base}catalog.ttl" [R=303,L]'
    yield "RewriteCond %{ENV:FORMAT} =jsonld"
    yield f'RewriteRule "^$" "{base}dataset.jsonld" [R=303,L]'
    yield f'RewriteRule "^$" "{base}index.html" [R=303,L]'
    yield "RewriteCond %{ENV:DUMP} ."
    yield f'RewriteRule "^{layout.DUMPS}/?$" "{base}%{{ENV:DUMP}}" [R=303,L]'
    yield f'RewriteRule "^{layout.DUMPS}/?$" "{base}index.html#downloads" [NE,R=303,L]'
    suffixes = "|".join(re.escape(each.suffix) for each in _dump_formats())
    yield f'RewriteRule "^({layout.DUMPS}/\\w+(?:{suffixes}))$" "{base}$1{layout.GZIP}" [R=302,L]'
    yield f'RewriteRule "^context$" "{base}context.jsonld" [R=303,L]'
    yield f'RewriteRule "^((?:data/.+|\\.well-known/void|[\\w-]+\\.\\w+))$" "{base}$1" [R=302,L]'


def _dump_formats() -> list[FileFormat]:
    """Return the formats that have the whole dataset in one file."""
    found = (each.FORMAT for each in formats.of_statements().values())
    return [each for each in found if not each.is_folder]


def _choices(variable: str, media_types: Mapping[str, str]) -> Iterator[str]:
    """Yield directives that set a variable to the value whose media type is accepted.

    Later directives override earlier ones, so those for a type with a quality of 1 come last.
    """
    for after in (_NOT_REFUSED, _FIRST_CHOICE):
        for value, media_type in media_types.items():
            yield f'SetEnvIf Accept "{re.escape(media_type)}{after}" {variable}={value}'


def _path(address: str, here: str) -> str:
    """Return a regular expression for an IRI's path below the address of the redirects."""
    return re.escape(address.removeprefix(here)).replace('"', "")


def _target(address: str) -> str:
    """Return an address as the target of a redirect, with special characters of mod_rewrite escaped."""
    return re.sub(r"([$%\\ ])", r"\\\1", address.replace('"', ""))


def _readme(description: DatasetDescription) -> str:
    dataset = description.dataset
    contact = dataset.contact
    maintainers = [f"- https://github.com/{name}\n" for name in dataset.maintainers]
    address = (contact.email or contact.url) if contact else None
    return "".join(
        [
            f"# privkg\n\n{dataset.title}.\n\n{dataset.description}\n\n",
            f"Redirects lead to {dataset.homepage}\n\n## Maintainers\n\n",
            *(maintainers or ["None is named yet.\n"]),
            f"\n## Contact\n\n{contact.name}: {address}\n" if contact and address else "",
        ]
    )
