"""Mutation tests of the shapes: each changed constraint makes a sample fail."""

from itertools import islice

import pytest

import mutations
import samples


class TestMutations:
    @pytest.mark.long(part="mutations")
    @pytest.mark.parametrize("rule", samples.rules())
    def test_samples_notice_each_mutant(self, rule: str) -> None:
        """
        A sample fails for each constraint that is removed, loosened or reversed.
        """
        assert [] == mutations.survivors(rule)

    def test_every_rule_has_mutants(self) -> None:
        """
        Each rule has several mutants.
        """
        assert [] == [
            rule
            for rule in samples.rules()
            if len([*islice(mutations.mutants(samples.shapes(rule)), 3)]) < 3
        ]
