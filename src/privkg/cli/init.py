"""`privkg init`: write the first files of a project, or a mapping of a spreadsheet."""

from pathlib import Path

import click

from privkg.cli import _options


@click.command("init", short_help="Write settings and sample pages, or a mapping of a spreadsheet.")
@click.argument(
    "folder", metavar="DIR", required=False, type=click.Path(file_okay=False, path_type=Path)
)
@click.option(
    "--table",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A spreadsheet (CSV, TSV, XLSX, JSON, JSONL) to propose a mapping of.",
)
@_options.quiet_option
def command(folder: Path | None, table: Path | None, quiet: bool) -> None:
    """Write settings and sample pages into DIR, which is made if it does not exist.

    The settings are privkg.toml, the pages are in data/incidents, where `privkg build` looks for pages.
    A dot is the current folder. An existing file is never changed: if one has other content, nothing is
    written.

    With --table, write a mapping of FILE to data/sources in DIR, by which `privkg build` reads FILE. It
    has a line with a proposed use for each column; check it, and fill in what only you know. If DIR has
    a privkg.toml, only the mapping is written; without DIR it is the current folder.
    """
    from privkg.build import new_mapping, project

    if table:
        started: object = new_mapping.start(table, folder or Path())
    elif folder:
        started = project.start(folder)
    else:
        raise click.UsageError("missing argument DIR; see `privkg init --help`")
    if not quiet:
        _options.note(str(started))
