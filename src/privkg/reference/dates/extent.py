"""Where an EDTF text begins and ends: plain XSD dates at the precision that it has."""

import re

OPEN = ".."
"""What EDTF writes for a side of a range that is not known or not over."""

_MARKS = "~?%"
_LAST_MONTH = 12
_DATATYPES = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}


def first(edtf_text: str) -> tuple[str, str]:
    """Return where an EDTF text begins, as an XSD text and its datatype; a season gives its year."""
    return _typed(edtf_text.partition("/")[0].replace("X", "0"))


def last(edtf_text: str) -> tuple[str, str] | None:
    """Return where an EDTF text ends, as an XSD text and its datatype; None if its end is open."""
    end = edtf_text.rpartition("/")[2]
    return None if end == OPEN else _typed(end.replace("X", "9"))


def is_in_order(start: str, end: str) -> bool:
    """Return whether one date does not come after another, as far as both are known."""
    left, right = _parts(start, "0"), _parts(end, "9")
    if left[0] != right[0]:
        return left[0] < right[0]
    shared = min(len(left), len(right))
    # A season and a month of one year: which comes first is not known.
    is_comparable = shared > 1 and _kind(left[1]) == _kind(right[1])
    return not is_comparable or left[1:shared] <= right[1:shared]


def _parts(edtf_text: str, digit: str) -> list[str]:
    return edtf_text.rstrip(_MARKS).replace("X", digit).split("-")


def _kind(code: str) -> int:
    """Return the first code of the months, seasons, quarters or halves that a code is one of."""
    return max(least for least in (0, 21, 33, 40) if int(code) >= least)


def _typed(text: str) -> tuple[str, str]:
    bare = text.rstrip(_MARKS)
    if re.fullmatch(r"\d{4}-\d\d", bare) and int(bare[5:]) > _LAST_MONTH:
        bare = bare[:4]  # a season or quarter: no XSD type holds it, its year does
    return bare, _DATATYPES[len(bare)]
