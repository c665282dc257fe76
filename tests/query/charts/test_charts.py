"""A picture says what the answer says: to all readers, in any viewer, with the same bytes everywhere."""

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
from privkg.query.charts import draw, parts
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
    """Return an answer of one row, all its names the same."""
    roles = ROLES[kind]
    cells: list[Term] = [CELLS.get(part, literal(label)) for part in roles]
    return answer(list(roles.values()), cells)


def words(text: str) -> str:
    """Return text as it must be told: on one line, a dash for nothing."""
    return " ".join(printable(text).split()) or "–"


class TestViews:
    @pytest.mark.parametrize("kind", ["table", "map", "pie"])
    def test_what_cannot_be_drawn_says_what_can(self, kind: str) -> None:
        """
        A view that is no picture of these is refused, and those that are are named.
        """
        with pytest.raises(UsageError, match=f"shown as {kind} .* bar, matrix and timeline can"):
            draw(View(kind, {}), answer(()), title="", note="")

    def test_each_kind_that_can_be_drawn_is_a_kind_of_view(self) -> None:
        """
        What the folder draws are views that a question may suggest.
        """
        assert KINDS == sorted(parts().keys() - {"table", "map"})

    def test_a_missing_part_is_told(self) -> None:
        """
        A view without a part that it must have cannot be drawn.
        """
        with pytest.raises(UsageError, match="a bar cannot be drawn: no column is its value"):
            draw(View("bar", {"label": "x"}), answer(("x",)), title="", note="")

    def test_a_missing_column_is_told(self) -> None:
        """
        A view of a column that the answer lacks cannot be drawn.
        """
        with pytest.raises(UsageError, match="no column 'incidents'; it has harmLabel"):
            drawn("bar", answer(("harmLabel",)))


@pytest.mark.parametrize("kind", KINDS)
class TestPictures:
    def test_is_told_to_those_who_do_not_see_it(self, kind: str) -> None:
        """
        A picture has the role of one, its question as its title, its note and counts as description.
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
        The question stands above the picture, the note below.
        """
        shown = texts(drawn(kind, one_row(kind)))

        assert ("Which harms?", "Rows used: all.") == (shown[0], shown[-1])

    def test_no_rows_are_said(self, kind: str) -> None:
        """
        The picture of an empty answer is a frame that says so.
        """
        assert "no rows" in texts(drawn(kind, answer(list(ROLES[kind].values()))))

    def test_rows_that_cannot_be_drawn_are_said(self, kind: str) -> None:
        """
        If no row has what is drawn, the picture says so and counts them.
        """
        columns = list(ROLES[kind].values())
        shown = texts(drawn(kind, answer(columns, [None] * len(columns))))

        assert "no rows that can be drawn" in shown
        assert shown[-1] in ("1 undated", "1 row without a number")

    @given(label=HOSTILE)
    def test_any_text_is_shown_and_nothing_else(self, kind: str, label: str) -> None:
        """
        Whatever a label holds, the drawing is well formed, tells it in full, and obeys none of it.
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
    def test_any_text_stays_on_the_sheet(self, kind: str, label: str) -> None:
        """
        However long a label is, the picture is no larger than a page and has no attribute of it.
        """
        root = drawn(kind, one_row(kind, label))
        values = {value for each in root.iter() for value in each.attrib.values()}

        assert float(root.get("width", "")) <= 1000
        assert float(root.get("height", "")) <= 400
        assert all(re.fullmatch(r"[\w #.(),/:-]*", value, re.ASCII) for value in values)

    def test_refers_to_nothing(self, kind: str) -> None:
        """
        The file asks for nothing outside itself and runs nothing.
        """
        written = draw(View(kind, ROLES[kind]), one_row(kind), title="x", note="").decode()

        assert ["http://www.w3.org/2000/svg"] == re.findall(r"\w+://[^\"']*", written)
        assert not re.search(r"href|<script|<style|<!DOCTYPE|url\(|\bon\w+=", written)


_SCRIPT = """
import sys
from privkg.query.results import Answer
from privkg.query.charts import draw, parts
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
        Hash seed, locale, time zone and home make no difference to a picture.
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
