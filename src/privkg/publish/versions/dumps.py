"""Hashes of the incidents in a dump, which a separate process with limits parses.

The process runs as `python -m privkg.publish.versions.dumps`. It reads a request as JSON from standard
input and writes the hash of each incident, by its slug, as JSON. An altered dump may be hostile input:
the caller must survive a parser that crashes or fills the memory.
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
    """Return the RDFC-1.0 hash of each incident in a dump, in hex, by the incident's slug.

    Args:
        dump: the path of a regular file.
        format_name: the format of the file, which decides whether facts or quads are hashed.
        base: the base of the IRIs of incidents.

    Raises:
        RdfError: the dump is not in the format.
        LimitError: the dump is too large, or the process exceeded a limit.
    """
    if dump.stat().st_size > _MOST_BYTES:
        raise LimitError(f"larger than {bounded.size(_MOST_BYTES)}")
    values = {"dump": str(dump), "format_name": format_name, "base": base.address}
    request = json.dumps(values | {"limits": asdict(_LIMITS)}).encode()
    answer = sandbox.run(__name__, [request], _LIMITS, "the dump", Advice())
    found: dict[str, str] = json.loads(answer)
    return found


def main() -> int:
    """Answer the request on standard input; return the exit code."""
    confinement.end_with_parent(int(sys.argv[1]))
    request: dict[str, Any] = json.load(sys.stdin)
    limits = Limits(**request["limits"])
    confinement.leave_network()
    confinement.limit(memory_bytes=limits.memory_bytes, cpu_seconds=int(limits.seconds) + 1)
    try:
        found = _hashes(Path(request["dump"]), request["format_name"], Base(request["base"]))
        answer = json.dumps(found).encode()
        if len(answer) > limits.answer_bytes:
            raise LimitError("the dump has too many incidents")
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
