"""`privkg check`: report the faults of pages, each at its line."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from privkg.check.reports import REPORTS
from privkg.cli import _options, _progress

if TYPE_CHECKING:
    from privkg.build.check import CheckResult
    from privkg.core.objects import Input

_FORMATS = (*REPORTS.names(), "turtle")


@click.command(
    "check", cls=_options.PagesCommand, short_help="Report the faults of pages, each at its line."
)
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=_options.InputPath())
@_options.graph_option
@click.option(
    "--shapes",
    "shape_files",
    metavar="FILE|DIR",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="Your own shapes, in addition to those of privkg.",
)
@_options.timeout_option(300, "Seconds after which the check by your own shapes is stopped.")
@_options.memory_option("Megabytes your own shapes may use.")
@_options.authority_option
@_options.config_option
@_options.mapping_option
@click.option(
    "--format",
    "wanted",
    type=click.Choice(_FORMATS),
    default="text",
    show_default=True,
    help="turtle is a SHACL validation report of the findings of shapes.",
)
@click.option(
    "--fix", "is_fix", is_flag=True, help="First correct in the files what is safe and certain."
)
@click.option("--diff", "is_diff", is_flag=True, help="Only print what --fix would change.")
@click.option(
    "--explain",
    "rule",
    metavar="RULE",
    help="Explain a rule, given its code or its name, instead of checking.",
)
@_options.jobs_option("read pages")
@_options.cache_option
@_options.no_cache_option
@click.option(
    "--verbose",
    "-v",
    is_flag=True,
    help="Print counts of the cache, and which shapes were run on all of their targets.",
)
@_options.quiet_option
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple["Input", ...],
    directory: Path,
    shape_files: tuple[Path, ...],
    timeout: float,
    memory: int,
    authority_folders: tuple[Path, ...],
    config: Path | None,
    mapping: str,
    wanted: str,
    is_fix: bool,
    is_diff: bool,
    rule: str | None,
    jobs: int,
    cache_folder: Path,
    no_cache: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Report the faults of pages and folders of pages, each at its line.

    A PATH is a file or a folder, or the address of one in a store, such as s3://bucket/folder.
    Without a PATH the built graph is checked. The exit code is 1 if a file cannot be read as a page or
    there is a Violation; a Warning or an Info never changes it.
    """
    if rule:
        from privkg.check import rulebook

        _options.put(rulebook.explain(rule))
        return
    if is_fix or is_diff:
        _fix(paths, is_dry=is_diff)
    if is_diff:
        return
    from privkg.build import check
    from privkg.reference import settings
    from privkg.store.sandbox import Limits

    limits = Limits(seconds=timeout, memory_bytes=memory * 1024**2)
    display = _progress.Display(is_quiet=quiet)
    with display.progress() as progress:
        checked = (
            check.check(
                paths,
                shape_files=shape_files,
                limits=limits,
                authority_folders=authority_folders,
                jobs=jobs,
                cache_folder=None if no_cache else cache_folder,
                base=settings.base(config or Path(settings.NAME)),
                mapping=mapping,
                progress=progress,
            )
            if paths
            else check.check_graph(directory, shape_files=shape_files, limits=limits, progress=progress)
        )
    _put(checked, wanted)
    _remark(checked, is_verbose=verbose, is_quiet=quiet)
    display.end()
    ctx.exit(1 if checked.has_violation else 0)


def _fix(paths: tuple["Input", ...], *, is_dry: bool) -> None:
    from privkg.build import fix

    if not paths:
        raise click.UsageError("--fix and --diff need pages; give a page or folder")
    fixed = fix.fix(tuple(_options.local(paths, "--diff" if is_dry else "--fix")), is_dry=is_dry)
    if is_dry:
        _options.put(fixed.diff)
    for line in fixed.remarks:
        _options.note(line)
    words = "would be corrected" if is_dry else "corrected"
    _options.note(f"{fixed} {words}")


def _put(checked: "CheckResult", wanted: str) -> None:
    from privkg.check.shapes import results

    if wanted == "turtle":
        _options.put(results.to_turtle(checked.results))
        return
    is_terminal = sys.stdout.isatty()
    render = REPORTS.load(wanted).render
    written = render(checked.findings, is_terminal=is_terminal)
    if is_terminal:
        click.echo(written, nl=False, color=False if os.environ.get("NO_COLOR") else None)
    else:
        _options.put(written)


def _remark(checked: "CheckResult", *, is_verbose: bool, is_quiet: bool) -> None:
    for line in checked.screening() if is_verbose else ():
        _options.note(line)
    for line in () if is_quiet else checked.remarks():
        _options.note(line)
