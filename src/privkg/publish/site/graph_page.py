"""The page of the whole graph: who did what to whom, in all acts."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain, islice

from privkg.core.text import counted
from privkg.publish.site import layers, pictures, rendering
from privkg.publish.site.files import File
from privkg.publish.site.layers import Picture
from privkg.publish.site.pages import Named
from privkg.publish.site.site import Site
from privkg.publish.site.viewer import Viewer
from privkg.query.evidence import Reader
from privkg.rdf.terms import Term

PATH = "graph.html"
DRAWING = f"{pictures.FOLDER}/acts.svg"
_NAME = "all incidents"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """All acts: a sentence with the numbers of what they name, and their picture if they are enough."""

    sentence: str
    picture: Picture | None


def files(incidents: Sequence[Term], reader: Reader, viewer: Viewer, site: Site) -> Iterator[File]:
    """Yield the page of the acts of some incidents and, if they are enough, the SVG of their picture."""
    acts = cache(partial(_acts, incidents, viewer))
    yield File(PATH, lambda: rendering.render("graph", PATH, site=site, acts=acts(), drawing=DRAWING))
    rows = chain.from_iterable(map(reader.rows, incidents))
    if len(list(islice(rows, layers.FEWEST))) == layers.FEWEST:
        yield File(DRAWING, lambda: _drawn(acts(), site))


def _acts(incidents: Sequence[Term], viewer: Viewer) -> Acts:
    found = Counter(named for each in incidents for named in viewer.rows.of_incident(each))
    actors, harms, groups = (
        {link for named in found for link in named[column]} for column in range(len(Named._fields) - 1)
    )
    sentence = (
        f"{counted(len(actors), 'actor')}, {counted(len(harms), 'harm')},"
        f" {counted(len(groups), 'group')} of people, and the {counted(found.total(), 'act')}"
        f" between them, in {counted(len(incidents), 'incident')}."
    )
    return Acts(sentence=sentence, picture=layers.Drawer(viewer).drawn(found))


def _drawn(acts: Acts, site: Site) -> bytes | str:
    assert acts.picture  # noqa: S101  # this file is there only with enough rows
    return pictures.layers(DRAWING, _NAME, acts.picture, site).make()
