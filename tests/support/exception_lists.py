"""Reads the lists of exceptions of checks over the whole project."""

import csv
from pathlib import Path


def read(path: Path) -> list[tuple[str, str, str]]:
    """Return the exceptions of a TSV file with a header: the file, what in it, and the reason."""
    with path.open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(name, part, reason) for name, part, reason in rows]
