"""A slice of the long tests has cases of each kind, and a seed chooses the same ones again."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import pytest

import slices


@dataclass
class Case:
    """The attributes of a test that a slice uses."""

    nodeid: str
    callspec: Any = field(default_factory=lambda: SimpleNamespace(params={}))
    at_once: str = ""

    def get_closest_marker(self, _: str) -> pytest.Mark:
        """Return the mark of a long test."""
        return pytest.mark.long(part="cases", at_once=self.at_once).mark


def cases() -> list[pytest.Item]:
    found = [Case(f"a.py::test_signals[{n}-{number}]") for n in range(20) for number in (1, 2)]
    for case in found:
        case.callspec.params["number"] = case.nodeid[-2]
    return cast(list[pytest.Item], [*found, Case("a.py::test_alone"), Case("b.py::test_few[1]")])


def names(seed: str) -> list[str]:
    chosen, others = slices.cut(cases(), 10, seed)
    assert len(cases()) == len(chosen) + len(others)
    return [item.nodeid for item in chosen]


class TestCut:
    def test_has_some_of_each_kind(self) -> None:
        """
        One in ten cases of each signal is chosen, and one of each test with fewer cases.
        """
        kinds = [name.rpartition("-")[2] if "signals" in name else name for name in names("x")]

        assert ["1]", "1]", "2]", "2]", "a.py::test_alone", "b.py::test_few[1]"] == sorted(kinds)

    def test_has_all_or_none_of_those_that_share(self) -> None:
        """
        Tests that share what takes minutes are chosen together, by one seed in so many.
        """
        shared = [Case(f"c.py::test_{name}[all]", at_once="registers") for name in "abc"]
        every = cast(list[pytest.Item], [Case("a.py::test_alone"), *shared])
        found = [len(slices.cut(every, 10, str(seed))[0]) for seed in range(500)]

        assert {1, 4} == set(found)
        assert 25 < found.count(4) < 100

    def test_has_some_of_many_that_share(self) -> None:
        """
        Of many tests that share what takes minutes, ten are chosen, by one seed in so many.
        """
        shared = [Case(f"c.py::test_each[{number}]", at_once="thousands") for number in range(90)]
        every = cast(list[pytest.Item], shared)

        assert {0, 10} == {len(slices.cut(every, 10, str(seed))[0]) for seed in range(100)}

    def test_depends_on_the_seed_alone(self) -> None:
        """
        A seed always chooses the same cases, and all seeds together choose all cases.
        """
        assert names("x") == names("x")
        assert len(cases()) == len({name for seed in range(100) for name in names(str(seed))})
