"""Metadata records for data catalogues, and a report of the missing fields of each record."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from privkg.publish.metadata.description import DatasetDescription
from privkg.publish.metadata.gaps import Missing
from privkg.publish.metadata.records import RECORDS


@dataclass(frozen=True, slots=True)
class Score:
    """The title of a catalogue, and the missing fields of the dataset's record for it."""

    catalogue: str
    missing: Missing


def texts(description: DatasetDescription) -> Iterator[tuple[str, str]]:
    """Yield the path and text of each file of the records of a dataset."""
    for record in RECORDS.all().values():
        yield from record.write(description).items()


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
