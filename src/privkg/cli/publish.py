"""`privkg publish`: a graph as one folder for any static host."""

from pathlib import Path

import click

from privkg.cli import _options


@click.command("publish", short_help="Write the graph as a folder for any static host.")
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))
@_options.graph_option
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    default="privkg.toml",
    show_default=True,
    help="The file whose table [dataset] describes the dataset.",
)
@click.option(
    "--check", "is_check", is_flag=True, help="Tell what catalogues would miss; write nothing."
)
@_options.quiet_option
@click.pass_context
def command(
    ctx: click.Context,
    folder: Path | None,
    directory: Path,
    config: Path,
    *,
    is_check: bool,
    quiet: bool,
) -> None:
    """Write the built graph to FOLDER: pages, data, vocabulary and records for catalogues.

    All links in it are relative, so that any static host can serve it. A folder that was published
    before is replaced when all is written; what else is in it is kept. With --check the exit code is
    1 if a catalogue would refuse the dataset.
    """
    from privkg.publish import metadata
    from privkg.publish.metadata import dataset
    from privkg.publish.site.folder import publish, scores
    from privkg.store.graph import open_graph

    described = dataset.read(config)
    graph = open_graph(directory)
    if is_check:
        found = scores(graph, described)
        _options.put(metadata.table(found))
        ctx.exit(1 if any(score.missing.mandatory for score in found) else 0)
    if folder is None:
        raise click.UsageError("Missing argument 'FOLDER': where to write.")
    done = publish(graph, described, folder)
    if not quiet:
        _options.tell(f"published {done.files} files in {folder}")
        for name in done.kept:
            _options.tell(f"{folder / name}: not of privkg; kept")
