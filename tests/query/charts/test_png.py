"""Charts as PNG: of a bounded size, with all characters or an error, independent of the machine."""

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawing import ROLES, answer, number
from privkg.core.errors import UsageError
from privkg.core.lettering import width
from privkg.query import charts
from privkg.query.charts import draw
from privkg.query.results import Answer
from privkg.query.view import View
from privkg.rdf.terms import literal

_SCRIPTS = "Latin ÀéñøŁżŠ, Ελλάς, Чехия – “q” … € 1,234"
_TWINS = {width(each, 100): each for each in ".-_A—"}
"""For each estimated width of a character, one of that width, which another may be compared with."""
_ARIAL = "Arial".encode("utf-16-be")
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def png(found: Answer, kind: str = "bar", note: str = "") -> bytes:
    """Return the chart of an answer as PNG."""
    return draw(View(kind, ROLES[kind]), found, title="Which harms?", note=note, suffix=".png")


def bar(label: str) -> Answer:
    """Return an answer that is drawn as one bar."""
    return answer(("harmLabel", "incidents"), [literal(label), number(3)])


def size(picture: bytes) -> tuple[int, int]:
    """Return the width and the height of a PNG, in pixels."""
    across, down = struct.unpack_from(">II", picture, 16)
    return across, down


class TestSize:
    def test_has_two_pixels_for_one(self) -> None:
        """
        A PNG is twice as wide as the SVG.
        """
        picture = png(bar("Disclosure"))

        assert picture.startswith(_SIGNATURE)
        assert 2 * (720 + 2 * 24) == size(picture)[0]

    def test_is_bounded(self) -> None:
        """
        The largest chart has about 32 million pixels, however large its SVG is.
        """
        picture = png(bar("Disclosure"), note="A note.\n" * 1000)
        across, down = size(picture)

        assert 31_000_000 < across * down < 32_100_000


class TestText:
    @pytest.mark.parametrize("word", _SCRIPTS.split())
    def test_each_script_is_drawn(self, word: str) -> None:
        """
        Latin, Greek and Cyrillic letters, quotes, dashes and digits are drawn.

        A chart with another character in the same layout is another picture.
        """
        pairs = [(each, _TWINS[width(each, 100)]) for each in word]

        assert [] == [each for each, twin in pairs if png(bar(each)) == png(bar(twin))]

    @pytest.mark.parametrize("label", ["北京", "a مدينة", "👩"])
    def test_a_character_without_a_font_is_an_error(self, label: str) -> None:
        """
        A character that the fonts do not have is not drawn as a box: SVG is proposed.
        """
        with pytest.raises(
            UsageError, match=f'fonts .* have no ".*{label[-1]}.*"; draw the chart as SVG'
        ):
            png(bar(label))

    @settings(max_examples=30)
    @given(label=st.text(alphabet=_SCRIPTS))
    def test_any_text_of_these_scripts_is_drawn(self, label: str) -> None:
        """
        Any text in these characters can be drawn.
        """
        assert png(bar(label)).startswith(_SIGNATURE)


_SCRIPT = """
import sys
from privkg.query.charts import draw
from privkg.query.results import Answer
from privkg.query.view import View
from privkg.rdf.terms import literal

answer = Answer(("a", "n"), ({"a": literal("Helsingør"), "n": literal("3", "xsd:integer")},))
view = View("bar", {"label": "a", "value": "n"})
sys.stdout.buffer.write(draw(view, answer, title="I?", note="n", suffix=".png"))
"""


def install_font(home: Path) -> None:
    """Install a font that calls itself Arial, which the SVG prefers, and has bold letters."""
    fonts = Path(charts.__file__).parent / "fonts"
    font = bytearray((fonts / "SourceSans3-Bold.ttf").read_bytes())
    found = (struct.unpack_from(">4s4xI", font, 12 + 16 * n) for n in range(font[5]))
    start = dict(found)[b"name"]
    count, texts = struct.unpack_from(">2xHH", font, start)
    for record in range(start + 6, start + 6 + 12 * count, 12):
        kind, _, offset = struct.unpack_from(">6xHHH", font, record)
        if kind == 1:  # the name of the family
            struct.pack_into(">H", font, record + 8, len(_ARIAL))
            struct.pack_into(f">{len(_ARIAL)}s", font, start + texts + offset, _ARIAL)
    for folder in (home / ".fonts", home / ".local" / "share" / "fonts"):
        folder.mkdir(parents=True)
        (folder / "arial.ttf").write_bytes(font)


class TestMachine:
    def test_the_bytes_are_the_same_everywhere(self, tmp_path: Path) -> None:
        """
        Hash seed, locale, home directory and the fonts in it do not change a PNG.
        """
        install_font(tmp_path)
        places = [
            {"PYTHONHASHSEED": "1", "LC_ALL": "C", "HOME": "/nowhere"},
            {"PYTHONHASHSEED": "2", "LC_ALL": "tr_TR.UTF-8", "HOME": str(tmp_path)},
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

        assert [_SIGNATURE] == [each[:8] for each in written]

    def test_without_resvg_the_extra_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Where resvg is not installed, the message has the command that installs it.
        """
        monkeypatch.setitem(sys.modules, "resvg_py", None)

        with pytest.raises(UsageError, match=r'`pip install "privkg\[png\]"`, or draw the chart as SVG'):
            png(bar("Disclosure"))
