"""Measure publishing: `python -m bench.publishing [COUNT]`, of COUNT generated incidents (2000).

A graph of generated pages is published into a new folder, again after the words of one act have changed,
again without a change, and verified, each in a process of its own with its CPU time and peak memory.
"""

import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

from bench import pages, usage

CONFIG = """\
[dataset]
title = "Generated incidents"
description = "Incidents that are generated to measure how a dataset of many is published."
homepage = "https://example.org/incidents/"
version = "1.0.0"
issued = 2026-11-23
modified = 2026-11-23
licence = "CC-BY-4.0"

[[dataset.creators]]
name = "Example Group"

[dataset.publisher]
name = "Example Group"
"""
_OF_INCIDENT = re.compile(r"id/incident/[^/]+(\.\w+)")
_GOALS = {"files": 4, "kB": 40}


def main() -> None:
    """Build a graph and print the measurements on it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages.write(folder / "pages", count)
        _build(folder)
        measure(folder, count)


def measure(built: Path, count: int) -> None:
    """Print the files and kB of a published folder, and what each command takes.

    Args:
        built: the folder of `pages` and of the `graph` that was built from them.
        count: the number of incidents.
    """
    directory = built / "graph"
    with tempfile.TemporaryDirectory(dir=directory.parent) as name:
        folder = Path(name)
        (folder / "privkg.toml").write_text(CONFIG, encoding="utf-8")
        print(f"publishing a graph of {count} incidents")
        for words, arguments in {
            "publish": ("publish", "out"),
            "after a change": ("publish", "out"),
            "publish again": ("publish", "out"),
            "verify": ("verify", "out"),
        }.items():
            if words == "after a change":
                _change(built)
            graph = () if arguments[0] == "verify" else ("--graph", str(directory))
            command = (sys.executable, "-m", "privkg", *arguments, *graph)
            taken = usage.run(command, folder)
            print(
                f"{words:16} {taken.cpu:7.1f} s CPU {taken.wall:7.1f} s {taken.megabytes:5.0f} MB",
                flush=True,
            )
        _print_sizes(folder / "out", count)


def _build(folder: Path) -> None:
    # In a process of its own: the peak memory of a child counts from that of its parent.
    command = (sys.executable, "-m", "privkg", "build", "pages", "--graph", "graph", "--quiet")
    usage.run(command, folder)


def _change(folder: Path) -> None:
    """Change the words of an act of one page, and build the graph again."""
    page = min((folder / "pages").rglob("*.txt"))
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("what should not be done", "what nobody should do"), encoding="utf-8")
    _build(folder)


def _print_sizes(folder: Path, count: int) -> None:
    """Print the number and size of the files for each incident, by what they are."""
    files, sizes = Counter[str](), Counter[str]()
    for path in folder.rglob("*"):
        if path.is_file():
            kind = _kind(path.relative_to(folder))
            files[kind] += 1
            sizes[kind] += path.stat().st_size
    for kind, size in sizes.most_common():
        _print_size(kind, files[kind] / count, size / count)
    _print_size("all", files.total() / count, sizes.total() / count)
    print(f"goal: at most {_GOALS['files']} files and {_GOALS['kB']} kB an incident")


def _print_size(kind: str, files: float, size: float) -> None:
    print(f"{kind:20} {files:6.2f} files {size / 1000:7.2f} kB an incident")


def _kind(path: Path) -> str:
    of_incident = _OF_INCIDENT.fullmatch(path.as_posix())
    if of_incident:
        return f"incident{of_incident[1]}"
    return "/".join(path.parts[:2]) if path.parts[0] == "id" else path.parts[0].partition(".")[0]


if __name__ == "__main__":
    main()
