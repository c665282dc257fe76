"""The barrier of a build: the steps that need all pages, after each was read on its own.

They find duplicate pages, choose the slug of each incident, and check references between pages. No
other step before the shared graphs depends on more than one page, so reading can run in parallel.
"""

import json
import re
import urllib.parse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from pathlib import Path
from typing import Protocol

from privkg import sources
from privkg.build import packing
from privkg.build.packing import Body, Key, PackedOutcome, PackedPage, PageHead
from privkg.build.pages import FileRemark, LeftOut, Rejected
from privkg.build.spool import Spool
from privkg.rdf import iris
from privkg.rdf.iris import DEFAULT, Base
from privkg.rdf.terms import Term


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A page that is not read, since it is the same as another: both names, and how they compare."""

    name: str
    taken: str
    how: str

    def __str__(self) -> str:
        """Return the line to print."""
        return f"{self.name}: {self.how} {self.taken}; read once"


@dataclass(frozen=True, slots=True)
class CollectedPage:
    """An accepted page, and what follows for it from the others.

    Attributes:
        head: what the page was compared by.
        slug: the final slug of its incident.
        files: the base names of the files that contain the page; in an archive, the name and the key.
        absent: the rows that it refers to, and that do not exist.
    """

    head: PageHead
    slug: str
    files: tuple[str, ...]
    absent: tuple[Term, ...] = ()

    @staticmethod
    def of(head: PageHead, in_dataset: str) -> "CollectedPage":
        """Return a page from its head and `in_dataset`."""
        slug, files, absent = json.loads(in_dataset)
        return CollectedPage(head, slug, tuple(files), tuple(map(Term, absent)))

    @property
    def key(self) -> Key:
        """The key of the page in the state of the build."""
        assert self.head.at  # noqa: S101
        return self.head.at

    @property
    def in_dataset(self) -> str:
        """What follows from the other pages, as JSON."""
        return json.dumps([self.slug, self.files, self.absent])

    @property
    def sha256(self) -> str:
        """The SHA-256 of the text, which identifies the page."""
        return self.head.sha256

    @property
    def has_other_files(self) -> bool:
        """Whether its graphs name other files than the one that it was read from.

        The position of a part is valid in one file only, so that the others are not named.
        """
        return self.files != (self.head.file,) and not self.head.is_part

    @property
    def is_as_read(self) -> bool:
        """Whether its graphs are in the dataset as they were read."""
        return self.slug == self.head.slug and not self.absent and not self.has_other_files

    def changed(self, base: Base, body: Body) -> Body:
        """Return its body as it is in the dataset, given the one that was read."""
        found, slug = body, self.slug
        if slug != self.head.slug:
            found = found.renamed(base, self.head.slug, slug)
        if self.absent:
            found = found.without_rows(base, slug, self.absent)
        if self.has_other_files:
            found = found.with_files(base, slug, self.files)
        return found


class Bodies(Protocol):
    """The bodies of the pages that a former build read."""

    def body(self, key: Key) -> Body:
        """Return the body of a page, as it was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """The outcomes of all pages.

    Attributes:
        base: the base of the IRIs in the pages.
        pages: the accepted pages, in the order of their SHA-256.
        duplicates: the pages that another page replaces, and the rejected files that equal another.
        rejected: the files, or remaining parts of files, that cannot be read.
        left_out: the files that were skipped on purpose.
        remarks: lines about files that concern no single page.
        unused: the pages that another page replaces.
        cached: the number of pages that came from the cache.
        spool: the bodies of the pages that were read.
        former: the bodies of the others.
    """

    base: Base
    pages: tuple[CollectedPage, ...]
    duplicates: tuple[Duplicate, ...]
    rejected: tuple[Rejected, ...]
    left_out: tuple[LeftOut, ...]
    remarks: tuple[FileRemark, ...]
    unused: tuple[PageHead, ...]
    cached: int
    spool: Spool
    former: Bodies | None = None

    def body(self, page: CollectedPage) -> Body:
        """Return the rest of a page, as it is in the dataset."""
        return page.changed(self.base, packing.unpack(self.entry(page.head)))

    def entry(self, head: PageHead) -> bytes:
        """Return the packed body of a page, as it was read."""
        if head.body:
            return self.spool.get(head.body)
        assert self.former and head.at  # noqa: S101
        return packing.to_bytes(self.former.body(head.at))


def collect(
    outcomes: Iterable[PackedOutcome | PageHead],
    left_out: Iterable[LeftOut] = (),
    base: Base = DEFAULT,
    former: Bodies | None = None,
    spool: Spool | None = None,
) -> Collected:
    """Collect the outcomes of all pages; of equal pages one is accepted.

    Pages are equal if their texts are: the first is accepted, or the first with a known address. Two
    pages with one web address, or with one title and equal facts, are forms of one page: that of the
    format with the lowest rank is accepted.

    Args:
        outcomes: the outcome of each page, in the order of files and pages; only the head of a page
            that a former build read, or whose body is in the spool already.
        left_out: the files that the search skipped.
        base: the base of the IRIs in the pages.
        former: the bodies of the pages that a former build read.
        spool: where the bodies of the others are kept; if None, an empty one.

    Raises:
        WriteError: the folder of temporary files is full.
    """
    spool, read = spool or Spool(), list[PageHead | Rejected]()
    others = list[LeftOut | FileRemark](left_out)
    for outcome in outcomes:
        if isinstance(outcome, PackedPage):
            read.append(replace(outcome.head, body=spool.put(outcome.body)))
        elif isinstance(outcome, PageHead | Rejected):
            read.append(outcome)
        else:
            others.append(outcome)
    equal = _equal(read)
    taken, duplicates = _one_of_each(equal.values())
    pages, forms = _without_forms([page for page in taken if isinstance(page, PageHead)])
    slugs = iris.slugs((page.name, page.sha256) for page in pages)
    files = ((_file_name(one) for _, one in equal[page.sha256]) for page in pages)
    found = [
        CollectedPage(page, slugs[page.sha256], tuple(sorted(set(names))))
        for page, names in zip(pages, files, strict=True)
    ]
    accepted = {id(page) for page in pages}
    return Collected(
        base=base,
        pages=tuple(_with_absent_rows(found, base)),
        duplicates=(*duplicates, *forms),
        rejected=tuple(one for one in taken if isinstance(one, Rejected)),
        left_out=tuple(one for one in others if isinstance(one, LeftOut)),
        remarks=tuple(one for one in others if isinstance(one, FileRemark)),
        unused=tuple(one for one in read if isinstance(one, PageHead) and id(one) not in accepted),
        cached=sum(isinstance(one, PageHead) and one.is_cached for one in read),
        spool=spool,
        former=former,
    )


