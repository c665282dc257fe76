"""Gaps in a catalogue record: missing mandatory and recommended fields."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Missing:
    """Missing fields, each with the key of `privkg.toml` to set, such as `dcat:theme (themes)`."""

    mandatory: tuple[str, ...] = ()
    recommended: tuple[str, ...] = ()


def find_missing(
    mandatory: Iterable[tuple[str, str, object]], recommended: Iterable[tuple[str, str, object]]
) -> Missing:
    """Return the fields without a value; each field is its name, the key to set, and its value."""
    return Missing(tuple(_without(mandatory)), tuple(_without(recommended)))


def _without(some: Iterable[tuple[str, str, object]]) -> Iterable[str]:
    return (f"{name} ({source})" for name, source, value in some if not value)
