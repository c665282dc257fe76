"""The cards of rows on the page of an incident: words of the page that state an act, and its flow."""

import re
from html import unescape
from pathlib import Path

import pytest

import example_site
from builders import page_text, row_text
from privkg import build
from privkg.publish.site import resources
from privkg.publish.site.similar import Finder
from privkg.publish.site.viewer import Viewer
from privkg.query.evidence import Reader
from privkg.rdf.iris import DEFAULT
from privkg.store.graph import open_graph
from site_files import made

SITE = example_site.site("Example incidents: a sample")
STATED = "An agency opened letters & read them."
LONG = " ".join(f"word{number}" for number in range(100))


@pytest.fixture
def page(tmp_path: Path) -> str:
    """The page of an incident with rows that have a passage, none, and a long one."""
    rows = (
        row_text(Passage=STATED, Information="Location", Recipient="Example Club"),
        row_text(Threat="Example Agency keeping them"),
        row_text(Threat="Example Agency copying them", Passage=LONG, Recipient="Example Club"),
        row_text(Threat="Example Agency selling them", Passage=f"It sold them.\nPassage: {STATED}"),
    )
    text = page_text(
        "Letters opened",
        rows=rows,
        description=f"{STATED} It sold them. Then it was over.\n\n{LONG}",
        Date="2019",
    )
    (tmp_path / "letters.txt").write_text(text, encoding="utf-8")
    build.build([tmp_path / "letters.txt"], tmp_path / "graph")
    graph = open_graph(tmp_path / "graph")
    viewer = Viewer(graph, Reader(graph))
    writer = resources.Writer(graph, viewer, Finder(graph, viewer), SITE)
    return made(writer.files(DEFAULT.incident("letters-opened")))["id/incident/letters-opened.html"]


def card(page: str, number: int) -> str:
    """Return the card of a row."""
    return page.partition(f'id="v{number}"')[2].partition("</article>")[0]


class TestEvidence:
    def test_the_words_that_state_an_act_are_quoted(self, page: str) -> None:
        """
        A card has the passage that states its act, with a link to these words in the text of the page.
        """
        ((words, anchor),) = re.findall(
            r'<blockquote>(.*) <a class="line-of" href="#(e\d+)">line \d+</a>', card(page, 1)
        )
        text = page.partition('id="page"')[2].partition(f'id="{anchor}"')[2]

        assert STATED == unescape(words)
        assert STATED == unescape(re.sub("<[^>]+>", "", text.partition("</mark>")[0]).partition(">")[2])

    def test_the_words_of_the_row_are_not_repeated(self, page: str) -> None:
        """
        A row that names no passage has its act only.
        """
        assert "<blockquote>" not in card(page, 2)

    def test_a_long_passage_is_cut_between_words(self, page: str) -> None:
        """
        The beginning of a long passage is quoted, and where it ends is shown.
        """
        quoted = card(page, 3).partition("<blockquote>")[2].partition(" <a")[0]

        assert LONG.startswith(quoted.removesuffix(" …") + " ")
        assert 200 < len(quoted) <= 300
        assert quoted.endswith(" …")

    def test_a_line_is_named_once(self, page: str) -> None:
        """
        An act that rests on several sentences of a line names this line once.
        """
        lines = re.findall(r'<a href="#e\d+">(\d+)</a>', card(page, 4))

        assert lines
        assert len(set(lines)) == len(lines)


class TestFlow:
    def test_information_and_recipient_are_side_by_side(self, page: str) -> None:
        """
        A card has what information went to whom, and nothing of it twice.
        """
        found = card(page, 1)

        assert ["Information Location", "Went to Example Club"] == flow(found)
        assert 1 == found.count(">Example Club<") == found.count(">Location<")

    def test_unknown_information_is_noted(self, page: str) -> None:
        """
        Where only the recipient is known, the card does not guess the information.
        """
        assert ["Information not recorded", "Went to Example Club"] == flow(card(page, 3))

    def test_without_a_recipient_there_is_none(self, page: str) -> None:
        """
        A card of a row without a recipient has no such place.
        """
        assert [] == flow(card(page, 2))


def flow(card: str) -> list[str]:
    """Return the words of the information and the recipient of a card."""
    found = card.partition('<div class="purposes">')[2].partition("</div>")[0]
    return [re.sub("<[^>]+>", "", part) for part in re.findall("<p>(.*?)</p>", found)]
