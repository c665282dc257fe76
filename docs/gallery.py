"""The gallery: each canned question with its answer from the graph of the corpus."""

import shlex
from collections.abc import Iterator

import corpus

from privkg.core.text import counted
from privkg.query.questions import Question, load, names

_ROWS = 5
_HEAD = f"""# Gallery of answers

Each question of `privkg ask`, with its example and the first {_ROWS} rows of the answer from the
pages of [the corpus](../../data/README.md). [Questions](questions.md) lists the parameters and columns.

To get the whole answer, build the corpus first: `privkg build data/incidents`. Below an answer,
`privkg ask` also prints which claim statuses are included and what is counted.
"""


def page(graph: str) -> Iterator[str]:
    """Yield the page, of the graph in a folder."""
    yield _HEAD
    for name in names():
        yield from _answer(load(name), graph)


def _answer(question: Question, graph: str) -> Iterator[str]:
    """Yield a question with the first rows of its answer."""
    yield f"\n## {question.name}\n\n{question.summary}\n\n"
    yield f"```sh\nprivkg ask {question.name} {question.example}".rstrip() + "\n```\n\n"
    options = ["--graph", graph, "--format", "md", "--quiet"]
    answer = corpus.run("ask", question.name, *shlex.split(question.example), *options)
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