_Group = Sequence[tuple[int, PageHead | Rejected]]
"""Equal pages, or equal rejected files, with their numbers in the order of reading."""


def _equal(read: Iterable[PageHead | Rejected]) -> Mapping[str, _Group]:
    """Return the outcomes that are equal, by what they share."""
    equal: dict[str, list[tuple[int, PageHead | Rejected]]] = {}
    for number, outcome in enumerate(read):
        equal.setdefault(_identity(outcome) or f"{number}", []).append((number, outcome))
    return equal


def _one_of_each(groups: Iterable[_Group]) -> tuple[list[PageHead | Rejected], list[Duplicate]]:
    """Return one of each group of equal outcomes, and the others in the order of reading."""
    taken, duplicates = list[PageHead | Rejected](), list[tuple[int, Duplicate]]()
    for group in groups:
        _, best = min(group, key=lambda one: (_preference(one[1]), one[0]))
        taken.append(best)
        duplicates += [
            (number, Duplicate(_name(one), _name(best), "duplicate of"))
            for number, one in group
            if one is not best
        ]
    return taken, [one for _, one in sorted(duplicates, key=itemgetter(0))]


def _with_absent_rows(pages: Sequence[CollectedPage], base: Base) -> Iterator[CollectedPage]:
    """Yield the pages, each with the rows that it refers to and that do not exist.

    A page names a row by the slug that the other incident has in the dataset ("letters-opened/v2"), and
    slugs are final only when all titles are known.
    """
    rows = {page.slug: page.head.rows for page in pages}
    for page in pages:
        wanted = {reference.row for reference in page.head.references}
        absent = (row for row in wanted if not 0 < iris.row_number(row) <= rows.get(_slug(row, base), 0))
        yield replace(page, absent=tuple(sorted(absent))) if wanted else page


def _slug(row: Term, base: Base) -> str:
    return base.slug_of(row) or ""


def _without_forms(pages: Sequence[PageHead]) -> tuple[list[PageHead], list[Duplicate]]:
    """Return the pages in the order of their SHA-256, one of each page, and its other forms."""
    ordered = sorted(pages, key=lambda page: (sources.rank(page.source), page.sha256))
    taken, others = list[PageHead](), list[Duplicate]()
    for number, first in enumerate(_firsts_with_a_key_in_common(ordered)):
        page, best = ordered[number], ordered[first]
        if page is best:
            taken.append(page)
            continue
        is_equal = page.facts == best.facts
        how = "another form of" if is_equal else "with other facts, but the same page as"
        others.append(Duplicate(page.label, best.label, how))
    return sorted(taken, key=lambda page: page.sha256), others


def _firsts_with_a_key_in_common(pages: Sequence[PageHead]) -> list[int]:
    """Return, for each page, the number of the first page that is a form of the same page.

    Two forms may have nothing in common but a third: one its address, the other its facts.
    """
    first: dict[object, int] = {}
    parents = list(range(len(pages)))

    def root(number: int) -> int:
        while parents[number] != number:
            parents[number] = number = parents[parents[number]]
        return number

    for number, page in enumerate(pages):
        # The title is not the name of a register's record, whose facts may differ between its editions.
        named = (("name", page.name),) if page.name != page.title else ()
        keys = (page.facts, *named, *((_address(page.address),) if page.address else ()))
        for key in keys:
            one, other = root(first.setdefault(key, number)), root(number)
            parents[max(one, other)] = min(one, other)
    return [root(number) for number in range(len(pages))]


def _address(address: str) -> str:
    """Return an address by which pages are compared.

    Scheme and case of the host do not matter; nor whether a character is percent-encoded, which
    programs do differently.
    """
    host, slash, path = re.sub("^https?://", "", address).partition("/")
    return f"{host.lower()}{slash}{urllib.parse.unquote(path)}"


def _preference(outcome: PageHead | Rejected) -> tuple[bool, bool]:
    """Return a key by which the one of equal pages is taken that has an address and a title."""
    if isinstance(outcome, Rejected):
        return False, False
    return not outcome.address, not outcome.has_title


def _identity(outcome: PageHead | Rejected) -> str:
    """Return a key that equal pages, or equal rejected files, share; empty if there is none."""
    if isinstance(outcome, PageHead):
        return outcome.sha256
    return f"rejected {outcome.sha256}" if outcome.sha256 else ""


def _name(outcome: PageHead | Rejected) -> str:
    return outcome.label if isinstance(outcome, PageHead) else outcome.path


def _file_name(outcome: PageHead | Rejected) -> str:
    """Return the base name of a page's file, `name#key` if the page is a text in an archive."""
    return outcome.file if isinstance(outcome, PageHead) else Path(outcome.path).name
