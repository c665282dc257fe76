"""`privkg new`: write an empty page to fill in."""

from pathlib import Path

import click

from privkg.cli import _options


class _Command(click.Command):
    """A command whose help lists the page formats that can be written."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a line of help for each format."""
        from privkg import sources

        _options.write_page_formats(formatter, sources.writable_formats())


@click.command("new", cls=_Command, short_help="Write an empty page to fill in.")
@click.argument("title")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@_options.page_format_option
def command(title: str, file: Path | None, chosen: str | None) -> None:
    """Write an empty page with all fields and sections to FILE, or to standard output.

    Without --format and FILE it is text. An existing FILE is never changed.
    """
    from privkg.core import files
    from privkg.core.errors import ExistsError

    if not title.strip():
        raise click.UsageError("the title is empty; give the page a title")
    if not _is_text(title):
        raise click.UsageError(f"the title {title!r} is not UTF-8; write it in UTF-8")
    page = _options.page_format(chosen, file).empty(title)
    if file is None:
        _options.put(page)
        return
    try:
        files.create(file, page)
    except ExistsError as error:
        raise click.UsageError(f"{file} exists; give another file") from error
    _options.note(f"wrote {file}; fill it in, then: privkg build {file}")


def _is_text(given: str) -> bool:
    """Return whether an argument is valid UTF-8; Python decodes other bytes as lone surrogates."""
    try:
        given.encode()
    except UnicodeEncodeError:
        return False
    return True
