"""`privkg query`: run any SPARQL query, in a separate process."""

import sys
from collections.abc import Mapping
from functools import cache
from typing import IO, Any

import click

from privkg.cli import _options

_RESULTS = ("csv", "tsv", "json", "xml")


@cache
def _graphs() -> dict[str, str]:
    """Return the media types of answers to CONSTRUCT and DESCRIBE, by format name."""
    from privkg.export import formats

    return formats.of_engine()


_ON_ROWS = "add a LIMIT, or set --max-rows"


@click.command("query", short_help="Query the graph in SPARQL.")
@click.argument("file", metavar="[FILE]", type=click.File(encoding="utf-8"), required=False)
@click.option("-e", "--expression", metavar="SPARQL", help="The text of the query, instead of a FILE.")
@_options.graph_option
@_options.endpoint_option
@click.option(
    "--format",
    "chosen",
    type=_options.LateChoice(lambda: (*_options.ANSWERS, *_graphs())),
    help="For SELECT and ASK: table to html (table on a terminal, else csv). For CONSTRUCT and"
    " DESCRIBE: jsonld to turtle (turtle).",
)
@_options.timeout_option(30, "Seconds after which the query is stopped.")
@_options.memory_option("Megabytes the query may use.")
@click.option(
    "--max-rows",
    type=click.IntRange(1, 10_000_000),
    default=100_000,
    show_default=True,
    help="The most rows that the answer may have.",
)
@click.option(
    "--allow-service",
    "services",
    metavar="IRI",
    multiple=True,
    help="An endpoint that SERVICE may query; by default none.",
)
def command(file: IO[str] | None, expression: str | None, chosen: str | None, **given: Any) -> None:
    """Query the graph, or a SPARQL endpoint, by SELECT, ASK, CONSTRUCT or DESCRIBE.

    The query is read from FILE, from -e, or from standard input. By default it sees the triples of
    all graphs; GRAPH selects one of them, and FROM and FROM NAMED restrict the query to those they
    name. The prefixes that privkg writes need no PREFIX line. The query runs in a separate process
    within the given limits; an endpoint applies its own.
    """
    if file is not None and expression is not None:
        raise click.UsageError("the query is given twice; give a FILE or -e, not both")
    query = _read(file or sys.stdin) if expression is None else expression
    wanted = _options.answer_format(chosen if chosen in _options.ANSWERS else None)
    formats = {
        "answer_format": wanted if wanted in _RESULTS else "json",
        "graph_format": _graphs()[chosen if chosen in _graphs() else "turtle"],
    }
    kind, content = (_of_endpoint if given["endpoint"] else _of_graph)(query, formats, given)
    if chosen and (chosen in _graphs()) != (kind in _graphs().values()):
        form = "CONSTRUCT and DESCRIBE" if chosen in _graphs() else "SELECT and ASK"
        raise click.UsageError(f"--format {chosen} is for {form}; choose another format")
    _put(kind, wanted, content)


def _of_graph(query: str, formats: Mapping[str, str], given: Mapping[str, Any]) -> tuple[str, bytes]:
    from privkg.store import sandbox

    limits = sandbox.Limits(
        seconds=given["timeout"],
        memory_bytes=given["memory"] * 1024**2,
        answer_rows=given["max_rows"],
    )
    advice = sandbox.Advice(
        on_time="restrict the query, or set --timeout",
        on_memory="restrict the query, or set --memory",
        on_rows=_ON_ROWS,
    )
    return sandbox.answer(
        given["directory"],
        query,
        **formats,
        limits=limits,
        advice=advice,
        allowed_services=given["services"],
    )


def _of_endpoint(query: str, formats: Mapping[str, str], given: Mapping[str, Any]) -> tuple[str, bytes]:
    from privkg.rdf import sparql
    from privkg.store.remote import Limits

    sparql.check(query, given["services"])
    limits = Limits(seconds=given["timeout"], answer_rows=given["max_rows"])
    return _options.endpoint_of(given["endpoint"], limits, _ON_ROWS).answer(query, **formats)


def _read(file: IO[str]) -> str:
    from privkg.core.errors import LimitError, QueryError, in_file
    from privkg.rdf import sparql

    name = str(file.name)  # the name of a stream opened by descriptor is a number
    try:
        read = file.read(sparql.MAX_LENGTH + 2)  # one more than allowed, since a device has no end
    except UnicodeDecodeError as error:
        raise QueryError("not UTF-8 text", in_file(name, 1, 1)) from error
    query = read.removeprefix("\ufeff")  # some editors write a byte-order mark
    if len(query) > sparql.MAX_LENGTH:
        raise LimitError(sparql.TOO_LONG, in_file(name))
    return query


def _put(kind: str, wanted: str, content: bytes) -> None:
    if kind in _graphs().values() or wanted == kind:
        _options.put(content)
        return
    from privkg.query import results

    _options.put_answer(results.from_results(content), wanted)
