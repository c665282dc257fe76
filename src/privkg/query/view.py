"""Views: the kind of chart, map or table that suits a question's answer, and its columns."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """A suggested view: its kind, and the column for each role (`label`, `value`, `date`, …)."""

    kind: str
    roles: Mapping[str, str]
