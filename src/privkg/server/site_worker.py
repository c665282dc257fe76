"""The pages of the site, as a worker makes them."""

import json
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from posixpath import splitext
from urllib.parse import quote

from privkg.core import bounded
from privkg.core.errors import UsageError
from privkg.core.text import quoted
from privkg.publish.metadata import dataset
from privkg.publish.redirects import HTML, MEDIA_TYPES, TURTLE
from privkg.publish.site import rendering
from privkg.publish.site.live import Found, Live
from privkg.server.messages import Page, Preparation, Reply, Search, Setup
from privkg.store.graph import Graph

_BY_SUFFIX = {
    **{f".{form}": media_type for form, media_type in MEDIA_TYPES.items()},
    ".atom": "application/atom+xml",
    ".cff": "text/plain",
    ".css": "text/css",
    ".csv": "text/csv",
    ".gz": "application/gzip",
    ".js": "text/javascript",
    ".json": "application/json",
    ".md": "text/markdown",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
_BY_NAME = {".well-known/void": MEDIA_TYPES[TURTLE], "w3id/.htaccess": "text/plain"}
_ANY = "application/octet-stream"
_IN_IRIS = ":/?#[]@!$&'()*+,;=%~"


class SiteWorker:
    """The site of a generation of a graph.

    Attributes:
        graph: the generation.
    """

    def __init__(self, graph: Graph, setup: Setup) -> None:
        self.graph = graph
        self._live = Live(graph, dataset.parse(setup.dataset, Path(setup.config)))

    def warm(self) -> None:
        """Make a page of each kind, so that those which follow take less time."""
        self._live.warm()

    def find(self, operation: Page | Search | Preparation) -> tuple[Reply, bytes]:
        """Return the reply to an operation, and the content of a file."""
        match operation:
            case Page():
                return self._page(operation)
            case Search():
                return self._found(operation)
            case Preparation():
                return self._prepare(Path(operation.folder))

    def _page(self, wanted: Page) -> tuple[Reply, bytes]:
        """Return the file at a path, or where it leads; 404 if there is none."""
        found = self._live.find(wanted.path, wanted.form)
        if found is None:
            detail = f"there is nothing at {quoted(wanted.path)}"
            return Reply(status=HTTPStatus.NOT_FOUND, detail=detail), b""
        if found.status in (HTTPStatus.SEE_OTHER, HTTPStatus.MOVED_PERMANENTLY):
            is_outside = ":" in found.path
            target = _as_address(found.path) if is_outside else _relative(wanted.path, found.path)
            return Reply(status=found.status, fields={"Location": target}), b""
        fields = {"Link": ", ".join(_links(found))} if found.iri else {}
        kind = media_type(found.path)
        return Reply(
            status=found.status, kind=kind, size=len(found.content), fields=fields
        ), found.content

    def _found(self, wanted: Search) -> tuple[Reply, bytes]:
        """Return the page of a search."""
        try:
            content = self._live.found(wanted.words, [(f, v) for f, v in wanted.values], wanted.number)
        except UsageError as error:  # there is no such facet or value
            return Reply(status=HTTPStatus.BAD_REQUEST, detail=error.message), b""
        return Reply(kind=MEDIA_TYPES[HTML], size=len(content)), content

    def _prepare(self, folder: Path) -> tuple[Reply, bytes]:
        """Write the files that need the whole dataset; return their paths, types and hashes as JSON."""
        paths = self._live.prepare(folder)
        found = {path: (media_type(path), bounded.sha256(folder / path)) for path in paths}
        content = json.dumps(found).encode()
        return Reply(kind=_BY_SUFFIX[".json"], size=len(content)), content


def media_type(path: str) -> str:
    """Return the media type of a file of the site."""
    return _BY_NAME.get(path) or _BY_SUFFIX.get(splitext(path)[1], _ANY)


def _links(found: Found) -> Iterator[str]:
    """Yield the links of a file: to what it describes, and to the other forms of the description."""
    yield f'<{_as_address(found.iri)}>; rel="describes"'
    for kind, path in found.forms:
        if path != found.path:
            yield f'<{_relative(found.path, path)}>; rel="alternate"; type="{kind}"'


def _relative(path: str, target: str) -> str:
    """Return the relative address of a path: it is right behind any proxy."""
    return rendering.relative(path, target) or "."


def _as_address(iri: str) -> str:
    return quote(iri, safe=_IN_IRIS)
