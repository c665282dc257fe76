"""Writes the text of a generation in parts, on several machines that share its folder.

A part is written under a temporary name and renamed to the hash of its content. So several attempts at a
part write the same file, or, if one ends when the generation is complete, one that the list of parts
does not name.
"""

import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from privkg.core import files
from privkg.core.files import folders
from privkg.store import graph_table, quads_text, text_files
from privkg.store.quads_text import PackedGraph
from privkg.store.text_files import TextFile


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the text.

    Attributes:
        file: its file.
        lines: the lines of its graphs in the table of graphs, with the offsets in the part.
    """

    file: TextFile
    lines: tuple[bytes, ...]


def make_folder(generation: Path) -> None:
    """Make the folder that parts are written to."""
    folders.make_new(generation / text_files.PARTS)


def write(generation: Path, graphs: Iterable[PackedGraph]) -> Part:
    """Write some graphs as a part, and return it; empty graphs are left out.

    Raises:
        WriteError: it cannot be written.
    """
    content = io.BytesIO()
    writer = quads_text.Writer(content)
    for packed in graphs:
        if packed.count.quads:
            writer.put(packed)
    whole = content.getvalue()
    path = f"{text_files.PARTS}/{hashlib.sha256(whole).hexdigest()}.nq.gz"
    files.replace(generation / path, whole, is_builder=True)
    return Part(TextFile(path, len(whole)), tuple(writer.lines))


def finish(generation: Path, parts: Sequence[Part]) -> None:
    """Write the list of the parts of a generation, and its table of graphs; remove all other parts."""
    text_files.write_list(generation, (part.file for part in parts))
    graph_table.write(generation, _moved(parts))
    listed = {generation / part.file.path for part in parts}
    for path in (generation / text_files.PARTS).iterdir():
        if path not in listed:
            folders.remove_file(path)


def _moved(parts: Iterable[Part]) -> Iterator[bytes]:
    """Yield the lines of the table with the offsets in the joined parts."""
    end = 0
    for part in parts:
        for line in part.lines:
            start, _ = graph_table.place_in(line)
            yield graph_table.moved(line, end + start)
        end += part.file.size
