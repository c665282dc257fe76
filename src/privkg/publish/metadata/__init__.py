"""Records of a dataset for catalogues: written from one description, and what each would miss."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from privkg.core.files import put
from privkg.publish.metadata.description import Described
from privkg.publish.metadata.gaps import Missing
from privkg.publish.metadata.records import RECORDS


@dataclass(frozen=True, slots=True)
class Score:
    """A catalogue and what it would miss."""

    catalogue: str
    missing: Missing


def write(described: Described, folder: Path) -> None:
    """Write all records of a dataset into the folder, made by privkg, in which it is published."""
    for record in RECORDS.all().values():
        for path, text in record.write(described).items():
            put(folder / path, text)


def scores(described: Described) -> tuple[Score, ...]:
    """Return what each catalogue would miss, in the order of the records' names."""
    return tuple(Score(record.TITLE, record.missing(described)) for record in RECORDS.all().values())


def files() -> list[str]:
    """Return the paths of the records' main files."""
    return [record.FILE for record in RECORDS.all().values()]


def table(found: Iterable[Score]) -> str:
    """Return scores as a table of tab-separated lines: a catalogue, and what it misses or `ok`."""
    lines = ["catalogue\tmissing mandatory\tmissing recommended\n"]
    for score in found:
        cells = (score.missing.mandatory, score.missing.recommended)
        lines.append("\t".join([score.catalogue, *("; ".join(cell) or "ok" for cell in cells)]) + "\n")
    return "".join(lines)
