"""`privkg ask`: the canned questions, each a subcommand."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from privkg.cli import _options

if TYPE_CHECKING:
    from privkg.query.questions import Parameter, Question
    from privkg.query.results import Answer


class Questions(click.Group):
    """The canned questions as subcommands, with their parameters as options."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the questions, sorted."""
        from privkg.query import questions

        return questions.names()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """Return a question as a command.

        Raises:
            UnknownNameError: there is no question of this name.
        """
        from privkg.query import questions

        return _command(questions.load(cmd_name))


@click.group(
    "ask",
    cls=Questions,
    short_help="Ask one of the canned questions.",
    invoke_without_command=True,
    no_args_is_help=False,
)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Ask the graph, or a SPARQL endpoint, one of the canned questions.

    `privkg ask NAME --help` lists the parameters of a question, with an example.
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def _command(question: "Question") -> click.Command:
    from privkg.query.questions import COMMON

    def callback(**given: Any) -> None:
        _ask(question, **given)

    for option in reversed(
        (_FORMAT, _EVIDENCE, _CHART, _SPARQL, _options.target_options, _options.quiet_option)
    ):
        callback = option(callback)
    for parameter in reversed((*question.parameters, *COMMON)):
        callback = _option(parameter)(callback)
    about = f"{question.summary}\n\n{question.description}\n\nExample: {_example(question)}"
    return click.command(question.name, help=about, short_help=question.summary)(callback)


def _example(question: "Question") -> str:
    return f"privkg ask {question.name} {question.example}".rstrip()


def _option(parameter: "Parameter") -> _options.Decorator:
    several = " May be given several times." if parameter.type.is_list else ""
    return click.option(
        f"--{parameter.name}",
        _variable(parameter.name),
        multiple=True,
        metavar=parameter.type.metavar,
        help=f"{parameter.meaning[0].upper()}{parameter.meaning[1:]}.{several}",
        shell_complete=_complete,
    )


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the words that a parameter takes and that begin with what was typed."""
    from privkg.core.errors import PrivkgError
    from privkg.query.parameters import TYPES

    wanted = TYPES[(param.name or "").removeprefix(_PREFIX).replace("_", "-")]
    if wanted.needs_graph and ctx.params.get("endpoint"):
        return []  # completion must not wait for a network
    try:
        words = wanted.words(_options.graph_of(ctx.params) if wanted.needs_graph else None)
    except PrivkgError:  # without a graph there is nothing to offer, and no place for a message
        words = []
    return [CompletionItem(w) for w in words if w.casefold().startswith(incomplete.casefold())]


_PREFIX = "parameter_"  # separates the parameters of a question from the options of all questions
_FORMAT: Any = click.option(
    "--format",
    "chosen",
    type=click.Choice(_options.ANSWERS),
    help="By default, a table on a terminal; in a pipe CSV with labels before IRIs.",
)
_EVIDENCE: Any = click.option(
    "--evidence", "with_evidence", is_flag=True, help="Add the sentences that support each row."
)
_CHART: Any = click.option(
    "--chart",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.svg|FILE.png",
    help="Draw the answer as bars, a matrix or a timeline, whichever suits the question.",
)
_SPARQL: Any = click.option(
    "--sparql", "is_sparql", is_flag=True, help="Print the query with its values instead of running it."
)


def _variable(name: str) -> str:
    return _PREFIX + name.replace("-", "_")


def _values(given: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return the words given for each parameter of the question."""
    return {
        name.removeprefix(_PREFIX).replace("_", "-"): words
        for name, words in given.items()
        if name.startswith(_PREFIX) and words
    }


def _ask(question: "Question", **given: Any) -> None:
    values, with_evidence = _values(given), given["with_evidence"]
    if given["is_sparql"]:
        graph = _options.graph_of(given) if question.needs_graph(values) else None
        _options.put(question.bound(values, graph, with_evidence=with_evidence))
        return
    from privkg.query import ask

    if given["chart"]:
        _check_suffix(given["chart"])
    answer = ask.ask(_options.graph_of(given), question, values, with_evidence=with_evidence)
    notes = list(ask.notes(question, values))
    if given["chart"]:
        _draw(question, answer, notes, given["chart"])
    wanted = _options.answer_format(given["chosen"])
    if wanted != given["chosen"] and wanted == "csv":
        answer = answer.labels_first()
    _put(question, answer, notes, wanted, is_quiet=given["quiet"])


def _check_suffix(file: Path) -> None:
    from privkg.core.errors import UsageError, in_file
    from privkg.query.charts import FORMATS

    if file.suffix.lower() not in FORMATS:
        named = " or ".join(f"--chart {file.with_suffix(suffix)}" for suffix in FORMATS)
        raise UsageError(
            f"the name of a chart ends in {' or '.join(FORMATS)}; write {named}", in_file(file)
        )


def _draw(question: "Question", answer: "Answer", notes: list[str], file: Path) -> None:
    from privkg.core import files
    from privkg.query import charts

    drawn = charts.draw(
        question.view,
        answer,
        title=question.summary,
        note=" ".join(notes),
        suffix=file.suffix.lower(),
    )
    files.replace(file, drawn)


def _put(
    question: "Question", answer: "Answer", notes: list[str], wanted: str, *, is_quiet: bool
) -> None:
    """Write an answer to standard output, and notes about it to standard error."""
    from privkg.core.text import counted

    count = counted(len(answer.rows), "row")
    is_table = wanted == "table"
    for line in [question.summary] if is_table and not is_quiet else []:
        _options.note(line)
    _options.put_answer(answer, wanted)
    for line in [] if is_quiet else [*([count] if is_table else []), *notes]:
        _options.note(line)
