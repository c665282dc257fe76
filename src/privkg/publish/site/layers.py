"""Who did what to whom: acts as lines between three columns, of actors, harms and groups."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, product

from privkg.core.lettering import folded, shortened, typeset
from privkg.core.text import counted
from privkg.publish.site import counting, marks
from privkg.publish.site.pages import Link, Named
from privkg.publish.site.viewer import Viewer

FEWEST = 2
"""The smallest number of acts that are drawn."""
_MOST = 40
"""The number of names in a picture of many; a column with others has one line more."""
_SIZE, _ROOM, _HARM_ROOM = 14.0, 240.0, 184.0
_PITCH, _HARM_PITCH, _HEADING, _APART = 40, 27, 34, 4


_LACKING = (
    Link(text="not named"),
    Link(text="no harm understood"),
    Link(text="not named"),
    Link(text="not understood", mark=marks.UNKNOWN),
)
_ACTOR, _HARM, _GROUP = range(3)
_ENDS = {_ACTOR: (268, 420), _GROUP: (774, 650)}
"""Where the lines of the names of a column begin, and where they end at a harm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A line between a name and a harm: the number of acts with one claim status, and its curve."""

    harm: Link
    status: Link
    acts: int
    curve: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name in a column: the number of its acts, its lines of text, its middle, and its ties."""

    link: Link
    acts: int
    lines: tuple[str, ...]
    y: int
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The name of a group of harms above them, with its class and its middle."""

    group: Link
    mark: str
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Acts in three columns, from top to bottom; only actors and groups have ties.

    `statuses` are the claim statuses of the acts.
    """

    actors: tuple[Name, ...]
    harms: tuple[Name, ...]
    groups: tuple[Name, ...]
    headings: tuple[Heading, ...]
    statuses: tuple[Link, ...]
    height: int

    @property
    def heads(self) -> tuple[str, str, str]:
        """The heads of the columns: how many names each has, without that for all others."""
        actors, harms, groups = (
            sum(bool(name.link.target) for name in names)
            for names in (self.actors, self.harms, self.groups)
        )
        return counted(actors, "actor"), counted(harms, "harm"), f"{counted(groups, 'group')} of people"


