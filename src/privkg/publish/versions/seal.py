"""Writes and verifies the seal of a published folder: `manifest.json`, with hashes of its files."""

import json
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from privkg.core import bounded, files
from privkg.core.errors import LimitError, RdfError
from privkg.core.paths import real
from privkg.export import formats
from privkg.export.formats import Carries
from privkg.publish import layout
from privkg.publish.versions import dumps, manifest
from privkg.rdf import iris
from privkg.rdf.iris import DEFAULT, Base
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import Term, iri_text
from privkg.store import hashes
from privkg.store.graph import Graph

_HASHED = frozenset({Carries.FACTS.value, Carries.QUADS.value})
"""The two hashes of each incident in a manifest; a dump is compared with the one for its format."""
_OF_INCIDENT = re.compile(r"id/(?:incident|page)/([^/.]+)[/.]")
Part = object | Iterator[tuple[str, object]]
"""A value of the manifest, or the members of an object."""
_SURROGATE = re.compile("[\ud800-\udfff]")
"""Lone surrogates, with which Python decodes invalid UTF-8 in file names; they are escaped in JSON."""
_MOST_FILE_BYTES = 10_000_000_000
_CHANGED = "changed since publication"
_NOTHING = hashes.of_lines(())


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """A difference between a folder and its manifest: the file or incident, and what is wrong."""

    of: str
    words: str


def seal(folder: Path, graph: Graph, kept: Iterable[str] = ()) -> None:
    """Write the manifest of a folder in which a graph was published.

    The manifest has the SHA-256 and the size of each file, and the RDFC-1.0 hash of the dataset and of
    each incident. An incident has two hashes: one of its quads, and one of its facts, for formats of
    triples. A copy can be verified file by file, and a dump in any format incident by incident.

    Args:
        folder: the folder, with all files that privkg writes into it.
        graph: the published graph.
        kept: names of foreign files and folders that were kept; the name of a folder ends in a slash.
    """
    parts: dict[str, Part] = {
        "maker": manifest.MAKER,
        "format": manifest.FORMAT,
        "dataset": {"quads": graph.manifest.quads, "rdfc10": hashes.of_dataset(graph)},
        "incidents": _hashes(graph),
        "kept": sorted(kept),
        "files": ((name, _file(folder / name)) for name in _names(folder) if (folder / name).is_file()),
    }
    with files.writing(folder / manifest.NAME) as file:
        file.writelines(_SURROGATE.sub(_escaped, text).encode() for text in _text(parts))


def _hashes(graph: Graph) -> Iterator[tuple[str, object]]:
    for slug, facts, quads in hashes.of_incidents(graph):
        yield iri_text(graph.base.incident(slug)), {"facts": facts, "quads": quads}


def _text(parts: Mapping[str, Part]) -> Iterator[str]:
    """Yield the text of the manifest in pieces; its long parts are never in memory as a whole."""
    start = "{"
    for name, part in sorted(parts.items()):
        yield f"{start}\n {_json(name)}: "
        if isinstance(part, Iterator):
            yield from _members(part)
        else:
            yield _json(part)
        start = ","
    yield "\n}\n"


def _members(part: Iterator[tuple[str, object]]) -> Iterator[str]:
    start = "{"
    for name, value in part:
        yield f"{start}\n  {_json(name)}: {_json(value)}"
        start = ","
    yield "{}" if start == "{" else "\n }"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _escaped(surrogate: re.Match[str]) -> str:
    return f"\\u{ord(surrogate[0]):04x}"


def verify(folder: Path) -> Iterator[Fault]:
    """Yield the differences between a published folder and its manifest; incidents before files.

    Raises:
        InputError: there is no readable manifest.
    """
    content = manifest.read(folder / manifest.NAME)
    files: dict[str, Any] = content["files"]
    faults = {name: wrong for name, known in files.items() if (wrong := _fault(folder, name, known))}
    changed = [name for name, wrong in faults.items() if wrong == _CHANGED]
    yield from sorted(set(_malformed(content["incidents"])))
    yield from sorted(
        set(_incidents(folder, changed, content["incidents"], _base(content["incidents"])))
    )
    for name, wrong in faults.items():
        yield Fault(_shown(name), wrong)
    for name in sorted(_added(folder, content) - set(content["kept"])):
        yield Fault(_shown(name), "added since publication")


def kept(folder: Path) -> list[str]:
    """Return the names of foreign files and folders in a published folder that its manifest lists.

    Raises:
        InputError: there is no readable manifest.
    """
    content = manifest.read(folder / manifest.NAME)
    return sorted(map(_shown, _added(folder, content) & set(content["kept"])))


