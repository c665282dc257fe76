"""The site of a graph as a server needs it: a file by its path, and where an IRI leads."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from privkg.core.errors import PrivkgError
from privkg.publish import redirects
from privkg.publish.metadata.dataset import Dataset
from privkg.publish.redirects import HTML, MEDIA_TYPES
from privkg.publish.site import paths, prepared
from privkg.publish.site.contents import Contents
from privkg.publish.site.files import File
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import iri, iri_text
from privkg.reference import notices
from privkg.store.graph import Graph

_FILE = re.compile(r"(id/[^/]+/[^/]+?)(?:/[1-9]\d*\.html|\.(?:html|ttl|jsonld|svg))")
_ON_ANOTHER_PAGE = re.compile(r"id/(incident/[\w.~-]+/[vd][0-9]+|source/[\w.~-]+)")
_IRI = re.compile(r"(id/[^/]+/[^/]+)(/.+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is at a path.

    Attributes:
        status: 200; 410 for a withdrawn resource, whose content is its notice; 301 or 303 for a
            redirect.
        path: the path of the file; of a redirect, the path to which it leads, perhaps with an anchor, or
            an IRI outside of the dataset.
        content: the content of the file.
        iri: the resource that the file describes; empty if it is none.
        forms: the paths of all files that describe this resource, by their media types.
    """

    status: HTTPStatus
    path: str
    content: bytes = b""
    iri: str = ""
    forms: tuple[tuple[str, str], ...] = ()


class Live:
    """The site of a graph, whose files are made when they are requested, except `prepared` ones.

    To begin, all facts are read, which takes a while; memory is needed for each resource.
    """

    def __init__(self, graph: Graph, dataset: Dataset) -> None:
        self._graph, self._base, self._dataset = graph, graph.base, dataset
        self._contents = Contents(graph, dataset)
        self._files = {file.path: file for file in self._contents.others()}
        self._resources = {paths.stem(each, graph.base): each for each in self._contents.described}
        deprecated = notices.deprecated(notices.read(graph)).items()
        self._replacements = {
            paths.stem(old, graph.base): new
            for old, new in deprecated
            if paths.is_thing(old, graph.base)
        }
        self._redirects = (
            *redirects.parts(),
            *redirects.sources(self._contents.source_digits),
            *redirects.things(),
            *redirects.named_graphs(),
            *(redirects.vocabularies() if graph.base == DEFAULT else ()),
            *redirects.dataset(),
        )

    def find(self, path: str, form: str) -> Found | None:
        """Return what is at a path; None if there is nothing.

        Args:
            path: the path, without the slash at its beginning.
            form: the form in which a resource is wanted, one of `redirects.MEDIA_TYPES`.
        """
        if path in self._files:
            return Found(status=HTTPStatus.OK, path=path, content=_bytes(self._files[path]))
        found = _FILE.fullmatch(path)
        if found and found[1] in self._resources:
            return self._file(path, found[1])
        return self._deprecated(path, form) or self._redirect(path, form)

    def warm(self) -> None:
        """Make a page of each kind of resource: its templates and tables are kept for those to come."""
        firsts = {stem.split("/")[1]: stem for stem in reversed(self._resources)}
        for stem in firsts.values():
            with suppress(PrivkgError):  # its error is that of a request for it
                self.find(f"{stem}.html", HTML)
        self.found("", (), 1)

    def found(self, words: str, chosen: Sequence[tuple[str, str]], number: int) -> bytes:
        """Return the page of a search, as `finding.page` does."""
        return self._contents.found(words, chosen, number).encode()

    def prepare(self, folder: Path) -> list[str]:
        """Write the files that are made from the whole dataset, as `prepared.write` does."""
        return prepared.write(self._graph, self._dataset, self._contents, folder)

    def _file(self, path: str, stem: str) -> Found | None:
        """Return a file of a resource; 410 if it is withdrawn."""
        thing = self._resources[stem]
        is_deprecated = stem in self._replacements
        files = self._contents.of(thing, is_withdrawn=is_deprecated)
        file = next((each for each in files if each.path == path), None)
        if file is None:
            return None
        is_withdrawn = is_deprecated and self._replacements[stem] is None
        return Found(
            status=HTTPStatus.GONE if is_withdrawn else HTTPStatus.OK,
            path=path,
            content=_bytes(file),
            iri=iri_text(thing),
            forms=tuple((of, f"{stem}.{form}") for form, of in MEDIA_TYPES.items()),
        )

    def _deprecated(self, path: str, form: str) -> Found | None:
        """Return the notice of a withdrawn IRI, or where a moved one and parts of either lead."""
        found = _IRI.fullmatch(path)
        if not found or found[1] not in self._replacements:
            return None
        stem, part, replacement = found[1], found[2], self._replacements[found[1]]
        if replacement is not None:
            target = self._base.path(replacement)
            return Found(
                status=HTTPStatus.MOVED_PERMANENTLY,
                path=f"id/{target}" if target else iri_text(replacement),
            )
        if part:
            return Found(status=HTTPStatus.SEE_OTHER, path=f"{stem}.{form}")
        return self._file(f"{stem}.{form}", stem)

    def _redirect(self, path: str, form: str) -> Found | None:
        described = _ON_ANOTHER_PAGE.fullmatch(path)
        if described and not self._contents.states(iri(f"{self._base.things}{described[1]}")):
            return None
        for each in self._redirects:
            target = each.target(path, form)
            if target is not None:
                return Found(status=HTTPStatus.SEE_OTHER, path=target) if self._has(target) else None
        return None

    def _has(self, target: str) -> bool:
        """Return whether there is a file, which may be one that needs the whole dataset."""
        path = target.partition("#")[0]
        found = _FILE.fullmatch(path)
        return (
            path in self._files
            or prepared.needs_all(path)
            or bool(found and found[1] in self._resources)
        )


def _bytes(file: File) -> bytes:
    content = file.make()
    return content.encode() if isinstance(content, str) else content
