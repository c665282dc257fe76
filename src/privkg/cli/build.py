"""`privkg build`: pages to a graph."""

from pathlib import Path

import click

from privkg.cli import _options

_PAGES = Path("data", "incidents")
"""Where pages are if the user names none."""


@click.command(
    "build", cls=_options.PagesCommand, short_help="Build the graph of pages and folders of pages."
)
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@_options.graph_option
@click.option("--strict", "is_strict", is_flag=True, help="Store nothing if a page has a Violation.")
@_options.authority_option
@_options.links_option
@_options.notices_option
@_options.config_option
@_options.jobs_option
@_options.cache_option
@_options.no_cache_option
@click.option("--verbose", "-v", is_flag=True, help="Say how many files the cache had.")
@_options.quiet_option
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    directory: Path,
    is_strict: bool,
    authority_folders: tuple[Path, ...],
    link_folders: tuple[Path, ...],
    notice_folders: tuple[Path, ...],
    config: Path | None,
    jobs: int,
    cache_folder: Path,
    no_cache: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Build the graph of pages and folders of pages, in place of the one that is there.

    Without a PATH the pages of the folder data/incidents are taken. All readable pages are stored,
    whatever is found; the exit code is 1 if a page cannot be read or breaks a rule that is a Violation.
    """
    from privkg import build
    from privkg.reference import settings

    report = build.build(
        paths or (_PAGES,),
        directory,
        is_strict=is_strict,
        authority_folders=authority_folders,
        link_folders=link_folders,
        notice_folders=notice_folders or None,
        jobs=jobs,
        cache_folder=None if no_cache else cache_folder,
        base=settings.base(config or Path(settings.NAME)),
    )
    for line in [report.draft.cached()] if verbose else ():
        _options.tell(line)
    for line in () if quiet and not report.has_violation else report.lines():
        _options.tell(line)
    ctx.exit(1 if report.has_violation else 0)
