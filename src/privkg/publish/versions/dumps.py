"""What a dump tells of each incident; a dump of others is parsed in a process that then ends.

The process runs as `python -m privkg.publish.versions.dumps`. It reads a request as JSON from standard
input and writes the hash of each incident, by its slug, as JSON.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from privkg.core import bounded
from privkg.core.errors import LimitError, PrivkgError
from privkg.export import formats
from privkg.export.formats import Carries
from privkg.rdf.iris import Base
from privkg.rdf.terms import iri_text
from privkg.store import confinement, hashes, sandbox
from privkg.store.rdf import Statement
from privkg.store.sandbox import Advice, Limits

_MOST_BYTES = 1_000_000_000
_LIMITS = Limits(seconds=300.0)


def incident_hashes(dump: Path, format_name: str, base: Base) -> dict[str, str]:
    """Return the RDFC-1.0 hash of what a dump tells of each incident, in hex, by the incident's slug.

    Args:
        dump: a regular file.
        format_name: the format that the file is in; it is hashed what that carries of an incident.
        base: what the IRIs of incidents were minted from.

    Raises:
        RdfError: it is not in the format.
        LimitError: it is too large, or was too much for the process.
    """
    if dump.stat().st_size > _MOST_BYTES:
        raise LimitError(f"larger than {bounded.size(_MOST_BYTES)}")
    named = {"dump": str(dump), "format_name": format_name, "base": base.address}
    asked = json.dumps(named | {"limits": asdict(_LIMITS)}).encode()
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
        found = _hashes(Path(asked["dump"]), asked["format_name"], Base(asked["base"]))
        answer = json.dumps(found).encode()
        if len(answer) > limits.answer_bytes:
            raise LimitError("the dump tells of too many incidents")
    except PrivkgError as error:
        return confinement.report_and_exit_code(error)
    sys.stdout.buffer.write(answer)
    return 0


def _hashes(dump: Path, format_name: str, base: Base) -> dict[str, str]:
    found = formats.of_statements()[format_name]
    of_incidents = _facts if found.FORMAT.carries is Carries.FACTS else _quads
    lines: dict[str, set[str]] = {}
    for slug, line in of_incidents(found.read(dump), base):
        lines.setdefault(slug, set()).add(line)
    return {slug: hashes.of_lines(some) for slug, some in lines.items()}


def _facts(statements: Iterable[Statement], base: Base) -> Iterator[tuple[str, str]]:
    for triple, _ in statements:
        if slug := base.slug_of(triple[0]):
            yield slug, hashes.canonical_line(triple)


def _quads(statements: Iterable[Statement], base: Base) -> Iterator[tuple[str, str]]:
    for (subject, predicate, value), graph in statements:
        if slug := base.slug_of_graph(iri_text(graph) if graph else ""):
            yield slug, f"{subject} {predicate} {value} {graph} .\n"


if __name__ == "__main__":
    sys.exit(main())
