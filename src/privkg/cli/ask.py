"""`privkg ask`: the canned questions, each a command of its own."""

from pathlib import Path
from typing import Any

import click

from privkg.cli import _options


class Questions(click.Group):
    """The questions of `queries/`, each with its parameters as options."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the questions, sorted."""
        from privkg import queries

        return queries.names()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """Return a question as a command.

        Raises:
            UnknownNameError: there is no such question.
        """
        from privkg import queries

        return _command(queries.load(cmd_name))


@click.group("ask", cls=Questions, short_help="Ask the graph one of the canned questions.")
def command() -> None:
    """Ask the graph one of the canned questions; each takes parameters of its own."""


def _command(question: Any) -> click.Command:
    def callback(**given: Any) -> None:
        _ask(question, **given)

    for parameter in reversed(question.parameters):
        meaning = f"{parameter.meaning[0].upper()}{parameter.meaning[1:]}."
        name = parameter.name.replace("-", "_")
        callback = click.option(
            f"--{parameter.name}", name, multiple=True, metavar="NAME", help=meaning
        )(callback)
    for option in (_FORMAT, _EVIDENCE, _options.graph):
        callback = option(callback)
    about = f"{question.summary}\n\n{question.description}\n\nExample: {question.example}"
    return click.command(question.name, help=about, short_help=question.summary)(callback)


_FORMAT: Any = click.option(
    "--format", "chosen", type=click.Choice(_options.ANSWERS), help="Table on a terminal, else tsv."
)
_EVIDENCE: Any = click.option(
    "--evidence", "with_evidence", is_flag=True, help="Add the sentences that each line rests on."
)


def _ask(question: Any, directory: Path, chosen: str | None, with_evidence: bool, **given: Any) -> None:
    from privkg import answers
    from privkg.store.graph import open_graph

    values = {name.replace("_", "-"): words for name, words in given.items()}
    answer = answers.ask(open_graph(directory), question, values, with_evidence=with_evidence)
    wanted = _options.answer_format(chosen)
    if wanted == "table":
        click.echo(question.summary, err=True)
    _options.put_answer(answer, wanted)
    if wanted == "table":
        click.echo("1 row" if len(answer.rows) == 1 else f"{len(answer.rows)} rows", err=True)
