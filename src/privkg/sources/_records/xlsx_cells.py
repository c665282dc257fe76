"""What a cell of a workbook shows: text, numbers, dates as their format shows them, formulas' results.

Dates are numbers of days; only the format of a cell shows that it is one (ISO/IEC 29500-1, 18.8.30). A
format without a day is of a month, one without a month of a year: the text has no more than is shown.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from privkg.core.errors import InvalidValueError
from privkg.core.text import quoted
from privkg.sources._records.xlsx_package import PartReader

MOST_CHARACTERS = 131_072
"""The length of the text of a cell; Excel has at most 32,767 characters."""
_BUILT_IN = {14: "d/m/y", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 22: "m/d/y h:mm"}
_BUILT_IN |= dict.fromkeys((18, 19, 20, 21, 45, 47), "h:mm:ss")
"""Formats that files need not define (18.8.30), as far as they are of dates and times."""
_NOT_SHOWN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_DURATION = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_WHOLE = re.compile("-?[1-9][0-9]*|0")
_ZEROS = re.compile("0{2,20}")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_LEAP_DAY = 60
"""The day 1900-02-29, which never was; numbers below it are a day later than they count."""
_LAST_DAY = 2_958_465
"""9999-12-31."""
_SECONDS = 86_400


@dataclass(slots=True)
class Cell:
    """A cell as the file has it: its column from 1, type, format, value, and whether it is a formula."""

    column: int
    kind: str
    style: int
    value: str | None = None
    is_formula: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """What cells refer to: strings by number, formats by style, and the first day of dates."""

    shared: Sequence[str]
    formats: Sequence[str]
    is_1904: bool

    def text(self, cell: Cell) -> str:
        """Return what a cell shows.

        Raises:
            InvalidValueError: it is a formula without a result, an error, or not valid.
        """
        value = cell.value
        if cell.is_formula and not value and cell.kind != "str":
            raise InvalidValueError("a formula without a result; open the workbook and save it again")
        if value is None:
            return ""
        match cell.kind:
            case "s":
                return self._shared(value)
            case "b":
                return {"0": "FALSE", "1": "TRUE"}.get(value.strip(), value)
            case "e":
                raise InvalidValueError(f"the error {quoted(value)}")
            case "n":
                return self._number(value.strip(), cell.style) if value.strip() else ""
        return unescaped(value)

    def _shared(self, value: str) -> str:
        number = int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1
        if not 0 <= number < len(self.shared):
            raise InvalidValueError(f"damaged: no shared string {quoted(value)}")
        return self.shared[number]

    def _number(self, value: str, style: int) -> str:
        try:
            number = float(value)
        except ValueError as error:
            raise InvalidValueError(f"damaged: {quoted(value)} is not a number") from error
        if not math.isfinite(number):
            raise InvalidValueError(f"damaged: {quoted(value)} is not a finite number")
        code = self.formats[style] if 0 <= style < len(self.formats) else ""
        if parts := date_parts(code):
            return _date(number, parts, is_1904=self.is_1904)
        shown = value if _WHOLE.fullmatch(value) else plain(number)
        return shown.zfill(len(code)) if _ZEROS.fullmatch(code) and shown.isdigit() else shown


class Strings(PartReader):
    """The shared strings of a workbook, without the phonetic hints of Japanese ones."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.found: list[str] = []
        self._parts: list[str] = []
        self._is_phonetic = False

    def start(self, name: str, _: Mapping[str, str]) -> None:
        """Begin a string, or a part of it."""
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._is_phonetic = True
        elif name == "t" and not self._is_phonetic:
            self.words = []

    def end(self, name: str) -> None:
        """Take a string, or a part of it."""
        if name == "t" and self.words is not None:
            self._parts += self.words
            self.words = None
        elif name == "rPh":
            self._is_phonetic = False
        elif name == "si":
            self.found.append(unescaped("".join(self._parts)))


class Formats(PartReader):
    """The format of each style of a workbook."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.found: list[str] = []
        self._codes: dict[str, str] = {str(number): code for number, code in _BUILT_IN.items()}
        self._is_of_cells = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take a format, or the format of a style."""
        if name == "numFmt":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._is_of_cells = True
        elif name == "xf" and self._is_of_cells:
            self.found.append(self._codes.get(attributes.get("numFmtId", ""), ""))

    def end(self, name: str) -> None:
        """End the styles of cells; other styles are not those that cells refer to."""
        if name == "cellXfs":
            self._is_of_cells = False


def unescaped(text: str) -> str:
    """Return a text with the characters that the file has as `_x000D_` (ST_Xstring, 22.9.2.19)."""
    return _ESCAPE.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if code == 0 or 0xD800 <= code < 0xE000 else chr(code)


def plain(number: float) -> str:
    """Return a number as Excel shows it in a wide cell: 15 digits, without a point if it is whole."""
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    shown = format(number, ".15g")
    if "e-" in shown and abs(number) >= 1e-9:
        return format(Decimal(shown), "f")
    return shown


def date_parts(code: str) -> str:
    """Return which of "ymdhs" a format shows; empty if it is not of a date or time.

    Only the first section is read, which is for positive numbers. An "m" next to hours or seconds alone
    is of minutes.
    """
    if code in {"", "General", "@"} or _DURATION.search(code):
        return ""
    shown = _NOT_SHOWN.sub("", code).split(";")[0].lower()
    if "general" in shown or not re.search("[ymdhs]", shown):
        return ""
    parts = "".join(part for part in "ymdhs" if part in shown)
    return parts.replace("m", "") if {*parts} & {"h", "s"} and not {*parts} & {"y", "d"} else parts


def _date(number: float, parts: str, *, is_1904: bool) -> str:
    """Return a date, a month, a year, a time, or a date with a time, as ISO 8601 has it."""
    whole = int(number)
    last = _LAST_DAY - 1462 if is_1904 else _LAST_DAY
    if not 0 <= number < last + 1 or (whole == _LEAP_DAY and not is_1904):
        raise InvalidValueError(f"{plain(number)} is not the number of a day")
    if not is_1904 and whole < _LEAP_DAY and {*parts} & {*"ymd"}:
        whole += 1
    found = (_EPOCH_1904 if is_1904 else _EPOCH) + timedelta(days=whole)
    found += timedelta(seconds=round((number - int(number)) * _SECONDS))
    if not {*parts} & {*"ymd"}:
        return found.strftime("%H:%M:%S")
    if "d" not in parts:
        return found.isoformat()[: 7 if "m" in parts else 4]
    return found.isoformat() if "h" in parts else found.date().isoformat()
