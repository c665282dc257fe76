"""Ten thousand generated incidents are converted between all pairs of writable formats."""

import itertools

import pytest
from hypothesis import given, seed, settings

from converting import PHASES, assert_converted
from incidents import incidents
from privkg.core.model import Incident


@pytest.mark.long(part="cases")
@pytest.mark.parametrize("chunk", range(20))
def test_each_incident_is_the_same_in_each_format(chunk: int) -> None:
    """
    Five hundred incidents are read back the same from each format, and from each to each other and back.

    Of every tenth, the facts are compared too.
    """
    counter = itertools.count()

    @seed(chunk)
    @settings(max_examples=500, phases=PHASES, derandomize=False, database=None)
    @given(incidents())
    def converted(written: Incident) -> None:
        assert_converted(written, has_facts=next(counter) % 10 == 0)

    converted()
