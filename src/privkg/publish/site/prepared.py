"""The files of the site that need the whole dataset: dumps, catalogue records and the home page."""

import functools
from pathlib import Path

from privkg.core import files
from privkg.publish import layout, metadata
from privkg.publish.metadata.dataset import Dataset
from privkg.publish.metadata.description import describe
from privkg.publish.site import home
from privkg.publish.site.contents import Contents
from privkg.publish.site.tasks import write_dumps
from privkg.store.graph import Graph

_FOLDERS = (f"{layout.DUMPS}/", ".well-known/", "w3id/")


def needs_all(path: str) -> bool:
    """Return whether a file of the site is made from the whole dataset."""
    return path.startswith(_FOLDERS) or path in _files()


@functools.cache
def _files() -> frozenset[str]:
    # A server looks here for each request, and the folder of records does not change.
    return frozenset((home.PATH, *metadata.files()))


def write(graph: Graph, dataset: Dataset, contents: Contents, folder: Path) -> list[str]:
    """Write these files into a new folder, and return their paths in it, sorted.

    Args:
        graph: the graph.
        dataset: the description of the dataset.
        contents: the files of its site.
        folder: the folder.

    Raises:
        StoreError: the stored graph is damaged.
        WriteError: the folder cannot be written.
    """
    write_dumps(graph, folder)
    description = describe(dataset, graph, folder)
    page = contents.home(description)
    for path, text in (*metadata.texts(description), (page.path, page.make())):
        if needs_all(path):
            files.put(folder / path, text)
    return sorted(f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_file())
