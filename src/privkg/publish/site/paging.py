"""Long lists, split into pages of a bounded number of entries."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from privkg.publish import layout
from privkg.publish.site.pages import Link, Pager
from privkg.rdf.terms import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The entries of a list that are on one page: the page's path, and links to the others."""

    path: str
    entries: Sequence[Term]
    pager: Pager


def shares(stem: str, entries: Sequence[Term]) -> Iterator[Share]:
    """Yield a list in shares for numbered pages; the first has the path of the list.

    An empty list is one empty page.
    """
    starts = range(0, max(len(entries), 1), layout.MOST_ENTRIES)
    split = {
        layout.numbered(stem, number): entries[start : start + layout.MOST_ENTRIES]
        for number, start in enumerate(starts, start=1)
    }
    names = {path: str(number) for number, path in enumerate(split, start=1)}
    yield from _shares(split, names)


def named_shares(
    index: str, split: Mapping[str, Sequence[Term]], names: Mapping[str, str]
) -> Iterator[Share]:
    """Yield the shares of a list that is split by name, after a page that only links to them.

    Args:
        index: the path of that page.
        split: the entries by the path of their page.
        names: the name of each page, by its path.
    """
    links = tuple(Link(text=names[path], target=path) for path in split)
    yield Share(path=index, entries=(), pager=Pager(pages=links))
    yield from _shares(split, names)


def _shares(split: Mapping[str, Sequence[Term]], names: Mapping[str, str]) -> Iterator[Share]:
    links = tuple(Link(text=names[path], target=path) for path in split)
    for current, (path, entries) in enumerate(split.items()):
        yield Share(path=path, entries=entries, pager=Pager(pages=links, current=current))
