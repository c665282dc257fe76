"""Measure commands on graphs of several sizes: `python -m bench.sizes [SIZE …]` (1000 10000 100000).

Each size has generated pages with the skew of real ones (`bench.skewed_pages`). Each command runs in a
process of its own; what it took is kept in `.bench/SIZE.json`, so that a run that was stopped goes on
where it was: remove the file to measure again. At the end the table in
`docs/explanation/performance.md` is written from these files.
"""

import json
import shutil
import statistics
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench import pages, publishing, skewed_pages, usage
from privkg.store import generations, manifest

_ROOT = Path(__file__).parents[1]
_RESULTS = _ROOT / ".bench"
_TABLE = _ROOT / "docs" / "explanation" / "performance.md"
_START, _END = "<!-- sizes: written by `make bench-full` -->\n", "<!-- end of sizes -->\n"
_SIZES = (1_000, 10_000, 100_000)
_MOST_FOR_MEDIANS = 10_000
_RUNS = 3

_PRIVKG = (sys.executable, "-m", "privkg")
_BUILD = (*_PRIVKG, "build", "pages", "--authority", "authority", "--graph", "graph", "--quiet")
_OXIGRAPH = """
import pyoxigraph, sys
store = pyoxigraph.Store(sys.argv[2])
store.bulk_load(path=sys.argv[1], format=pyoxigraph.RdfFormat.N_QUADS)
store.flush()
"""
_ONE_CHANGED = "build, one page changed"
_PEER = "bulk load of the same quads by Oxigraph"
_COMMANDS: dict[str, tuple[str, ...]] = {
    "build": (*_BUILD, "--no-cache"),
    "export of N-Quads": (*_PRIVKG, "export", "all.nq", "--graph", "graph", "--quiet"),
    _PEER: (sys.executable, "-c", _OXIGRAPH, "all.nq", "loaded"),
    "build, nothing changed": (*_BUILD, "--cache", "cache"),
    _ONE_CHANGED: (*_BUILD, "--cache", "cache"),
    "check": (*_PRIVKG, "check", "--graph", "graph", "--quiet"),
    "verify": (*_PRIVKG, "verify", "--graph", "graph"),
    "ask `harms-of-organisation`": (
        *(*_PRIVKG, "ask", "harms-of-organisation", "--graph", "graph"),
        *("--organisation", "Company 8", "--format", "csv"),
    ),
    "ask `actors-by-incidents`": (
        *(*_PRIVKG, "ask", "actors-by-incidents", "--graph", "graph"),
        *("--format", "csv"),
    ),
    "export of Turtle": (*_PRIVKG, "export", "all.ttl", "--graph", "graph", "--quiet"),
    "export of JSON-LD": (*_PRIVKG, "export", "all.jsonld", "--graph", "graph", "--quiet"),
    "export of RDF/XML": (*_PRIVKG, "export", "all.rdf", "--graph", "graph", "--quiet"),
    "publish": (*_PRIVKG, "publish", "site", "--graph", "graph"),
    "publish, nothing changed": (*_PRIVKG, "publish", "site", "--graph", "graph"),
    "verify what is published": (*_PRIVKG, "verify", "site"),
}

_RATIOS: dict[str, Callable[[dict[str, Any], int], str]] = {
    "build, CPU an incident": lambda of, size: f"{1000 * of['build']['cpu'] / size:.1f} ms",
    "build, compared with Oxigraph's bulk load": lambda of, _: (
        f"{of['build']['cpu'] / of[_PEER]['cpu']:.1f}×"
    ),
    "one page changed, compared with a build of all": (
        lambda of, _: f"{of[_ONE_CHANGED]['cpu'] / of['build']['cpu']:.2%}"
    ),
    "check, CPU an incident": lambda of, size: f"{1000 * of['check']['cpu'] / size:.1f} ms",
    "quads": lambda of, _: f"{of['sizes']['quads']:,}",
    "store, bytes for each quad of the dataset": (
        lambda of, _: f"{of['sizes']['store'] / of['sizes']['quads']:.0f}"
    ),
    "graph on disk, bytes a quad": lambda of, _: f"{of['sizes']['graph'] / of['sizes']['quads']:.0f}",
    "published files an incident": lambda of, size: f"{of['sizes']['files'] / size:.2f}",
    "published kB an incident": lambda of, size: f"{of['sizes']['site'] / size / 1000:.1f}",
}


def main() -> None:
    """Measure what is not measured yet, and write the table."""
    for size in map(int, sys.argv[1:]) if len(sys.argv) > 1 else _SIZES:
        measure(size)
    _write_table()


