"""What a dump tells of each incident; a dump of others is parsed in a process that then ends.

The process runs as `python -m privkg.publish.versions.dumps`. It reads a request as JSON from standard
input and writes the hash of each incident, by its slug, as JSON.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from privkg.core import bounded
from privkg.core.errors import LimitError, PrivkgError
from privkg.rdf import graphs, iris
from privkg.rdf.terms import iri_text
from privkg.store import confinement, hashes, rdf, sandbox
from privkg.store.sandbox import Advice, Limits

_MOST_BYTES = 1_000_000_000
_LIMITS = Limits(seconds=300.0)


def incident_hashes(dump: Path, carried: str) -> dict[str, str]:
    """Return the RDFC-1.0 hash of what a dump tells of each incident, in hex, by the incident's slug.

    Args:
        dump: a regular file.
        carried: `facts` or `quads`, which of an incident is hashed.

    Raises:
        RdfError: it is not in the format that its name says.
        LimitError: it is too large, or was too much for the process.
    """
    if dump.stat().st_size > _MOST_BYTES:
        raise LimitError(f"larger than {bounded.size(_MOST_BYTES)}")
    asked = json.dumps({"dump": str(dump), "carried": carried, "limits": asdict(_LIMITS)}).encode()
    answer = sandbox.run(__name__, [asked], _LIMITS, "the dump", Advice())
    found: dict[str, str] = json.loads(answer)
    return found


def main() -> int:
    """Answer the request on standard input; return the exit code."""
    confinement.end_with_parent(int(sys.argv[1]))
    asked: dict[str, Any] = json.load(sys.stdin)
    limits = Limits(**asked["limits"])
    confinement.leave_network()
    confinement.limit(memory_bytes=limits.memory_bytes, cpu_seconds=int(limits.seconds) + 1)
    try:
        answer = json.dumps(_hashes(Path(asked["dump"]), asked["carried"])).encode()
        if len(answer) > limits.answer_bytes:
            raise LimitError("the dump tells of too many incidents")
    except PrivkgError as error:
        return confinement.told(error)
    sys.stdout.buffer.write(answer)
    return 0


def _hashes(dump: Path, carried: str) -> dict[str, str]:
    lines: dict[str, set[str]] = {}
    for slug, line in _facts(dump) if carried == "facts" else _quads(dump):
        lines.setdefault(slug, set()).add(line)
    return {slug: hashes.of_lines(some) for slug, some in lines.items()}


def _facts(dump: Path) -> Iterator[tuple[str, str]]:
    for triple, _ in rdf.read_quads(dump):
        if slug := iris.slug_of(triple[0]):
            yield slug, hashes.fact(triple)


def _quads(dump: Path) -> Iterator[tuple[str, str]]:
    for (subject, predicate, value), graph in rdf.read_quads(dump):
        name = iri_text(graph) if graph else ""
        if name.startswith(iris.GRAPHS):
            slug = name.removeprefix(iris.GRAPHS).removesuffix(graphs.provenance_of(""))
            yield slug, f"{subject} {predicate} {value} {graph} .\n"


if __name__ == "__main__":
    sys.exit(main())
