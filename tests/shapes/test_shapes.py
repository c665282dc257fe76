"""Each rule reports exactly the findings that its samples announce."""

import pytest

import samples
from samples import Sample


def all_samples() -> list[Sample]:
    return [sample for rule in samples.rules() for sample in samples.of_rule(rule)]


class TestSamples:
    @pytest.mark.parametrize("sample", all_samples(), ids=lambda sample: f"{sample.rule}/{sample.name}")
    def test_finds_what_is_announced(self, sample: Sample) -> None:
        """
        A rule reports exactly the findings that a sample announces.
        """
        found = sample.findings(samples.shapes(sample.rule))

        assert sample.announced == found

    def test_some_pass_and_some_fail(self) -> None:
        """
        A rule has samples that pass and samples that fail, named accordingly.
        """
        kinds = {
            rule: {(each.name.split("-")[0], bool(each.announced)) for each in samples.of_rule(rule)}
            for rule in samples.rules()
        }

        assert [] == [
            rule for rule, found in kinds.items() if found != {("pass", False), ("fail", True)}
        ]

    def test_each_folder_has_its_rule(self) -> None:
        """
        Each folder of samples belongs to a rule.
        """
        folders = {path.name for path in samples.FOLDER.iterdir() if any(path.glob("pass*.ttl"))}

        assert set(samples.rules()) == folders
