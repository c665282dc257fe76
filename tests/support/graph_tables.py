"""Reads and forges the table of a generation's graphs."""

import hashlib
from dataclasses import replace
from pathlib import Path

from privkg.store import graph_table, text_files
from privkg.store.graph_table import Entry, GraphCount, GraphTable, Member


def read(generation: Path) -> dict[str, Entry]:
    """Return the lines of the table by IRI."""
    return {entry.graph: entry for entry in GraphTable(generation).entries()}


def write(generation: Path, entries: dict[str, Entry]) -> None:
    """Replace the table."""
    (generation / graph_table.NAME).unlink()
    graph_table.write(generation, (entry.line() for entry in entries.values()))


def place(generation: Path, graph: str, member: Member) -> None:
    """Change the place of a graph's text."""
    known = read(generation)
    write(generation, known | {graph: replace(known[graph], member=member)})


def count(generation: Path, graph: str, counted: GraphCount) -> None:
    """Change the counts of a graph, or add a graph."""
    known = read(generation)
    entry = known.get(graph, Entry(graph, counted, counted.quads, Member(0, 0, "0" * 64)))
    write(generation, known | {graph: replace(entry, count=counted)})


def replace_text(generation: Path, graph: str, packed: bytes) -> None:
    """Append another text of a graph, and update its place and hash."""
    with (generation / text_files.ONE).open("ab") as file:
        start = file.tell()
        file.write(packed)
    place(generation, graph, Member(start, len(packed), digest(graph, packed)))


def digest(graph: str, packed: bytes) -> str:
    """Return the hash of a compressed text, as the table has it."""
    return hashlib.sha256(f"{graph} ".encode() + packed).hexdigest()
