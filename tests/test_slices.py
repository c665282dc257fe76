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

    def test_depends_on_the_seed_alone(self) -> None:
        """
        A seed always chooses the same cases, and all seeds together choose all cases.
        """
        assert names("x") == names("x")
        assert len(cases()) == len({name for seed in range(100) for name in names(str(seed))})
