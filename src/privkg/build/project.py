"""The first files of a project: its settings, and the sample pages that ship with privkg.

The pages of the corpus ship with privkg; `data/samples.toml` names those that a project begins with.
"""

import os
import shlex
import tomllib
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from privkg.core import bounded, files, resources
from privkg.core.errors import FileError, NoInputError, UsageError, in_file
from privkg.core.files import folders, parts
from privkg.core.text import counted
from privkg.rdf.iris import DEFAULT
from privkg.reference import settings

PAGES = Path("data", "incidents")
"""The folder of a project's pages, and of the pages that ship with privkg."""

_SAMPLES = "samples.toml"

_SETTINGS = f"""\
# Settings of a project. privkg reads them in the folder in which it runs.
#
# The pages in {PAGES.as_posix()} are samples that come with privkg, under CC BY 4.0
# (https://creativecommons.org/licenses/by/4.0/). Remove them when you have pages of your own.

# The web address with which the IRIs of your data begin; it ends in a slash. This is the default, the
# address of privkg's own data: replace it before you publish pages of your own.
base = "{DEFAULT.address}"

# `privkg publish` needs a description of the dataset. Remove the "# " at the start of these lines, and
# replace the values. `privkg publish --check` lists what catalogues require or recommend in addition.

# [dataset]
# title = "Example incidents"
# description = "Which incidents the dataset describes, and for whom, in one or two sentences."
# homepage = "https://example.org/incidents/"
# version = "1.0.0"
# issued = 2026-01-31
# modified = 2026-01-31
# licence = "CC-BY-4.0"
#
# [[dataset.creators]]
# name = "Example Group"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFiles:
    """Files in a folder: new ones, and those that had the same text before."""

    folder: Path
    written: tuple[Path, ...]
    unchanged: tuple[Path, ...]

    def __str__(self) -> str:
        """Return how many files were written where."""
        unchanged = f"; {len(self.unchanged)} with the same text before" if self.unchanged else ""
        return f"wrote {counted(len(self.written), 'file')} to {self.folder}{unchanged}"


@dataclass(frozen=True, slots=True)
class StartedProject:
    """A folder with the first files of a project."""

    files: NewFiles

    def __str__(self) -> str:
        """Return what was written, and the next command."""
        return f"{self.files if self.files.unchanged else self._written()}; next: {self._command()}"

    def _written(self) -> str:
        folder, pages = self.files.folder, counted(len(self.files.written) - 1, "sample page")
        return f"wrote {folder / settings.NAME} and {pages} in {folder / PAGES}"

    def _command(self) -> str:
        folder = self.files.folder
        is_here = folder == Path()
        return "privkg build" if is_here else f"cd {shlex.quote(str(folder))} && privkg build"


def start(folder: Path) -> StartedProject:
    """Write the settings and the sample pages into a folder, which is made if it does not exist.

    Raises:
        UsageError, WriteError: as for `write`.
    """
    return StartedProject(write(folder, contents()))


def contents() -> dict[Path, str]:
    """Return the text of each file of a new project, by its path in the folder of the project."""
    data = resources.folder(PAGES.parent.as_posix())
    names = tomllib.loads(resources.text(data / _SAMPLES))["pages"]
    pages = {PAGES / name: resources.text(data / PAGES.name / name) for name in names}
    return {Path(settings.NAME): _SETTINGS, **pages}


def write(folder: Path, texts: Mapping[Path, str]) -> NewFiles:
    """Write files into a folder, which is made if it does not exist, as are folders in it.

    A file that has the same text already is kept; no file is ever replaced.

    Args:
        folder: the folder.
        texts: the text of each file, by its path in the folder.

    Raises:
        UsageError: a file with other content exists, a file has the name of a folder, or the folder is
            that of a graph; nothing is written.
        WriteError: a file or folder cannot be written; nothing is written.
    """
    contents = {folder / name: text.encode() for name, text in texts.items()}
    parents = sorted({parent for path in contents for parent in path.parents}, key=_depth)
    _refuse_files(reversed(parents))
    for path in contents:  # a run that was killed after it had put a file in its place may leave one
        parts.clear(path)
    there = [path for path in contents if os.path.lexists(path)]
    _refuse_others([path for path in there if not _has_content(path, contents[path])])
    new = {path: content for path, content in contents.items() if path not in there}
    with ExitStack() as stack:
        for each in parents:
            stack.enter_context(folders.made(each))
        files.create_all(new)
    return NewFiles(folder=folder, written=tuple(new), unchanged=tuple(there))


def pages() -> Path:
    """Return the folder of pages of the project in the current folder.

    Raises:
        NoInputError: there is no such folder.
    """
    if not PAGES.exists():
        raise NoInputError(
            "no such folder; name a page or a folder, or write sample pages with `privkg init .`",
            in_file(PAGES),
        )
    return PAGES


def _depth(folder: Path) -> int:
    return len(folder.parts)


def _refuse_files(paths: Iterable[Path]) -> None:
    """Refuse folders that cannot be made, because one is a file or a broken link."""
    for each in paths:
        if os.path.lexists(each) and not each.is_dir():
            raise UsageError("not a folder; give another folder", in_file(each))


def _refuse_others(paths: list[Path]) -> None:
    if paths:
        names = ", ".join(map(str, paths))
        raise UsageError(
            f"not written, because these files exist with other content: {names};"
            " give another folder, or rename them"
        )


def _has_content(path: Path, content: bytes) -> bool:
    """Return whether a path is a regular file with this content; a larger file is not read."""
    try:
        return bounded.content(path, len(content)) == content
    except FileError:
        return False
