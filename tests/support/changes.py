"""Changes of a folder of pages, as people make them: pages are written, removed, renamed, withdrawn."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from builders import PREFIX_LINES, page_text, row_text
from privkg.rdf.iris import DEFAULT

TITLES = ("Letters opened", "Cameras for sale", "Letters opened ab12cd34")
NAMES = ("a.txt", "b.txt", "c.txt", "d/a.txt", "e.txt")
ACTORS = (
    "Example Agency",
    "example  Agency",
    "Moscow's Department of Technology",
    "Google LLC",
    "Alphabet Inc.",
)
GROUPS = ("People in Moscow", "Women in Moscow", "Pupils in Oslo", "people in Moscow")
PLACES = ("Moscow, Russia", "Oslo, Norway", "Global", "Nowhere, Atlantis")
NOTICE = (
    f'<{DEFAULT.things}notice/one> a pk:Withdrawal ; dcterms:title "Gone is withdrawn"@en ;'
    ' pk:reason "No source stands"@en ; dcterms:date "2026-11-01"^^xsd:date ;'
    f" pk:concerns {DEFAULT.incident('gone')} .\n"
)


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Return a page whose resources other pages share, sometimes with faults."""
    actor, group = draw(st.sampled_from(ACTORS)), draw(st.sampled_from(GROUPS))
    follows = draw(st.sampled_from((None, None, "letters-opened/v1", "cameras-for-sale/v2")))
    harm = draw(st.sampled_from(("Surveillance", "Surveillance", "Blackmail", "Surveilance")))
    row = row_text(
        Threat=f"{actor} watching people", At_Risk_group=group, Harm=harm, Follows_from=follows
    )
    return page_text(
        draw(st.sampled_from(TITLES)),
        lead=draw(st.sampled_from(("A lead.", "Another lead.", "Write to jo@example.org.", ""))),
        rows=(row,) * draw(st.integers(1, 2)),
        sources=draw(st.sampled_from(("https://example.org/a", "https://example.org/b | A Paper"))),
        Threat_Actors=actor,
        Affected=group,
        High_Risk_Groups=draw(st.sampled_from(("", *GROUPS))),
        Solove_Harm=harm,
        Location=draw(st.sampled_from(PLACES)),
    )


Step = Callable[[Path], None]


@dataclass(frozen=True)
class Written:
    """A page is written, over any former one."""

    name: str
    text: str

    def __call__(self, folder: Path) -> None:
        (folder / self.name).parent.mkdir(exist_ok=True)
        (folder / self.name).write_text(self.text, encoding="utf-8")


@dataclass(frozen=True)
class Removed:
    """A file is removed."""

    name: str

    def __call__(self, folder: Path) -> None:
        (folder / self.name).unlink(missing_ok=True)


@dataclass(frozen=True)
class Renamed:
    """A file is renamed, or copied, over any former one."""

    name: str
    new: str
    is_copy: bool

    def __call__(self, folder: Path) -> None:
        if (folder / self.name).exists() and self.name != self.new:
            (folder / self.new).parent.mkdir(exist_ok=True)
            if self.is_copy:
                shutil.copy2(folder / self.name, folder / self.new)
            else:
                (folder / self.name).replace(folder / self.new)


@dataclass(frozen=True)
class Noticed:
    """A notice is added or removed."""

    is_there: bool

    def __call__(self, folder: Path) -> None:
        (folder / "notices").mkdir(exist_ok=True)
        (folder / "notices" / "one.ttl").write_text(PREFIX_LINES + NOTICE if self.is_there else "")


names = st.sampled_from(NAMES)
steps = st.one_of(
    st.builds(Written, names, pages()),
    st.builds(Written, names, pages()),
    st.builds(Removed, names),
    st.builds(Renamed, names, names, st.booleans()),
    st.builds(Noticed, st.booleans()),
)


SLOW = settings(
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.data_too_large,
    ],
)
