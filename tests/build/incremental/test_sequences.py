"""A build after any changes of its files is the build of a new graph from them."""

import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders import PREFIX_LINES, page_text, row_text
from privkg import build
from privkg.rdf.iris import DEFAULT
from privkg.search.find import find
from privkg.search.index import Index
from privkg.store import generations
from privkg.store.graph import open_graph

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


def check_sequence(sequence: list[list[Step]]) -> None:
    """Check after each group of steps that the build is that of a new graph from the same files."""
    with tempfile.TemporaryDirectory() as name:
        folder, graph = Path(name, "pages"), Path(name, "graph")
        folder.mkdir()
        Written("always.txt", page_text("A page that is always there"))(folder)
        for number, group in enumerate(sequence):
            for step in group:
                step(folder)
            time.sleep(0.02)  # a file that has just been changed is read again
            found = build.build([folder], graph)
            expected = build.build([folder], Path(name, f"fresh{number}"))
            assert outcome(expected) == outcome(found)
            opened = open_graph(graph)
            assert list(open_graph(Path(name, f"fresh{number}")).manifest.pages) == list(
                opened.manifest.pages
            )
            assert indexed(Path(name, f"fresh{number}")) == indexed(graph)
            opened.verify()


def indexed(graph: Path) -> tuple[object, ...]:
    """Return what the index of a graph has, and what it answers."""
    index = Index(generations.current(graph))
    answers = [find(index, text) for text in ("lead", "moscow agency", "watching", "letters", "")]
    return list(index.entries()), answers


def outcome(report: build.Report) -> tuple[object, ...]:
    """Return what a build found and wrote, without the folder that it wrote in."""
    assert report.manifest
    lines = [line.replace(str(report.directory), "graph") for line in report.lines()]
    return lines, report.manifest.sha256, dict(report.manifest.graphs)


SLOW = settings(
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.data_too_large,
    ],
)


class TestSequences:
    @settings(SLOW, max_examples=6)
    @given(st.lists(st.lists(steps, min_size=1, max_size=4), min_size=2, max_size=4))
    def test_a_build_is_that_of_a_new_graph(self, sequence: list[list[Step]]) -> None:
        """
        Whatever is added, changed, renamed or removed, graph and findings are those of a new build.
        """
        check_sequence(sequence)

    def test_of_a_page_with_separators_of_lines(self) -> None:
        """
        U+2028 and its like in a text are parts of a literal, and do not end a line of N-Quads.
        """
        words = "It\u2028happened\x0bin\x1cthe\x85open."
        texts = (page_text("Letters opened", lead=lead, description=words) for lead in ("One.", "Two."))

        check_sequence([[Written("a.txt", text)] for text in texts])
