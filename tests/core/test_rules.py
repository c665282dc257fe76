"""The rules of reading: codes that stay, names that are claims, weights that the design fixes."""

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
    def test_are_kept_by_their_codes(self) -> None:
        """
        Each rule that the module names is among those that the build, checks and docs look up.
        """
        assert {rule.code: rule for rule in EVERY.values()} == rules.BY_CODE

    def test_have_a_code_and_a_name_of_their_own(self) -> None:
        """
        No two rules share a code or a name.
        """
        assert len(EVERY) == len({rule.code for rule in EVERY.values()})
        assert len(EVERY) == len({rule.name for rule in EVERY.values()})

    @pytest.mark.parametrize("rule", EVERY.values(), ids=EVERY)
    def test_are_named_as_claims(self, rule: Rule) -> None:
        """
        A code is PK and three digits of a known hundred; a name is a claim in kebab-case.
        """
        assert re.fullmatch(r"PK[0-5]\d\d", rule.code)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", rule.name)
        assert {"is", "has", "states", "stands", "acts", "are"} & set(rule.name.split("-"))

    @pytest.mark.parametrize("rule", EVERY.values(), ids=EVERY)
    def test_are_those_of_shapes_or_explain_themselves(self, rule: Rule) -> None:
        """
        Below PK100 a rule is that of a shape, name and weight; above, it says why it is.
        """
        same = OF_SHAPES.get(rule.code)

        assert rule.code.startswith("PK0") == (same is not None)
        assert same in (None, rule) or same == replace(rule, covers=())
        assert same or all(words[-1:] == "." for words in (rule.claim, rule.why, rule.advice))

    def test_stand_in_the_order_of_their_codes(self) -> None:
        """
        The file lists rules by code, so that the next free one is seen.
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
    def test_weigh_what_the_design_says(self, rule: Rule, severity: Severity) -> None:
        """
        A missing type is a Warning; a deprecated harm is a note.
        """
        assert severity is rule.severity
