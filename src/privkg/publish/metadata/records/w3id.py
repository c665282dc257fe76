"""w3id.org: the redirects that make IRIs resolve, and who keeps them.

Source: https://github.com/perma-id/w3id.org; the redirects are Apache's mod_rewrite.
"""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from privkg.export import formats
from privkg.export.formats import FileFormat, jsonld, trig, turtle
from privkg.publish import layout
from privkg.publish.metadata.description import Described
from privkg.publish.metadata.gaps import Missing, named
from privkg.rdf import graphs
from privkg.rdf.iris import DEFAULT
from privkg.rdf.kinds import Kind

TITLE = "w3id.org"
FILE = "w3id/.htaccess"
_README = "w3id/README.md"
_NOT_REFUSED = r"(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))"
_FIRST_CHOICE = r"(?!\s*;\s*q=0)"
_OF_THINGS = (jsonld.FORMAT, turtle.FORMAT)
"""The formats beside HTML in which each thing is published."""
_KINDS = "|".join(Kind)
_IN_ADDRESSES = "/:?#[]@!$&'()*+,;=%~"
_VOCABULARIES = "|".join(layout.vocabularies())


def write(described: Described) -> dict[str, str]:
    """Return the redirects and the note on them."""
    return {FILE: "".join(f"{line}\n" for line in _lines(described)), _README: _readme(described)}


def missing(described: Described) -> Missing:
    """Return what the registry asks for and the dataset does not say."""
    dataset = described.dataset
    return named(
        [
            ("maintainers on GitHub", "maintainers", dataset.maintainers),
            ("a host to redirect to", "homepage, now w3id.org itself", not _is_itself(described)),
        ],
        [("contact", "contact.email", dataset.contact and dataset.contact.email)],
    )


def _is_itself(described: Described) -> bool:
    return described.dataset.homepage.startswith(described.base.address.rstrip("/"))


def _lines(described: Described) -> Iterator[str]:
    base = _target(described.dataset.homepage)
    yield from _head(described)
    for part in (
        _moved(described, base),
        _things(base),
        _graphs(base),
        *([_vocabularies(base)] if described.base == DEFAULT else []),
        _dataset(base),
    ):
        yield ""
        yield from part


def _head(described: Described) -> Iterator[str]:
    here = described.base.address
    yield f"# Redirects of {here} to where the dataset is published; who does not choose gets HTML."
    yield "Options +FollowSymLinks -MultiViews"
    yield "RewriteEngine On"
    yield "SetEnvIf Accept .* FORMAT=html"
    yield from _choices("FORMAT", {each.suffix[1:]: each.media_type for each in _OF_THINGS})
    yield f'SetEnvIf Accept "text/html{_FIRST_CHOICE}" FORMAT=html'
    yield from _choices("DUMP", {layout.dump(each): each.media_type for each in _of_dumps()})
    yield "<IfModule mod_headers.c>"
    yield "Header always append Vary Accept"
    yield "</IfModule>"


def _moved(described: Described, base: str) -> Iterator[str]:
    yield "# What has moved leads on; parts of what was withdrawn lead to the notice of its end."
    here = described.base.address
    for old, new in (each for each in described.moved if each[0].startswith(here)):
        target = _target(quote(new, safe=_IN_ADDRESSES))
        yield f'RewriteRule "^{_path(old, here)}(?:/.*)?$" "{target}" [NE,R=301,L]'
    for gone in (each for each in described.withdrawn if each.startswith(here)):
        path = _target(gone.removeprefix(here))
        yield f'RewriteRule "^{_path(gone, here)}/.+$" "{base}{path}.%{{ENV:FORMAT}}" [R=303,L]'


def _things(base: str) -> Iterator[str]:
    suffixes = "|".join(each.suffix[1:] for each in reversed(_OF_THINGS))
    yield "# Things: claims are anchors on the page of their evidence, rows have pages of their own."
    yield "RewriteCond %{ENV:FORMAT} =html"
    yield f'RewriteRule "^id/incident/([^/]+)/(e[0-9]+)$" "{base}id/page/$1.html#$2" [B,NE,R=303,L]'
    yield f'RewriteRule "^id/incident/([^/]+)/e[0-9]+$" "{base}id/page/$1.%{{ENV:FORMAT}}" [R=303,L]'
    yield f'RewriteRule "^(id/.+\\.(?:html|{suffixes}))$" "{base}$1" [R=302,L]'
    yield (
        f'RewriteRule "^id/((?:{_KINDS})/[^/]+(?:/v[0-9]+)?)$" "{base}id/$1.%{{ENV:FORMAT}}" [R=303,L]'
    )


def _graphs(base: str) -> Iterator[str]:
    yield "# Named graphs."
    proof = graphs.provenance_of("graph/([^/]+)")
    yield f'RewriteRule "^{proof}$" "{base}id/page/$1.%{{ENV:FORMAT}}" [R=303,L]'
    reserved = "|".join(sorted(graphs.ROLES))
    yield f'RewriteRule "^graph/(?:{reserved})$" "{base}{layout.dump(trig.FORMAT)}" [R=303,L]'
    yield f'RewriteRule "^graph/([^/]+)$" "{base}id/incident/$1.%{{ENV:FORMAT}}" [R=303,L]'


def _vocabularies(base: str) -> Iterator[str]:
    yield "# Vocabularies, which are published as HTML and as Turtle."
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
    yield f'RewriteRule "^context$" "{base}context.jsonld" [R=303,L]'
    yield f'RewriteRule "^((?:data/.+|\\.well-known/void|[\\w-]+\\.\\w+))$" "{base}$1" [R=302,L]'


def _of_dumps() -> list[FileFormat]:
    """Return the formats in which the whole dataset is one file."""
    found = (each.FORMAT for each in formats.of_statements().values())
    return [each for each in found if not each.is_folder]


def _choices(variable: str, media_types: Mapping[str, str]) -> Iterator[str]:
    """Yield what sets a variable to a value whose media type is accepted; of those that fit the last."""
    for after in (_NOT_REFUSED, _FIRST_CHOICE):
        for value, media_type in media_types.items():
            yield f'SetEnvIf Accept "{re.escape(media_type)}{after}" {variable}={value}'


def _path(address: str, here: str) -> str:
    """Return the pattern of an IRI's path below where the redirects stand."""
    return re.escape(address.removeprefix(here)).replace('"', "")


def _target(address: str) -> str:
    """Return an address as redirects write where they lead, no part of it a variable."""
    return re.sub(r"([$%\\ ])", r"\\\1", address.replace('"', ""))


def _readme(described: Described) -> str:
    dataset = described.dataset
    contact = dataset.contact
    keepers = [f"- https://github.com/{name}\n" for name in dataset.maintainers]
    reached = (contact.email or contact.url) if contact else None
    return "".join(
        [
            f"# privkg\n\n{dataset.title}.\n\n{dataset.description}\n\n",
            f"Redirects lead to {dataset.homepage}\n\n## Maintainers\n\n",
            *(keepers or ["None is named yet.\n"]),
            f"\n## Contact\n\n{contact.name}: {reached}\n" if contact and reached else "",
        ]
    )
