"""What a catalogue would miss in a record: what it must have, and what it recommends."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Missing:
    """Properties that are missing, each with what would give it, such as `dct:spatial (spatial)`."""

    mandatory: tuple[str, ...] = ()
    recommended: tuple[str, ...] = ()


def named(
    mandatory: Iterable[tuple[str, str, object]], recommended: Iterable[tuple[str, str, object]]
) -> Missing:
    """Return what is missing, given properties, what would give them, and what they are."""
    return Missing(tuple(_without(mandatory)), tuple(_without(recommended)))


def _without(some: Iterable[tuple[str, str, object]]) -> Iterable[str]:
    return (f"{name} ({source})" for name, source, value in some if not value)
