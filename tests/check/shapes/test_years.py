"""Years, months and days are compared as the days they cover, in the screen and in pySHACL."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import shacl_engines
from privkg.check.shapes import validate
from privkg.store.graph import in_memory
from privkg.store.rdf import read_with_blank_nodes

Violates = Callable[..., bool]
XSD = "http://www.w3.org/2001/XMLSchema#"
HEAD = f"""\
PREFIX ex: <http://example.org/>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <{XSD}>
"""
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
KINDS = {1: "gYear", 2: "gYearMonth", 3: "date"}


def literal(text: str) -> str:
    """Return a year, a month or a day as a literal of its datatype."""
    return f'"{text}"^^<{XSD}{KINDS[1 + text.lstrip("-").count("-")]}>'


@pytest.fixture
def violates(tmp_path: Path) -> Violates:
    """A function that returns whether a node with some values violates a shape."""

    def violates(shape: str, **values: str) -> bool:
        path = tmp_path / "shapes.ttl"
        path.write_text(f"{HEAD}ex:S a sh:NodeShape ; sh:targetClass ex:C ; {shape} .", "utf-8")
        lines = [f"<http://example.org/a> {TYPE} <http://example.org/C> .\n"]
        for name, value in values.items():
            lines.append(f"<http://example.org/a> <http://example.org/{name}> {value} .\n")
        found = validate(shacl_engines.shapes(read_with_blank_nodes(path)), in_memory(lines)).results
        return bool(found)

    return violates


class TestBounds:
    @pytest.mark.parametrize(
        ("value", "bound", "met"),
        [
            ("2019", "2000", ">= >"),
            ("2000", "2000", ">= <="),
            ("1999", "2000", "<= <"),
            ("0999", "2000", "<= <"),
            ("-0044", "2000", "<= <"),
            ("12000", "2000", ">= >"),
            ("2019-05", "2019-04", ">= >"),
            ("2019-04", "2019-04", ">= <="),
            ("2018-12", "2019-04", "<= <"),
            ("2019-05-01", "2000", ">= >"),
            ("2000-05-01", "2000", ">= <="),
            ("2000-05", "2000", ">= <="),
            ("1999-12-31", "2000", "<= <"),
            ("2000", "2000-01-01", ">="),
            ("2000", "2000-05-01", ""),
            ("2019", "2000-05-01", ">= >"),
            ("1999", "2000-05", "<= <"),
            ("2000-05", "2000-05-01", ">="),
            ("2000-05-02", "2000-05-01", ">= >"),
        ],
    )
    @pytest.mark.parametrize(
        ("name", "sign"),
        [("minInclusive", ">="), ("minExclusive", ">"), ("maxInclusive", "<="), ("maxExclusive", "<")],
    )
    def test_a_bound_is_met_or_not(
        self, violates: Violates, value: str, bound: str, met: str, name: str, sign: str
    ) -> None:
        """
        A date is compared with a bound by the days that both cover.
        """
        shape = f"sh:property [ sh:path ex:p ; sh:{name} {literal(bound)} ]"

        assert (sign not in met.split()) == violates(shape, p=literal(value))

    @pytest.mark.parametrize("value", ["2019", "1999"])
    def test_within_sh_not(self, violates: Violates, value: str) -> None:
        """
        A bound under `sh:not` is violated by a value that meets it.
        """
        shape = f"sh:property [ sh:path ex:p ; sh:not [ sh:minInclusive {literal('2000')} ] ]"

        assert (value == "2019") == violates(shape, p=literal(value))

    @pytest.mark.parametrize(
        "value", [f'"14"^^<{XSD}gYear>', f'"2019Z"^^<{XSD}gYear>', '"2019"', "<urn:x>"]
    )
    def test_a_value_without_an_order_violates_a_bound(self, violates: Violates, value: str) -> None:
        """
        An ill-formed year, one with a time zone, and a value that is not a year violate a bound.
        """
        assert violates(f"sh:property [ sh:path ex:p ; sh:minInclusive {literal('2000')} ]", p=value)


class TestPairs:
    @pytest.mark.parametrize(
        ("start", "end", "met"),
        [
            ("2014", "2015", "lessThan lessThanOrEquals"),
            ("2014", "2014", "lessThanOrEquals"),
            ("2015", "2014", ""),
            ("2014-03", "2015", "lessThan lessThanOrEquals"),
            ("2016-03", "2015", ""),
            ("2014-03-01", "2014", "lessThanOrEquals"),
            ("2015", "2014-03-01", ""),
            ("2014", "2015-03-01", "lessThan lessThanOrEquals"),
            ("2014-03-01", "2014-03-02", "lessThan lessThanOrEquals"),
        ],
    )
    @pytest.mark.parametrize("name", ["lessThan", "lessThanOrEquals"])
    def test_a_start_is_before_its_end(
        self, violates: Violates, start: str, end: str, met: str, name: str
    ) -> None:
        """
        Two dates of a node are compared whatever their precision.
        """
        shape = f"sh:property [ sh:path ex:p ; sh:{name} ex:q ]"

        assert (name not in met.split()) == violates(shape, p=literal(start), q=literal(end))


class TestSparql:
    @pytest.mark.parametrize(
        ("value", "is_violation"), [("2019", False), ("2000", False), ("1999", True)]
    )
    def test_years_in_a_constraint(self, violates: Violates, value: str, is_violation: bool) -> None:
        """
        A filter in a SPARQL constraint compares years.
        """
        query = f"SELECT $this {{ $this <http://example.org/p> ?d FILTER(?d < '2000'^^<{XSD}gYear>) }}"

        assert is_violation == violates(f'sh:sparql [ sh:select "{query}" ]', p=literal(value))

    @pytest.mark.parametrize(("sign", "count"), [(">=", 2), (">", 1), ("<=", 2), ("<", 1), ("=", 1)])
    def test_years_in_a_query(self, sign: str, count: int) -> None:
        """
        A filter in a query compares years.
        """
        years = "'1999'^^xsd:gYear '2000'^^xsd:gYear '2019'^^xsd:gYear"
        query = f"SELECT ?y {{ VALUES ?y {{ {years} }} FILTER(?y {sign} '2000'^^xsd:gYear) }}"
        found = json.loads(in_memory([]).answer(query, "json", "turtle")[1])

        assert count == len(found["results"]["bindings"])
