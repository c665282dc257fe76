"""`privkg show`: one incident, or any other thing of the graph, as a page."""

from pathlib import Path

import click

from privkg.cli import _options


@click.command("show", short_help="Show an incident, or any other thing, with its evidence.")
@click.argument("name", metavar="INCIDENT-or-IRI")
@_options.graph
def command(name: str, directory: Path) -> None:
    """Show one thing of the graph: what is said of it, and the sentences that rests on.

    An incident is named by its slug, or by a part of it or of its title that no other shares; any
    other thing by its IRI.
    """
    from privkg.cli import _page
    from privkg.dossier import Reader
    from privkg.store.graph import open_graph

    reader = Reader(open_graph(directory))
    _page.print_page(reader, reader.find(name))
