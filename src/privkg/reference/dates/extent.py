"""Start and end of an EDTF text, as XSD dates of the same precision."""

import re

OPEN = ".."
"""The open end of an EDTF interval."""

_MARKS = "~?%"
_LAST_MONTH = 12
_DATATYPES = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}


def first(edtf_text: str) -> tuple[str, str]:
    """Return the start of an EDTF text as XSD lexical form and datatype; for a season, its year."""
    return _typed(edtf_text.partition("/")[0].replace("X", "0"))


def last(edtf_text: str) -> tuple[str, str] | None:
    """Return the end of an EDTF text as XSD lexical form and datatype; None if the end is open."""
    end = edtf_text.rpartition("/")[2]
    return None if end == OPEN else _typed(end.replace("X", "9"))


def is_in_order(start: str, end: str) -> bool:
    """Return whether the start is not after the end, compared at the coarser precision of the two."""
    left, right = _parts(start, "0"), _parts(end, "9")
    if left[0] != right[0]:
        return left[0] < right[0]
    shared = min(len(left), len(right))
    # A season and a month of the same year have no order: northern and southern winters differ.
    is_comparable = shared > 1 and _kind(left[1]) == _kind(right[1])
    return not is_comparable or left[1:shared] <= right[1:shared]


def _parts(edtf_text: str, digit: str) -> list[str]:
    return edtf_text.rstrip(_MARKS).replace("X", digit).split("-")


def _kind(code: str) -> int:
    """Return the lowest EDTF code of the same kind: 0 for months, 21 seasons, 33 quarters, 40 halves."""
    return max(least for least in (0, 21, 33, 40) if int(code) >= least)


def _typed(text: str) -> tuple[str, str]:
    bare = text.rstrip(_MARKS)
    if re.fullmatch(r"\d{4}-\d\d", bare) and int(bare[5:]) > _LAST_MONTH:
        bare = bare[:4]  # XSD has no type for a season, quarter or half
    return bare, _DATATYPES[len(bare)]
