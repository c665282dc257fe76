"""Writes the published folder: dumps, pages, vocabularies, catalogue records and a manifest.

The folder is written under a temporary name and then renamed, so that readers find it complete. Files
that have not changed since an earlier publication are linked into it and not written again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from privkg.core.files import folders, interruption
from privkg.core.files.folders import Replacement
from privkg.core.progress import SILENT, Progress
from privkg.export.formats import FORMATS
from privkg.export.target import NewGzip, NewPlace
from privkg.publish import layout, metadata
from privkg.publish.metadata.dataset import Dataset
from privkg.publish.metadata.description import DatasetDescription, describe
from privkg.publish.site import sitemap
from privkg.publish.site.contents import Contents
from privkg.publish.versions import manifest, seal
from privkg.store.graph import Graph


@dataclass(frozen=True, slots=True)
class Published:
    """The result of publishing.

    Attributes:
        files: the number of published files.
        written: the number of those that an earlier publication did not have with the same content.
        kept: the names of foreign files that were kept in the folder.
    """

    files: int
    written: int
    kept: tuple[str, ...]


def publish(graph: Graph, dataset: Dataset, folder: Path, progress: Progress = SILENT) -> Published:
    """Write a graph as a folder for any static host; an earlier publication is replaced.

    Args:
        graph: the graph.
        dataset: the description of the dataset.
        folder: the folder to write.
        progress: receives the dumps, and the resources that get pages.

    Raises:
        UsageError: the folder was not published by privkg, or a file in it has changed since.
        PublishError: the IRI of a resource cannot be turned into a file name.
        StoreError: the stored graph is damaged.
        WriteError: the folder cannot be written.
    """
    with (
        interruption.reporting(folder),
        progress.step("publishing"),
        folders.replacing(folder, manifest.marks, manifest.NAME) as made,
    ):
        write_dumps(graph, made.path, progress)
        description = describe(dataset, graph, made.path)
        for file in description.files:
            made.settle(file.path)
        _write(made, _pages(graph, description, progress))
        _write(made, metadata.texts(description))
        _write(made, sitemap.files(made.path, dataset.homepage))
        seal.seal(made.path, graph, made.kept)
        made.settle(manifest.NAME)
        count = sum(1 for path in made.path.rglob("*") if path.is_file())
    return Published(count, made.written, tuple(made.kept))


def scores(graph: Graph, dataset: Dataset, progress: Progress = SILENT) -> tuple[metadata.Score, ...]:
    """Return the missing fields of each catalogue record, as if the graph were published now."""
    with folders.scratch() as folder:
        write_dumps(graph, folder, progress)
        return metadata.scores(describe(dataset, graph, folder))


def write_dumps(graph: Graph, folder: Path, progress: Progress = SILENT) -> None:
    """Write the dataset in every published format into `data` in a new folder."""
    folders.make_new(folder / layout.DUMPS)
    for exporter in FORMATS.all().values():
        if exporter.FORMAT.is_published:
            place = NewPlace if exporter.FORMAT.is_folder else NewGzip
            exporter.write(graph, place(folder / layout.dump(exporter.FORMAT)), progress)


def _pages(
    graph: Graph, description: DatasetDescription, progress: Progress
) -> Iterator[tuple[str, bytes | str]]:
    contents = Contents(graph, description.dataset)
    for file in chain(contents.resources(progress), contents.search(), contents.others()):
        yield file.path, file.make()
    page = contents.home(description)
    yield page.path, page.make()


def _write(made: Replacement, contents: Iterable[tuple[str, bytes | str]]) -> None:
    for name, content in contents:
        made.put(name, content)
