"""How well the shapes of privacy tell what must not stand in a graph, on texts made for it.

`tests/shapes/planted/<rule>.txt` holds a text on each line, after `+` if it holds what the rule looks
for and after `-` if it does not. Both are hard on purpose; what is known to go wrong stays in. The
texts were written beside the patterns, so the shares measured here flatter them a little.
"""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import DCTERMS, RDF, SH, Graph, Literal, URIRef

import samples
from privkg.rdf.terms import PREFIXES

PLANTED = Path(__file__).parent / "planted"
RULES = sorted(path.stem for path in PLANTED.glob("*.txt"))

# Precision and recall of each rule as measured, in hundredths; neither may fall.
FLOORS = {
    "text-has-no-birth-date": (100, 97),
    "text-has-no-email": (96, 91),
    "text-has-no-home-coordinates": (94, 97),
    "text-has-no-telephone": (94, 94),
}


def texts(rule: str) -> dict[str, bool]:
    """Return the texts of a rule, and of each whether it holds what the rule looks for."""
    lines = (PLANTED / f"{rule}.txt").read_text(encoding="utf-8").splitlines()
    return {line[2:]: line[0] == "+" for line in lines if not line.startswith("#")}


def told(rule: str) -> set[str]:
    """Return the texts of a rule that pySHACL tells of, each the description of an incident."""
    data = Graph()
    for number, text in enumerate(texts(rule)):
        incident = URIRef(f"https://example.org/incident/{number}")
        data.add((incident, RDF.type, URIRef(f"{PREFIXES['pk']}Incident")))
        data.add((incident, DCTERMS.description, Literal(text)))
    return {str(value) for value in samples.values_found(data, samples.shapes(rule))}


def told_by_oxigraph(rule: str) -> set[str]:
    """Return the texts of a rule that its patterns match in the regular expressions of Oxigraph."""
    shapes, store = samples.shapes(rule), pyoxigraph.Store()
    patterns = [
        (str(pattern), str(shapes.value(shape, SH.flags) or ""))
        for shape, pattern in shapes.subject_objects(SH.pattern)
    ]
    tests = " || ".join(f"REGEX(?text, {Literal(p).n3()}, {Literal(f).n3()})" for p, f in patterns)
    rows = " ".join(Literal(text).n3() for text in texts(rule))
    found = store.query(f"SELECT ?text {{ VALUES ?text {{ {rows} }} FILTER ({tests}) }}")
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return {row["text"].value for row in found}


def hundredths(part: Iterable[str], whole: Iterable[str]) -> int:
    return int(100 * Fraction(len(set(part)), len(set(whole))))


class TestPlanted:
    @pytest.mark.parametrize("rule", RULES)
    def test_tells_as_well_as_measured(self, rule: str) -> None:
        """
        Of what a rule tells, and of what it should tell, no smaller share is right than was measured.
        """
        planted = {text for text, is_planted in texts(rule).items() if is_planted}
        found = told(rule)
        precision, recall = FLOORS[rule]

        assert precision <= hundredths(found & planted, found)
        assert recall <= hundredths(found & planted, planted)

    @pytest.mark.parametrize("rule", RULES)
    def test_has_enough_of_both_kinds(self, rule: str) -> None:
        """
        There are thirty texts or more that hold what is looked for, and as many that do not.
        """
        kinds = list(texts(rule).values())

        assert 30 <= min(kinds.count(True), kinds.count(False))

    @pytest.mark.parametrize("rule", RULES)
    def test_two_engines_read_the_patterns_alike(self, rule: str) -> None:
        """
        The regular expressions of Python and of Oxigraph match the same texts.
        """
        assert told(rule) == told_by_oxigraph(rule)

    def test_each_shape_of_privacy_is_measured(self) -> None:
        """
        No rule on what texts must not hold goes without texts.
        """
        assert [rule for rule in samples.rules() if rule.startswith("text-has-no-")] == RULES
