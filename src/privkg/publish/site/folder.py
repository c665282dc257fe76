"""The published folder: dumps, pages, vocabulary, records and a manifest; whole or not at all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from privkg.core import files
from privkg.core.files import folders
from privkg.export.formats import FORMATS
from privkg.export.jsonld import context
from privkg.export.target import NewPlace
from privkg.publish import layout, metadata
from privkg.publish.metadata.dataset import Dataset
from privkg.publish.metadata.description import Described, describe
from privkg.publish.site import home, lists, rendering, resources, sitemap, vocabulary
from privkg.publish.site.site import of_dataset
from privkg.publish.site.viewer import Viewer
from privkg.publish.versions import seal
from privkg.query.evidence import Reader
from privkg.rdf.kinds import Kind
from privkg.store.graph import Graph


@dataclass(frozen=True, slots=True)
class Published:
    """How many files were published, and what else is in the folder, which a person put there."""

    files: int
    kept: tuple[str, ...]


def publish(graph: Graph, dataset: Dataset, folder: Path) -> Published:
    """Write a graph as a folder for any static host, in place of one that was published before.

    Raises:
        UsageError: privkg did not publish the folder, or a file of it has changed since.
        PublishError: a thing has an IRI that no file can be named after.
        StoreError: the graph is not what was written.
        WriteError: the folder cannot be written.
    """
    with folders.replacing(folder, seal.marks, seal.NAME) as made:
        write_dumps(graph, made.path)
        described = describe(dataset, graph, made.path)
        _write(made.path, _pages(graph, described))
        metadata.write(described, made.path)
        _write(made.path, sitemap.files(made.path, dataset.homepage))
        seal.seal(made.path, graph, made.kept)
        count = sum(1 for path in made.path.rglob("*") if path.is_file())
    return Published(count, tuple(made.kept))


def scores(graph: Graph, dataset: Dataset) -> tuple[metadata.Score, ...]:
    """Return what each catalogue would find missing, if the graph was published now."""
    with folders.scratch() as folder:
        write_dumps(graph, folder)
        return metadata.scores(describe(dataset, graph, folder))


def write_dumps(graph: Graph, folder: Path) -> None:
    """Write the dataset in every published format below `data` in a folder that privkg made."""
    folders.make_new(folder / layout.DUMPS)
    for exporter in FORMATS.all().values():
        if exporter.FORMAT.is_published:
            exporter.write(graph, NewPlace(folder / layout.dump(exporter.FORMAT)))


def _pages(graph: Graph, described: Described) -> Iterator[tuple[str, bytes | str]]:
    reader, site = Reader(graph), of_dataset(described.dataset)
    viewer = Viewer(reader)
    yield from rendering.assets().items()
    yield resources.CONTEXT, context.to_json()
    things = resources.things(graph)
    writer, lister = resources.Writer(graph, reader, viewer, site), lists.Lister(reader, viewer, site)
    listed = {kind: lister.listed(kind, some) for kind, some in things.items()}
    for kind, some in things.items():
        for thing in some:
            yield from writer.files(thing)
        if kind in lists.LISTS:
            yield lister.page(kind, listed[kind])
    for thing in resources.withdrawn(graph):
        yield from writer.alone(thing)
    yield home.page(described, site, lister.entries(Kind.INCIDENT, things[Kind.INCIDENT]), listed)
    yield from vocabulary.pages(site, graph)


def _write(folder: Path, contents: Iterable[tuple[str, bytes | str]]) -> None:
    for name, content in contents:
        files.put(folder / name, content)
