"""A published folder: what it holds, hashed in `manifest.json`, and whether that is still so."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from privkg import disk, identity, iris
from privkg.disk import folders
from privkg.errors import InputError, RdfError
from privkg.store import rdf
from privkg.store.graph import Graph
from privkg.terms import iri_text

NAME = "manifest.json"
_FORMAT = 2
_MAKER = "privkg"
_MOST_BYTES = 200_000_000
_DUMPS = "data"
_CARRIED = {".jsonld": "quads", ".nq": "quads", ".nt": "facts", ".rdf": "facts"}
_CARRIED |= {".trig": "quads", ".ttl": "facts"}
"""What a dump carries of an incident, by its suffix."""
_OF_INCIDENT = re.compile(r"id/(?:incident|page)/([^/.]+)[/.]")
_PIECE = 1024 * 1024

Hashes = Mapping[str, Mapping[str, str]]
"""What is known of each incident, by its IRI: the hash of its facts, and of its quads."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something that is not as the manifest says: which file or incident, and what is wrong with it."""

    of: str
    words: str


def seal(folder: Path, graph: Graph) -> None:
    """Write the manifest of a folder in which a graph was published.

    It has the SHA-256 and the size of each file, and the RDFC-1.0 hash of the dataset and of each
    incident: of its quads, and of the facts about it, which are all that formats of triples carry. So a
    copy can be checked file by file, and in any format incident by incident.
    """
    hashes = {
        slug: {"facts": facts, "quads": identity.of_incident(graph, slug)}
        for slug, facts in identity.of_facts(graph)
    }
    content = {
        "maker": _MAKER,
        "format": _FORMAT,
        "dataset": {"quads": graph.manifest.quads, "rdfc10": identity.of_dataset(graph)},
        "incidents": {iri_text(iris.incident(slug)): found for slug, found in hashes.items()},
        "files": {_relative(folder, path): _file(path) for path in _files(folder)},
    }
    text = json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    disk.replace(folder / NAME, text)


def verify(folder: Path) -> Iterator[Fault]:
    """Yield what in a published folder is not as its manifest says; incidents before files.

    Raises:
        InputError: there is no readable manifest.
    """
    content = _read(folder / NAME)
    files: dict[str, Any] = content["files"]
    changed = [name for name, known in files.items() if _changed(folder / name, known)]
    yield from sorted(set(_incidents(folder, changed, content["incidents"])))
    for name in changed:
        is_there = (folder / name).is_file()
        yield Fault(name, "is not what was published" if is_there else "is missing")
    for path in _files(folder):
        if _relative(folder, path) not in files:
            yield Fault(_relative(folder, path), "was not published")


def marks(folder: Path) -> folders.Marks | None:
    """Return the files that the manifest of a folder names; None if it has none of privkg's."""
    path = folder / NAME
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _MOST_BYTES:
            return None
        content = _read(path)
        if content.get("maker", _MAKER) != _MAKER:  # folders of before did not name it
            return None
        return dict(_mark(name, known) for name, known in content["files"].items())
    except (InputError, KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return None


def _mark(name: str, known: dict[str, Any]) -> tuple[str, tuple[int, str]]:
    size, sha256 = known["bytes"], known["sha256"]
    if not isinstance(size, int) or not re.fullmatch("[0-9a-f]{64}", sha256):
        raise ValueError(f"{name} has no size and hash")
    if PurePosixPath(name).as_posix() != name or name[0] == "/" or ".." in PurePosixPath(name).parts:
        raise ValueError(f"{name} is not in the folder")
    return name, (size, sha256)


def _incidents(folder: Path, changed: list[str], known: Hashes) -> Iterator[Fault]:
    """Yield the incidents that changed files tell otherwise than they were published."""
    for name in changed:
        path = folder / name
        carried = _CARRIED.get(path.suffix) if path.parent == folder / _DUMPS else None
        if carried and path.is_file():
            try:
                yield from _altered(path, carried, known)
            except RdfError as error:
                yield Fault(name, f"cannot be read as it stands: {error}")
        elif named := _OF_INCIDENT.match(name):
            address = iri_text(iris.incident(named[1]))
            yield from [Fault(address, "was altered")] if address in known else []


def _altered(dump: Path, carried: str, known: Hashes) -> Iterator[Fault]:
    """Yield the incidents of a dump that are not as they were published."""
    lines: dict[str, set[str]] = {}
    for slug, line in _facts(dump) if carried == "facts" else _quads(dump):
        lines.setdefault(iri_text(iris.incident(slug)), set()).add(line)
    for address, expected in known.items():
        if identity.of_lines(lines.get(address, ())) != expected[carried]:
            yield Fault(address, "was altered" if address in lines else "was taken out")


def _facts(dump: Path) -> Iterator[tuple[str, str]]:
    for triple, _ in rdf.read_quads(dump):
        if slug := iris.slug_of(triple[0]):
            yield slug, identity.fact(triple)


def _quads(dump: Path) -> Iterator[tuple[str, str]]:
    for (subject, predicate, value), graph in rdf.read_quads(dump):
        name = iri_text(graph) if graph else ""
        if name.startswith(iris.GRAPHS):
            slug = name.removeprefix(iris.GRAPHS).removesuffix("/prov")
            yield slug, f"{subject} {predicate} {value} {graph} .\n"


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
