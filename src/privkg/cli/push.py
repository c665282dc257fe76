"""`privkg push`: write the built graph to a SPARQL server."""

from pathlib import Path

import click

from privkg.cli import _options, _progress


@click.command("push", short_help="Write the built graph to a SPARQL server.")
@click.argument("url", metavar="URL")
@_options.graph_option
@click.option(
    "--endpoint",
    metavar="URL",
    help="The SPARQL endpoint that counts the graphs. By default update counts them at URL, and"
    " graph-store reads them back from URL.",
)
@click.option(
    "--method",
    type=click.Choice(["graph-store", "update"]),
    default="graph-store",
    show_default=True,
    help="The SPARQL Graph Store Protocol, or SPARQL Update.",
)
@_options.timeout_option(60, "Seconds after which a request fails.")
@click.option("--delete", "is_deleting", is_flag=True, help="Remove graphs that are no longer built.")
@_options.quiet_option
def command(
    url: str,
    directory: Path,
    endpoint: str | None,
    method: str,
    timeout: float,
    is_deleting: bool,
    quiet: bool,
) -> None:
    """Write the built graph to the server at URL; each named graph replaces the one of the same name.

    Named graphs that have not changed since the last push are skipped, so that an interrupted push can
    be run again. At the end the server's triples are counted in every graph. Graphs that are not
    privkg's are never touched; those that are no longer built are named, and removed with --delete.
    Credentials come from PRIVKG_USER and PRIVKG_PASSWORD, or PRIVKG_TOKEN, or the system's keyring.
    """
    from privkg.publish import push
    from privkg.store.remote import Limits

    display = _progress.Display(is_quiet=quiet)
    with display.progress() as progress:
        report = push.push(
            directory,
            url,
            method=method,
            endpoint=endpoint,
            limits=Limits(seconds=timeout),
            is_deleting=is_deleting,
            progress=progress,
        )
    for line in () if quiet else report.lines():
        _options.note(line)
    display.end()
