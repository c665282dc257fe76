"""The marks of harms and claim statuses: shape, hue, ring and border in the style sheet."""

import re

import pytest

from privkg.publish.site import marks, rendering
from privkg.rdf.terms import literal, term
from privkg.reference import claims, concepts

SHEET = rendering.assets()["assets/style.css"].decode("utf-8")
GROUPS = ("g-col", "g-dis", "g-inv", "g-pro")


def rules(name: str) -> str:
    """Return the declarations of the rule of a class."""
    return " ".join(re.findall(rf"^\.{name} \{{([^}}]*)\}}", SHEET, re.MULTILINE))


class TestHarms:
    def test_each_harm_has_the_mark_of_its_group(self) -> None:
        """
        Solove's harms have one of four marks, and a group has that of its harms.
        """
        found = {marks.of(harm.iri) for harm in concepts.harms_and_groups()}

        assert {f"chip {name}" for name in GROUPS} == found
        assert marks.of(term("solove:Invasion")) == marks.of(term("solove:Intrusion"))

    def test_no_hue_is_needed(self) -> None:
        """
        Each group has a shape of its own: no two have the same corners and cut.
        """
        shapes = {name: tuple(re.findall(r"--(?:r|shape): [^;]+", rules(name))) for name in GROUPS}

        assert len(GROUPS) == len(set(shapes.values()))
        assert len(GROUPS) == len({re.findall(r"--h: [^;]+", rules(name))[0] for name in GROUPS})

    def test_harms_are_in_the_order_of_solove(self) -> None:
        """
        Every harm has a place of its own in Solove's order, and follows its group.
        """
        harms = sorted((harm.iri for harm in concepts.harms_and_groups()), key=marks.order)
        groups = [marks.of_group(harm) for harm in harms]
        firsts = [harm for harm in harms if marks.group(harm) is None]

        assert list(range(len(harms))) == list(map(marks.order, harms))
        assert [groups.index(name) for name in dict.fromkeys(groups)] == list(map(harms.index, firsts))
        assert ["g-col", "g-pro", "g-dis", "g-inv"] == list(dict.fromkeys(groups))
        assert groups == sorted(groups, key=["g-col", "g-pro", "g-dis", "g-inv"].index)


class TestStatuses:
    def test_the_legend_has_each_status_once(self) -> None:
        """
        The legend has every claim status, and begins with the most frequent one.
        """
        found = marks.statuses()

        assert sorted(each.iri for each in concepts.claim_statuses()) == sorted(found)
        assert term("pk:Reported") == found[0]

    def test_each_status_looks_different(self) -> None:
        """
        The eight statuses, and one that was not understood, have each a rule of their own.
        """
        names = {marks.of(status.iri) for status in concepts.claim_statuses()} | {marks.UNKNOWN}
        looks = {rules(name.removeprefix("st ")) for name in names}

        assert 9 == len(names) == len(looks)
        assert "" not in looks

    def test_a_status_that_was_not_understood(self) -> None:
        """
        Text in place of a status has a mark of its own; other text and other resources have none.
        """
        assert marks.UNKNOWN == marks.of_status(claims.NONE)
        assert "" == marks.of_status(literal("something else"))
        assert "" == marks.of(term("pk:Incident"))


class TestContrast:
    @pytest.mark.parametrize("mode", ["light", "dark"])
    def test_text_and_hues_are_seen_on_each_surface(self, mode: str) -> None:
        """
        Ink and second ink have 4.5:1 on paper, panel and footer, and each hue 3:1 on paper and panel.
        """
        values = tokens(mode)
        text = [
            contrast(values[i], values[s]) for i in ("ink", "ink2") for s in ("paper", "panel", "sunk")
        ]
        hues = [
            contrast(values[h], values[s])
            for h in ("col", "pro", "dis", "inv")
            for s in ("paper", "panel")
        ]

        assert min(text) >= 4.5
        assert min(hues) >= 3


def tokens(mode: str) -> dict[str, str]:
    """Return the colours of the style sheet in light or dark mode."""
    light, dark = SHEET.split("@media (prefers-color-scheme: dark)", 1)
    found = dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6});", light))
    if mode == "dark":
        found |= dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6});", dark.split("/* The four groups", 1)[0]))
    return found


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, as WCAG 2 defines it."""
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour such as `#a25f00`."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * each for each in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
