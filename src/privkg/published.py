"""A published folder: what it holds, hashed in `manifest.json`, and whether that is still so."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from privkg import identity, iris
from privkg.errors import InputError
from privkg.store.graph import Graph
from privkg.terms import iri_text

NAME = "manifest.json"
_FORMAT = 1
_QUADS = ".nq"
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as the manifest says: which file or incident, and what is wrong with it."""

    of: str
    words: str


def seal(folder: Path, graph: Graph) -> None:
    """Write the manifest of a folder in which a graph was published.

    It has the SHA-256 and the size of each file, and the RDFC-1.0 hash of the dataset and of each
    incident, so that a copy can be checked file by file, and in any format incident by incident.
    """
    slugs = sorted(page.incident for page in graph.manifest.pages)
    content = {
        "format": _FORMAT,
        "dataset": {"quads": graph.manifest.quads, "rdfc10": identity.of_dataset(graph)},
        "incidents": {iri_text(iris.incident(s)): identity.of_incident(graph, s) for s in slugs},
        "files": {_relative(folder, path): _file(path) for path in _files(folder)},
    }
    text = json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    (folder / NAME).write_text(text, encoding="utf-8")


def verify(folder: Path) -> Iterator[Fault]:
    """Yield what in a published folder is not as its manifest says; incidents before files.

    Raises:
        InputError: there is no readable manifest.
    """
    content = _read(folder / NAME)
    files: dict[str, Any] = content["files"]
    changed = [name for name, known in files.items() if _changed(folder / name, known)]
    for name in changed:
        if name.endswith(_QUADS) and (folder / name).is_file():
            yield from _incidents(folder / name, content["incidents"])
    for name in changed:
        is_there = (folder / name).is_file()
        yield Fault(name, "is not what was published" if is_there else "is missing")
    for path in _files(folder):
        if _relative(folder, path) not in files:
            yield Fault(_relative(folder, path), "was not published")


def _incidents(dump: Path, known: dict[str, str]) -> Iterator[Fault]:
    """Yield the incidents that are not in a file of quads as they were published."""
    lines: dict[str, list[str]] = {}
    for line in dump.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True):
        name = line.rstrip(" .\n").rpartition(" ")[2][1:-1]
        slug = name.removeprefix(iris.GRAPHS).removesuffix("/prov")
        lines.setdefault(iri_text(iris.incident(slug)) if name != slug else name, []).append(line)
    for address, expected in known.items():
        found = identity.of_lines(lines.get(address, []))
        if found != expected:
            yield Fault(address, "was altered" if address in lines else "was taken out")


def _read(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != _FORMAT or not content.keys() >= {"files", "incidents", "dataset"}:
            raise InputError(f"{path}: not a manifest of this version of privkg")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}: no readable manifest ({error})") from error
    return content


def _changed(path: Path, known: dict[str, Any]) -> bool:
    return not path.is_file() or _file(path) != known


def _file(path: Path) -> dict[str, Any]:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return {"bytes": path.stat().st_size, "sha256": digest.hexdigest()}


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / NAME)


def _relative(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()
