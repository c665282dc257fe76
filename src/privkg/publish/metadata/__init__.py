"""Metadata records for data catalogues, and a report of the missing fields of each record."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from privkg.core.files import put
from privkg.publish.metadata.description import DatasetDescription
from privkg.publish.metadata.gaps import Missing
from privkg.publish.metadata.records import RECORDS


@dataclass(frozen=True, slots=True)
class Score:
    """The title of a catalogue, and the missing fields of the dataset's record for it."""

    catalogue: str
    missing: Missing


def write(description: DatasetDescription, folder: Path) -> None:
    """Write all records of a dataset into its published folder."""
    for record in RECORDS.all().values():
        for path, text in record.write(description).items():
            put(folder / path, text)


def scores(description: DatasetDescription) -> tuple[Score, ...]:
    """Return a score for each catalogue, in the order of the records' module names."""
    return tuple(Score(record.TITLE, record.missing(description)) for record in RECORDS.all().values())


def files() -> list[str]:
    """Return the path of each record's main file."""
    return [record.FILE for record in RECORDS.all().values()]


def table(found: Iterable[Score]) -> str:
    """Return scores as tab-separated lines: a catalogue, then its missing fields or `ok`."""
    lines = ["catalogue\tmissing mandatory\tmissing recommended\n"]
    for score in found:
        cells = (score.missing.mandatory, score.missing.recommended)
        lines.append("\t".join([score.catalogue, *("; ".join(cell) or "ok" for cell in cells)]) + "\n")
    return "".join(lines)
