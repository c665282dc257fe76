"""Writes the index of words and facets of a build."""

from privkg.build.affected import Affected
from privkg.build.draft import Draft
from privkg.core.progress import Progress, followed
from privkg.search.entries import Described, entry
from privkg.search.index import Writer
from privkg.store import quads_text
from privkg.store.generations import NewGeneration
from privkg.store.graph import Quads


def write(
    drafted: Draft,
    quads: Quads,
    concerned: Affected | None,
    generation: NewGeneration,
    progress: Progress,
) -> None:
    """Write the index of a draft in the folder of its generation.

    Args:
        drafted: the draft.
        quads: its quads, in a store.
        concerned: what its changes affect; None if there is no former index.
        generation: the generation, and the one that it is made from.
        progress: receives the incidents.

    Raises:
        WriteError: the disk is full.
    """
    writer, described = Writer(generation.folder, generation.former), Described(quads)
    pages = concerned.pages if concerned else drafted.pages
    with progress.step("indexing words"):
        for page in drafted.changes.removed:
            writer.remove(page.slug)
        for page in followed(pages, progress, "indexing words", len(pages)):
            facts, _ = drafted.graphs_of(page)
            writer.put(entry(page.slug, quads_text.triples(facts), described))
        writer.finish()
