"""A worker process that converts untrusted triples to another RDF format.

Run as `python -m privkg.store.graph_worker`. It reads a request as a line of JSON from standard input,
then the triples, and writes them to standard output in privkg's order. Crafted triples can crash the
parser, or make the canonical labelling of blank nodes (RDFC-1.0) take exponential time; here they can
only end a separate process, which has limits.
"""

import json
import sys
from dataclasses import asdict, dataclass

import pyoxigraph

from privkg.core.errors import PrivkgError, RdfError
from privkg.store import confinement
from privkg.store.rdf import graph_format
from privkg.store.serialization import write_triples


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request: the media types of input and output, the base of relative IRIs, and the limits."""

    media_type: str
    graph_format: str
    base: str
    memory_bytes: int
    cpu_seconds: int

    def to_line(self) -> bytes:
        """Return the request as a line of JSON."""
        return json.dumps(asdict(self)).encode() + b"\n"


def main() -> int:
    """Process the request on standard input; return the exit code."""
    confinement.end_with_parent(int(sys.argv[1]))
    confinement.leave_network()
    request = Request(**json.loads(sys.stdin.buffer.readline()))
    content = sys.stdin.buffer.read()
    confinement.limit(memory_bytes=request.memory_bytes, cpu_seconds=request.cpu_seconds)
    try:
        written = write_triples(_triples(content, request), request.graph_format)
    except PrivkgError as error:
        return confinement.report_and_exit_code(error)
    sys.stdout.buffer.write(written)
    return 0


def _triples(content: bytes, request: Request) -> list[pyoxigraph.Triple]:
    try:
        quads = pyoxigraph.parse(content, graph_format(request.media_type), base_iri=request.base)
        return [quad.triple for quad in quads]
    except (SyntaxError, ValueError) as error:
        raise RdfError(str(error)) from error


if __name__ == "__main__":
    sys.exit(main())
