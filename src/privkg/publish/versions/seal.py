"""A published folder: what it holds, hashed in `manifest.json`, and whether that is still so."""

import json
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from privkg.core import bounded, files
from privkg.core.errors import FileError, InputError, InvalidValueError, LimitError, RdfError, in_file
from privkg.core.files.former import Marks
from privkg.core.paths import real
from privkg.export import formats
from privkg.export.formats import Carries
from privkg.publish import layout
from privkg.publish.versions import dumps
from privkg.rdf import iris
from privkg.rdf.iris import DEFAULT, Base
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import Term, iri_text
from privkg.store import hashes
from privkg.store.graph import Graph

NAME = "manifest.json"
_FORMAT = 2
_MAKER = "privkg"
_MOST_BYTES = 200_000_000
_HASHED = frozenset({Carries.FACTS.value, Carries.QUADS.value})
"""What of an incident is hashed, and so can be compared with a dump that carries it."""
_OF_INCIDENT = re.compile(r"id/(?:incident|page)/([^/.]+)[/.]")
_HALF = re.compile("[\ud800-\udfff]")
"""Half characters: Python's for the bytes of a name that is not UTF-8. JSON has them only as escapes."""
_MOST_FILE_BYTES = 10_000_000_000
_CHANGED = "is not what was published"
_NOTHING = hashes.of_lines(())


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something that is not as the manifest says: which file or incident, and what is wrong with it."""

    of: str
    words: str


def seal(folder: Path, graph: Graph, kept: Iterable[str] = ()) -> None:
    """Write the manifest of a folder in which a graph was published.

    Args:
        folder: the folder, with all that privkg writes into it.
        graph: what was published.
        kept: names of what others put there, and will be there too; those of folders end in a slash.

    It has the SHA-256 and the size of each file, and the RDFC-1.0 hash of the dataset and of each
    incident: of its quads, and of the facts about it, which are all that formats of triples carry. So a
    copy can be checked file by file, and in any format incident by incident.
    """
    incidents = {
        slug: {"facts": facts, "quads": hashes.of_incident(graph, slug)}
        for slug, facts in hashes.of_facts(graph)
    }
    content = {
        "maker": _MAKER,
        "format": _FORMAT,
        "dataset": {"quads": graph.manifest.quads, "rdfc10": hashes.of_dataset(graph)},
        "incidents": {iri_text(graph.base.incident(slug)): found for slug, found in incidents.items()},
        "kept": sorted(kept),
        "files": {_relative(folder, path): _file(path) for path in _files(folder)},
    }
    text = json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    files.replace(folder / NAME, _HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", text))


def verify(folder: Path) -> Iterator[Fault]:
    """Yield what in a published folder is not as its manifest says; incidents before files.

    Raises:
        InputError: there is no readable manifest.
    """
    content = _read(folder / NAME)
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
        yield Fault(_shown(name), "was not published")


def kept(folder: Path) -> list[str]:
    """Return what others put into a published folder, which publishing kept and named; sorted.

    Raises:
        InputError: there is no readable manifest.
    """
    content = _read(folder / NAME)
    return sorted(map(_shown, _added(folder, content) & set(content["kept"])))


def _added(folder: Path, content: Mapping[str, Any]) -> set[str]:
    """Return what is in a folder and was not published, each by the topmost name that holds no other.

    What was kept has the name by which it was kept; the name of a folder ends in a slash.
    """
    files = content["files"]
    shared = {f"{parent.as_posix()}/" for name in files for parent in PurePosixPath(name).parents}
    kept = set(content["kept"]) - shared
    found = set[str]()
    for name in (_relative(folder, path) for path in _entries(folder)):
        if name not in files:
            above = [f"{parent.as_posix()}/" for parent in PurePosixPath(name).parents][-2::-1]
            names = [*above, name]
            named = (each for each in names if each in kept)
            found.add(next(named, next(each for each in names if each not in shared)))
    return found


def marks(folder: Path) -> Marks | None:
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


def _mark(name: str, known: Any) -> tuple[str, tuple[int, str]]:
    size, sha256 = known["bytes"], known["sha256"]
    if not isinstance(size, int) or not re.fullmatch("[0-9a-f]{64}", sha256):
        raise InvalidValueError(f"{name} has no size and hash")
    name.encode()  # no half characters
    if (
        "\0" in name
        or PurePosixPath(name).as_posix() != name
        or name[0] == "/"
        or ".." in PurePosixPath(name).parts
    ):
        raise InvalidValueError(f"{name} is not in the folder")
    return name, (size, sha256)


def _fault(folder: Path, name: str, known: Any) -> str:
    """Return what is wrong with a file that the manifest names; empty if nothing is."""
    try:
        _, (size, _) = _mark(name, known)
        path = folder / name
        found = path.stat()
        if not real(path).is_relative_to(real(folder)):
            return "leads out of the folder, and was not read"
        if not stat.S_ISREG(found.st_mode):
            return "is not a regular file"
        if found.st_size > _MOST_FILE_BYTES:
            return f"is larger than {bounded.size(_MOST_FILE_BYTES)}, and was not read"
        return "" if found.st_size == size and _file(path) == known else _CHANGED
    except (FileNotFoundError, NotADirectoryError):
        return "is missing"
    except OSError as error:
        return f"cannot be read: {error.strerror or error}"
    except (KeyError, TypeError, ValueError, RuntimeError):  # a loop of links is a RuntimeError
        return "is not a file of the folder with a size and a SHA-256, as a manifest gives them"


def _base(known: Iterable[str]) -> Base:
    """Return what the IRIs of incidents that a manifest names were minted from."""
    found = (iris.of_incident(Term(f"<{address}>")) for address in known)
    return next((of[0] for of in found if of), DEFAULT)


def _malformed(incidents: dict[str, Any]) -> Iterator[Fault]:
    for address, known in incidents.items():
        if not isinstance(known, dict) or not known.keys() >= _HASHED:
            yield Fault(_shown(address), "has no hashes in the manifest")


def _incidents(
    folder: Path, changed: list[str], known: Mapping[str, Any], base: Base
) -> Iterator[Fault]:
    """Yield the incidents that changed files tell otherwise than they were published."""
    readable = formats.of_statements()
    for name in changed:
        named = _OF_INCIDENT.match(name)
        is_dump = PurePosixPath(name).parent == PurePosixPath(layout.DUMPS)
        kind = formats.of_file(name) if is_dump else None
        if kind in readable:
            try:
                yield from _altered(folder / name, kind, known, base)
            except (OSError, RdfError, LimitError) as error:
                yield Fault(_shown(name), f"cannot be read as it stands: {error}")
        elif named and (address := f"{base.things}{Kind.INCIDENT}/{named[1]}") in known:
            yield Fault(address, "was altered")


def _altered(dump: Path, format_name: str, known: Mapping[str, Any], base: Base) -> Iterator[Fault]:
    """Yield the incidents of a dump that are not as they were published."""
    found = dumps.incident_hashes(dump, format_name, base)
    carried = formats.FORMATS.load(format_name).FORMAT.carries.value
    for address, expected in known.items():
        slug = address.removeprefix(f"{base.things}{Kind.INCIDENT}/")
        if isinstance(expected, dict) and found.get(slug, _NOTHING) != expected.get(carried):
            yield Fault(_shown(address), "was altered" if slug in found else "was taken out")


def _read(path: Path) -> dict[str, Any]:
    try:
        content = bounded.read_json(path, _MOST_BYTES)
    except FileError as error:
        raise InputError(f"no readable manifest ({error})", in_file(path)) from error
    if not isinstance(content, dict) or content.get("format") != _FORMAT:
        raise InputError("not a manifest of this version of privkg", in_file(path))
    for name in ("dataset", "files", "incidents"):
        if not isinstance(content.get(name), dict):
            raise InputError(f"no readable manifest ({name} is no object)", in_file(path))
    kept = content.setdefault("kept", [])  # folders of before did not name it
    if not isinstance(kept, list) or not all(isinstance(name, str) for name in kept):
        raise InputError("no readable manifest (kept is no list of names)", in_file(path))
    return content


def _shown(name: str) -> str:
    """Return a name that a manifest gives as text that can be written: without half characters."""
    return name.encode(errors="backslashreplace").decode()


def _file(path: Path) -> dict[str, Any]:
    return {"bytes": path.stat().st_size, "sha256": bounded.sha256(path)}


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / NAME)


def _entries(folder: Path) -> list[Path]:
    """Return all that stands in a folder, its links and FIFOs too, but for folders and the manifest."""
    found, todo = list[Path](), [folder]
    while todo:  # Python's own walk calls itself for each level
        inside = todo.pop()
        try:
            for path in inside.iterdir():
                is_folder = path.is_dir() and not path.is_symlink()
                (todo if is_folder else found).append(path)
        except OSError:
            found.append(inside)
    return sorted(path for path in found if path != folder / NAME)


def _relative(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()
