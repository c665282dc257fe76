"""Measure a rebuild after one of COUNT pages changed: `python -m bench.rebuilding [COUNT]` (1000)."""

import sys
import tempfile
from pathlib import Path

from bench import pages, usage
from bench.usage import Usage

_GOAL = 0.005
_RUNS = 3


def main() -> None:
    """Measure in a temporary folder."""
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)


def measure(count: int) -> None:
    """Print what a build of all pages takes, and what one takes after one of them changed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages.write(folder / "pages", count)
        _print(f"all of {count} pages", whole := _built(folder, "--no-cache"))
        _print("nothing changed", _built(folder))
        changed = sorted((folder / "pages").iterdir())[count // 2]
        for number in range(_RUNS):
            text = changed.read_text(encoding="utf-8")
            changed.write_text(text.replace("An invented", f"An invented {number}"), encoding="utf-8")
            _print("one page changed", part := _built(folder))
            print(f"  {part.cpu / whole.cpu:.2%} of the build of all; goal {_GOAL:.1%} of 100,000")


def _built(folder: Path, *options: str) -> Usage:
    """Return what a build takes; a child has no cache but that of this folder."""
    given = options or ("--cache", "cache")
    return usage.run(
        (sys.executable, "-m", "privkg", "build", "pages", "--graph", "graph", "--quiet", *given), folder
    )


def _print(what: str, taken: Usage) -> None:
    print(f"{what:20} {taken.cpu:8.2f} s CPU {taken.wall:8.2f} s {taken.megabytes:5.0f} MB", flush=True)


if __name__ == "__main__":
    main()
