"""The gallery: each canned question with its answer from the graph of the corpus."""

import re
import shlex
import tempfile
from collections.abc import Iterator
from pathlib import Path

from click.testing import CliRunner, Result

import privkg.cli
from privkg.core.text import counted
from privkg.query.questions import Question, load, names

CORPUS = Path(__file__).parents[1] / "data" / "incidents"
_ROWS = 5
_NO_REGISTER = re.compile(r"privkg: unknown (?:register|field) .*; there is none yet$", re.MULTILINE)
_HEAD = f"""# Gallery of answers

Each question of `privkg ask`, with its example and the first {_ROWS} rows of the answer from the
pages of [the corpus](../../data/README.md). [Questions](questions.md) lists the parameters and columns.

To get the whole answer, build the corpus first: `privkg build data/incidents`. Below an answer,
`privkg ask` also prints which claim statuses are included and what is counted.
"""


def page() -> Iterator[str]:
    """Yield the page."""
    yield _HEAD
    with tempfile.TemporaryDirectory() as graph:
        _run("build", str(CORPUS), "--graph", f"{graph}/built", "--no-cache", "--quiet")
        for name in names():
            yield from _answer(load(name), f"{graph}/built")


def _answer(question: Question, graph: str) -> Iterator[str]:
    """Yield a question with the first rows of its answer."""
    yield f"\n## {question.name}\n\n{question.summary}\n\n"
    yield f"```sh\nprivkg ask {question.name} {question.example}".rstrip() + "\n```\n\n"
    options = ["--graph", graph, "--format", "md", "--quiet"]
    answer = _run("ask", question.name, *shlex.split(question.example), *options)
    if answer.exit_code:
        yield "No rows: the corpus has no records of registers.\n"
        return
    head, rule, *rows = answer.stdout.splitlines()
    if not rows:
        yield "No rows.\n"
        return
    yield "".join(f"{line}\n" for line in (head, rule, *rows[:_ROWS]))
    count = counted(len(rows), "row")
    yield f"\n{f'{_ROWS} of {count}' if len(rows) > _ROWS else count}.{_space(question.note)}\n"


def _space(note: str) -> str:
    return f" {note}" if note else ""


def _run(*arguments: str) -> Result:
    """Return the exit code of a command of privkg, and what it prints.

    Raises:
        RuntimeError: it could not do its work; findings of Violations, with code 1, are not that, nor
            is a register of which the corpus has no records.
    """
    result = CliRunner().invoke(privkg.cli.group, arguments)
    if result.exit_code not in (0, 1) and not _NO_REGISTER.match(result.stderr):
        raise RuntimeError(f"privkg {shlex.join(arguments)}: {result.stderr}") from result.exception
    return result
