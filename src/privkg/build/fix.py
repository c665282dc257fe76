"""Applies the safe fixes to the files of pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from privkg import sources
from privkg.build import find, read
from privkg.build.find import File
from privkg.check import fixes
from privkg.core.errors import InputError
from privkg.core.text import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """The outcome of fixing: the number of places and of files, and the change as a unified diff.

    `remarks` has a line for each file of many pages, which is not changed.
    """

    places: int
    files: int
    diff: str
    remarks: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the counts, such as "2 places in 1 file"."""
        return f"{counted(self.places, 'place')} in {counted(self.files, 'file')}"


def fix(paths: Iterable[Path], *, is_dry: bool = False) -> Fixed:
    """Apply the safe fixes to the pages at `paths`; with `is_dry`, write no file.

    A file that cannot be read as pages is skipped; the check reports it. A file of many pages is left as
    it is: it is a copy, and the next one would have the old spelling again.

    Raises:
        NoInputError: there is no page at `paths`.
        StoreError: a file has changed since it was read, or cannot be written.
    """
    found = find.find(paths).files
    done = [_fix(file, is_dry=is_dry) for file in found]
    return Fixed(
        places=sum(one.places for one in done),
        files=sum(one.files for one in done if one.places),
        diff="".join(one.diff for one in done),
        remarks=tuple(line for one in done for line in one.remarks),
    )


def _fix(file: File, *, is_dry: bool) -> Fixed:
    if _is_archive(file):
        words = "not corrected, since it is a copy of many pages; correct them where it was made"
        return Fixed(places=0, files=0, diff="", remarks=(f"{file.path}: {words}",))
    try:
        incidents = tuple(read.incidents(file))
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


def _is_archive(file: File) -> bool:
    try:
        return read.format_of(file) in sources.archives()
    except InputError:
        return False
