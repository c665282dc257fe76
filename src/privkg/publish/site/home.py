"""The home page: description and counts of the dataset, latest incidents, downloads, citation."""

from collections.abc import Mapping, Sequence
from functools import partial

from privkg.core.text import counted
from privkg.publish import metadata
from privkg.publish.metadata.description import DatasetDescription
from privkg.publish.metadata.records import schemaorg
from privkg.publish.site import counting, crediting, lists, rendering
from privkg.publish.site.files import File
from privkg.publish.site.lists import Entry
from privkg.publish.site.overview import Overview
from privkg.publish.site.site import Site
from privkg.rdf.kinds import Kind

PATH = "index.html"
LATEST = 20
"""The number of incidents that the home page lists."""


def page(
    description: DatasetDescription,
    site: Site,
    overview: Overview,
    latest: Sequence[Entry],
    sizes: Mapping[Kind, int],
) -> File:
    """Return the home page."""
    counts = [
        (what.title, f"{kind.plural}.html", counting.grouped(sizes[kind]))
        for kind, what in lists.LISTS.items()
    ]
    shown = partial(
        rendering.render,
        "index",
        PATH,
        site=site,
        document=schemaorg.record(description),
        counts=[*counts, ("Statements", "", counting.grouped(description.statistics.triples))],
        overview=overview,
        latest=latest,
        total=sizes[Kind.INCIDENT],
        downloads=[(file, _size(file.bytes)) for file in description.files],
        records=metadata.files(),
        citation=site.citation(),
        credits=[
            (counted(part.incidents, "incident"), crediting.shown(part.credit, description.base))
            for part in description.credits.parts
        ],
    )
    return File(PATH, shown)


def _size(number: int) -> str:
    """Return a number of bytes for people, such as 1.8 MB."""
    unit, divisor = ("MB", 1_000_000) if number >= 1_000_000 else ("kB", 1_000)
    return f"{number / divisor:.1f}\u00a0{unit}" if number >= divisor else f"{number}\u00a0B"
