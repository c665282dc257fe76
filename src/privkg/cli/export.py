"""`privkg export`: write a built graph in a standard format."""

import sys
from pathlib import Path

import click

from privkg.cli import _options, _progress
from privkg.export.formats import FORMATS, FileFormat


class _Command(click.Command):
    """A command whose help lists the export formats."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a line of help for each format."""
        with formatter.section("Formats"):
            formatter.write_dl([(name, _words(each.FORMAT)) for name, each in FORMATS.all().items()])


def _words(of: FileFormat) -> str:
    where = f"files {of.suffix} in a folder" if of.is_folder else f"a file {of.suffix}"
    return f"{of.name}: {of.words}; {where}"


@click.command("export", cls=_Command, short_help="Write the graph in another format.")
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "chosen",
    type=click.Choice(FORMATS.names()),
    help="The format; by default, that of the ending of TARGET.",
)
@_options.graph_option
@_options.quiet_option
def command(target: Path, chosen: str | None, directory: Path, *, quiet: bool) -> None:
    """Write the built graph to TARGET: a file, or a folder for a format of several files.

    If TARGET is - the graph is written to standard output.

    Facts are the statements about incidents, known actors, groups and places, and links. Tables are for
    spreadsheets. Equal graphs give equal bytes.

    The licences of the incidents that are records of registers are printed, with their conditions and
    whom to credit.
    """
    from privkg.export.write import STANDARD_OUTPUT, export
    from privkg.reference import credits
    from privkg.store.graph import open_graph

    graph = open_graph(directory)
    is_piped = target == STANDARD_OUTPUT
    display = _progress.Display(is_quiet=quiet or is_piped)  # it may be the same terminal
    with display.progress() as progress:
        written = export(graph, target, chosen, sys.stdout.buffer, progress)
    for line in () if quiet else credits.of_graph(graph).lines():
        _options.note(line)
    if not (quiet or is_piped):
        _options.note(f"exported {written.words} as {written.name} to {target}")
    display.end()
