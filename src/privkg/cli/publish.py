"""`privkg publish`: write a graph as a folder for any static host."""

from pathlib import Path

import click

from privkg.cli import _options, _progress

_EXAMPLE = """\b
A file privkg.toml describes the dataset:
  [dataset]
  title = "Example incidents"
  description = "What the dataset holds, in 50 characters or more."
  homepage = "https://example.org/incidents/"
  version = "1.0.0"
  issued = 2026-11-23
  modified = 2026-11-23
  licence = "CC-BY-4.0"
  [[dataset.creators]]
  name = "Example Group"
"""


@click.command("publish", short_help="Write the graph as a folder for any static host.", epilog=_EXAMPLE)
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
    "--check", "is_check", is_flag=True, help="Only print what catalogues require and the dataset lacks."
)
@_options.jobs_option("write pages", most=4)
@_options.quiet_option
@click.pass_context
def command(
    ctx: click.Context,
    folder: Path | None,
    directory: Path,
    config: Path,
    *,
    is_check: bool,
    jobs: int,
    quiet: bool,
) -> None:
    """Write the built graph to FOLDER: pages, data, vocabulary and records for catalogues.

    All links in it are relative, so that any static host can serve it. An earlier publication in FOLDER
    is replaced when everything is written; other files are kept. With --check the exit code is 1 if the
    dataset lacks something that a catalogue requires.

    The licences of the incidents that are records of registers are printed, with their conditions and
    whom to credit.
    """
    from privkg.publish import metadata
    from privkg.publish.metadata import dataset
    from privkg.publish.site.folder import publish, scores
    from privkg.reference import credits, licences
    from privkg.store.graph import open_graph

    described = dataset.read(config)
    graph = open_graph(directory)
    display = _progress.Display(is_quiet=quiet)
    if is_check:
        with display.progress() as progress:
            found = scores(graph, described, progress)
        _options.put(metadata.table(found))
        ctx.exit(1 if any(score.missing.mandatory for score in found) else 0)
    if folder is None:
        raise click.UsageError("missing argument FOLDER; give the folder to write to")
    with display.progress() as progress:
        done = publish(graph, described, folder, progress, jobs)
    if quiet:
        return
    for name in done.kept:
        _options.note(f"{folder / name}: not written by privkg; kept")
    for line in credits.of_graph(graph).lines(licences.find(described.licence_url)):
        _options.note(line)
    changed = f", {done.written} of them new or changed" if done.written < done.files else ""
    _options.note(f"published {done.files} files in {folder}{changed}")
    display.end()
