"""`privkg export`: a built graph as files for others."""

import sys
from pathlib import Path

import click

from privkg.cli import _options
from privkg.core import registry
from privkg.export import formats


@click.command("export", short_help="Write the graph as files for others.")
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "chosen",
    type=click.Choice(registry.names(formats)),
    help="What to write; if not given, what the target's name ends in.",
)
@_options.graph
def command(target: Path, chosen: str | None, directory: Path) -> None:
    """Write the built graph to TARGET, a file; for csv a folder; - is standard output.

    turtle, ntriples and rdfxml carry facts: what is said of incidents, of known actors, groups and
    places, and links. trig, nquads and jsonld carry everything, evidence too. csv has tables for
    spreadsheets. Equal graphs give equal bytes.
    """
    from privkg.export.write import export
    from privkg.store.graph import open_graph

    export(open_graph(directory), target, chosen, sys.stdout.buffer)
