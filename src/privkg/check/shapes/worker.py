"""A process that checks a graph by shapes that privkg did not write, and ends.

Run as `python -m privkg.check.shapes.worker`. It reads a request from standard input: a line of JSON,
and after it the graph as N-Quads unless the request names a built one. It writes the report as JSON.
"""

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
    """Return what a worker finds wrong with a graph by a user's own shapes.

    Args:
        shape_files: files of shapes, and folders of such files.
        graph: the folder of a built graph, or a graph as lines of N-Quads.
        limits: what the worker may use.

    Raises:
        RdfError: the shapes cannot be read or used, or have nothing to look at.
        StoreError: the graph cannot be opened.
        LimitError: a limit was met.
    """
    asked = {
        "shapes": [str(real(path)) for path in shape_files],
        "graph": str(real(graph)) if isinstance(graph, Path) else None,
        "limits": asdict(limits),
    }
    lines = () if isinstance(graph, Path) else graph
    request = (f"{json.dumps(asked)}\n", *lines)
    lines_sent = (line.encode() for line in request)
    answer = sandbox.run(
        "privkg.check.shapes.worker", lines_sent, limits, "the check by --shapes", _ADVICE
    )
    return _from_json(answer)


def main() -> int:
    """Answer the request on standard input; return the exit code."""
    confinement.end_with_parent(int(sys.argv[1]))
    asked = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**asked["limits"])
    confinement.leave_network()
    try:
        quads = confinement.limited(
            lambda: _quads(asked["graph"]),
            memory_bytes=limits.memory_bytes,
            cpu_seconds=int(limits.seconds) + 1,
        )
        own = shapes.load(map(Path, asked["shapes"]))
        answer = _to_json(validate(own, quads, needs_focus=True))
        if len(answer) > limits.answer_bytes:
            raise LimitError(f"more than {limits.answer_bytes // 1024**2} MB of results")
    except PrivkgError as error:
        return confinement.report_and_exit_code(error)
    sys.stdout.buffer.write(answer)
    return 0


def _quads(directory: str | None) -> Quads:
    """Return the graph in a folder, or without one that of the request."""
    if directory:
        return open_graph(Path(directory))
    return in_memory(line.decode() for line in sys.stdin.buffer)


def _to_json(report: Report) -> bytes:
    said = {
        "results": [asdict(result) for result in report.results],
        "rules": {k: [r.code, r.name, r.severity.value] for k, r in report.rules.items()},
        "screened": report.screened,
        "unscreened": report.unscreened,
        "notes": report.notes,
    }
    return json.dumps(said).encode()


def _from_json(answer: bytes) -> Report:
    said = json.loads(answer)
    return Report(
        results=tuple(Result(**result) for result in said["results"]),
        rules={
            k: Rule(code, name, Severity(weight)) for k, (code, name, weight) in said["rules"].items()
        },
        unwanted={},  # a foreign pattern runs in the worker or nowhere
        screened=tuple(said["screened"]),
        unscreened=tuple(said["unscreened"]),
        notes=tuple(said["notes"]),
    )


if __name__ == "__main__":
    sys.exit(main())