def measure(size: int) -> None:
    """Measure the commands on a graph of `size` incidents that have no result yet."""
    folder = _RESULTS / str(size)
    results = _results(size)
    if not (folder / "pages").exists():
        pages.write(folder / "unfinished", size, skewed_pages.page)
        (folder / "authority").mkdir(exist_ok=True)
        (folder / "authority" / "actors.ttl").write_text(skewed_pages.records(), encoding="utf-8")
        (folder / "privkg.toml").write_text(publishing.CONFIG, encoding="utf-8")
        (folder / "unfinished").rename(folder / "pages")
    for name, command in _COMMANDS.items():
        if name in results:
            continue
        taken = [_run(name, command, folder) for _ in range(_RUNS if _is_repeated(name, size) else 1)]
        results[name] = {key: statistics.median(one[key] for one in taken) for key in taken[0]}
        if name == "build":
            results["sizes"] = _sizes_of_graph(folder / "graph")
        if name == "publish":
            results["sizes"] |= _sizes_of_site(folder / "site")
        print(f"{size:7} {name:45} {json.dumps(results[name])}", flush=True)
        (_RESULTS / f"{size}.json").write_text(json.dumps(results, indent=1), encoding="utf-8")


def _run(name: str, command: tuple[str, ...], folder: Path) -> dict[str, float]:
    """Run a command after what must precede it, and return what it took."""
    if name == "publish":
        shutil.rmtree(folder / "site", ignore_errors=True)
    shutil.rmtree(folder / "loaded", ignore_errors=True)
    if name == _ONE_CHANGED:
        _change_one_page(folder / "pages")
    return asdict(usage.run(command, folder, is_failing=name == "check"))


def _is_repeated(name: str, size: int) -> bool:
    return size <= _MOST_FOR_MEDIANS or name == _ONE_CHANGED


def _change_one_page(folder: Path) -> None:
    found = sorted(folder.iterdir())
    page = found[len(found) // 2]
    page.write_text(page.read_text(encoding="utf-8").replace(", which", " , which", 1), encoding="utf-8")


def _write_table() -> None:
    """Write the table of all results into the page of performance."""
    results = {
        size: _results(size) for size in sorted(int(path.stem) for path in _RESULTS.glob("*.json"))
    }
    text = _TABLE.read_text(encoding="utf-8")
    before, _, after = text.partition(_START)
    _, _, after = after.partition(_END)
    table = "".join(f"{line}\n" for line in _lines(results))
    _TABLE.write_text(f"{before}{_START}{table}{_END}{after}", encoding="utf-8")


def _lines(results: dict[int, dict[str, Any]]) -> Iterator[str]:
    """Yield the lines of the table: a row for each command and size."""
    yield "| work | incidents | CPU | wall | memory | of its largest child |"
    yield "|---|---|---|---|---|---|"
    for name in _COMMANDS:
        for size, of in results.items():
            if name in of:
                yield f"| {name} | {size:,} | {_cells(of[name])} |"
    yield ""
    yield "| | " + " | ".join(f"{size:,}" for size in results) + " |"
    yield "|---" * (len(results) + 1) + "|"
    for what, ratio in _RATIOS.items():
        yield f"| {what} | " + " | ".join(_ratio(ratio, of, size) for size, of in results.items()) + " |"


def _cells(taken: dict[str, float]) -> str:
    child = taken["child_megabytes"]
    return " | ".join(
        (
            f"{taken['cpu']:,.1f} s",
            f"{taken['wall']:,.1f} s",
            f"{taken['megabytes']:,.0f} MB",
            f"{child:,.0f} MB" if child else "",
        )
    )


def _ratio(ratio: Callable[[dict[str, Any], int], str], of: dict[str, Any], size: int) -> str:
    try:
        return ratio(of, size)
    except KeyError:  # not measured at this size
        return ""


def _sizes_of_graph(directory: Path) -> dict[str, int]:
    generation = generations.current(directory)
    held = manifest.read(generation)
    return {
        "quads": held.quads,
        "store": _bytes(generation / "store"),
        "graph": _bytes(generation),
    }


def _sizes_of_site(folder: Path) -> dict[str, int]:
    return {"files": sum(1 for path in folder.rglob("*") if path.is_file()), "site": _bytes(folder)}


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _results(size: int) -> dict[str, Any]:
    path = _RESULTS / f"{size}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


if __name__ == "__main__":
    main()
