"""The graph of the corpus, built once for all pages that show its answers."""

import csv
import io
import re
import shlex
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from click.testing import CliRunner, Result

import privkg.cli

PAGES = Path(__file__).parents[1] / "data" / "incidents"
_NO_REGISTER = re.compile(r"privkg: unknown (?:register|field) .*; there is none yet$", re.MULTILINE)


@contextmanager
def built() -> Iterator[str]:
    """Build the graph of the corpus in a temporary folder, and return that folder."""
    with tempfile.TemporaryDirectory() as folder:
        graph = f"{folder}/built"
        run("build", str(PAGES), "--graph", graph, "--no-cache", "--quiet")
        yield graph


def rows(graph: str, question: str) -> list[dict[str, str]]:
    """Return the rows of the answer to a question, by column."""
    answer = run("ask", question, "--graph", graph, "--format", "csv", "--quiet")
    return list(csv.DictReader(io.StringIO(answer.stdout)))


def chart(graph: str, question: str) -> str:
    """Return the chart of the answer to a question, as SVG."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chart.svg"
        run("ask", question, "--graph", graph, "--chart", str(path), "--quiet")
        return path.read_text(encoding="utf-8")


def run(*arguments: str) -> Result:
    """Return the exit code of a command of privkg, and what it prints.

    Raises:
        RuntimeError: it could not do its work; findings of Violations, with code 1, are not that, nor
            is a register of which the corpus has no records.
    """
    result = CliRunner().invoke(privkg.cli.group, arguments)
    if result.exit_code not in (0, 1) and not _NO_REGISTER.match(result.stderr):
        raise RuntimeError(f"privkg {shlex.join(arguments)}: {result.stderr}") from result.exception
    return result
