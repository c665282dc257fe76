"""The files of a new mapping, proposed for a spreadsheet, in the folder of a project."""

import shlex
from dataclasses import dataclass
from pathlib import Path

from privkg import sources
from privkg.build import project
from privkg.core.text import counted
from privkg.reference import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class StartedMapping:
    """A new mapping of a spreadsheet.

    Attributes:
        table: the spreadsheet.
        mapping: the file of the mapping.
        files: the files written, and those that had the same text before.
        columns: the number of columns of the spreadsheet.
        used: the number of those with a use.
    """

    table: Path
    mapping: Path
    files: project.NewFiles
    columns: int
    used: int

    def __str__(self) -> str:
        """Return what was written, and what to do next."""
        build = shlex.join(("privkg", "build", str(self.table), "--mapping", str(self.mapping)))
        uses = f"{self.mapping} has a use for {self.used} of {counted(self.columns, 'column')}"
        return f"{self.files}; {uses}; next: fill in its empty values, then {build}"


def start(table: Path, folder: Path) -> StartedMapping:
    """Write a proposed mapping of a spreadsheet into a project, which is started if there is none.

    Raises:
        UsageError: the file is not a table by its name, or its name is that of a register that
            privkg reads already; or as for `project.start`. Nothing is written.
        FileError, PageError: the table cannot be read. Nothing is written.
        WriteError: a file or folder cannot be written; nothing is written.
    """
    proposed = sources.propose_mapping(table)
    here = Path(proposed.folder)
    contents = {here / name: text for name, text in proposed.files.items()}
    is_new = not (folder / settings.NAME).exists()
    written = project.write(folder, {**(project.contents() if is_new else {}), **contents})
    return StartedMapping(
        table=table,
        mapping=folder / here / proposed.mapping,
        files=written,
        columns=proposed.columns,
        used=proposed.used,
    )
