"""`privkg show`: one incident, or any other thing of the graph, as a page."""

from typing import Any

import click

from privkg.cli import _options


@click.command("show", short_help="Show an incident, or any other thing, with its evidence.")
@click.argument("name", metavar="INCIDENT-or-IRI")
@_options.asked_options
def command(name: str, **given: Any) -> None:
    """Show one thing of the graph, or of a SPARQL endpoint: what is said of it, and on what that rests.

    An incident is named by its slug, or by a part of it or of its title that no other shares; any
    other thing by its IRI.
    """
    from privkg.cli import _page
    from privkg.query import evidence, fetch, lookups

    graph = _options.graph_of(given)
    node = lookups.find(name, graph)
    _page.print_page(evidence.Reader(fetch.local(graph, [node])), node)
