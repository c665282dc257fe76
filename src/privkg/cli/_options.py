"""Options that commands share, and output of answers."""

import math
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from privkg.core.text import on_one_line

if TYPE_CHECKING:
    from privkg.core.objects import Input
    from privkg.query.results import Answer
    from privkg.sources import Format, WritableSource
    from privkg.store.graph import Graph
    from privkg.store.remote import Endpoint, Limits

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class _FolderOf(click.Path):
    """A folder with at least one file that matches a pattern; any other folder is an error."""

    def __init__(self, pattern: str) -> None:
        super().__init__(exists=True, file_okay=False, path_type=Path)
        self._pattern = pattern

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the folder as a path, or fail if no file in it matches."""
        folder: Any = super().convert(value, param, ctx)
        if not any(folder.glob(self._pattern)):
            name = self._pattern.removeprefix("**/")
            self.fail(f'no {name} in "{folder}"', param, ctx)
        return folder


class InputPath(click.Path):
    """A file or a folder to read, here or in a store."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return a path, or an address if it is written as a URL."""
        from privkg.core import objects

        if isinstance(value, str) and "://" in value:
            return objects.address(value)
        return super().convert(value, param, ctx)


def local(paths: Iterable["Input"], option: str) -> Iterator[Path]:
    """Yield paths.

    Raises:
        UsageError: an address is among them, and the named option is for local files.
    """
    for path in paths:
        if not isinstance(path, Path):
            raise click.UsageError(f"{option} is for local files; leave it out for {path}")
        yield path


class PagesCommand(click.Command):
    """A command that reads pages; its help lists the page formats."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a line of help for each format."""
        from privkg import sources

        write_page_formats(formatter, {**sources.formats(), **sources.archives()})


class LateChoice(click.Choice[str]):
    """A choice of names that are looked up when needed, so that `privkg --help` loads no library."""

    def __init__(self, names: Callable[[], tuple[str, ...]]) -> None:
        self._names = names
        self.case_sensitive = True

    @cached_property
    def choices(self) -> tuple[str, ...]:  # type: ignore[override]  # cached
        """The names that can be chosen."""
        return self._names()


graph_option: Decorator = click.option(
    "--graph",
    "directory",
    type=click.Path(file_okay=False, path_type=Path),
    default=".privkg",
    envvar="PRIVKG_GRAPH",
    show_default=True,
    show_envvar=True,
    help="The folder of the built graph.",
)
endpoint_option: Decorator = click.option(
    "--endpoint",
    metavar="URL",
    help="A SPARQL endpoint to query instead of a graph; credentials come from PRIVKG_USER and"
    " PRIVKG_PASSWORD, or PRIVKG_TOKEN, or the system's keyring.",
)
authority_option: Decorator = click.option(
    "--authority",
    "authority_folders",
    metavar="DIR",
    multiple=True,
    type=_FolderOf("**/*.ttl"),
    help="A folder of your own authority records, in addition to those of privkg.",
)
links_option: Decorator = click.option(
    "--links",
    "link_folders",
    metavar="DIR",
    multiple=True,
    type=_FolderOf("accepted.sssom.tsv"),
    help="A folder of your own tables of links, in addition to those of privkg.",
)
notices_option: Decorator = click.option(
    "--notices",
    "notice_folders",
    metavar="DIR",
    multiple=True,
    type=_FolderOf("**/*.ttl"),
    help="A folder of notices of corrections, withdrawals and moves; by default the folder notices in"
    " each PATH.",
)
config_option: Decorator = click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    show_default="privkg.toml",
    help="The file whose `base`, if any, begins the IRIs of resources and graphs.",
)


def jobs_option(work: str, most: int = 64) -> Decorator:
    """Return the option for the number of processes that do some work in parallel.

    Args:
        work: what they do: "read pages".
        most: the largest number by default.
    """
    return click.option(
        "--jobs",
        "-j",
        type=click.IntRange(1, 64),
        default=lambda: min(os.cpu_count() or 1, most),
        show_default=f"one for each processor, at most {most}",
        help=f"Number of processes that {work} in parallel.",
    )


engine_option: Decorator = click.option(
    "--engine",
    type=LateChoice(lambda: _engines()),
    default="local",
    show_default=True,
    help="What runs the processes that read pages: this machine, or a cluster of Apache Spark.",
)
master_option: Decorator = click.option(
    "--master",
    metavar="URL",
    default="",
    help="The address of the cluster, such as spark://host:7077; by default, that in the configuration"
    " of Spark.",
)
mapping_option: Decorator = click.option(
    "--mapping",
    metavar="NAME|FILE",
    default="",
    help="The mapping by which tables are read, instead of that whose columns they have.",
)
cache_option: Decorator = click.option(
    "--cache",
    "cache_folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=".privkg_cache",
    envvar="PRIVKG_CACHE",
    show_default=True,
    show_envvar=True,
    help="Folder of the cache, so that only changed files are read again.",
)
no_cache_option: Decorator = click.option(
    "--no-cache", is_flag=True, help="Read all files; neither read nor write the cache."
)
quiet_option: Decorator = click.option("--quiet", "-q", is_flag=True, help="Print errors only.")

ANSWERS = ("table", "csv", "tsv", "json", "xml", "md", "html")


