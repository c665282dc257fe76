"""A spreadsheet for tests, in each format, and proposed mappings that are completed."""

import csv
import json
import re
from pathlib import Path
from xml.sax.saxutils import escape

import workbooks
from checkout import TESTS
from privkg.sources._records import header

SAMPLE = TESTS / "sources" / "tables" / "mishaps.csv"
"""Four records below a title and two header rows; the last column has no name."""
FORMATS = ("csv", "tsv", "semicolons", "xlsx", "json", "jsonl")
_FACTS = {
    "title": "Mishaps",
    "homepage": "https://mishaps.example.org/",
    "licence": "https://creativecommons.org/licenses/by/4.0/",
    "credit": "Mishaps, an example",
}
_WITHOUT_TERM = "\tskos:exactMatch\t\t"


def in_format(folder: Path, form: str) -> Path:
    """Return the sample in a new file of one of `FORMATS`, with "semicolons" as CSV."""
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    names = header.merged(rows[1:3])
    records = [{n: cell for n, cell in zip(names, row, strict=True) if n} for row in rows[3:]]
    path = folder / f"mishaps.{'csv' if form == 'semicolons' else form}"
    match form:
        case "json":
            path.write_text(json.dumps({"version": [1], "all/": {"mishaps": records}}))
        case "jsonl":
            path.write_text("".join(f"{json.dumps(each)}\n" for each in records))
        case "xlsx":
            escaped = (map(escape, row[:-1]) for row in rows)  # a cell without a name is refused there
            workbooks.write(folder, "".join(workbooks.texts(*row) for row in escaped)).rename(path)
        case _:
            delimiter = {"csv": ",", "tsv": "\t", "semicolons": ";"}[form]
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def complete(mapping: Path) -> None:
    """Write what a proposed mapping leaves to a person: its facts, and that other words mean no term."""
    text = mapping.read_text(encoding="utf-8")
    for fact, value in _FACTS.items():
        text = re.sub(f'^{fact} = ""', f'{fact} = "{value}"', text, flags=re.MULTILINE)
    mapping.write_text(text, encoding="utf-8")
    for table in mapping.parent.glob("*.sssom.tsv"):
        text = table.read_text(encoding="utf-8")
        text = text.replace(_WITHOUT_TERM, "\tskos:exactMatch\tsssom:NoTermFound\t")
        table.write_text(text, encoding="utf-8")
