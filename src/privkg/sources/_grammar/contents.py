"""The contents box of a copied page, whose lines must not be taken for the headings they name."""

import re
from collections.abc import Sequence

from privkg.sources._grammar.spans import Line

_TITLE = re.compile(
    r"\s*[=*'#]*\s*(?:table of )?contents\s*[=*']*\s*(?:\[\s*\w+\s*\])?\s*:?\s*", re.IGNORECASE
)
_ENTRY = re.compile(r"\s*(?:[*#•-]\s*)?\d{1,2}(?:\.\d{1,2}){0,4}[.)]?\s+\S.{0,100}")
_BUTTON = re.compile(
    r"\s*(?:\[?\s*(?:hide|show|move to sidebar)(?:\s+hide)?\s*\]?|\(top\)|beginning"
    r"|toggle .{1,60} subsection)\s*",
    re.IGNORECASE,
)


def box(lines: Sequence[Line], sections: Sequence[str | None]) -> set[int]:
    """Return the numbers of the lines of the contents box; empty if there is none.

    Args:
        lines: all lines of the page.
        sections: the section of each line that reads like its heading, None for other lines.
    """
    for number, line in enumerate(lines):
        if _TITLE.fullmatch(line.text):
            found = _below(lines, sections, number)
            return {number, *found} if found else set()
        if _opens_without_title(lines, sections, number):
            return _below(lines, sections, number - 1)
        if sections[number]:
            break
    return set()


def _opens_without_title(lines: Sequence[Line], sections: Sequence[str | None], number: int) -> bool:
    """Return whether two numbered names of sections follow each other, as only in a contents box."""
    pair = sections[number : number + 2]
    is_pair = len(pair) > 1 and all(pair)
    return is_pair and all(_ENTRY.fullmatch(line.text) for line in lines[number : number + 2])


def _below(lines: Sequence[Line], sections: Sequence[str | None], title: int) -> set[int]:
    """Return the entries below the title of a box, up to the first line that is not an entry.

    An unnumbered section name is an entry if the same name occurs again further down.
    """
    found: set[int] = set()
    last = {section: number for number, section in enumerate(sections) if section}
    for number in range(title + 1, len(lines)):
        line = lines[number]
        is_repeated = last.get(sections[number] or "", -1) > number
        if _BUTTON.fullmatch(line.text) or _is_entry(line) or is_repeated:
            found.add(number)
        elif not line.is_blank:
            break
    return found


def _is_entry(line: Line) -> bool:
    return bool(_ENTRY.fullmatch(line.text)) and not line.text.rstrip().endswith((".", "!", "?"))
