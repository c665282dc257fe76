"""`privkg init`: write the first files of a project."""

from pathlib import Path

import click

from privkg.cli import _options


@click.command("init", short_help="Write settings and sample pages into a folder.")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@_options.quiet_option
def command(folder: Path, quiet: bool) -> None:
    """Write settings and sample pages into DIR, which is made if it does not exist.

    The settings are privkg.toml, the pages are in data/incidents, where `privkg build` looks for pages.
    A dot is the current folder. An existing file is never changed: if one has other content, nothing is
    written.
    """
    from privkg.build import project

    started = project.start(folder)
    if not quiet:
        _options.note(str(started))
