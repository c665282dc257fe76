"""`privkg build`: build a graph from pages."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from privkg.cli import _options, _progress
from privkg.core import stopping

if TYPE_CHECKING:
    from privkg.core.objects import Input


@click.command(
    "build", cls=_options.PagesCommand, short_help="Build the graph of pages and folders of pages."
)
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=_options.InputPath())
@_options.graph_option
@click.option("--strict", "is_strict", is_flag=True, help="Store nothing if a page has a Violation.")
@_options.authority_option
@_options.links_option
@_options.notices_option
@_options.config_option
@_options.mapping_option
@_options.jobs_option("read pages")
@_options.engine_option
@_options.master_option
@_options.cache_option
@_options.no_cache_option
@click.option(
    "--watch", "is_watching", is_flag=True, help="Build again when a file changes, until Ctrl-C."
)
@click.option("--verbose", "-v", is_flag=True, help="Print how many files were in the cache.")
@_options.quiet_option
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple["Input", ...],
    directory: Path,
    is_strict: bool,
    authority_folders: tuple[Path, ...],
    link_folders: tuple[Path, ...],
    notice_folders: tuple[Path, ...],
    config: Path | None,
    mapping: str,
    jobs: int,
    engine: str,
    master: str,
    cache_folder: Path,
    no_cache: bool,
    is_watching: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Build the graph of pages and folders of pages; it replaces an existing graph.

    A PATH is a file or a folder, or the address of one in a store, such as s3://bucket/folder.
    Without a PATH the pages of the folder data/incidents are built. All readable pages are stored,
    even with findings; the exit code is 1 if a page cannot be read or has a Violation.
    """
    from privkg.build import project
    from privkg.reference import settings

    paths = paths or (project.pages(),)
    _options.check_engine(engine, master)
    settings_file = config or Path(settings.NAME)

    def built() -> bool:
        """Build once, and return whether there is a Violation."""
        from privkg import build

        display = _progress.Display(is_quiet=quiet)
        with display.progress() as progress:
            report = build.build(
                paths,
                directory,
                is_strict=is_strict,
                authority_folders=authority_folders,
                link_folders=link_folders,
                notice_folders=notice_folders or None,
                jobs=jobs,
                engine=engine,
                master=master,
                cache_folder=None if no_cache else cache_folder,
                base=settings.base(settings_file),
                mapping=mapping,
                is_incremental=not no_cache,
                progress=progress,
            )
        for line in report.draft.reused() if verbose else ():
            _options.note(line)
        for line in () if quiet and not report.has_violation else report.lines():
            _options.note(line)
        display.end()
        return report.has_violation

    if is_watching:
        given = (Path(mapping),) if Path(mapping).is_file() else ()
        others = (*authority_folders, *link_folders, *notice_folders, *given, settings_file)
        _watch(built, (*_options.local(paths, "--watch"), *others), directory)
    ctx.exit(1 if built() else 0)


def _watch(built: Callable[[], bool], paths: Iterable[Path], directory: Path) -> NoReturn:
    """Build, and again whenever files change; what prevents a build is printed."""
    from privkg.build import watch
    from privkg.core.errors import PrivkgError
    from privkg.store import generations

    paths = tuple(paths)
    while True:
        seen = watch.look(paths, directory)
        try:
            built()
        except PrivkgError as error:
            _options.note(f"privkg: {error}")
        with stopping.leaving(lambda: generations.unchanged(directory)):
            _options.note("waiting for changes; Ctrl-C ends")
            watch.wait(paths, directory, seen)
