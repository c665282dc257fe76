"""A chart is accessible, safe in any viewer, and the same bytes on every machine."""

import os
import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing import ROLES, SVG, answer, date, drawn, number, texts
from privkg.core.errors import UsageError
from privkg.core.text import printable
from privkg.query.charts import draw, roles
from privkg.query.results import Answer
from privkg.query.view import View
from privkg.rdf.terms import Term, literal

KINDS = sorted(ROLES)
CELLS = {"value": number(3), "date": date("2014")}
HOSTILE = st.one_of(
    st.text(),
    st.sampled_from(
        [
            "</text><script>alert(1)</script>",
            "]]>&amp;<!--",
            "$\\frac{1}{0}$ $",
            "\x1b[31m\x00\x9b",
            "\u202e\u2066\u200fabc",
            "\ufffe\uffff\ufdd0",
            "a" + "\u0301" * 1000,
            "\u0301",
            "\u0644\u0645\u062f\u064a\u0646\u0629 2014",
            "\u5e02\u5f79\u6240" * 200,
            "\U0001f469\u200d\U0001f4bb\U0001f3fd" * 90,
            "x" * 5000,
            "https://example.org/ javascript:alert(1)",
        ]
    ),
)


def one_row(kind: str, label: str = "Disclosure") -> Answer:
    """Return an answer of one row, with the same label in each column for a name."""
    cells: list[Term] = [CELLS.get(role, literal(label)) for role in ROLES[kind]]
    return answer(list(ROLES[kind].values()), cells)


def words(text: str) -> str:
    """Return text as a chart prints it: on one line, or a dash if it is empty."""
    return " ".join(printable(text).split()) or "–"


class TestViews:
    @pytest.mark.parametrize("kind", ["table", "map", "pie"])
    def test_a_view_without_a_chart_is_rejected(self, kind: str) -> None:
        """
        A kind of view that has no chart is rejected with a list of those that have one.
        """
        with pytest.raises(UsageError, match=f"of kind .{kind}.; .* a bar, matrix or timeline"):
            draw(View(kind, {}), answer(()), title="", note="")

    def test_each_chart_is_a_kind_of_view(self) -> None:
        """
        A question may suggest each kind of chart as its view.
        """
        assert KINDS == sorted(roles().keys() - {"table", "map"})

    def test_a_missing_role_is_an_error(self) -> None:
        """
        A view without a required role is rejected.
        """
        with pytest.raises(UsageError, match="a bar chart requires a column for value"):
            draw(View("bar", {"label": "x"}), answer(("x",)), title="", note="")

    def test_a_missing_column_is_an_error(self) -> None:
        """
        A view with a column that the answer does not have is rejected.
        """
        with pytest.raises(UsageError, match=r"no column .incidents. for the bar chart; columns: harmL"):
            drawn("bar", answer(("harmLabel",)))


