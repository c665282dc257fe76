"""The diagram of the model is complete, agrees with the ontology, and has no overlaps."""

import itertools
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from checkout import ROOT
from privkg.rdf.terms import term
from privkg.reference import concepts
from privkg.store.rdf import literal_text

SVG = "{http://www.w3.org/2000/svg}"
EXPLANATION = ROOT / "docs" / "explanation"
DRAWING = ElementTree.parse(EXPLANATION / "model.svg").getroot()
NAMES = {
    *("incident", "act (row)", "actor", "group", "harm", "information", "law", "decision"),
    *("source", "claim"),
}


def words() -> list[str]:
    return [each.text or "" for each in DRAWING.iter(f"{SVG}text")]


def grounds() -> list[tuple[float, float, float, float]]:
    """Return the sides of each box and label background, the drawing's own background excluded."""
    sides = ("x", "y", "width", "height")
    found = [[float(each.get(side, 0)) for side in sides] for each in DRAWING.iter(f"{SVG}rect")]
    return [(x, y, x + width, y + height) for x, y, width, height in found[1:]]


def reach(element: Element) -> tuple[float, float]:
    """Return where a text begins and ends in a drawing, at the maximum width of its letters."""
    half = len(element.text or "") * float(element.get("font-size", 12)) * 0.3
    return float(element.get("x", 0)) - half, float(element.get("x", 0)) + half


class TestDiagram:
    def test_has_each_kind_of_things(self) -> None:
        """
        It shows incident, act, actor, group, harm, information, law, decision and claim.
        """
        assert set() == NAMES - {*words()}

    def test_has_each_property_between_rows_and_decisions(self) -> None:
        """
        Each property of the ontology between rows, decisions and parties has its line.
        """
        kinds = {
            term(f"pk:{name}") for name in ("Violation", "Decision", "Actor", "AtRiskGroup", "Harm")
        }
        ends = {
            "from": ("rdfs:domain", "schema:domainIncludes"),
            "to": ("rdfs:range", "schema:rangeIncludes"),
        }
        properties = {
            side: {s for s, p, o in concepts.triples() if p in map(term, names) and o in kinds}
            for side, names in ends.items()
        }
        derived = {s for s, p, o in concepts.triples() if p == term("rdfs:comment") and "Derived" in o}
        between = (properties["from"] & properties["to"]) - derived
        labels = {
            literal_text(o)
            for s, p, o in concepts.triples()
            if s in between and p == term("skos:prefLabel")
        }

        assert {"actor", "decides on", "follows from"} <= labels
        assert set() == labels - {*words()}

    def test_nothing_overlaps(self) -> None:
        """
        No box or label covers another, and all are within the drawing.
        """
        width, height = float(DRAWING.get("width", 0)), float(DRAWING.get("height", 0))

        assert [] == [
            (a, b)
            for a, b in itertools.combinations(grounds(), 2)
            if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
        ]
        assert all(0 <= x < right <= width and 0 <= y < end <= height for x, y, right, end in grounds())
        assert all(0 <= start < end <= width for start, end in map(reach, DRAWING.iter(f"{SVG}text")))

    def test_has_a_text_alternative(self) -> None:
        """
        The drawing and its page have a text alternative that lists the relations.
        """
        description = DRAWING.get("aria-label", "")

        assert "act (row) to harm: harm" in description
        assert f"![{description}](model.svg)" in (EXPLANATION / "model.md").read_text(encoding="utf-8")
