"""`privkg serve`: answer SPARQL queries over HTTP."""

import os
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from privkg.cli import _options


@click.command("serve", short_help="Serve the graph as a SPARQL endpoint.")
@_options.graph_option
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="The address of this machine to listen at."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port to listen at; 0 for any that is free.",
)
@_options.timeout_option(10, "Seconds after which a query is stopped.")
@_options.memory_option("Megabytes that a query may use.", default=1024)
@click.option(
    "--max-rows",
    type=click.IntRange(1, 10_000_000),
    default=100_000,
    show_default=True,
    help="The most rows that an answer may have.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    default=lambda: os.cpu_count() or 1,
    show_default="one for each processor",
    help="The number of queries that are evaluated at the same time, and of canned questions.",
)
@click.option(
    "--preload/--no-preload",
    default=True,
    show_default=True,
    help="Load the facts into memory, if they fit in half of what is free.",
)
@click.option(
    "--waiting",
    type=click.IntRange(0, 10_000),
    default=64,
    show_default=True,
    help="The number of queries that may wait, and of questions; others are refused for a while.",
)
@click.option(
    "--per-client",
    type=click.IntRange(1, 10_000),
    default=8,
    show_default=True,
    help="The number of queries that one address may have in progress or waiting, and of questions.",
)
@click.option(
    "--trust-proxy",
    "proxies",
    metavar="N",
    type=click.IntRange(0, 16),
    default=0,
    show_default=True,
    help="The number of proxies before the server; clients are then known by X-Forwarded-For.",
)
@click.option(
    "--access-log",
    metavar="FILE",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="Append a line of JSON for each request; - is standard error.",
)
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    default="privkg.toml",
    show_default=True,
    help="The file whose table [dataset] describes the dataset; without it there are no pages.",
)
@click.option("--log-queries", is_flag=True, help="Add the queries to the lines of the access log.")
@click.pass_context
def command(ctx: click.Context, /, directory: Path, **given: Any) -> None:
    """Serve the graph at /sparql by the SPARQL 1.1 Protocol, until Ctrl-C or SIGTERM.

    The canned questions are answered at /questions. If privkg.toml describes the dataset, the pages of
    the site are served, and the IRIs of resources lead to them. The graph can only be queried: updates
    are refused, and so are queries that would call another endpoint. Each query runs in a separate
    process within the given limits. After a build, the server answers from the new graph as soon as it
    is ready.
    """
    from privkg.publish.metadata import dataset
    from privkg.server.generation import Capacity
    from privkg.server.messages import Config
    from privkg.server.run import serve
    from privkg.server.settings import Settings
    from privkg.store.sandbox import Limits

    if given["log_queries"] and given["access_log"] is None:
        raise click.UsageError("--log-queries adds to the access log; name it by --access-log FILE")
    limits = Limits(
        seconds=given["timeout"],
        memory_bytes=given["memory"] * 1024**2,
        answer_rows=given["max_rows"],
    )
    config: Path = given["config"]
    is_named = ctx.get_parameter_source("config") is not ParameterSource.DEFAULT
    text = dataset.text(config, is_needed=is_named)
    capacity = Capacity(
        limits=limits,
        workers=given["workers"],
        waiting=given["waiting"],
        preload=given["preload"],
    )
    settings = Settings(
        host=given["host"],
        port=given["port"],
        capacity=capacity,
        per_client=given["per_client"],
        proxies=given["proxies"],
        access_log=given["access_log"],
        log_queries=given["log_queries"],
        config=Config(str(config), text) if text else None,
    )
    serve(directory, settings, lambda url: _options.note(f"serving {url}; Ctrl-C stops"))
