"""Selects a slice of the long tests: a share of the cases of each kind, by a printed seed."""

import random
from collections.abc import Iterable

import pytest

_MOST_AT_ONCE = 10
"""The most items of a slice that share what takes minutes to make, as each takes half a minute too."""
_KINDS = ("engine", "number", "phase")
"""Parameters whose values are kinds of their own: a slice has cases of each engine, signal and phase."""


def add_options(parser: pytest.Parser) -> None:
    """Add the options that choose a slice."""
    group = parser.getgroup("slices")
    group.addoption("--one-in", type=int, default=1, help="run one in so many cases of each kind")
    group.addoption("--seed", default="0", help="what the choice of cases depends on")


def header(config: pytest.Config) -> str | None:
    """Return the header line with the slice that is run and the options that repeat it."""
    count, seed = config.getoption("one_in"), config.getoption("seed")
    if count == 1:
        return None
    return f"slice: one in {count} cases of each kind, chosen by seed {seed}; repeat it with SEED={seed}"


def cut(items: list[pytest.Item], count: int, seed: str) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """Return the chosen items and the others, in their order; each kind keeps one item or more.

    Items marked as long with `at_once` share what takes minutes to make: one slice in `count` has them,
    or some of them if they are many.
    """
    kinds: dict[str, list[pytest.Item]] = {}
    for item in items:
        kinds.setdefault(_kind(item), []).append(item)
    chosen = {
        item.nodeid
        for kind, found in kinds.items()
        for item in (_many_or_none if _at_once(found[0]) else _some)(found, count, f"{seed} {kind}")
    }
    return (
        [item for item in items if item.nodeid in chosen],
        [item for item in items if item.nodeid not in chosen],
    )


def _kind(item: pytest.Item) -> str:
    if name := _at_once(item):
        return name
    callspec = getattr(item, "callspec", None)
    values: Iterable[object] = (callspec.params.get(name) for name in _KINDS) if callspec else ()
    return " ".join((item.nodeid.partition("[")[0], *map(str, values)))


def _at_once(item: pytest.Item) -> str:
    """Return the name of what an item shares with others; empty if it shares nothing."""
    mark = item.get_closest_marker("long")
    return str(mark.kwargs.get("at_once", "")) if mark else ""


def _many_or_none(items: list[pytest.Item], count: int, seed: str) -> list[pytest.Item]:
    chosen = random.Random(seed)
    by_name = sorted(items, key=lambda item: item.nodeid)
    return [] if chosen.randrange(count) else chosen.sample(by_name, min(len(items), _MOST_AT_ONCE))


def _some(items: list[pytest.Item], count: int, seed: str) -> list[pytest.Item]:
    by_name = sorted(items, key=lambda item: item.nodeid)
    return random.Random(seed).sample(by_name, -(-len(items) // count))
