"""`privkg verify`: whether a graph, or a published folder, is as it was made."""

from pathlib import Path

import click

from privkg.cli import _options


@click.command("verify", short_help="Check that a graph or a published folder is as it was made.")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@_options.graph_option
@_options.quiet_option
@click.pass_context
def command(ctx: click.Context, folder: Path | None, directory: Path, *, quiet: bool) -> None:
    """Check that the published FOLDER is as it was published, or the built graph as it was built.

    Of a published folder each file is compared with its manifest, and the incident that was altered
    is named; the exit code is then 1. What others put there and publishing kept is no fault, what was
    added since is. Of a built graph every quad is counted and hashed.
    """
    if folder is None:
        from privkg.store.graph import open_graph

        graph = open_graph(directory)
        graph.verify()
        count, whole = len(graph.manifest.graphs), f"{graph.manifest.quads} quads"
        told = f"{whole} in {count} graphs are as they were built"
    else:
        from privkg.core.text import on_one_line
        from privkg.publish.versions import seal

        faults = list(seal.verify(folder))
        for fault in faults:
            click.echo(on_one_line(f"{fault.of}: {fault.words}"))
        if faults:
            ctx.exit(1)
        told = f"{folder} is as it was published"
        for name in () if quiet else seal.kept(folder):
            _options.tell(f"{name}: not of privkg; kept when this was published")
    if not quiet:
        _options.tell(told)