class Drawer:
    """Draws acts.

    Args:
        viewer: what names harms and their groups.
    """

    def __init__(self, viewer: Viewer) -> None:
        self._places: dict[Link, int] = {}
        self._headings: dict[Link, tuple[Link, str]] = {}
        for place, harm in enumerate(marks.harms()):
            link, group = viewer.link(harm), marks.group(harm)
            self._places[link] = place
            if group:
                self._headings[link] = viewer.link(group), marks.of_group(group)

    def drawn(self, found: Mapping[Named, int]) -> Picture | None:
        """Return the picture of acts, each with its number; None if they are fewer than two."""
        if sum(found.values()) < FEWEST:
            return None
        acts = _with_others(_completed(found))
        sizes = _sizes(acts, _HARM)
        harms = sorted(sizes, key=lambda link: (self._place(link), link.text))
        columns = {column: _ordered(acts, column, harms) for column in _ENDS}
        height = max(self._tall(harms), *(_PITCH * len(names) for names in columns.values()))
        places, headings = self._stacked(harms, height)
        actors, groups = (
            tuple(_spread(acts, column, names, places, height)) for column, names in columns.items()
        )
        return Picture(
            actors=actors,
            harms=tuple(_harm(harm, sizes[harm], y) for harm, y in places.items()),
            groups=groups,
            headings=headings,
            statuses=tuple(sorted({s for each in acts for s in each.statuses}, key=_text)),
            height=height,
        )

    def _place(self, harm: Link) -> int:
        return self._places.get(harm, len(self._places))

    def _tall(self, harms: Sequence[Link]) -> int:
        headings = {self._headings[harm] for harm in harms if harm in self._headings}
        return _HARM_PITCH * len(harms) + _HEADING * len(headings)

    def _stacked(
        self, harms: Sequence[Link], height: int
    ) -> tuple[dict[Link, int], tuple[Heading, ...]]:
        """Return the middles of harms, one below the other, and the headings of their groups."""
        places, headings, y = dict[Link, int](), list[Heading](), (height - self._tall(harms)) // 2
        for heading, some in groupby(harms, key=self._headings.get):
            if heading:
                group, mark = heading
                headings.append(Heading(group=group, mark=mark, y=y + _HEADING // 2))
                y += _HEADING
            for harm in some:
                places[harm] = y + _HARM_PITCH // 2
                y += _HARM_PITCH
        return places, tuple(headings)


def _completed(acts: Mapping[Named, int]) -> Mapping[Named, int]:
    """Return acts in which what is not named is named as that."""
    found = Counter[Named]()
    for each, number in acts.items():
        columns = (links or (none,) for links, none in zip(each, _LACKING, strict=True))
        found[Named(*columns)] += number
    return found


def _with_others(acts: Mapping[Named, int]) -> Mapping[Named, int]:
    """Return acts with the names of 40; all others of a column have one name, with their number.

    A single other keeps its name, as it takes the same line.
    """
    columns = [counting.by_size(_sizes(acts, column)) for column in (_ACTOR, _HARM, _GROUP)]
    names = list[dict[Link, Link]]()
    for found, room in zip(columns, _rooms(*map(len, columns)), strict=True):
        found.sort(key=lambda each: bool(each[0].target))  # "not named" is not one of the others
        rest = [link for link, _ in found[room:]]
        others = Link(text=counted(len(rest), "other"))
        names.append({link: link for link, _ in found})
        if len(rest) > 1:
            names[-1].update(dict.fromkeys(rest, others))
    shown = Counter[Named]()
    for each, number in acts.items():
        actors, harms, groups = (
            tuple(dict.fromkeys(of[link] for link in links))
            for of, links in zip(names, each[:3], strict=True)
        )
        shown[Named(actors, harms, groups, each.statuses)] += number
    return shown


def _rooms(actors: int, harms: int, groups: int) -> tuple[int, int, int]:
    """Return how many names of each column are shown, of harms at most 20."""
    shown = min(harms, _MOST // 2)
    room = _MOST - shown
    left = min(actors, max(room // 2, room - groups))
    return left, shown, min(groups, room - left)


def _sizes(acts: Mapping[Named, int], column: int) -> Counter[Link]:
    """Return the number of acts of each name in a column."""
    found = Counter[Link]()
    for each, number in acts.items():
        for link in each[column]:
            found[link] += number
    return found


def _ordered(acts: Mapping[Named, int], column: int, harms: Iterable[Link]) -> list[Link]:
    """Return the names of a column by the mean place of their harms, then by size and name.

    A name that no page has, such as that of all others, comes last.
    """
    places, sums = {harm: place for place, harm in enumerate(harms)}, Counter[Link]()
    sizes, ties = _sizes(acts, column), Counter[Link]()
    for each, number in acts.items():
        for name, harm in product(each[column], each.harms):
            sums[name] += number * places[harm]
            ties[name] += number
    return sorted(
        sizes,
        key=lambda link: (
            not link.target,
            sums[link] / ties[link],
            -sizes[link],
            link.text,
            link.target,
        ),
    )


def _spread(
    acts: Mapping[Named, int],
    column: int,
    names: Sequence[Link],
    places: Mapping[Link, int],
    height: int,
) -> Iterator[Name]:
    """Yield the names of a column from top to bottom, with their lines to harms."""
    sizes, tied = _sizes(acts, column), dict[Link, dict[Link, Counter[Link]]]()
    for each, number in acts.items():
        for name, harm, status in product(each[column], each.harms, each.statuses):
            tied.setdefault(name, {}).setdefault(harm, Counter())[status] += number
    for at, link in enumerate(names):
        y = (2 * at + 1) * height // (2 * len(names))
        ties = tuple(_ties(tied[link], _ENDS[column], y, places))
        lines = tuple(folded(typeset(link.text), _SIZE, _ROOM, lines=2))
        yield Name(link=link, acts=sizes[link], lines=lines, y=y, ties=ties)


def _ties(
    tied: Mapping[Link, Mapping[Link, int]], ends: tuple[int, int], y: int, places: Mapping[Link, int]
) -> Iterator[Tie]:
    """Yield the lines of a name; those to one harm lie side by side, one for each claim status."""
    for harm in sorted(tied, key=lambda link: places[link]):
        for at, status in enumerate(sorted(tied[harm], key=_text)):
            aside = _APART * at - _APART * (len(tied[harm]) - 1) // 2
            start, end, half = y + aside, places[harm] + aside, sum(ends) // 2
            curve = f"M{ends[0]} {start}C{half} {start} {half} {end} {ends[1]} {end}"
            yield Tie(harm=harm, status=status, acts=tied[harm][status], curve=curve)


def _harm(link: Link, acts: int, y: int) -> Name:
    return Name(link=link, acts=acts, lines=(shortened(link.text, _SIZE, _HARM_ROOM),), y=y)


def _text(link: Link) -> str:
    return link.text
