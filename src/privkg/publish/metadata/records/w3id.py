"""w3id.org: the redirects that make IRIs resolve, and their maintainers.

Source: https://github.com/perma-id/w3id.org; the redirects are for Apache's mod_rewrite.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from urllib.parse import quote

from privkg.publish import layout, redirects
from privkg.publish.metadata.description import DatasetDescription
from privkg.publish.metadata.gaps import Missing, find_missing
from privkg.publish.redirects import HTML, JSONLD, TURTLE, Redirect
from privkg.rdf.iris import DEFAULT

TITLE = "w3id.org"
FILE = "w3id/.htaccess"
_README = "w3id/README.md"
# Lookaheads after a media type in an Accept header: the first excludes a quality of 0, the second any
# quality below 1.
_NOT_REFUSED = r"(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))"
_FIRST_CHOICE = r"(?!\s*;\s*q=0)"
_DATA = {form: redirects.MEDIA_TYPES[form] for form in (JSONLD, TURTLE)}
_FORM = "%{ENV:FORMAT}"
"""The suffix of the accepted format."""
_OF_PARTS = "Parts of an incident are anchors on its page. Claims, which are evidence, are in the dumps."
_OF_SOURCES = "A source is an anchor in the list of sources, which is split by their first digits."
_IN_ADDRESSES = "/:?#[]@!$&'()*+,;=%~"


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
    base, is_ours = _target(description.dataset.homepage), description.base == DEFAULT
    yield from _head(description)
    for part in (
        _moved(description, base),
        _section(_OF_PARTS, redirects.parts(), base),
        _section(_OF_SOURCES, redirects.sources(description.source_digits), base),
        chain(["# Resources with files of their own."], _things(base)),
        _section("Named graphs.", redirects.named_graphs(), base),
        *([_section("Vocabularies.", redirects.vocabularies(), base)] if is_ours else []),
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
    yield from _choices("FORMAT", _DATA)
    yield f'SetEnvIf Accept "text/html{_FIRST_CHOICE}" FORMAT=html'
    yield from _choices(
        "DUMP", {layout.dump(each): each.media_type for each in redirects.dump_formats()}
    )
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
        yield f'RewriteRule "^{_path(withdrawn, here)}/.+$" "{base}{path}.{_FORM}" [R=303,L]'


def _dataset(base: str) -> Iterator[str]:
    yield "# The dataset, its records and its files."
    for each in redirects.dataset():
        yield from _rules(each, base)
    yield "RewriteCond %{ENV:DUMP} ."
    yield f'RewriteRule "^{layout.DUMPS}/?$" "{base}%{{ENV:DUMP}}" [R=303,L]'
    yield f'RewriteRule "^{layout.DUMPS}/?$" "{base}index.html#downloads" [NE,R=303,L]'
    suffixes = "|".join(re.escape(each.suffix) for each in redirects.dump_formats())
    yield f'RewriteRule "^({layout.DUMPS}/\\w+(?:{suffixes}))$" "{base}$1{layout.GZIP}" [R=302,L]'
    yield f'RewriteRule "^((?:data/.+|\\.well-known/void|[\\w-]+\\.\\w+))$" "{base}$1" [R=302,L]'


def _things(base: str) -> Iterator[str]:
    suffixes = "|".join(redirects.MEDIA_TYPES)
    yield f'RewriteRule "^(id/.+\\.(?:{suffixes}))$" "{base}$1" [R=302,L]'
    for each in redirects.things():
        yield from _rules(each, base)


def _section(comment: str, of: Iterable[Redirect], base: str) -> Iterator[str]:
    yield f"# {comment}"
    for each in of:
        yield from _rules(each, base)


def _rules(redirect: Redirect, base: str) -> Iterator[str]:
    """Yield a redirect: one rule for the forms whose files differ in their suffixes only."""
    targets = dict(redirect.targets)
    if not _differ_by_suffix(targets):
        page, form = targets.pop(HTML), f"{_FORM} ={HTML}"
        if {page} != set(targets.values()):
            yield f"RewriteCond {form}"
            flags = "B,NE,R=303,L" if "#" in page else "R=303,L"
            yield f'RewriteRule "^{redirect.pattern}$" "{base}{page}" [{flags}]'
    if _differ_by_suffix(targets):
        stem, _, _ = targets[JSONLD].rpartition(".")
        yield f'RewriteRule "^{redirect.pattern}$" "{base}{stem}.{_FORM}" [R=303,L]'
        return
    if targets[JSONLD] != targets[TURTLE]:
        yield f"RewriteCond {_FORM} ={JSONLD}"
        yield f'RewriteRule "^{redirect.pattern}$" "{base}{targets[JSONLD]}" [R=303,L]'
    yield f'RewriteRule "^{redirect.pattern}$" "{base}{targets[TURTLE]}" [R=303,L]'


def _differ_by_suffix(targets: Mapping[str, str]) -> bool:
    stems = {target.removesuffix(f".{form}") for form, target in targets.items()}
    return len(stems) == 1 and not stems & set(targets.values())


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
