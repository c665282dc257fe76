"""Views: how an answer is best shown, and which of its columns play which part there."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """A suggested view: its kind, and which columns play which part."""

    kind: str
    roles: Mapping[str, str]
