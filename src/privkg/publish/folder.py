"""The published folder: dumps, pages, vocabulary, records and a manifest; whole or not at all."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from privkg import catalogue, describing, exporters, published, registry
from privkg.catalogue.dataset import Dataset
from privkg.catalogue.described import Described, describe
from privkg.dossier import Reader
from privkg.errors import UsageError
from privkg.publish import home, lists, rendering, resources, sitemap, vocabulary
from privkg.publish.site import of_dataset
from privkg.publish.views import Viewer
from privkg.store.graph import Graph

DUMPS = "data"
TABLES = f"{DUMPS}/tables"
_NAME = "privkg"


def publish(graph: Graph, dataset: Dataset, folder: Path) -> int:
    """Write a graph as a folder for any static host, in place of one that was published before.

    Returns:
        How many files there are.

    Raises:
        UsageError: the folder holds what privkg did not publish.
        PublishError: a thing has an IRI that no file can be named after.
        StoreError: the graph is not what was written.
    """
    _check_is_ours(folder)
    folder = folder.resolve()  # a link to it stays a link
    with _beside(folder) as partial:
        write_dumps(graph, partial)
        described = describe(dataset, graph, partial)
        _write(partial, _pages(graph, described))
        catalogue.write(described, partial)
        _write(partial, sitemap.files(partial, dataset.homepage))
        published.seal(partial, graph)
    return sum(1 for path in folder.rglob("*") if path.is_file())


def scores(graph: Graph, dataset: Dataset) -> tuple[catalogue.Score, ...]:
    """Return what each catalogue would find missing, if the graph was published now."""
    with tempfile.TemporaryDirectory() as name:
        write_dumps(graph, Path(name))
        return catalogue.scores(describe(dataset, graph, Path(name)))


def write_dumps(graph: Graph, folder: Path) -> None:
    """Write the dataset in every format below a folder's `data`."""
    (folder / DUMPS).mkdir()
    for name in registry.names(exporters):
        exporter = registry.load(exporters, name, "format")
        if exporter.SUFFIX:
            with (folder / DUMPS / f"{_NAME}{exporter.SUFFIX}").open("wb") as file:
                exporter.write(graph, file)
        else:
            exporter.write(graph, folder / TABLES)


def _pages(graph: Graph, described: Described) -> Iterator[tuple[str, bytes | str]]:
    reader, site = Reader(graph), of_dataset(described.dataset)
    viewer = Viewer(reader)
    yield from rendering.assets().items()
    yield resources.CONTEXT, describing.context()
    things = resources.things(graph)
    writer, lister = resources.Writer(graph, reader, viewer, site), lists.Lister(reader, viewer, site)
    for kind, some in things.items():
        for thing in some:
            yield from writer.files(thing)
        if kind in lists.LISTS:
            yield lister.page(kind, some)
    for thing in resources.given_up(graph):
        yield from writer.alone(thing)
    yield home.page(described, site, lister.entries("incident", things["incident"]), things)
    yield from vocabulary.pages(site)


def _write(folder: Path, files: Iterable[tuple[str, bytes | str]]) -> None:
    for name, content in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def _check_is_ours(folder: Path) -> None:
    is_taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    if is_taken and not (folder / published.NAME).is_file():
        raise UsageError(f"{folder}: was not published by privkg; name an empty or a new folder")


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """Give a folder to write in, which takes the place of the other when all is written."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as name:
        partial, former = Path(name) / "new", Path(name) / "former"
        partial.mkdir()
        yield partial
        if folder.exists():
            folder.rename(former)
        partial.rename(folder)
