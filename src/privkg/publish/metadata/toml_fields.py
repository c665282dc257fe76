"""Strict reading of a TOML table, field by field; all faults are reported at once, with their lines."""

import datetime
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from privkg.core.colours import contrast
from privkg.core.errors import InputError, InvalidValueError, Place, PublishError, in_file, suggest
from privkg.core.text import quoted
from privkg.rdf.terms import iri, iri_text

Read = TypeVar("Read")
_EPOCH = datetime.date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Form:
    """A format that a string must match: its pattern, its name with an article, and an example."""

    pattern: re.Pattern[str]
    name: str
    example: str


_URL = Form(
    re.compile(r"https?://[^\s/\"<>\\^`{|}]+(?:/[^\s\"<>\\^`{|}]*)?"),
    "a web address",
    "https://example.org/",
)
_EMAIL = Form(
    re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+"), "an e-mail address", "desk@example.org"
)
_COLOUR = Form(re.compile(r"#[0-9A-Fa-f]{6}"), "a colour of six hexadecimal digits", "#1f5fa8")
_READABLE = 4.5
"""The least contrast of text to its background, by WCAG AA."""


class Fields:
    """The fields of a table; faults are collected until the table is closed."""

    def __init__(
        self,
        table: Mapping[str, Any],
        name: str,
        path: Path,
        text: str,
        faults: list[PublishError] | None = None,
    ) -> None:
        self._left = dict(table)
        self._known = list[str]()
        self._name, self._path, self._text_of_file = name, path, text
        self._faults = [] if faults is None else faults

    def close(self) -> None:
        """Raise an error with all faults, including unknown keys.

        Raises:
            PublishError: there is a fault.
        """
        self.close_part()
        if self._faults:
            first, *others = self._faults
            raise PublishError("\n".join([first.message, *map(str, others)]), first.place)

    def close_part(self) -> None:
        """Add a fault for each key of this table that was not read."""
        for key in self._left:
            near = suggest(key, self._known)
            known = ", ".join(sorted(self._known))
            advice = f'did you mean "{near}"?' if near else f"write one of: {known}"
            self._fault(key, f"{self._name}.{key} is unknown; {advice}")

    def text(self, key: str) -> str:
        """Return a string; add a fault if the key is missing."""
        return self._required(key, self.text_or_none(key)) or ""

    def text_or_none(self, key: str, form: Form | None = None) -> str | None:
        """Return a string that matches a form, or None if the key is missing."""
        value: str | None = self._take(key)
        return value if value is not None and self._is_text(key, value, form) else None

    def texts(self, key: str, form: Form | None = None) -> tuple[str, ...]:
        """Return the strings of a list that match a form; empty if the key is missing."""
        values = self._take(key, [])
        if not isinstance(values, list):
            example = quoted(form.example if form else "text")
            self._fault(key, f"{self._name}.{key} is not a list; write one such as [{example}]")
            return ()
        return tuple(value for value in values if self._is_text(key, value, form))

    def choice(self, key: str, known: Collection[str]) -> str:
        """Return one of the known words; add a fault if the key is missing."""
        return self._required(key, self.choice_or_none(key, known)) or min(known)

    def choice_or_none(self, key: str, known: Collection[str]) -> str | None:
        """Return one of the known words, or None if the key is missing."""
        value = self.text_or_none(key)
        return value if value is not None and self._is_known(key, value, known) else None

    def url(self, key: str) -> str:
        """Return a web address; add a fault if the key is missing."""
        return self._required(key, self.url_or_none(key)) or ""

    def url_or_none(self, key: str) -> str | None:
        """Return a web address, or None if the key is missing."""
        return self._iri_or_none(key, _URL)

    def email_or_none(self, key: str) -> str | None:
        """Return an e-mail address, or None if the key is missing."""
        return self._iri_or_none(key, _EMAIL, "mailto:")

    def choices(self, key: str, known: Collection[str]) -> tuple[str, ...]:
        """Return a list of known words; empty if the key is missing."""
        values = self.texts(key)
        return tuple(value for value in values if self._is_known(key, value, known))

    def file_or_none(self, key: str, read: Callable[[Path], Read]) -> Read | None:
        """Return what is in the file that the key names, or None if the key is missing."""
        name = self.text_or_none(key)
        try:
            return None if name is None else read(self._path.parent / name)
        except InputError as error:
            self._fault(key, f"{self._name}.{key} {quoted(name)}: {error.message}")
            return None

    def colour_or_none(self, key: str, paper: str) -> str | None:
        """Return a colour that can be read on a background, or None if the key is missing."""
        colour = self.text_or_none(key, _COLOUR)
        if colour and contrast(colour, paper) < _READABLE:
            self._fault(
                key,
                f"{self._name}.{key} {quoted(colour)} has a contrast of {contrast(colour, paper):.1f} to"
                f" the background {paper}; choose a colour that has {_READABLE} or more (WCAG AA)",
            )
        return colour

    def homepage(self, key: str) -> str:
        """Return the web address of a folder; add a fault if it is missing or lacks the final slash."""
        address = self.url(key)
        if address and not address.endswith("/"):
            self._fault(key, f'{self._name}.{key} must end in a slash; write "{address}/"')
        return address

    def date(self, key: str) -> datetime.date:
        """Return a day; add a fault if the key is missing."""
        return self._required(key, self.date_or_none(key)) or _EPOCH

    def date_or_none(self, key: str) -> datetime.date | None:
        """Return a day, or None if the key is missing."""
        value = self._take(key)
        if value is None or (
            isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)
        ):
            return value
        self._fault(
            key, f"{self._name}.{key} is not a day; write one such as 2026-11-23, without quotes"
        )
        return None

    def tables(self, key: str) -> list["Fields"]:
        """Return an array of tables; add a fault if the key is missing."""
        values = self._required(key, self._take(key)) or []
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            part = f"{self._name}.{key}"
            self._fault(key, f"{part} is not an array of tables; write [[{part}]]")
            return []
        return [self._part(key, value) for value in values]

    def table_or_none(self, key: str) -> "Fields | None":
        """Return a table, or None if the key is missing."""
        value = self._take(key)
        if value is None or isinstance(value, dict):
            return None if value is None else self._part(key, value)
        self._fault(key, f"{self._name}.{key} is not a table; write [{self._name}.{key}]")
        return None

    def _take(self, key: str, default: Any = None) -> Any:
        self._known.append(key)
        return self._left.pop(key, default)

    def _iri_or_none(self, key: str, form: Form, scheme: str = "") -> str | None:
        value = self.text_or_none(key, form)
        try:
            return value if value is None else iri_text(iri(f"{scheme}{value}")).removeprefix(scheme)
        except InvalidValueError as error:
            self._fault(key, f"{self._name}.{key}: {error}")
            return None

    def _part(self, key: str, table: Mapping[str, Any]) -> "Fields":
        return Fields(table, f"{self._name}.{key}", self._path, self._text_of_file, self._faults)

    def _required(self, key: str, value: Any) -> Any:
        # An invalid value is None too, but its fault was added before.
        if value is None and not any(f"{self._name}.{key} " in fault.message for fault in self._faults):
            self._fault(key, f"{self._name}.{key} is missing; add it")
        return value

    def _is_text(self, key: str, value: Any, form: Form | None) -> bool:
        if not isinstance(value, str) or not value.strip():
            self._fault(key, f"{self._name}.{key} is not a text, or is empty; write a text in quotes")
            return False
        if form and not form.pattern.fullmatch(value):
            wrong = f"{self._name}.{key} {quoted(value)} is not {form.name}"
            self._fault(key, f'{wrong}; write one such as "{form.example}"')
            return False
        return True

    def _is_known(self, key: str, value: str, known: Collection[str]) -> bool:
        if value not in known:
            words = ", ".join(sorted(known))
            self._fault(key, f"{self._name}.{key} {quoted(value)} is unknown; write one of: {words}")
        return value in known

    def _fault(self, key: str, words: str) -> None:
        self._faults.append(PublishError(words, self._place(key)))

    def _place(self, key: str) -> Place:
        """Return the place of a key, or else of its table.

        tomllib has no positions, so lines are matched as TOML is mostly written: one key on a line.
        """
        header = re.compile(rf"\s*\[+\s*{re.escape(self._name)}\s*\]+")
        entry = re.compile(
            rf"\s*\[*\s*(?:{re.escape(self._name)}\.)?[\"']?{re.escape(key)}[\"']?\s*[=\]]"
        )
        lines = self._text_of_file.splitlines()
        begins = next((n for n, line in enumerate(lines) if header.match(line)), 0)
        found = next((n for n in range(begins, len(lines)) if entry.match(lines[n])), begins)
        return in_file(self._path, found + 1, len(lines[found]) - len(lines[found].lstrip()) + 1)
