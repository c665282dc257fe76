"""What was read of texts, kept between checks: a text that did not change is not read again."""

import contextlib
import hashlib
import json
import shutil
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from privkg import assets, rules
from privkg.findings import Place, PlacedFinding
from privkg.graph.shared import Mention
from privkg.model import Document, Rule
from privkg.pipeline.records import Read

_CODE = Path(__file__).resolve().parent.parent
_RULES = {rule.code: rule for rule in vars(rules).values() if isinstance(rule, Rule)}
_MAX_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Cache:
    """Pages read, by the SHA-256 of their bytes, in a folder of one version of privkg and its records.

    What it holds is data only, and what is not as it should be is read anew.
    """

    folder: Path

    def get(self, document: Document) -> Read | None:
        """Return what was read of a document, at the path it has now; None if that is not known."""
        try:
            content = zlib.decompressobj().decompress(
                self._file(document.sha256).read_bytes(), _MAX_BYTES
            )
            found = _from_json(json.loads(content))
        except (OSError, ValueError, KeyError, TypeError, zlib.error):
            return None
        return _moved(found, document) if found.sha256 == document.sha256 else None

    def put(self, page: Read) -> None:
        """Keep what was read of a page; where that cannot be written, it is not kept."""
        content = zlib.compress(json.dumps(_to_json(page)).encode(), 1)
        path = self._file(page.sha256)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
                file.write(_mark(content) + b"\n" + content)
            Path(file.name).replace(path)

    def _file(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256


def cache_in(folder: Path, authority_folders: Iterable[Path]) -> Cache:
    """Return the cache in a folder; what other versions of privkg or of the records left is removed."""
    version = _version(authority_folders)
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        for other in folder.iterdir():
            if len(other.name) == len(version) and other.name != version and not other.is_symlink():
                shutil.rmtree(other, ignore_errors=True)
    return Cache(folder / version)


def _version(authority_folders: Iterable[Path]) -> str:
    """Return a name for all that decides what is read of a text."""
    known = [
        *_CODE.rglob("*.py"),
        *assets.files("ontology", ".ttl"),
        *assets.files("data/authority", ".ttl"),
    ]
    own = [path for folder in authority_folders for path in folder.rglob("*.ttl")]
    hashed = hashlib.sha256()
    for path in (*sorted(known), *sorted(own)):
        hashed.update(hashlib.sha256(path.read_bytes()).digest())
    return hashed.hexdigest()[:32]


def _mark(content: bytes) -> bytes:
    """Return what shows whether a file was cut or changed."""
    return hashlib.sha256(content).hexdigest().encode()


def _to_json(page: Read) -> dict[str, Any]:
    found = [[f.rule.code, f.message, *map(asdict, (f.place, *f.related))] for f in page.findings]
    return asdict(page) | {"used": sorted(page.used), "findings": found}


def _from_json(said: dict[str, Any]) -> Read:
    return Read(
        **said
        | {
            "used": frozenset(said["used"]),
            "mentions": tuple(_mentions(said["mentions"])),
            "findings": tuple(
                PlacedFinding(
                    rule=_RULES[code],
                    message=message,
                    place=Place(**place),
                    related=tuple(Place(**other) for other in related),
                )
                for code, message, place, *related in said["findings"]
            ),
        }
    )


def _mentions(said: list[dict[str, Any]]) -> Iterator[Mention]:
    for one in said:
        triples = tuple((s, p, o) for s, p, o in one["triples"])
        yield Mention(one["node"], one["name"], triples)


def _moved(page: Read, document: Document) -> Read:
    def here(place: Place) -> Place:
        return replace(place, path=document.path)

    findings = tuple(
        replace(f, place=here(f.place), related=tuple(map(here, f.related))) for f in page.findings
    )
    return replace(page, path=document.path, file_name=document.name, findings=findings)
