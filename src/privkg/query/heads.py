"""The header of a question file: YAML in comments that begin with `#+ `.

The form is that of grlc (https://grlc.io), so that other tools can read the header too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from privkg.core.errors import AssetError, in_file
from privkg.core.text import quoted

_MARK = "#+"


@dataclass(frozen=True, slots=True)
class Head:
    """A parsed header; `parts` are the values by key."""

    path: Path
    parts: Mapping[str, Any]

    def text(self, name: str) -> str:
        """Return the string of a required key.

        Raises:
            AssetError: the key is missing, or its value is not a string.
        """
        value = self._required(name)
        if not isinstance(value, str):
            raise self.error(f"{quoted(name)} in the header is not a text")
        return value

    def table(self, name: str) -> dict[str, str]:
        """Return the mapping of a required key, in the order of the file.

        Raises:
            AssetError: the key is missing, or its value is not a mapping.
        """
        value = self._required(name)
        if not isinstance(value, dict):
            raise self.error(f"{quoted(name)} in the header is not a mapping")
        return {key: str(each) for key, each in value.items()}

    def table_or_empty(self, name: str) -> dict[str, str]:
        """Return the mapping of a key; empty if the key is missing.

        Raises:
            AssetError: the value is not a mapping.
        """
        return self.table(name) if self.parts.get(name) else {}

    def list_or_empty(self, name: str) -> list[str]:
        """Return the list of a key; empty if the key is missing.

        Raises:
            AssetError: the value is not a list.
        """
        value = self.parts.get(name) or []
        if not isinstance(value, list):
            raise self.error(f"{quoted(name)} in the header is not a list")
        return value

    def error(self, message: str) -> AssetError:
        """Return an error located in the question file."""
        return AssetError(message, in_file(self.path))

    def _required(self, name: str) -> object:
        if name not in self.parts:
            raise self.error(f"the header has no {quoted(name)}")
        return self.parts[name]


def of(path: Path, text: str) -> Head:
    """Return the header in the text of a question file.

    Raises:
        AssetError: there is no header, or it is not valid YAML.
    """
    import yaml

    # Other lines become empty lines, so that YAML's errors have the line numbers of the file.
    lines = [_content(line) if line.startswith(_MARK) else "" for line in text.splitlines()]
    try:
        parts = yaml.safe_load("\n".join(lines))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = in_file(path, mark.line + 1, mark.column + 1 + len("#+ ")) if mark else in_file(path)
        raise AssetError(f"the header is not valid YAML: {error.problem}", place) from error
    # PyYAML raises ValueError for an impossible date (2014-13-40), RecursionError for deep nesting.
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise AssetError(f"the header is not valid YAML: {error}", in_file(path)) from error
    if not isinstance(parts, dict):
        raise AssetError(f"no header; begin the file with lines of YAML after {_MARK}", in_file(path))
    return Head(path, parts)


def _content(line: str) -> str:
    return line.removeprefix(_MARK).removeprefix(" ")
