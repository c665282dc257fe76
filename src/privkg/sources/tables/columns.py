"""What the columns of an unknown table look like, by the values of its first records."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from privkg.core import bounded, names
from privkg.core.errors import InvalidValueError
from privkg.core.objects import Readable
from privkg.reference import dates
from privkg.sources import _records
from privkg.sources._records import Layout, Record
from privkg.sources.tables.mapping import FORMS

MOST_RECORDS = 1_000
MOST_WORDS = 200
"""The words of a list of codes, and of a table of values that is proposed."""
_MOST_CHARACTERS = 5_000_000
_MOST_CHECKED = 200
"""As many of the values of a column are read as dates and the like."""
_MOST = 0.8
"""The share of values that make a column one of dates and the like; a few may be odd."""
_LONG = 100
_MOST_OF_A_WORD = 60
_MOST_OF_A_KEY = 100
_LEAST_REPEATED = 2
"""How often a word of a list of codes occurs on average."""
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_")
_ADDRESS = re.compile("https?://.")
_PICTURE = re.compile(r"\.(?:gif|ico|jpe?g|png|svg|webp)\Z", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?[0-9][0-9.,' \u00a0\u202f]*\Z")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_OF_JSON = ("json", "jsonl")
_TRUTHS = frozenset({"true", "false", "yes", "no", "y", "n"})


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A column: its name, empty if the header has none for it, and its values in the first records.

    Attributes:
        name: the name of the column.
        values: the values that are not empty, without spaces around them.
        records: the number of records.
    """

    name: str
    values: tuple[str, ...]
    records: int

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the name, folded: those of `BreachDate` and `breach_date` are two."""
        return tuple(word.folded for word in names.words(_CAPITAL.sub(" ", self.name)))

    @cached_property
    def distinct(self) -> tuple[str, ...]:
        """The values, each once."""
        return tuple(dict.fromkeys(self.values))

    @cached_property
    def is_short(self) -> bool:
        """Whether all values are short enough for a key."""
        return all(len(value) <= _MOST_OF_A_KEY for value in self.values)

    @cached_property
    def recurs(self) -> bool:
        """Whether a value occurs twice or more often on average."""
        return _recur(self.values)

    @cached_property
    def have_spaces(self) -> bool:
        """Whether the values are of several words."""
        return self._most(lambda value: " " in value)

    @cached_property
    def are_addresses(self) -> bool:
        """Whether the values are web addresses."""
        return self._most(lambda value: bool(_ADDRESS.match(value)))

    @cached_property
    def are_pictures(self) -> bool:
        """Whether the values are the addresses of pictures."""
        return self.are_addresses and self._most(lambda value: bool(_PICTURE.search(value)))

    @cached_property
    def are_dates(self) -> bool:
        """Whether the values are dates as pages have them; years are, and so are other numbers."""
        return self._most(lambda value: dates.read(value) is not None)

    @cached_property
    def are_numbers(self) -> bool:
        """Whether the values are numbers."""
        return self._most(lambda value: bool(_NUMBER.match(value)))

    @cached_property
    def are_truths(self) -> bool:
        """Whether the values are true or false, or yes or no."""
        return self._most(lambda value: value.casefold() in _TRUTHS)

    @cached_property
    def are_json(self) -> bool:
        """Whether the values are objects or lists in JSON."""
        return self._most(lambda value: _json(value) is not None)

    @cached_property
    def are_long(self) -> bool:
        """Whether the values are texts and not words."""
        return bool(self.values) and sum(map(len, self.values)) > _LONG * len(self.values)

    @cached_property
    def form(self) -> str:
        """How a cell is read: one of `mapping.FORMS`."""
        text, html, listed = FORMS
        if self._most(lambda value: bool(_strings(value)) or value == "[]"):
            return listed
        return html if self._share(lambda value: bool(_TAG.search(value))) > 1 - _MOST else text

    @cached_property
    def is_text(self) -> bool:
        """Whether the values are words or texts, and nothing else that is recognised."""
        is_other = self.are_addresses or self.are_numbers or self.are_truths or self.are_dates
        is_json = self.are_json and self.form == FORMS[0]
        return bool(self.values) and not (is_other or is_json)

    def separator(self, among: Sequence[str]) -> str:
        """Return which of some separators is between several words in a cell; empty if none is."""
        return next(filter(self._separates, among), "")

    def parts(self, separator: str) -> tuple[str, ...]:
        """Return the words in the cells, in their order and as often as they occur."""
        return tuple(part for value in self.values for part in self._split(value, separator))

    def is_code_list(self, separator: str) -> bool:
        """Return whether the values are a few short words that occur again and again."""
        parts = self.parts(separator)
        return self.is_text and _recur(parts) and _are_short(parts) and len({*parts}) <= MOST_WORDS

    def _split(self, value: str, separator: str) -> list[str]:
        if self.form == FORMS[2]:
            return _strings(value)
        parts = value.split(separator) if separator else [value]
        return [part.strip() for part in parts if part.strip()]

    def _separates(self, separator: str) -> bool:
        """Return whether a separator is between addresses or short words; at commas they must recur."""
        split = [value.split(separator) for value in self.values if separator in value]
        parts = [part.strip() for one in split for part in one]
        if not parts or self.form != FORMS[0]:
            return False
        if self.are_addresses:
            return all(map(_ADDRESS.match, parts))
        return _are_short(parts) and (separator != "," or _recur(parts))

    def _most(self, fits: Callable[[str], bool]) -> bool:
        return self._share(fits) >= _MOST

    def _share(self, fits: Callable[[str], bool]) -> float:
        """Return the share of the values that fit; 0 if there are none."""
        checked = self.values[:_MOST_CHECKED]
        return sum(map(fits, checked)) / len(checked) if checked else 0.0


def samples(path: Readable, layout: Layout) -> list[Sample]:
    """Return the columns of a file in their order, with the values of its first records.

    Records that are not valid are passed over here; a build reports them.

    Raises:
        FileError: the file cannot be read, or is not text.
        PageError: it is not of its format, has no usable header, or exceeds a limit.
    """
    count, size = 0, 0
    found: dict[str, list[str]] = {name: [] for name in _records.columns(path, layout)}
    for record in _records.read(path, layout):
        if not isinstance(record, Record):
            continue
        count, size = count + 1, size + len(record.text)
        for value in record.values:
            kept = found.setdefault(value.name, [])
            if text := value.text.strip():
                kept.append(text)
        if count == MOST_RECORDS or size > _MOST_CHARACTERS:
            break
    objects = _objects(found) if layout.format in _OF_JSON else frozenset()
    return [
        Sample(name=name, values=tuple(kept), records=count)
        for name, kept in found.items()
        if kept or name not in objects
    ]


def _objects(found: Iterable[str]) -> frozenset[str]:
    """Return the names of the objects in which others of the names are: "a" and "a.b" of "a.b.c"."""
    return frozenset(name[: dot.start()] for name in found for dot in re.finditer(r"\.", name))


def _recur(words: Sequence[str]) -> bool:
    return bool(words) and _LEAST_REPEATED * len(set(words)) <= len(words)


def _are_short(words: Iterable[str]) -> bool:
    return all(len(word) <= _MOST_OF_A_WORD for word in words)


def _strings(value: str) -> list[str]:
    """Return the strings of a list of strings in JSON; empty if it is anything else."""
    found = _json(value)
    return found if isinstance(found, list) and all(isinstance(one, str) for one in found) else []


def _json(value: str) -> object:
    """Return the parsed object or list of a cell; None if it is not one."""
    if not value.startswith(("[", "{")):
        return None
    try:
        found: object = bounded.parse_json(value)
    except InvalidValueError:
        return None
    return found
