"""Compare the check of a built graph with pySHACL: `python -m bench.checking [COUNT [alone]]`.

COUNT is a number of incidents (default 1000). Each check runs in its own process, and the whole process
is timed. With `alone`, pySHACL is left out, for counts at which it takes hours.
"""

import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import pyshacl
import rdflib

from bench import pages
from privkg import build
from privkg.build import check
from privkg.rdf.terms import term
from privkg.store.graph import open_graph
from privkg.store.rdflib_view import from_rdflib

_SHAPES = Path(__file__).resolve().parent.parent / "shapes"
_SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
_CLAIM = term("pk:Claim")

Measured = dict[str, float | str]


def measure(count: int, *, is_alone: bool = False) -> None:
    """Print the time and memory of checking `count` incidents, and those of pySHACL."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seconds = _build(folder, count)
        print(f"building {count} pages (not part of the check): {seconds:.1f} s")
        ours = _run("ours", folder / "graph")
        each = float(ours["seconds"]) / count * 1000
        print(f"check of {count}: {each:.2f} ms an incident, {ours['megabytes']:.0f} MB", flush=True)
        if is_alone:
            return
        theirs = _run("theirs", folder / "facts.nt")
    same = "identical findings" if ours["found"] == theirs["found"] else "DIFFERENT FINDINGS"
    print(f"{same}: {ours['results']} results, {theirs['results']} from pySHACL")
    _compare("pySHACL / check", theirs, ours, "seconds", ">= 10")
    _compare("memory of check / pySHACL", ours, theirs, "megabytes", "< 0.5")


def _compare(what: str, one: Measured, other: Measured, unit: str, goal: str) -> None:
    a, b = float(one[unit]), float(other[unit])
    print(f"{what:26} {a:9.2f} / {b:9.2f} {unit} = {a / b:8.2f}   goal {goal}")


def _build(folder: Path, count: int) -> float:
    pages.write(folder / "pages", count, pages.careful_page)
    (folder / "authority").mkdir()
    (folder / "authority" / "actors.ttl").write_text(pages.records(), encoding="utf-8")
    start = time.perf_counter()
    build.build([folder / "pages"], folder / "graph", authority_folders=[folder / "authority"], jobs=2)
    seconds = time.perf_counter() - start
    graph = open_graph(folder / "graph")
    claims = {s for (s, _, _), _ in graph.triples(None, None, _CLAIM)}
    with (folder / "facts.nt").open("w", encoding="utf-8") as file:
        file.writelines(f"{s} {p} {o} .\n" for (s, p, o), _ in graph.triples() if s not in claims)
    return seconds


def _run(who: str, path: Path) -> Measured:
    command = [sys.executable, "-m", "bench.checking", who, str(path)]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=True)
    measured: Measured = json.loads(done.stdout)
    return measured | {"seconds": time.perf_counter() - start}


def _ours(directory: Path) -> list[str]:
    found = check.check_graph(directory).results
    return [" ".join((r.focus, str(r.value), r.component, r.shape, r.severity)) for r in found]


def _theirs(facts: Path) -> list[str]:
    data = rdflib.Graph().parse(facts, format="nt")
    shapes = rdflib.Graph()
    for path in sorted(_SHAPES.glob("*.ttl")):
        shapes.parse(path)
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", inplace=True)
    assert isinstance(report, rdflib.Graph)
    return [
        " ".join(_text(report.value(node, _SH[name])) for name in _PARTS)
        for node in report.objects(None, _SH.result)
    ]


_PARTS = ("focusNode", "value", "sourceConstraintComponent", "sourceShape", "resultSeverity")


def _text(node: rdflib.term.Node | None) -> str:
    return from_rdflib(node) if isinstance(node, rdflib.term.Identifier) else "None"


def _print_result(found: Iterable[str]) -> None:
    lines = sorted(found)
    result = {
        "results": len(lines),
        "found": hashlib.sha256("\n".join(lines).encode()).hexdigest(),
        "megabytes": peak_megabytes(),
    }
    print(json.dumps(result))


def peak_megabytes() -> float:
    """Return the peak memory of this process in MiB.

    It is read from /proc where possible, as that of `getrusage` includes the parent's at the fork.
    """
    status = Path("/proc/self/status")
    if not status.is_file():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    (peak,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1024


if __name__ == "__main__":
    if sys.argv[1:2] == ["ours"]:
        _print_result(_ours(Path(sys.argv[2])))
    elif sys.argv[1:2] == ["theirs"]:
        _print_result(_theirs(Path(sys.argv[2])))
    else:
        measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1000, is_alone="alone" in sys.argv[2:])
