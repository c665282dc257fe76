"""Findings as text for people and for other tools: one module per format."""

from collections.abc import Sequence
from typing import Protocol

from privkg.core.findings import PlacedFinding
from privkg.core.registry import Registry


class Report(Protocol):
    """A format of findings: a module of this package."""

    def render(self, findings: Sequence[PlacedFinding], *, is_terminal: bool = False) -> str:
        """Return findings as text, in the given order."""


REPORTS: Registry[Report] = Registry(__name__, "format of findings")
