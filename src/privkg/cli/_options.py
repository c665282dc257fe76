"""Options that verbs share, and how answers are put out."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from privkg.answers import Answer

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

graph: Decorator = click.option(
    "--graph",
    "directory",
    type=click.Path(file_okay=False, path_type=Path),
    default=".privkg",
    envvar="PRIVKG_GRAPH",
    show_default=True,
    show_envvar=True,
    help="The folder of the built graph.",
)
quiet: Decorator = click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors.")

ANSWERS = ("table", "csv", "tsv", "json", "xml", "md", "html")
GRAPHS = ("turtle", "trig", "ntriples", "nquads", "jsonld", "rdfxml")


def answer_format(chosen: str | None) -> str:
    """Return the format of an answer: a table on a terminal, TSV in a pipe, unless chosen."""
    return chosen or ("table" if sys.stdout.isatty() else "tsv")


def put(content: bytes | str) -> None:
    """Write an answer to standard output: its bytes as they are, unless a terminal would obey them."""
    written = content if isinstance(content, bytes) else content.encode(errors="backslashreplace")
    if sys.stdout.isatty():
        from privkg.answers import printable

        written = printable(written.decode().replace("\r\n", "\n")).encode()
    sys.stdout.buffer.write(written)
    sys.stdout.buffer.flush()


def put_answer(answer: "Answer", wanted: str) -> None:
    """Write an answer to standard output in one of the formats of `ANSWERS`."""
    from privkg import answers

    if wanted == "table":
        from privkg.cli import _console

        _console.print_table(answer)
    elif wanted in ("md", "html"):
        put(answers.to_markdown(answer) if wanted == "md" else answers.to_html(answer))
    else:
        put(answers.to_results(answer, wanted))
