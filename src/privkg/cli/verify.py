"""`privkg verify`: check a graph or a published folder against its manifest."""

from pathlib import Path

import click

from privkg.cli import _options


@click.command("verify", short_help="Check a graph or a published folder against its manifest.")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@_options.graph_option
@_options.quiet_option
@click.pass_context
def command(ctx: click.Context, folder: Path | None, directory: Path, *, quiet: bool) -> None:
    """Check that the published FOLDER, or else the built graph, matches its manifest.

    Each file of a published folder is compared with the manifest; changed incidents are named, and the
    exit code is 1. Files that were there before publishing are not faults, files that were added since
    are. In a built graph every quad is counted and hashed.
    """
    if folder is None:
        from privkg.store.graph import open_graph

        graph = open_graph(directory)
        graph.verify()
        count, whole = len(graph.manifest.graphs), f"{graph.manifest.quads} quads"
        verified = f"{whole} in {count} graphs are as they were built"
    else:
        from privkg.core.text import on_one_line
        from privkg.publish.versions import seal

        faults = list(seal.verify(folder))
        for fault in faults:
            click.echo(on_one_line(f"{fault.of}: {fault.words}"))
        if faults:
            ctx.exit(1)
        verified = f"{folder} is as it was published"
        for name in () if quiet else seal.kept(folder):
            _options.note(f"{name}: not written by privkg; kept when this was published")
    if not quiet:
        _options.note(verified)
