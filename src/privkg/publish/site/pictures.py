"""Pictures of pages as files of their own: SVG with styles, title, description and notes."""

from collections.abc import Iterator
from functools import partial

from privkg.publish.site import rendering
from privkg.publish.site.files import File
from privkg.publish.site.layers import Picture
from privkg.publish.site.overview import Overview
from privkg.publish.site.site import Site

FOLDER = "pictures"


def files(overview: Overview, site: Site) -> Iterator[File]:
    """Yield the SVG of each picture of the home page that has something to show."""
    if overview.matrix.types:
        yield _of_home("harms", site, matrix=overview.matrix)
    if overview.years:
        yield _of_home("years", site, years=overview.years)
    if overview.countries.counts:
        yield _of_home("countries", site, world=overview.world)


def layers(path: str, name: str, picture: Picture, site: Site) -> File:
    """Return the SVG of the acts of an actor, a harm or a group of this name."""
    template = f"{FOLDER}/layers"
    return File(path, partial(rendering.render, template, path, site=site, name=name, picture=picture))


def _of_home(name: str, site: Site, **values: object) -> File:
    path = f"{FOLDER}/{name}.svg"
    return File(path, partial(rendering.render, f"{FOLDER}/{name}", path, site=site, **values))
