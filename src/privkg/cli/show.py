"""`privkg show`: print the description of an incident or another resource."""

from typing import Any

import click

from privkg.cli import _options


@click.command("show", short_help="Show an incident, or any other resource, with its evidence.")
@click.argument("name", metavar="INCIDENT-or-IRI")
@_options.target_options
def command(name: str, **given: Any) -> None:
    """Show the description of a resource in the graph, or in a SPARQL endpoint, with its evidence.

    An incident is named by its slug, or by a part of its slug or title that no other one has; any other
    resource by its IRI.
    """
    from privkg.cli import _page
    from privkg.query import evidence, fetch, lookups

    graph = _options.graph_of(given)
    node = lookups.find(name, graph)
    _page.print_page(evidence.Reader(fetch.local(graph, [node])), node)
