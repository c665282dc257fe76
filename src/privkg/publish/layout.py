"""Paths of the dataset and of the vocabularies in a published folder."""

from collections import Counter
from collections.abc import Collection

from privkg.export import formats
from privkg.export.formats import FileFormat
from privkg.rdf.kinds import Kind
from privkg.rdf.schemes import schemes

DUMPS = "data"
TABLES = f"{DUMPS}/tables"
KINDS = tuple(kind for kind in Kind if kind not in (Kind.PAGE, Kind.SOURCE))
"""The kinds of resources with files of their own; incidents describe their pages and sources."""
GZIP = ".gz"
"""The suffix of compressed files."""
LICENCES = "index.html#licences"
"""The list of the licences of a dataset that has several."""
MOST_ENTRIES = 500
"""The largest number of entries on a page of a list."""
_NAME = "privkg"


def dump(of: FileFormat) -> str:
    """Return the path of the dataset in a format: a compressed file, or a folder of several files."""
    return TABLES if of.is_folder else f"{DUMPS}/{_NAME}{of.suffix}{GZIP}"


def format_of(path: str) -> str | None:
    """Return the name of the format of a published file, compressed or not; None if it has none."""
    return formats.of_file(path.removesuffix(GZIP))


def vocabularies() -> tuple[str, ...]:
    """Return the folders of the vocabularies: the ontology, each concept scheme, and the shapes."""
    return ("ns", *(scheme.name for scheme in schemes()), "shapes")


def numbered(stem: str, number: int) -> str:
    """Return the path of a page of a list that is split into several, counted from 1."""
    return f"{stem}.html" if number == 1 else f"{stem}/{number}.html"


def sources(start: str) -> str:
    """Return the path of the list of the sources whose names start with some digits."""
    stem = f"{Kind.SOURCE.plural}/{start}" if start else Kind.SOURCE.plural
    return f"{stem}.html"


def digits(names: Collection[str]) -> int:
    """Return by how many of their first digits sources are split into pages: 0 for a single page.

    The page of a source then follows from its IRI alone, so that a host needs no table of redirects.

    Args:
        names: the last part of the IRI of each source, in hex.
    """
    longest = max(map(len, names), default=0)
    return next(count for count in range(longest + 1) if _fits(names, count) or count == longest)


def _fits(names: Collection[str], count: int) -> bool:
    sizes = Counter(name[:count] for name in names)
    return max(sizes.values(), default=0) <= MOST_ENTRIES
