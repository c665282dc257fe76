"""Fixtures of the long tests: a small and a large folder of input for commands; the table of kills."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from builders import page_text
from checkout import SAMPLE_PAGES
from commands import run
from graph_stores import GraphServer
from killing import SIGNALS
from publish.metadata.test_dataset import LEAST

TABLE = pytest.StashKey[dict[str, dict[str, Counter[str]]]]()
SHAPE = """\
PREFIX pk: <https://w3id.org/privkg/ns#>
PREFIX sh: <http://www.w3.org/ns/shacl#>

<https://example.org/a-harm>
    a sh:NodeShape ;
    sh:targetClass pk:Incident ;
    sh:property [ sh:path pk:statedHarm ; sh:minCount 1 ] ;
.
"""
_TO_FIX = 20


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of input for commands, with a graph of two pages."""
    return _base(tmp_path_factory.mktemp("few"), count=2)


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of input for commands, with pages for several processes, and a graph of the samples."""
    return _base(tmp_path_factory.mktemp("many"), count=210)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[GraphServer]:
    """A graph store without authentication."""
    for name in ("PRIVKG_USER", "PRIVKG_PASSWORD", "PRIVKG_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    with GraphServer().running() as running:
        yield running


@pytest.fixture
def table(pytestconfig: pytest.Config) -> dict[str, dict[str, Counter[str]]]:
    """The table that is printed at the end: results by command and signal."""
    return pytestconfig.stash.setdefault(TABLE, {})


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table of kills: runs without fault, all runs, and runs that ended before the signal."""
    found = config.stash.get(TABLE, {})
    if not found:
        return
    terminalreporter.section("kills: held/tried (ended before the signal)")
    terminalreporter.write_line("".join(f"{name:<20}" for name in ("", *(s.name for s in SIGNALS))))
    for command, by_signal in found.items():
        cells = (_cell(by_signal.get(number.name, Counter())) for number in SIGNALS)
        terminalreporter.write_line("".join(f"{cell:<20}" for cell in (command, *cells)))


def _cell(counts: Counter[str]) -> str:
    if not counts:
        return "-"
    ended = f" ({counts['ended']})" if counts["ended"] else ""
    return f"{counts['held'] + counts['ended']}/{counts.total()}{ended}"


def _base(folder: Path, count: int) -> Path:
    for name in ("pages", "to-fix", "other-pages", "shapes"):
        (folder / name).mkdir()
    for number in range(count):
        text = page_text(f"Cameras for sale in example {number}")
        (folder / "pages" / f"{number}.txt").write_text(text, encoding="utf-8")
    for number in range(min(count, _TO_FIX)):
        faulty = page_text(f"Cameras for sale in example {number}").replace("\n", "  \n")
        (folder / "to-fix" / f"{number}.txt").write_text(faulty, encoding="utf-8")
    (folder / "other-pages" / "letters.txt").write_text(page_text("Letters opened"), encoding="utf-8")
    (folder / "shapes" / "a-harm.ttl").write_text(SHAPE, encoding="utf-8")
    (folder / "privkg.toml").write_text(LEAST, encoding="utf-8")
    (folder / "graph.nq").write_text("", encoding="utf-8")
    real = SAMPLE_PAGES if count > 2 else [folder / "pages"]
    _run(folder, "build", *real, "--no-cache", graph="graph")
    _run(folder, "build", folder / "other-pages", "--no-cache", graph="other")
    _run(folder, "export", folder / "graph.nq", graph="graph")
    _run(folder, "publish", folder / "site", "--config", folder / "privkg.toml", graph="other")
    (folder / "site" / "CNAME").write_text("example.org\n", encoding="utf-8")
    return folder


def _run(folder: Path, *arguments: str | Path, graph: str) -> None:
    result = run(*arguments, graph=folder / graph)
    assert result.code in (0, 1), result
