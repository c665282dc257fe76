"""The rules for pages: stable codes, names that are claims, severities that the design fixes."""

import re
from dataclasses import replace

import pytest

from privkg.check.shapes import shapes
from privkg.core import rules
from privkg.core.model import Rule, Severity

EVERY = {name: rule for name, rule in vars(rules).items() if isinstance(rule, Rule)}
VIOLATIONS = {
    *("file-is-a-page", "incident-has-date", "harm-is-known", "incident-has-source"),
    *("incident-has-row", "row-has-act", "row-has-actor", "row-has-group", "row-has-one-harm"),
    *("decision-has-kind", "amount-has-currency", "follows-from-has-no-cycle"),
}
OF_SHAPES = {rule.code: rule for rule in shapes.load_packaged().rules.values()}


class TestRules:
    def test_are_in_the_table_of_codes(self) -> None:
        """
        Each rule of the module is in the table that the build, checks and docs use.
        """
        assert {rule.code: rule for rule in EVERY.values()} == rules.BY_CODE

    def test_have_unique_codes_and_names(self) -> None:
        """
        No two rules share a code or a name.
        """
        assert len(EVERY) == len({rule.code for rule in EVERY.values()})
        assert len(EVERY) == len({rule.name for rule in EVERY.values()})

    def test_are_named_as_claims(self) -> None:
        """
        A code is PK and three digits from 000 to 599; a name is a claim in kebab-case.
        """
        verbs = {"is", "has", "states", "stands", "acts", "are"}

        assert [] == [
            f"{rule.code} {rule.name}"
            for rule in EVERY.values()
            if not re.fullmatch(r"PK[0-5]\d\d", rule.code)
            or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", rule.name)
            or not verbs & set(rule.name.split("-"))
        ]

    def test_below_100_are_those_of_shapes(self) -> None:
        """
        Below PK100 a rule has the name and severity of a shape.
        """
        of_shapes = {rule for rule in EVERY.values() if rule.code.startswith("PK0")}

        assert {rule.code for rule in of_shapes} == {r.code for r in EVERY.values()} & OF_SHAPES.keys()
        assert [] == [r for r in of_shapes if OF_SHAPES[r.code] not in (r, replace(r, covers=()))]

    def test_from_100_on_have_an_explanation(self) -> None:
        """
        From PK100 on a rule has a claim, a reason and an advice, each a sentence.
        """
        assert [] == [
            rule.code
            for rule in EVERY.values()
            if rule.code not in OF_SHAPES
            and not all(words[-1:] == "." for words in (rule.claim, rule.why, rule.advice))
        ]

    def test_are_in_the_order_of_their_codes(self) -> None:
        """
        The module defines rules in the order of their codes, so that the next free one is visible.
        """
        codes = [rule.code for rule in EVERY.values()]

        assert sorted(codes) == codes

    def test_that_are_violations_are_those_of_the_design(self) -> None:
        """
        Missing dates, unknown harms, incomplete rows and decisions and no source are Violations.
        """
        found = {rule.name for rule in EVERY.values() if rule.severity is Severity.VIOLATION}

        assert VIOLATIONS == found

    @pytest.mark.parametrize(
        ("rule", "severity"),
        [
            (rules.GROUP_UNTYPED, Severity.WARNING),
            (rules.ACTOR_UNTYPED, Severity.WARNING),
            (rules.HARM_DEPRECATED, Severity.INFO),
            (rules.HIGH_RISK_APART, Severity.INFO),
        ],
    )
    def test_have_the_severity_of_the_design(self, rule: Rule, severity: Severity) -> None:
        """
        A missing type is a Warning; a deprecated harm is a note.
        """
        assert severity is rule.severity