page_format_option: Decorator = click.option(
    "--format",
    "chosen",
    type=LateChoice(lambda: _page_formats()),
    help="The page format to write; by default, that of the suffix of the file.",
)


def page_format(chosen: str | None, file: Path | None) -> "WritableSource":
    """Return the chosen page format, or that of a file's suffix; text without either.

    Raises:
        UsageError: no format with this suffix can be written, or the file's suffix is of another format.
    """
    from privkg import sources

    if chosen is None:
        return sources.writable(file.suffix if file else "")
    source = sources.writable_formats()[chosen]
    others = set(sources.suffixes()).difference(source.SUFFIXES)
    if file and file.suffix.lower() in others:
        raise click.UsageError(
            f"{file} has the suffix of another format; for {chosen}, end it in {source.SUFFIXES[0]}"
        )
    return source


def page_formats() -> str:
    """Return the names of the page formats that can be written, for a message."""
    return ", ".join(_page_formats())


def _page_formats() -> tuple[str, ...]:
    from privkg import sources

    return tuple(sources.writable_formats())


def check_engine(engine: str, master: str) -> None:
    """Check that `--jobs` and `--master` apply to the engine.

    Raises:
        UsageError: one of them does not.
    """
    from privkg.build.engines import ENGINES

    source = click.get_current_context().get_parameter_source("jobs")
    has_cluster = ENGINES.load(engine).HAS_CLUSTER
    if master and not has_cluster:
        raise click.UsageError(f"--master is for a cluster, and --engine {engine} has none")
    if has_cluster and source is click.core.ParameterSource.COMMANDLINE:
        raise click.UsageError(f"--jobs is for this machine, not for --engine {engine}")


def _engines() -> tuple[str, ...]:
    from privkg.build.engines import ENGINES

    return tuple(ENGINES.names())


def timeout_option(default: float, meaning: str) -> Decorator:
    """Return an option for a deadline in seconds."""
    return click.option(
        "--timeout",
        type=click.FloatRange(0.1, 3600),
        callback=lambda ctx, parameter, seconds: _a_number(seconds),
        default=default,
        show_default=True,
        help=meaning,
    )


def target_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that select a graph or an endpoint to a command."""
    wait = timeout_option(60, "Seconds after which a request to the endpoint fails.")
    return graph_option(endpoint_option(wait(command)))


def memory_option(meaning: str, default: int = 2048) -> Decorator:
    """Return an option for a number of megabytes."""
    return click.option(
        "--memory", type=click.IntRange(256, 65536), default=default, show_default=True, help=meaning
    )


def graph_of(given: Mapping[str, Any]) -> "Graph | Endpoint":
    """Return the graph or endpoint that the options of `target_options` select.

    Raises:
        UsageError: the endpoint's URL is not valid.
        StoreError: the graph is missing or damaged.
    """
    if given["endpoint"] is None:
        from privkg.store.graph import open_graph

        return open_graph(given["directory"])
    from privkg.store.remote import Limits

    return endpoint_of(given["endpoint"], Limits(seconds=given["timeout"]))


def endpoint_of(url: str, limits: "Limits", on_rows: str = "") -> "Endpoint":
    """Return the endpoint that `--endpoint` names, with limits.

    `on_rows` is the advice in the message about too many rows.

    Raises:
        UsageError: --graph is given too, or the URL is not valid.
    """
    from privkg.store.remote import Endpoint

    source = click.get_current_context().get_parameter_source("directory")
    if source is click.core.ParameterSource.COMMANDLINE:
        raise click.UsageError("give --graph or --endpoint, not both")
    return Endpoint(url, limits=limits, on_rows=on_rows)


def answer_format(chosen: str | None) -> str:
    """Return the format of an answer: the chosen one, or a table on a terminal and CSV in a pipe."""
    return chosen or ("table" if sys.stdout.isatty() else "csv")


def write_page_formats(formatter: click.HelpFormatter, formats: "Mapping[str, Format]") -> None:
    """Write a line of help for each page format and archive format."""
    with formatter.section("Page formats"):
        formatter.write_dl([(", ".join(one.SUFFIXES), one.TITLE) for one in formats.values()])


def put(content: bytes | str) -> None:
    """Write an answer to standard output; on a terminal its control characters are escaped."""
    written = content if isinstance(content, bytes) else content.encode(errors="backslashreplace")
    if sys.stdout.isatty():
        from privkg.core.text import printable

        written = printable(written.decode().replace("\r\n", "\n")).encode()
    sys.stdout.buffer.write(written)
    sys.stdout.buffer.flush()


def note(line: str) -> None:
    """Print a line on standard error, its control characters and line ends escaped."""
    click.echo(on_one_line(line), err=True)


def put_answer(answer: "Answer", wanted: str) -> None:
    """Write an answer to standard output in one of the formats of `ANSWERS`."""
    from privkg.query import results

    if wanted == "table":
        from privkg.cli import _console

        _console.print_table(answer)
    else:
        put(results.to_bytes(answer, wanted))


def _a_number(seconds: float) -> float:
    if math.isnan(seconds):  # NaN is in every range, since its comparisons are false
        raise click.BadParameter("give a number of seconds")
    return seconds
