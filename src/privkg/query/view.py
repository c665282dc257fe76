"""Views: how an answer is best shown, and which of its columns play which part there."""

from collections.abc import Mapping
from dataclasses import dataclass

PARTS = {
    "bar": {"label", "value"},
    "map": {"latitude", "longitude", "label"},
    "matrix": {"row", "column", "value"},
    "table": set[str](),
    "timeline": {"date", "label"},
}
"""Kinds of view, and the parts that each must have."""


@dataclass(frozen=True, slots=True)
class View:
    """A suggested view: its kind, and which columns play which part."""

    kind: str
    roles: Mapping[str, str]
