"""The head of a question's file: YAML behind `#+ ` that other tools read too, taken part by part."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from privkg.core.errors import AssetError, in_file

_MARK = "#+"


@dataclass(frozen=True, slots=True)
class Head:
    """The parts of a head by their names."""

    path: Path
    parts: Mapping[str, Any]

    def text(self, name: str) -> str:
        """Return a text that must be there.

        Raises:
            AssetError: it is not.
        """
        value = self._needed(name)
        if not isinstance(value, str):
            raise self.lacks(f"{name!r} as a text")
        return value

    def table(self, name: str) -> dict[str, str]:
        """Return a table that must be there, in its order.

        Raises:
            AssetError: it is not.
        """
        value = self._needed(name)
        if not isinstance(value, dict):
            raise self.lacks(f"{name!r} as a table")
        return {key: str(each) for key, each in value.items()}

    def table_or_empty(self, name: str) -> dict[str, str]:
        """Return a table; an empty one if it is not there.

        Raises:
            AssetError: it is something else.
        """
        return self.table(name) if self.parts.get(name) else {}

    def list_or_empty(self, name: str) -> list[str]:
        """Return a list; an empty one if it is not there.

        Raises:
            AssetError: it is something else.
        """
        value = self.parts.get(name) or []
        if not isinstance(value, list):
            raise self.lacks(f"{name!r} as a list")
        return value

    def lacks(self, what: str) -> AssetError:
        """Return the error that the head has not what it must have."""
        return AssetError(f"the head lacks {what}", in_file(self.path))

    def _needed(self, name: str) -> object:
        if name not in self.parts:
            raise self.lacks(repr(name))
        return self.parts[name]


def of(path: Path, text: str) -> Head:
    """Return the head of a question's file, by its text.

    Raises:
        AssetError: it has none, or it is no YAML.
    """
    import yaml

    # What is no head is left empty, so that lines keep their numbers.
    lines = [_content(line) if line.startswith(_MARK) else "" for line in text.splitlines()]
    try:
        parts = yaml.safe_load("\n".join(lines))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = in_file(path, mark.line + 1, mark.column + 1 + len("#+ ")) if mark else in_file(path)
        raise AssetError(f"the head is no YAML: {error.problem}", place) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # a number or date that is none, depth
        raise AssetError(f"the head is no YAML: {error}", in_file(path)) from error
    if not isinstance(parts, dict):
        raise AssetError(f"has no head; its first lines begin with {_MARK}", in_file(path))
    return Head(path, parts)


def _content(line: str) -> str:
    return line.removeprefix(_MARK).removeprefix(" ")
