"""Writes the published folder: dumps, pages, vocabularies, catalogue records and a manifest.

The folder is written under a temporary name and then renamed, so that readers find it complete. Files
that have not changed since an earlier publication are linked into it and not written again.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from privkg.core.files import folders, interruption
from privkg.core.files.folders import Replacement
from privkg.core.progress import SILENT, Progress, followed
from privkg.publish import layout, metadata
from privkg.publish.metadata.dataset import Dataset
from privkg.publish.metadata.description import DatasetDescription, describe
from privkg.publish.site import sitemap
from privkg.publish.site.contents import Contents
from privkg.publish.site.tasks import Done, Places, Tasks, batches, dump_formats, prepare, write_dumps
from privkg.publish.versions import manifest, seal
from privkg.store import processes, published
from privkg.store.graph import Graph
from privkg.store.processes import Runner
from privkg.store.published import Record

_WORTH_PROCESSES = 200
"""The smallest number of resources for which processes are started."""


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


def publish(
    graph: Graph, dataset: Dataset, folder: Path, progress: Progress = SILENT, jobs: int = 1
) -> Published:
    """Write a graph as a folder for any static host; an earlier publication is replaced.

    Args:
        graph: the graph.
        dataset: the description of the dataset.
        folder: the folder to write.
        progress: receives the dumps, and the resources that get pages.
        jobs: the number of processes that write dumps and pages, if there are many.

    Raises:
        UsageError: the folder was not published by privkg, or a file in it has changed since.
        PublishError: the IRI of a resource cannot be turned into a file name.
        StoreError: the stored graph is damaged.
        WriteError: the folder cannot be written.
        FailureError: a process was killed.
    """
    with (
        interruption.reporting(folder),
        progress.step("publishing"),
        folders.replacing(folder, manifest.marks, manifest.NAME) as made,
    ):
        record = _write(made, graph, dataset, progress, jobs)
        _put(made, sitemap.files(made.path, dataset.homepage))
        seal.seal(made.path, graph, made.kept)
        made.settle(manifest.NAME)
        sealed = manifest.sha256(made.path)  # not later: another process may replace the folder
        number = sum(1 for path in made.path.rglob("*") if path.is_file())
    record.write(graph.generation.parent, sealed)
    return Published(number, made.written, tuple(made.kept))


def scores(graph: Graph, dataset: Dataset, progress: Progress = SILENT) -> tuple[metadata.Score, ...]:
    """Return the missing fields of each catalogue record, as if the graph were published now."""
    with folders.scratch() as folder:
        write_dumps(graph, folder, progress)
        return metadata.scores(describe(dataset, graph, folder))


def _write(made: Replacement, graph: Graph, dataset: Dataset, progress: Progress, jobs: int) -> Record:
    """Write dumps, records and pages, and return what was made of each resource.

    At the end nothing refers to what is kept to make them.
    """
    record = Record()
    former = published.read(graph.generation.parent, manifest.sha256(made.earlier.folder))
    folders.make_new(made.path / layout.DUMPS)
    places = Places(
        generation=graph.generation,
        dataset=dataset,
        new=made.path,
        earlier=made.earlier.folder,
    )
    tasks = Tasks(places, graph, progress)
    with _runner(tasks, places, jobs) as runner:
        dumps = runner.run(tasks.dump, dump_formats())
        pages = list(_pages(tasks, former, runner))  # begun now, so that no process waits for the dumps
        for _ in followed(dumps, progress, "writing dumps", len(dump_formats())):
            pass
        description = describe(dataset, graph, made.path)
        for file in description.files:
            made.settle(file.path)
        _put(made, metadata.texts(description))
        for name, content in _others(tasks.contents, description):
            runner.check()
            made.put(name, content)
        for step, count, done in pages:
            for each in _followed(done, progress, step, count):
                made.written += each.written
                for resource in each.made:
                    record.add(resource)
    return record


def _runner(tasks: Tasks, places: Places, jobs: int) -> AbstractContextManager[Runner]:
    """Return a context with processes that write pages, or with this one if there are few."""
    count = sum(map(len, tasks.contents.of_kinds.values()))
    is_worth_it = count >= _WORTH_PROCESSES
    return processes.runner(jobs if is_worth_it else 1, "writes pages", partial(prepare, places))


def _pages(tasks: Tasks, former: Record, runner: Runner) -> Iterator[tuple[str, int, Iterator[Done]]]:
    """Yield the name, the number of resources and the results of each step of writing pages."""
    for kind, things in tasks.contents.of_kinds.items():
        yield f"writing {kind.plural}", len(things), runner.run(tasks.pages, batches(things, former))
    withdrawn = tasks.contents.withdrawn
    if withdrawn:
        done = runner.run(tasks.pages, batches(withdrawn, former, are_withdrawn=True))
        yield "writing withdrawn resources", len(withdrawn), done


def _followed(done: Iterable[Done], progress: Progress, step: str, count: int) -> Iterator[Done]:
    """Yield what was done as one step of progress, which counts resources."""
    with progress.step(step, count) as advance:
        for each in done:
            yield each
            advance(len(each.made))


def _others(contents: Contents, description: DatasetDescription) -> Iterator[tuple[str, bytes | str]]:
    """Yield the path and content of each file that is of no single resource."""
    page = contents.home(description)
    for file in chain(contents.search(), contents.others(), [page]):
        yield file.path, file.make()


def _put(made: Replacement, contents: Iterable[tuple[str, bytes | str]]) -> None:
    for name, content in contents:
        made.put(name, content)
