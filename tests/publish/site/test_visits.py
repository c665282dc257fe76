"""Visits: the questions of docs/explanation/visits.md, walked in a browser in every look."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from bench import skewed_pages

from checkout import INCIDENTS, ROOT
from privkg import build
from privkg.publish.metadata import dataset
from privkg.publish.site.folder import publish
from privkg.store.graph import open_graph
from walking import LOOKS, Look, Published, walk

THOUSANDS = 2_000
TABLE = ROOT / "docs" / "explanation" / "visits.md"
ACT = "#rows ~ .wide tbody th a"
INCIDENT = "main table.stack tbody th a"

STEPS = {
    "*secondary use* in the matrix": '.matrix tbody a[href="solove/SecondaryUse.html"]',
    "the first act": ACT,
    "the line that it rests on": '.act:target .foot a[href*="#e"]',
    "the latest incident": ".latest h3 a",
    "a source of an act": '.act .foot a[href^="#source-"]',
    "Actors": 'header a:text-is("Actors")',
    "the first actor": "table.actors tbody th a",
    "Topics": 'header a:text-is("Topics")',
    "fines": '[aria-labelledby=decision-kind] a:text-is("fine")',
    "the first incident": INCIDENT,
    "the first country": "[aria-labelledby=where] table a",
    "the first law": "[aria-labelledby=law] a",
    "a neighbour": "#choose ~ .wide tbody th a",
    "Downloads": 'footer a:text-is("Downloads")',
    "Search": 'header a:text-is("Search")',
    "the first list": ".facet-links a",
    "the first incident of the list": ".facet-list a",
    "the word *camera*": "camera",
    "the first hit": "#hits .hit a",
}
"""The link that each step of a path clicks; of the search field, the word that is typed."""
TYPED = ("the word *camera*",)

ANSWERS = {
    "Who is tied to secondary use, and on which sentence?": "#page p:has(:target) mark",
    "Is this established or only alleged, and by whom?": ".act .status .st",
    "Who wrote about it, when, and is there an archived copy?": ".source:target .foot",
    "What else is this organisation tied to?": "[aria-labelledby=acts] th a",
    "What was decided, by whom, and what became of it?": "#decisions ~ .then h3",
    "What is documented in my country?": ".about dl dd",
    "Which incidents concern this law?": "#incidents ~ .wide .chip",
    "What does this harm mean, and how does it differ from its neighbour?": "#choose ~ p",
    "What is the licence, and in which formats are the data?": "#downloads ~ .wide td",
    "How do I cite an incident?": "#reuse ~ details summary",
    "Which incidents mention cameras?": ".act .what",
    "What happened in a year, without search?": ".act .what",
}
"""What holds the answer to each question, at the end of its path."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A question with the steps of its path, and the number of clicks that the table names."""

    question: str
    steps: tuple[str, ...]
    clicks: int

    def __str__(self) -> str:
        return "-".join(re.findall(r"\w+", self.question.lower())[:5])

    @property
    def needs_script(self) -> bool:
        return any(step in TYPED for step in self.steps)


def visits() -> list[Visit]:
    """Return the visits of the table."""
    lines = (line.strip("| ").split(" | ") for line in TABLE.read_text(encoding="utf-8").splitlines())
    rows = [cells for cells in lines if len(cells) == 5 and cells[3].isdecimal()]
    return [Visit(question, tuple(path.split(" → ")), int(n)) for _, question, path, n, _ in rows]


VISITS = visits()
EACH = [
    pytest.param(visit, look, id=f"{visit}-{look}")
    for visit in VISITS
    for look in LOOKS
    if look.has_script or not visit.needs_script
]
BY_KEYBOARD = [pytest.param(visit, LOOKS[0], id=str(visit)) for visit in VISITS]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The published folder of the whole corpus."""
    return published_in(tmp_path_factory.mktemp("visits"), [INCIDENTS])


@pytest.fixture(scope="module")
def thousands(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The published folder of thousands of generated incidents, with the corpus among them."""
    folder = tmp_path_factory.mktemp("thousands")
    (folder / "pages").mkdir()
    for number in range(THOUSANDS):
        (folder / "pages" / f"{number}.txt").write_text(skewed_pages.page(number), encoding="utf-8")
    return published_in(folder, [INCIDENTS, folder / "pages"])


def published_in(folder: Path, texts: list[Path]) -> Published:
    """Publish the incidents of some folders."""
    build.build(texts, folder / "graph")
    graph = open_graph(folder / "graph")
    publish(graph, dataset.read(ROOT / "privkg.toml"), folder / "site")
    return Published(folder / "site", graph, texts)


def walked(published: Published, visit: Visit, look: Look, *, by_keyboard: bool = False) -> list[str]:
    """Walk the path of a visit, and return what is wrong on the way, and at its end."""
    with walk(published, look, by_keyboard=by_keyboard) as on:
        on.check()
        for step in visit.steps:
            (on.search if step in TYPED else on.follow)(STEPS[step])
            on.check()
        on.find(ANSWERS[visit.question])
    return on.faults


class TestTable:
    def test_each_path_is_known(self) -> None:
        """
        Twelve questions, three of each kind of visitor, have steps and answers that the walks know.
        """
        assert list(ANSWERS) == [visit.question for visit in VISITS]
        assert STEPS.keys() == {step for visit in VISITS for step in visit.steps}

    def test_clicks_are_counted(self) -> None:
        """
        The number of clicks is that of the steps.
        """
        assert [len(visit.steps) for visit in VISITS] == [visit.clicks for visit in VISITS]


@pytest.mark.long(part="browser")
class TestCorpus:
    @pytest.mark.parametrize(("visit", "look"), EACH)
    def test_path_leads_to_the_answer(self, published: Published, visit: Visit, look: Look) -> None:
        """
        Each path of the table leads to its answer, and no page on the way has a fault.
        """
        assert [] == walked(published, visit, look)

    @pytest.mark.parametrize(("visit", "look"), BY_KEYBOARD)
    def test_path_is_walked_by_keyboard(self, published: Published, visit: Visit, look: Look) -> None:
        """
        The tabulator and Enter alone lead to the answer, and each link on the way shows its focus.
        """
        assert [] == walked(published, visit, look, by_keyboard=True)


@pytest.mark.long(part="browser", at_once="thousands")
class TestThousands:
    @pytest.mark.parametrize(("visit", "look"), EACH)
    def test_path_leads_to_the_answer(self, thousands: Published, visit: Visit, look: Look) -> None:
        """
        Each path of the table leads to its answer among thousands of incidents too.
        """
        assert [] == walked(thousands, visit, look)
