"""`privkg push`: a built graph to a triplestore."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from privkg.cli import _options

if TYPE_CHECKING:
    from privkg.push import Report


@click.command("push", short_help="Push the graph to a triplestore.")
@click.argument("url")
@_options.graph
@click.option(
    "--endpoint",
    metavar="URL",
    help="Where what was pushed is counted; the URL of an --via update, if not given.",
)
@click.option(
    "--via",
    type=click.Choice(["graph-store", "update"]),
    default="update",
    show_default=True,
    help="What the URL speaks: SPARQL Update, or the Graph Store Protocol.",
)
@click.option("--delete", "with_delete", is_flag=True, help="Remove graphs that the built graph lacks.")
@_options.timeout(60, "Seconds after which a request is given up.")
@_options.quiet
def command(
    url: str,
    directory: Path,
    endpoint: str | None,
    via: str,
    *,
    with_delete: bool,
    timeout: float,
    quiet: bool,
) -> None:
    """Push the built graph to the triplestore at URL, graph by graph, and count what it then holds.

    Only what is new or changed since the last push is sent, so a push that was cut short goes on
    where it stopped. Graphs that are not privkg's are left alone. Credentials come from PRIVKG_USER
    and PRIVKG_PASSWORD, or PRIVKG_TOKEN, or the system's keyring.
    """
    from privkg import push
    from privkg.remote import Endpoint, Limits, address, writing
    from privkg.store.graph import open_graph

    if endpoint is None and via == "graph-store":
        raise click.UsageError("--via graph-store needs --endpoint, where what was pushed is counted")
    limits = Limits(seconds=timeout)
    write = writing.GraphStore if via == "graph-store" else writing.Updates
    graph = open_graph(directory)
    with click.progressbar(
        length=len(graph.manifest.graphs), file=sys.stderr, hidden=quiet or not sys.stderr.isatty()
    ) as bar:
        report = push.push(
            graph,
            write(url, limits=limits),
            Endpoint(endpoint or url, limits=limits),
            target=address.of(url).name,
            log=directory / "pushed.jsonl",
            with_delete=with_delete,
            told=bar.update,
        )
    for line in () if quiet else _lines(report):
        click.echo(line, err=True)


def _lines(report: "Report") -> list[str]:
    """Return what is said of a push."""
    removed = f", {report.removed} removed" if report.removed else ""
    told = (
        f"pushed {report.pushed} graphs, {report.unchanged} unchanged{removed};"
        f" {report.quads} quads counted there"
    )
    left = [f"not in the built graph, left there: {name}" for name in report.strange]
    return [*left, told, *(["remove what is left with --delete"] if left else [])]
