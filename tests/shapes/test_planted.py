"""Precision and recall of the shapes that find personal data, on texts written for them.

`tests/shapes/planted/<rule>.txt` has one text per line, after `+` if the rule should report it and after
`-` if not. Both kinds are hard on purpose, and known failures are included. The texts were written
together with the patterns, so the measured values are a little too good.
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
    """Return the texts of a rule, with whether the rule should report each."""
    lines = (PLANTED / f"{rule}.txt").read_text(encoding="utf-8").splitlines()
    return {line[2:]: line[0] == "+" for line in lines if not line.startswith("#")}


def reported(rule: str) -> set[str]:
    """Return the texts that pySHACL reports when they are descriptions of incidents."""
    data = Graph()
    for number, text in enumerate(texts(rule)):
        incident = URIRef(f"https://example.org/incident/{number}")
        data.add((incident, RDF.type, URIRef(f"{PREFIXES['pk']}Incident")))
        data.add((incident, DCTERMS.description, Literal(text)))
    return {str(value) for value in samples.values_found(data, samples.shapes(rule))}


def matched_by_oxigraph(rule: str) -> set[str]:
    """Return the texts that the patterns of a rule match in Oxigraph's regular expressions."""
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
    def test_precision_and_recall_are_as_measured(self, rule: str) -> None:
        """
        The precision and recall of a rule are not below the measured values.
        """
        planted = {text for text, is_planted in texts(rule).items() if is_planted}
        found = reported(rule)
        precision, recall = FLOORS[rule]

        assert precision <= hundredths(found & planted, found)
        assert recall <= hundredths(found & planted, planted)

    @pytest.mark.parametrize("rule", RULES)
    def test_has_enough_of_both_kinds(self, rule: str) -> None:
        """
        There are at least thirty texts to report, and thirty others.
        """
        kinds = list(texts(rule).values())

        assert 30 <= min(kinds.count(True), kinds.count(False))

    @pytest.mark.parametrize("rule", RULES)
    def test_two_engines_read_the_patterns_alike(self, rule: str) -> None:
        """
        The regular expressions of Python and of Oxigraph match the same texts.
        """
        assert reported(rule) == matched_by_oxigraph(rule)

    def test_each_shape_of_privacy_is_measured(self) -> None:
        """
        Every rule on personal data in texts is measured.
        """
        assert [rule for rule in samples.rules() if rule.startswith("text-has-no-")] == RULES
