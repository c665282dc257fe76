"""The pages by which a dataset differs from the former one, and tables brought up to date by them."""

from collections.abc import Iterable
from dataclasses import dataclass

from privkg.build import packing
from privkg.build.collect import Collected, CollectedPage
from privkg.build.incremental.state import State
from privkg.build.mentions import MentionTable
from privkg.build.reached import Reached
from privkg.rdf.terms import Triple
from privkg.reference.authority import Authority


@dataclass(frozen=True, slots=True)
class Changes:
    """The differences between a dataset and the former one.

    Attributes:
        written: the pages that are new, or differ in their graphs or their places.
        removed: the pages of the former dataset that it does not have, or has otherwise.
    """

    written: tuple[CollectedPage, ...]
    removed: tuple[CollectedPage, ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of what all pages name and state about shared resources."""

    mentions: MentionTable
    reached: Reached


def find(collected: Collected, former: State) -> Changes:
    """Return the differences between the pages of a dataset and those of the former one."""
    was = former.in_dataset()
    written = list[CollectedPage]()
    for page in collected.pages:
        key = None if page.head.body else page.head.at
        if key and was.get(key) == page.in_dataset:
            del was[key]
        else:
            written.append(page)
    return Changes(tuple(written), tuple(former.page(key) for key in sorted(was)))


def tables(
    changes: Changes,
    collected: Collected,
    former: State,
    state: State,
    records: Authority,
    links: Iterable[Triple],
) -> Tables:
    """Bring the state of a build up to date, and return its tables.

    Args:
        changes: the differences between the dataset and the former one.
        collected: the pages of the dataset.
        former: the state of the former build.
        state: that of this build, a copy of the former.
        records: the authority records.
        links: the accepted links.
    """
    base = collected.base
    mentions = MentionTable(state.database, records, is_tracked=not former.is_new)
    reached = Reached(state.database, records, links)
    for page in changes.removed:
        body = page.changed(base, former.body(page.key))
        mentions.remove(page.sha256, body.mentions)
        reached.add(base.incident(page.slug), body.terms, body.mentions, pages=-1)
    for page in changes.written:
        entry = collected.entry(page.head)
        body = page.changed(base, packing.unpack(entry))
        mentions.add(page.sha256, body.mentions)
        reached.add(base.incident(page.slug), body.terms, body.mentions)
        state.put_page_of_dataset(page, entry)
    removed = {page.key for page in changes.removed}
    for head in collected.unused:
        if head.body or head.at in removed:
            state.put_unused_page(head, collected.entry(head))
    mentions.finish()
    reached.save()
    return Tables(mentions, reached)