def _added(folder: Path, content: Mapping[str, Any]) -> set[str]:
    """Return the files in a folder that were not published.

    A folder without published files is returned instead of its files, with a slash at the end of its
    name. Kept files are returned by their names in the manifest.
    """
    files = content["files"]
    shared = {f"{parent.as_posix()}/" for name in files for parent in PurePosixPath(name).parents}
    kept = set(content["kept"]) - shared
    found = set[str]()
    for name in _names(folder):
        if name not in files:
            # Parents from the topmost down; the last of `parents` is ".", the folder itself.
            above = [f"{parent.as_posix()}/" for parent in PurePosixPath(name).parents][-2::-1]
            names = [*above, name]
            kept_names = (each for each in names if each in kept)
            found.add(next(kept_names, next(each for each in names if each not in shared)))
    return found


def _fault(folder: Path, name: str, known: Any) -> str:
    """Return the fault of a file that the manifest lists, or an empty string."""
    try:
        _, (size, _) = manifest.mark(name, known)
        path = folder / name
        found = path.stat()
        if not real(path).is_relative_to(real(folder)):
            return "a link to outside of the folder; not read"
        if not stat.S_ISREG(found.st_mode):
            return "not a regular file"
        if found.st_size > _MOST_FILE_BYTES:
            return f"larger than {bounded.size(_MOST_FILE_BYTES)}; not read"
        return "" if found.st_size == size and _file(path) == known else _CHANGED
    except (FileNotFoundError, NotADirectoryError):
        return "missing"
    except OSError as error:
        return f"cannot be read: {error.strerror or error}"
    except (KeyError, TypeError, ValueError, RuntimeError):  # a loop of links is a RuntimeError
        return "not a file in the folder, or its manifest entry has no valid size and SHA-256"


def _base(known: Iterable[str]) -> Base:
    """Return the base of the IRIs of incidents in a manifest."""
    found = (iris.of_incident(Term(f"<{address}>")) for address in known)
    return next((of[0] for of in found if of), DEFAULT)


def _malformed(incidents: dict[str, Any]) -> Iterator[Fault]:
    for address, known in incidents.items():
        if not isinstance(known, dict) or not known.keys() >= _HASHED:
            yield Fault(_shown(address), "no hashes in the manifest")


def _incidents(
    folder: Path, changed: list[str], known: Mapping[str, Any], base: Base
) -> Iterator[Fault]:
    """Yield the incidents whose description in a changed file differs from the published one."""
    readable = formats.of_statements()
    for name in changed:
        named = _OF_INCIDENT.match(name)
        is_dump = PurePosixPath(name).parent == PurePosixPath(layout.DUMPS)
        kind = layout.format_of(name) if is_dump else None
        if kind in readable:
            try:
                yield from _altered(folder / name, kind, known, base)
            except (OSError, RdfError, LimitError) as error:
                yield Fault(_shown(name), f"cannot be parsed: {error}")
        elif named and (address := f"{base.things}{Kind.INCIDENT}/{named[1]}") in known:
            yield Fault(address, _CHANGED)


def _altered(dump: Path, format_name: str, known: Mapping[str, Any], base: Base) -> Iterator[Fault]:
    """Yield the incidents of a dump that were changed or removed since publication."""
    found = dumps.incident_hashes(dump, format_name, base)
    carried = formats.FORMATS.load(format_name).FORMAT.carries.value
    for address, expected in known.items():
        slug = address.removeprefix(f"{base.things}{Kind.INCIDENT}/")
        if isinstance(expected, dict) and found.get(slug, _NOTHING) != expected.get(carried):
            yield Fault(_shown(address), _CHANGED if slug in found else "removed since publication")


def _shown(name: str) -> str:
    """Return a name from a manifest as text that can be printed: with lone surrogates escaped."""
    return name.encode(errors="backslashreplace").decode()


def _file(path: Path) -> dict[str, Any]:
    return {"bytes": path.stat().st_size, "sha256": bounded.sha256(path)}


def _names(folder: Path) -> list[str]:
    """Return the files, links, FIFOs and unreadable folders at any depth, except the manifest.

    They are sorted paths in the folder, as text: objects would take a kilobyte each.
    """
    found, todo = list[str](), [""]
    while todo:  # Path.rglob recurses, and would fail in a folder of thousands of levels
        inside = todo.pop()
        try:
            with os.scandir(folder / inside) as entries:
                for entry in entries:
                    name = f"{inside}{entry.name}"
                    is_folder = entry.is_dir(follow_symlinks=False)
                    (todo if is_folder else found).append(f"{name}/" if is_folder else name)
        except OSError:
            found.append(inside.removesuffix("/"))
    return sorted(name for name in found if name != manifest.NAME)
