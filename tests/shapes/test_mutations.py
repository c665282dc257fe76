"""Each thing a rule says is tested: whoever breaks a rule makes a sample fail."""

import pytest

import mutations
import samples


class TestMutations:
    @pytest.mark.parametrize("rule", samples.rules())
    def test_samples_notice_each_mutant(self, rule: str) -> None:
        """
        Whatever is taken out of a rule, or loosened, or turned round, some sample tells.
        """
        assert [] == mutations.survivors(rule)

    @pytest.mark.parametrize("rule", samples.rules())
    def test_every_rule_has_mutants(self, rule: str) -> None:
        """
        The script finds several ways to break any rule.
        """
        ways = [name for name, _ in mutations.mutants(samples.shapes(rule))]

        assert 3 <= len(ways)
