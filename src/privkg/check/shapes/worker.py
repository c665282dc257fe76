"""A worker process that validates a graph with a user's shapes, with limits of time and memory.

A user's shapes may have regular expressions and SPARQL that never end, so that they run in a process
that can be killed and has no network.

Run as `python -m privkg.check.shapes.worker`. It reads a line of JSON from standard input, then the
graph as N-Quads unless the line names the folder of a built graph. It writes the report as JSON.
"""

import itertools
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from privkg.check.shapes import Report, shapes, validate
from privkg.check.shapes.results import Result
from privkg.core.errors import LimitError, PrivkgError
from privkg.core.model import Rule, Severity
from privkg.core.paths import real
from privkg.store import confinement, sandbox
from privkg.store.graph import Quads, in_memory, open_graph
from privkg.store.sandbox import Advice, Limits

_ADVICE = Advice(
    on_time="check fewer pages at once, or set --timeout",
    on_memory="check fewer pages at once, or set --memory",
)


def validate_files(shape_files: Iterable[Path], graph: Path | Iterable[str], limits: Limits) -> Report:
    """Validate a graph with a user's shapes in a worker process, and return the report.

    Args:
        shape_files: files of shapes, and folders of such files.
        graph: the folder of a built graph, or parts of a graph as N-Quads.
        limits: the limits of the worker.

    Raises:
        RdfError: the shapes cannot be read, are invalid, or have no focus nodes.
        StoreError: the graph cannot be opened.
        LimitError: a limit was reached.
    """
    options = {
        "shapes": [str(real(path)) for path in shape_files],
        "graph": str(real(graph)) if isinstance(graph, Path) else None,
        "limits": asdict(limits),
    }
    parts = () if isinstance(graph, Path) else graph
    request = (part.encode() for part in itertools.chain([f"{json.dumps(options)}\n"], parts))
    answer = sandbox.run("privkg.check.shapes.worker", request, limits, "the check by --shapes", _ADVICE)
    return _from_json(answer)


def main() -> int:
    """Answer the request on standard input, and return the exit code."""
    confinement.end_with_parent(int(sys.argv[1]))
    options = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**options["limits"])
    confinement.leave_network()
    try:
        quads = confinement.limited(
            lambda: _quads(options["graph"]),
            memory_bytes=limits.memory_bytes,
            cpu_seconds=int(limits.seconds) + 1,
        )
        own = shapes.load(map(Path, options["shapes"]))
        answer = _to_json(validate(own, quads, needs_focus=True))
        if len(answer) > limits.answer_bytes:
            raise LimitError(
                f"more than {limits.answer_bytes // 1024**2} MB of results; check fewer pages at once"
            )
    except PrivkgError as error:
        return confinement.report_and_exit_code(error)
    sys.stdout.buffer.write(answer)
    return 0


def _quads(directory: str | None) -> Quads:
    """Return the facts of the graph in a folder, or the graph on standard input without a folder."""
    if directory:
        return open_graph(Path(directory)).facts
    return in_memory(line.decode() for line in sys.stdin.buffer)


def _to_json(report: Report) -> bytes:
    content = {
        "results": [asdict(result) for result in report.results],
        "rules": {k: [r.code, r.name, r.severity.value] for k, r in report.rules.items()},
        "screened": report.screened,
        "unscreened": report.unscreened,
        "notes": report.notes,
    }
    return json.dumps(content).encode()


def _from_json(answer: bytes) -> Report:
    content = json.loads(answer)
    return Report(
        results=tuple(Result(**result) for result in content["results"]),
        rules={
            k: Rule(code, name, Severity(weight)) for k, (code, name, weight) in content["rules"].items()
        },
        unwanted={},  # a user's pattern must never run outside of the worker
        screened=tuple(content["screened"]),
        unscreened=tuple(content["unscreened"]),
        notes=tuple(content["notes"]),
    )


if __name__ == "__main__":
    sys.exit(main())
