"""Compare the mapping of a register with morph-kgc: `python -m bench.mappings [FILE]`.

FILE is the table of incidents of the AI Incident Database; without it, a table with its columns is made.
privkg reads it by its shipped mapping, morph-kgc by `bench/morph_kgc`, which has the fields that RML can
express. Both write N-Triples, each in a process of its own; the start-up is what a table of one record
takes, and is subtracted. PRIVKG_MORPH_KGC is the Python of an environment with morph-kgc:

    python -m venv morph && morph/bin/pip install morph-kgc==2.10.0
    PRIVKG_MORPH_KGC=morph/bin/python python -m bench.mappings incidents.csv
"""

import csv
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.usage import Usage, run

_ROOT = Path(__file__).resolve().parent.parent
_MAPPING = _ROOT / "bench" / "morph_kgc"
_VARIABLE = "PRIVKG_MORPH_KGC"
_COUNT, _TIMES, _GOAL = 1000, 3, ">= 3"
_LISTS = (
    "Alleged deployer of AI system",
    "Alleged developer of AI system",
    "Alleged harmed or nearly harmed parties",
)
_COLUMNS = ("_id", "incident_id", "date", "reports", *_LISTS, "description", "title")
_CONFIG = """\
[CONFIGURATION]
output_file = out.nt
output_format = N-TRIPLES
number_of_processes = 1
logging_level = ERROR
udfs = {folder}/functions.py
[DS]
mappings = {folder}/mapping.ttl
"""


@dataclass(frozen=True, slots=True)
class _Engine:
    """An engine: its name, and the command that it runs in a folder to write `out.nt`."""

    name: str
    command: Sequence[str]
    folder: Path


def measure(path: Path | None = None) -> None:
    """Print the records per second, the start-up and the peak memory of both engines, and the ratio.

    Args:
        path: the table of incidents; None to make one.
    """
    rows = _read(path) if path else [_COLUMNS, *map(_row, range(1, _COUNT + 1))]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = (str(folder / "table.csv"), str(folder / "out.nt"))
        ours = _Engine("privkg", (sys.executable, "-m", "bench.lift", *files), _ROOT)
        rate, made = _measured(ours, rows, folder)
        python = os.environ.get(_VARIABLE)
        if not python:
            print(f"morph-kgc is skipped: {_VARIABLE} does not name the Python of its environment")
            return
        theirs = _Engine("morph-kgc", (python, "-m", "morph_kgc", "config.ini"), folder)
        their_rate, their_made = _measured(theirs, rows, folder)
    shared = len(made & their_made)
    print(
        f"  morph-kgc writes {shared} of our {len(made)} triples ({shared / len(made):.0%}),"
        f" and {len(their_made - made)} others"
    )
    print(f"privkg / morph-kgc, records a second = {rate / their_rate:.2f}   goal {_GOAL}", flush=True)


def _read(path: Path) -> list[Sequence[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _row(number: int) -> Sequence[str]:
    """Return a record that is like those of the database: two lists of actors, a sentence or two."""
    actors = [json.dumps([f"firm-{number % step}", f"maker-{number % 7}"]) for step in (83, 97)]
    words = f"Firm {number % 83} kept records of people who never knew of it. " * (1 + number % 3)
    date = f"20{number % 25:02}-{1 + number % 12:02}-{1 + number % 28:02}"
    title = f"Records of case {number} were kept"
    return f"id-{number}", str(number), date, "[1]", *actors, '["workers"]', words.strip(), title


def _measured(engine: _Engine, rows: list[Sequence[str]], folder: Path) -> tuple[float, set[str]]:
    """Print what an engine takes, and return its records per second and the triples that it writes."""
    start, whole = _least(engine, rows[:2], folder), _least(engine, rows, folder)
    count, cpu = len(rows) - 2, max(whole.cpu - start.cpu, 0.001)
    print(
        f"{engine.name}: {count / cpu:,.0f} records a second, {cpu:.2f} s CPU and"
        f" {whole.wall - start.wall:.2f} s for {count}; start-up {start.cpu:.2f} s CPU and"
        f" {start.wall:.2f} s; peak {whole.megabytes:.0f} MB",
        flush=True,
    )
    return count / cpu, set((folder / "out.nt").read_text(encoding="utf-8").splitlines())


def _least(engine: _Engine, rows: list[Sequence[str]], folder: Path) -> Usage:
    """Return what the run with the least CPU time took."""
    with (folder / "table.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    (folder / "config.ini").write_text(_CONFIG.format(folder=_MAPPING), encoding="utf-8")
    return min((run(engine.command, engine.folder) for _ in range(_TIMES)), key=lambda one: one.cpu)


if __name__ == "__main__":
    measure(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
