"""From pages to the same pages mended, where that is safe and certain."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from privkg.build import find, read
from privkg.build.find import File
from privkg.check import fixes
from privkg.core.errors import InputError
from privkg.core.text import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """What was mended: how many places in how many files, and the change as a unified diff."""

    places: int
    files: int
    diff: str

    def __str__(self) -> str:
        """Return the numbers in words."""
        return f"{counted(self.places, 'place')} in {counted(self.files, 'file')}"


def fix(paths: Iterable[Path], *, is_dry: bool = False) -> Fixed:
    """Mend the pages at `paths`, or only say what would be mended.

    A file that is no page is left to the check, which tells of it.

    Raises:
        NoInputError: no page was found.
        StoreError: a file has changed meanwhile, or cannot be written.
    """
    found = find.find(paths).files
    done = [one for file in found if (one := _fix(file, is_dry=is_dry)).places]
    return Fixed(
        places=sum(one.places for one in done), files=len(done), diff="".join(one.diff for one in done)
    )


def _fix(file: File, *, is_dry: bool) -> Fixed:
    try:
        incidents = read.incidents(file)
    except InputError:
        incidents = ()
    if not incidents:
        return Fixed(places=0, files=0, diff="")
    document = incidents[0].page.document
    edits = [edit for incident in incidents for edit in fixes.edits(incident)]
    text = fixes.apply(document, edits)
    if edits and not is_dry:
        fixes.write(document, text)
    return Fixed(places=len(edits), files=1, diff=fixes.diff(document, text) if edits else "")
