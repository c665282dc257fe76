"""`privkg convert`: write pages in another page format."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from privkg.cli import _options

if TYPE_CHECKING:
    from privkg.build.convert import Outcome
    from privkg.build.pages import Counts
    from privkg.core.objects import Input
    from privkg.sources import WritableSource

_STDOUT = Path("-")


@click.command("convert", cls=_options.PagesCommand, short_help="Write pages in another page format.")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=_options.InputPath())
@_options.page_format_option
@click.option(
    "--output",
    "output",
    metavar="FILE|DIR",
    type=click.Path(path_type=Path),
    help="A file for one page, or a folder with a file for each page; by default, standard output.",
)
@_options.mapping_option
@_options.quiet_option
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple["Input", ...],
    chosen: str | None,
    output: Path | None,
    mapping: str,
    quiet: bool,
) -> None:
    """Write pages and folders of pages in another page format, without loss.

    A PATH is a file or a folder, or the address of one in a store, such as s3://bucket/folder.
    A page with words that are not understood is not converted; neither is one with a value that the
    format cannot hold. Findings about values do not matter, since their words are kept. An existing file
    is never changed. The exit code is 1 if a page is not converted.
    """
    from privkg.build import convert
    from privkg.build.pages import Counts

    target, folder = _target(chosen, output)
    outcomes = convert.convert(paths, target, mapping)
    counts = Counts()
    if folder:
        line = _to_folder(folder, target, outcomes, counts, is_quiet=quiet)
    else:
        line = _to_one(output, outcomes, counts, is_quiet=quiet)
    for each in () if quiet and not counts.rejected else (str(counts), line):
        if each:
            _options.note(each)
    ctx.exit(1 if counts.rejected else 0)


def _target(chosen: str | None, output: Path | None) -> "tuple[WritableSource, Path | None]":
    """Return the format to write, and the folder to write to, if --output is one."""
    from privkg import sources

    is_file = output and not output.is_dir() and output.suffix.lower() in sources.suffixes()
    if chosen is None and not (is_file and output):
        raise click.UsageError(f"no format; give --format, one of {_options.page_formats()}")
    target = _options.page_format(chosen, output if is_file else None)
    return target, None if output in (None, _STDOUT) or is_file else output


def _to_folder(
    path: Path,
    target: "WritableSource",
    outcomes: "Iterable[Outcome]",
    counts: "Counts",
    *,
    is_quiet: bool,
) -> str:
    """Write each page to a file of a folder; return a line about them."""
    from privkg.build import convert
    from privkg.build.convert import Converted
    from privkg.build.converted_files import Folder

    folder = Folder(path, target.SUFFIXES[0])
    for outcome in outcomes:
        convert.count(outcome, counts)
        _note(outcome, is_quiet=is_quiet)
        if isinstance(outcome, Converted) and (line := folder.put(outcome)):
            _options.note(line)
    return str(folder)


def _to_one(
    output: Path | None, outcomes: "Iterable[Outcome]", counts: "Counts", *, is_quiet: bool
) -> str:
    """Write the one page to a file or to standard output; return a line about it."""
    from privkg.build import convert, converted_files
    from privkg.build.convert import Converted

    page: Converted | None = None
    for outcome in outcomes:
        convert.count(outcome, counts)
        _note(outcome, is_quiet=is_quiet)
        if isinstance(outcome, Converted):
            if page:
                raise click.UsageError(
                    f"more than one page: {page.name} and {outcome.name}; give a folder with --output"
                )
            page = outcome
    if page is None:
        return ""
    if output in (None, _STDOUT):
        _options.put(page.text)
        return ""
    is_new = converted_files.put(output, page.text)
    if is_new is None:
        raise click.UsageError(f"{output} exists with other text; give another file")
    return f"wrote {output}" if is_new else f"{output} has the same text before"


def _note(outcome: "Outcome", *, is_quiet: bool) -> None:
    from privkg.build import convert

    for line in () if is_quiet and not convert.is_rejected(outcome) else convert.lines(outcome):
        _options.note(line)
