"""`privkg push`: the built graph to a server."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from privkg.cli import _options

if TYPE_CHECKING:
    from privkg.publish.push import Progress


@click.command("push", short_help="Write the built graph to a server.")
@click.argument("url", metavar="URL")
@_options.graph_option
@click.option(
    "--endpoint",
    metavar="URL",
    help="Where graphs are counted, in SPARQL. Else they are counted at URL by update, and read back"
    " from it by graph-store.",
)
@click.option(
    "--method",
    type=click.Choice(["graph-store", "update"]),
    default="graph-store",
    show_default=True,
    help="The SPARQL Graph Store Protocol, or SPARQL Update.",
)
@_options.timeout_option(60, "Seconds after which a request is given up.")
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
    """Write the built graph to the server at URL, each named graph in place of the one there.

    What has not changed since the last push is left alone, so that a push that was broken off can be
    run again. At the end all graphs are counted at the server. Graphs that are not privkg's are never
    touched; those of privkg that are no longer built are named, and removed with --delete.
    Credentials come from PRIVKG_USER and PRIVKG_PASSWORD, or PRIVKG_TOKEN, or the system's keyring.
    """
    from privkg.publish import push
    from privkg.store.remote import Limits

    with _progress(is_shown=sys.stderr.isatty() and not quiet) as progress:
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
        _options.tell(line)


@contextmanager
def _progress(*, is_shown: bool) -> Iterator["Progress"]:
    """Show on a terminal how far a push is, until it ends."""
    if not is_shown:
        yield lambda done, due: None
        return
    from rich.progress import Progress

    from privkg.cli._console import console

    with Progress(console=console(is_error=True), transient=True) as bar:
        task = bar.add_task("graphs", total=None)
        yield lambda done, due: bar.update(task, completed=done, total=due)
