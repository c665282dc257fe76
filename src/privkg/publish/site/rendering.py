"""Renders pages from templates: escaped HTML, with links relative to the path of the page."""

import functools
import json
from pathlib import Path
from posixpath import dirname, relpath, splitext
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from privkg.core import bounded
from privkg.core.lettering import typeset
from privkg.publish.site import elements, times
from privkg.rdf.schemes import schemes
from privkg.rdf.terms import PREF_LABEL, term
from privkg.reference import concepts
from privkg.store.rdf import literal_text

_TEMPLATES = Path(__file__).parent / "templates"
_MOST_BYTES = 50_000_000
_CACHED = 10_000
"""The number of relative addresses that are kept, as the pages of a folder lead to the same ones."""
_UNSAFE_IN_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def render(template: str, path: str, **values: object) -> str:
    """Return a page of the published folder.

    Args:
        template: the template's name without its suffix, such as `resource`.
        path: the path of the page in the folder, such as `id/actor/a-company.html`; the template has
            the same suffix.
        values: variables of the template. It also has `link(target)`, which returns the relative
            address of a path in the folder, and the filters `web`, `script` and `typeset`.
    """
    link = functools.partial(relative, path)
    found = _environment().get_template(template + splitext(path)[1])
    return found.render(link=link, path=path, **values)


def relative(page: str, target: str) -> str:
    """Return the relative address of a path in the folder, as seen from a page, percent-encoded.

    The target may have a fragment, such as `ns/index.html#harm`.
    """
    path, mark, fragment = target.partition("#")
    if path == page and mark:
        return f"#{quote(fragment)}"
    return f"{_way(dirname(page), path)}{mark}{quote(fragment)}"


def templates() -> list[Path]:
    """Return the files of the templates and assets."""
    return sorted(file for file in _TEMPLATES.rglob("*") if file.is_file())


def assets() -> dict[str, bytes]:
    """Return the style sheet, its fonts and the icon, by their paths in the folder."""
    files = (file for file in templates() if file.is_relative_to(_TEMPLATES / "assets"))
    return {
        file.relative_to(_TEMPLATES).as_posix(): bounded.content(file, _MOST_BYTES) for file in files
    }


def script(document: object) -> Markup:
    """Return a document as JSON for a script element; no string in it can close the element."""
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return Markup("".join(_UNSAFE_IN_SCRIPT.get(character, character) for character in text))  # noqa: S704


@functools.lru_cache(_CACHED)
def _way(folder: str, path: str) -> str:
    # A leading slash keeps parts such as ".." of a name from leading out of the folder.
    return quote(relpath(f"/{path}", f"/{folder}"))


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters |= {"web": elements.web, "script": script, "typeset": typeset}
    environment.globals |= {"harm_schemes": _harm_schemes, "date": times.shown}
    environment.globals |= {"to": elements.element, "values": elements.values}
    environment.globals |= {"lines": elements.lines, "pieces": elements.pieces}
    return environment


@functools.cache
def _harm_schemes() -> list[tuple[str, str]]:
    """Return the folder and the label of each scheme of harms."""
    labels = {s: literal_text(o) for s, p, o in concepts.triples() if p == PREF_LABEL}
    found = (scheme for scheme in schemes() if scheme.is_of_harms)
    return [(scheme.name, labels[term(f"{scheme.prefix}:scheme")]) for scheme in found]
