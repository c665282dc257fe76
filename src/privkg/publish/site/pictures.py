"""The pictures of the home page as files of their own: SVG with styles, title, description and notes."""

from collections.abc import Iterator

from privkg.publish.site import rendering
from privkg.publish.site.overview import Overview
from privkg.publish.site.site import Site

FOLDER = "pictures"


def files(overview: Overview, site: Site) -> Iterator[tuple[str, str]]:
    """Yield the path and the SVG of each picture that has something to show."""
    if overview.matrix.types:
        yield _file("harms", site, matrix=overview.matrix)
    if overview.years:
        yield _file("years", site, years=overview.years)
    if overview.countries.counts:
        yield _file("countries", site, world=overview.world)


def _file(name: str, site: Site, **values: object) -> tuple[str, str]:
    path = f"{FOLDER}/{name}.svg"
    return path, rendering.render(f"{FOLDER}/{name}", path, site=site, **values)
