"""Colours are distinct with every kind of colour vision, and text on them is readable."""

import math
import re
from itertools import combinations

import pytest

from checkout import ROOT
from privkg.core.colours import contrast
from privkg.publish.site import marks
from privkg.query.charts._colours import FAINT, HARMS, INK, PAPER, PLAIN, SERIES, ink_on, of_node, shade
from privkg.rdf.terms import term

# Linear red, green and blue as seen without one kind of cone. Source: Machado, Oliveira and Fernandes
# (2009), doi:10.1109/TVCG.2009.113, severity 1.0.
VISIONS = {
    "trichromatic": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopic": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopic": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopic": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


class TestContrast:
    def test_is_that_of_the_guidelines(self) -> None:
        """
        Black on white is 21, a colour on itself 1, and #767676 on white just above 4.5.
        """
        assert pytest.approx((21, 1, 4.54), abs=0.01) == (
            contrast("#000000", "#ffffff"),
            contrast("#123456", "#123456"),
            contrast("#767676", "#ffffff"),
        )

    def test_text_can_be_read_on_all_fills(self) -> None:
        """
        Text on the background, on a series and on any shade has a contrast of 4.5 or more.
        """
        hues = [PLAIN, *(hue for hue, _ in HARMS.values())]
        shades = [shade(part / 1000, hue) for part in range(1001) for hue in hues]
        fills = [*SERIES, PAPER, *shades]
        found = [contrast(ink_on(fill), fill) for fill in fills]

        assert min(*found, contrast(INK, PAPER), contrast(FAINT, PAPER)) >= 4.5

    def test_series_contrast_with_the_background(self) -> None:
        """
        The colour of a series has a contrast of 3 or more to the background.
        """
        assert min(contrast(colour, PAPER) for colour in SERIES) >= 3


class TestHarms:
    def test_have_the_hues_of_the_site(self) -> None:
        """
        The hue of a group of harms is that of its class in the style sheet, and so is that of its harms.
        """
        sheet = (ROOT / "src/privkg/publish/site/templates/assets/style.css").read_text("utf-8")
        hues = dict(re.findall(r"--(col|pro|dis|inv): (#[0-9a-f]{6});", sheet.partition("@media")[0]))

        assert {marks.of_group(group): hue for group, (hue, _) in HARMS.items()} == {
            f"g-{name}": hue for name, hue in hues.items()
        }
        assert hues["dis"] == of_node(term("solove:Exposure"))

    def test_contrast_with_the_background(self) -> None:
        """
        The hue of a group, and the grey of all else, have a contrast of 4.5 or more to white.
        """
        assert min(contrast(hue, PAPER) for hue in (PLAIN, *(hue for hue, _ in HARMS.values()))) >= 4.5


class TestSeries:
    @pytest.mark.parametrize("vision", VISIONS)
    def test_are_distinct(self, vision: str) -> None:
        """
        The colours of any two series differ by 15 or more in CIELAB, with every kind of vision.
        """
        seen = [_lab(_seen(colour, vision)) for colour in SERIES]

        assert min(_distance(one, other) for one, other in combinations(seen, 2)) >= 15


def _seen(colour: str, vision: str) -> list[float]:
    linear = [_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5)]
    return [
        min(1, max(0, sum(part * value for part, value in zip(row, linear, strict=True))))
        for row in VISIONS[vision]
    ]


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _lab(linear: list[float]) -> tuple[float, float, float]:
    red, green, blue = linear
    x, y, z = (
        part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116
        for part in (
            (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505,
            0.2126 * red + 0.7152 * green + 0.0722 * blue,
            (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089,
        )
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _distance(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    return math.dist(one, other)