@pytest.mark.parametrize("kind", KINDS)
class TestPictures:
    def test_is_described_for_screen_readers(self, kind: str) -> None:
        """
        A chart has the role img, the question as its title, and notes and counts as its description.
        """
        root = drawn(kind, one_row(kind))
        title, described = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None
        assert described is not None
        lines = (described.text or "").split("\n")

        assert ("img", "Which harms?") == (root.get("role"), title.text)
        assert (title.get("id"), described.get("id")) == (
            root.get("aria-labelledby"),
            root.get("aria-describedby"),
        )
        assert "Rows used: all." in lines
        assert any(line.startswith("1 ") for line in lines)

    def test_shows_question_and_note(self, kind: str) -> None:
        """
        The question is printed above the chart, the note below.
        """
        shown = texts(drawn(kind, one_row(kind)))

        assert ("Which harms?", "Rows used: all.") == (shown[0], shown[-1])

    def test_an_empty_answer_is_a_frame(self, kind: str) -> None:
        """
        The chart of an empty answer is a frame with the words "no rows".
        """
        assert "no rows" in texts(drawn(kind, answer(list(ROLES[kind].values()))))

    def test_rows_that_cannot_be_drawn_are_counted(self, kind: str) -> None:
        """
        If no row can be drawn, the chart is a frame, with the number of rows below.
        """
        columns = list(ROLES[kind].values())
        shown = texts(drawn(kind, answer(columns, [None] * len(columns))))

        assert "no rows that can be drawn" in shown
        assert shown[-1] in ("1 undated", "1 row without a number")

    @given(label=HOSTILE)
    def test_any_text_is_shown_and_nothing_else(self, kind: str, label: str) -> None:
        """
        A chart with any label is well-formed XML with the whole label, escaped, in a tooltip.
        """
        written = draw(View(kind, ROLES[kind]), one_row(kind, label), title=label, note=label).decode()
        root = ElementTree.fromstring(written)
        titles = [each.text or "" for each in root.iter(f"{SVG}title")]

        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", written)
        assert any(words(label) in title for title in titles[1:])
        assert {"svg", "title", "desc", "rect", "line", "text", "g"} >= {
            each.tag.removeprefix(SVG) for each in root.iter()
        }

    @given(label=HOSTILE)
    def test_any_text_fits_on_the_chart(self, kind: str, label: str) -> None:
        """
        A chart with a label of any length fits on a page, and no attribute has text of the label.
        """
        root = drawn(kind, one_row(kind, label))
        values = {value for each in root.iter() for value in each.attrib.values()}

        assert float(root.get("width", "")) <= 1000
        assert float(root.get("height", "")) <= 400
        assert all(re.fullmatch(r"[\w #.(),/:-]*", value, re.ASCII) for value in values)

    def test_refers_to_nothing(self, kind: str) -> None:
        """
        The file loads no other resource and has no script.
        """
        written = draw(View(kind, ROLES[kind]), one_row(kind), title="x", note="").decode()

        assert ["http://www.w3.org/2000/svg"] == re.findall(r"\w+://[^\"']*", written)
        assert not re.search(r"href|<script|<style|<!DOCTYPE|url\(|\bon\w+=", written)


@pytest.mark.parametrize(("kind", "words"), [("bar", ["9", "9"]), ("timeline", ["A", "A"])])
def test_no_line_runs_through_words(kind: str, words: list[str]) -> None:
    """
    Words next to a bar have an edge in the colour of the paper, which interrupts the lines below them.
    """
    rows = [[date(f"{year}"), literal("A"), literal("A"), number(9)] for year in (2014, 2020)]
    root = drawn(kind, answer(["date", "harmLabel", "title", "incidents"], *rows))
    edged = [text for text in root.iter(f"{SVG}text") if text.get("paint-order") == "stroke"]

    assert words == [text.text for text in edged]
    assert ["#ffffff"] * 2 == [text.get("stroke") for text in edged]


_SCRIPT = """
import sys
from privkg.query.results import Answer
from privkg.query.charts import draw
from privkg.rdf.terms import literal
from privkg.query.view import View

names = ["Disclosure", "I\\u0131", "\\u5e02\\u5f79\\u6240"]
rows = [
    {
        "a": literal(name), "b": literal(other), "n": literal(f"{at}.5", "xsd:decimal"),
        "d": literal(f"201{at}-03", "xsd:gYearMonth"),
    }
    for at, name in enumerate(names) for other in names
]
answer = Answer(("a", "b", "n", "d"), tuple(rows))
for kind, roles in {
    "bar": {"label": "a", "series": "b", "value": "n"},
    "matrix": {"row": "a", "column": "b", "value": "n"},
    "timeline": {"date": "d", "label": "a", "group": "b"},
}.items():
    sys.stdout.buffer.write(draw(View(kind, roles), answer, title="I?", note="n"))
"""


class TestBytes:
    def test_are_the_same_everywhere(self) -> None:
        """
        Hash seed, locale, time zone and home directory do not change a chart.
        """
        places = [
            {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "UTC"},
            {"PYTHONHASHSEED": "2", "LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Kolkata", "HOME": "/nowhere"},
        ]
        written = {
            subprocess.run(
                [sys.executable, "-c", _SCRIPT],
                env={**os.environ, **place},
                capture_output=True,
                check=True,
            ).stdout
            for place in places
        }

        assert [3] == [each.count(b"</svg>") for each in written]
