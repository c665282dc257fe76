"""Measure the readers of records against bare parsers: `python -m bench.registers [COUNT]`.

The same records are written as CSV, TSV, JSON, JSON Lines and XLSX. Times are in CPU seconds; each
reader also runs in a process of its own, which reports its peak memory. openpyxl is measured if it is
installed. Last, records in VERIS are read as incidents, compared with `json`.
"""

import csv
import functools
import importlib.util
import json
import subprocess
import sys
import tempfile
import zipfile
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from bench.usage import least_cpu
from privkg.build import read
from privkg.build.find import File
from privkg.sources import _records
from privkg.sources._records import Layout

_COLUMNS = ("Key", "Title", "Occurred", "Actor", "Harm", "Description")
_DELIMITERS = {".csv": ",", ".tsv": "\t"}
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PEAK = """
import re, sys
from collections import deque
from pathlib import Path
from privkg.build import read
from privkg.build.find import File
from privkg.sources import _records

def peak():
    return int(re.search(r"VmHWM:\\s+([0-9]+)", Path("/proc/self/status").read_text())[1])

before = peak()
deque({}, maxlen=0)
print(peak() // 1000, (peak() - before) // 1000)
"""
_OF_RECORDS = "_records.read(Path(sys.argv[1]), _records.Layout(format={!r}))"
_OF_INCIDENTS = "read.incidents(File(Path(sys.argv[1])))"


def measure(count: int = 20_000) -> None:
    """Print records per second, the ratio to the bare parser, and the peak memory of each reader."""
    with tempfile.TemporaryDirectory() as name:
        for form, (write, bare, peer, goal) in _FORMS.items():
            path = Path(name) / f"records.{form}"
            write(path, count)
            ours = least_cpu(functools.partial(_read, path, form))
            print(
                f"{form}: {count / ours:,.0f} records a second; {_ratio(ours, path, bare, peer)}"
                f"   goal {goal}; peak {_peak(_OF_RECORDS.format(form), path)}",
                flush=True,
            )
        _measure_veris(Path(name) / "veris.jsonl", count)


def _measure_veris(path: Path, count: int) -> None:
    """Print records per second of the reader of VERIS, which makes an incident of each record."""
    path.write_text("".join(f"{json.dumps(_veris(number))}\n" for number in range(count)))
    ours = least_cpu(lambda: _drain(read.incidents(File(path))))
    theirs = least_cpu(functools.partial(_bare_lines, path))
    print(
        f"veris: {count / ours:,.0f} records a second; {ours:.3f} / {theirs:.3f} s CPU of json"
        f" = {ours / theirs:.1f}; peak {_peak(_OF_INCIDENTS, path)}",
        flush=True,
    )


def _veris(number: int) -> dict[str, object]:
    """Return a record of a letter that went to somebody else."""
    data = {"data": [{"variety": "Medical"}], "data_disclosure": "Yes", "data_victim": ["Patient"]}
    victim = {"country": ["US"], "industry": "622110", "victim_id": f"Hospital {number}"}
    return {
        "schema_version": "1.3.7",
        "incident_id": f"{number}",
        "action": {"error": {"variety": ["Misdelivery"], "vector": ["Carelessness"]}},
        "actor": {"internal": {"motive": ["NA"], "variety": ["Unknown"]}},
        "asset": {"assets": [{"variety": "M - Documents"}]},
        "attribute": {"confidentiality": data},
        "reference": f"https://news.example.org/{number}",
        "summary": f"Letters of hospital {number} went to others.",
        "timeline": {"incident": {"day": 5, "month": 2, "year": 2018}},
        "victim": victim,
    }


def _read(path: Path, form: str) -> None:
    _drain(_records.read(path, Layout(format=form)))


def _rows(count: int) -> Iterator[tuple[str, ...]]:
    """Yield rows; in every third a cell has quotation marks and a line end."""
    for number in range(count):
        words = (
            f'It was "so", as\nthe report {number} has it.' if number % 3 == 0 else "Plain words, " * 12
        )
        yield f"E-{number}", f"Title {number}", "2020-11-09", "Acme", "Surveillance; Disclosure", words


def _write_csv(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=_DELIMITERS[path.suffix]).writerows([_COLUMNS, *_rows(count)])


def _objects(count: int) -> list[dict[str, object]]:
    rows = (dict(zip(_COLUMNS, row, strict=True)) for row in _rows(count))
    return [{**row, "Harm": str(row["Harm"]).split("; "), "More": {"a": 1, "b": [True]}} for row in rows]


def _write_json(path: Path, count: int) -> None:
    path.write_text(json.dumps(_objects(count)), encoding="utf-8")


def _write_lines(path: Path, count: int) -> None:
    path.write_text("".join(f"{json.dumps(one)}\n" for one in _objects(count)), encoding="utf-8")


def _write_xlsx(path: Path, count: int) -> None:
    kinds = "application/vnd.openxmlformats-"
    package = "http://schemas.openxmlformats.org/package/2006"
    related = f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{_RELATED}/'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        f'<Default Extension="rels" ContentType="{kinds}package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" '
        f'ContentType="{kinds}officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'{related}officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'{related}worksheet" Target="one.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}"><sheets>'
        '<sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/one.xml": _sheet(count),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def _sheet(count: int) -> str:
    cell = '<c t="inlineStr"><is><t>{}</t></is></c>'.format
    rows = ("".join(cell(escape(each)) for each in row) for row in (_COLUMNS, *_rows(count)))
    lines = "".join(f"<row>{row}</row>" for row in rows)
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData></worksheet>'


def _bare_csv(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        _drain(csv.reader(file, delimiter=_DELIMITERS[path.suffix]))


def _bare_json(path: Path) -> None:
    json.loads(path.read_bytes())


def _bare_lines(path: Path) -> None:
    with path.open("rb") as file:
        _drain(map(json.loads, file))


def _bare_xlsx(path: Path) -> None:
    import openpyxl  # type: ignore[import-not-found,import-untyped,unused-ignore]

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    _drain(book.active.iter_rows(values_only=True))
    book.close()


_FORMS: dict[str, tuple[Callable[[Path, int], None], Callable[[Path], None], str, str]] = {
    "csv": (_write_csv, _bare_csv, "csv", "<= 3"),
    "tsv": (_write_csv, _bare_csv, "csv", "<= 3"),
    "json": (_write_json, _bare_json, "json", "<= 4"),
    "jsonl": (_write_lines, _bare_lines, "json", "<= 4"),
    "xlsx": (_write_xlsx, _bare_xlsx, "openpyxl", "<= 1"),
}


def _drain(items: Iterator[object]) -> None:
    deque(items, maxlen=0)


def _ratio(ours: float, path: Path, bare: Callable[[Path], None], peer: str) -> str:
    if importlib.util.find_spec(peer) is None:
        return f"{ours:.3f} s CPU ({peer} is not installed)"
    theirs = least_cpu(functools.partial(bare, path))
    return f"{ours:.3f} / {theirs:.3f} s CPU of {peer} = {ours / theirs:.2f}"


def _peak(reading: str, path: Path) -> str:
    """Return the peak memory of an expression that reads a file, in a process of its own."""
    command = [sys.executable, "-c", _PEAK.format(reading), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    peak, more = done.stdout.split()
    size = path.stat().st_size / 1_000_000
    return f"{peak} MB, {more} MB of it for reading a file of {size:.1f} MB"


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
