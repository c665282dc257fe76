"""A table of TOML taken field by field: all that is wrong is told at once, each fault at its line."""

import datetime
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from privkg.core.errors import InvalidValueError, Place, PublishError, in_file
from privkg.core.text import quoted
from privkg.rdf.terms import iri, iri_text

_URL = re.compile(r"https?://[^\s/\"<>\\^`{|}]+(?:/[^\s\"<>\\^`{|}]*)?")
_EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+")
_EPOCH = datetime.date(1970, 1, 1)


class Fields:
    """The fields of a table; a fault is kept until the whole is closed."""

    def __init__(
        self,
        table: Mapping[str, Any],
        name: str,
        path: Path,
        text: str,
        faults: list[PublishError] | None = None,
    ) -> None:
        self._left = dict(table)
        self._name, self._path, self._text_of_file = name, path, text
        self._faults = [] if faults is None else faults

    def close(self) -> None:
        """Tell all faults, what is left of the table among them.

        Raises:
            PublishError: there is one.
        """
        self.close_part()
        if self._faults:
            first, *others = self._faults
            raise PublishError("\n".join([first.message, *map(str, others)]), first.place)

    def close_part(self) -> None:
        """Note what is left of this table as unknown."""
        for key in self._left:
            self._fault(
                key, f"{self._name}.{key} is unknown; docs/how-to/publish.md lists what there is"
            )

    def text(self, key: str) -> str:
        """Return a text that must be there."""
        return self._needed(key, self.text_or_none(key)) or ""

    def text_or_none(self, key: str, form: re.Pattern[str] | None = None) -> str | None:
        """Return a text of a form, if it is there."""
        value: str | None = self._left.pop(key, None)
        return value if value is not None and self._is_text(key, value, form) else None

    def texts(self, key: str, form: re.Pattern[str] | None = None) -> tuple[str, ...]:
        """Return a list of texts of a form; none if it is not there."""
        values = self._left.pop(key, [])
        if not isinstance(values, list):
            self._fault(key, f"{self._name}.{key} must be a list of texts")
            return ()
        return tuple(value for value in values if self._is_text(key, value, form))

    def choice(self, key: str, known: Collection[str]) -> str:
        """Return one of the known words, which must be there."""
        return self._needed(key, self.choice_or_none(key, known)) or min(known)

    def choice_or_none(self, key: str, known: Collection[str]) -> str | None:
        """Return one of the known words, if it is there."""
        value = self.text_or_none(key)
        return value if value is not None and self._is_known(key, value, known) else None

    def url(self, key: str) -> str:
        """Return an address on the web that must be there."""
        return self._needed(key, self.url_or_none(key)) or ""

    def url_or_none(self, key: str) -> str | None:
        """Return an address on the web, if it is there."""
        return self._iri_or_none(key, _URL)

    def email_or_none(self, key: str) -> str | None:
        """Return an address of mail, if it is there."""
        return self._iri_or_none(key, _EMAIL, "mailto:")

    def choices(self, key: str, known: Collection[str]) -> tuple[str, ...]:
        """Return a list of known words; none if it is not there."""
        values = self.texts(key)
        return tuple(value for value in values if self._is_known(key, value, known))

    def homepage(self, key: str) -> str:
        """Return the address of a folder, which must be there and end in a slash."""
        address = self.url(key)
        if address and not address.endswith("/"):
            self._fault(key, f"{self._name}.{key} must end in a slash: files stand below it")
        return address

    def date(self, key: str) -> datetime.date:
        """Return a day that must be there."""
        return self._needed(key, self.date_or_none(key)) or _EPOCH

    def date_or_none(self, key: str) -> datetime.date | None:
        """Return a day, if it is there."""
        value = self._left.pop(key, None)
        if value is None or (
            isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)
        ):
            return value
        self._fault(key, f"{self._name}.{key} must be a day, such as 2026-11-23 without quotes")
        return None

    def tables(self, key: str) -> list["Fields"]:
        """Return a list of tables, of which there must be one."""
        values = self._needed(key, self._left.pop(key, None)) or []
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            self._fault(key, f"{self._name}.{key} must be tables [[{self._name}.{key}]]")
            return []
        return [self._part(key, value) for value in values]

    def table_or_none(self, key: str) -> "Fields | None":
        """Return a table, if it is there."""
        value = self._left.pop(key, None)
        if value is None or isinstance(value, dict):
            return None if value is None else self._part(key, value)
        self._fault(key, f"{self._name}.{key} must be a table [{self._name}.{key}]")
        return None

    def _iri_or_none(self, key: str, form: re.Pattern[str], scheme: str = "") -> str | None:
        value = self.text_or_none(key, form)
        try:
            return value if value is None else iri_text(iri(f"{scheme}{value}")).removeprefix(scheme)
        except InvalidValueError as error:
            self._fault(key, f"{self._name}.{key}: {error}")
            return None

    def _part(self, key: str, table: Mapping[str, Any]) -> "Fields":
        return Fields(table, f"{self._name}.{key}", self._path, self._text_of_file, self._faults)

    def _needed(self, key: str, value: Any) -> Any:
        if value is None and not any(f"{self._name}.{key} " in fault.message for fault in self._faults):
            self._fault(key, f"{self._name}.{key} is missing")
        return value

    def _is_text(self, key: str, value: Any, form: re.Pattern[str] | None) -> bool:
        if not isinstance(value, str) or not value.strip():
            self._fault(key, f"{self._name}.{key} must be text")
            return False
        if form and not form.fullmatch(value):
            self._fault(
                key, f"{self._name}.{key} is {quoted(value)}, which is not as it must be written"
            )
            return False
        return True

    def _is_known(self, key: str, value: str, known: Collection[str]) -> bool:
        if value not in known:
            words = ", ".join(sorted(known))
            self._fault(key, f"{self._name}.{key} is {quoted(value)}; write one of: {words}")
        return value in known

    def _fault(self, key: str, words: str) -> None:
        self._faults.append(PublishError(words, self._place(key)))

    def _place(self, key: str) -> Place:
        """Return the place of a key, or else of its table, as TOML is mostly written."""
        header = re.compile(rf"\s*\[+\s*{re.escape(self._name)}\s*\]+")
        entry = re.compile(
            rf"\s*\[*\s*(?:{re.escape(self._name)}\.)?[\"']?{re.escape(key)}[\"']?\s*[=\]]"
        )
        lines = self._text_of_file.splitlines()
        begins = next((n for n, line in enumerate(lines) if header.match(line)), 0)
        found = next((n for n in range(begins, len(lines)) if entry.match(lines[n])), begins)
        return in_file(self._path, found + 1, len(lines[found]) - len(lines[found].lstrip()) + 1)
