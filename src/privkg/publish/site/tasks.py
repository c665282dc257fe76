"""Tasks of publishing that processes share: to write a dump, or the files of some resources."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from privkg.core.files import folders
from privkg.core.files.folders import Replacement
from privkg.core.files.former import FormerFiles
from privkg.core.progress import SILENT, Progress
from privkg.export.formats import FORMATS
from privkg.export.target import NewGzip, NewPlace
from privkg.publish import layout
from privkg.publish.metadata.dataset import Dataset
from privkg.publish.site.contents import Contents
from privkg.rdf.terms import Term
from privkg.store.graph import Graph
from privkg.store.published import Made, Record

_BATCH = 32


class Batch(NamedTuple):
    """Some resources of one kind, with their files in an earlier publication if these are known."""

    things: tuple[Term, ...]
    former: tuple[Made | None, ...]
    are_withdrawn: bool = False


class Done(NamedTuple):
    """The files of some resources, and how many of these an earlier publication did not have."""

    made: tuple[Made, ...]
    written: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """What a process needs to share the work: the folder of the graph's generation, and the dataset.

    `new` is the folder that is written, `earlier` the one that it replaces.
    """

    generation: Path
    dataset: Dataset
    new: Path
    earlier: Path


class Tasks:
    """The tasks of a publication.

    Pickled, they are those of the process that reads them, which opens the graph once for all of them.

    Args:
        places: where everything is.
        graph: the graph, if it is open.
        progress: receives the dumps that this process writes.
    """

    def __init__(self, places: Places, graph: Graph | None = None, progress: Progress = SILENT) -> None:
        self._places, self._opened, self._progress = places, graph, progress
        self._made = Replacement(places.new, FormerFiles(places.earlier))

    def __reduce__(self) -> tuple[Callable[[], "Tasks"], tuple[()]]:
        return _of_process, ()

    @cached_property
    def _graph(self) -> Graph:
        return self._opened or Graph(self._places.generation)

    @cached_property
    def contents(self) -> Contents:
        """The files of the site."""
        return Contents(self._graph, self._places.dataset)

    def dump(self, name: str) -> None:
        """Write the dataset in an export format."""
        write_dump(name, self._graph, self._made.path, self._progress)

    def pages(self, batch: Batch) -> Done:
        """Write the files of some resources; former ones are kept if they are made from the same."""
        before = self._made.written
        made = tuple(self._files(*each, batch) for each in zip(batch.things, batch.former, strict=True))
        return Done(made, self._made.written - before)

    def _files(self, thing: Term, former: Made | None, batch: Batch) -> Made:
        digest = self.contents.made_from(thing, is_withdrawn=batch.are_withdrawn)
        if former and former.digest == digest and self._made.keep(former.files):
            return former
        names = []
        for file in self.contents.of(thing, is_withdrawn=batch.are_withdrawn):
            self._made.put(file.path, file.make())
            names.append(file.path)
        return Made(thing, digest, tuple(names))


def batches(things: Iterable[Term], former: Record, *, are_withdrawn: bool = False) -> Iterator[Batch]:
    """Yield resources of one kind in batches, each of which takes about a second if all files are made.

    Args:
        things: the resources.
        former: what was published of them earlier.
        are_withdrawn: whether search engines skip their pages.
    """
    left = iter(things)
    while some := tuple(islice(left, _BATCH)):
        yield Batch(some, tuple(map(former.of, some)), are_withdrawn)


def dump_formats() -> list[str]:
    """Return the names of the export formats in which a dataset is published."""
    return [name for name, exporter in FORMATS.all().items() if exporter.FORMAT.is_published]


def write_dump(name: str, graph: Graph, folder: Path, progress: Progress = SILENT) -> None:
    """Write the dataset in an export format into `data`, a folder in a new folder."""
    exporter = FORMATS.load(name)
    place = NewPlace if exporter.FORMAT.is_folder else NewGzip
    exporter.write(graph, place(folder / layout.dump(exporter.FORMAT)), progress)


def write_dumps(graph: Graph, folder: Path, progress: Progress = SILENT) -> None:
    """Write the dataset in every published format into `data`, a new folder in a new folder."""
    folders.make_new(folder / layout.DUMPS)
    for name in dump_formats():
        write_dump(name, graph, folder, progress)


_OF_PROCESS: dict[str, Tasks] = {}


def prepare(places: Places) -> None:
    """Let this process share the work of a publication."""
    _OF_PROCESS["tasks"] = Tasks(places)


def _of_process() -> Tasks:
    return _OF_PROCESS["tasks"]
