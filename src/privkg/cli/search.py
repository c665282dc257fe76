"""`privkg search`: find incidents by words and facets."""

from typing import TYPE_CHECKING, Any

import click

from privkg.cli import _options

if TYPE_CHECKING:
    from privkg.rdf.iris import Base
    from privkg.search.find import Found


def _facet(name: str, metavar: str, meaning: str) -> _options.Decorator:
    return click.option(
        f"--{name}",
        multiple=True,
        metavar=metavar,
        help=f"Only incidents {meaning}. May be given several times.",
    )


@click.command("search", short_help="Find incidents by words.")
@click.argument("words", nargs=-1)
@_facet("year", "YEAR", "of this year")
@_facet("country", "COUNTRY", "in this country, by its name or two letters")
@_facet("harm", "HARM", "with this harm, or with one of this group of harms")
@_facet("actor-type", "TYPE", "with an actor of this type, or of a narrower one")
@_facet("status", "STATUS", "with an act of this claim status")
@click.option("--facets", "is_counted", is_flag=True, help="Print the number of incidents by facet.")
@click.option(
    "--limit",
    type=click.IntRange(1, 10_000),
    default=20,
    show_default=True,
    help="The largest number of incidents to print.",
)
@click.option(
    "--format",
    "chosen",
    type=click.Choice(_options.ANSWERS),
    help="By default, a list on a terminal, and CSV in a pipe.",
)
@_options.graph_option
@_options.quiet_option
def command(words: tuple[str, ...], **given: Any) -> None:
    """Find the incidents that have all WORDS, in any case and with or without accents; best first.

    A word of three letters or more also finds the words that begin with it. No character is an operator.
    Words in titles count most, then those in the names of actors, places and other resources. Without
    WORDS, all incidents are found, the newest first. A hit is printed with the sentence that has the
    words.

    Several values of one facet mean any of them; values of different facets must all apply.
    """
    from privkg.search.facets import Facet
    from privkg.search.find import find
    from privkg.search.index import Index
    from privkg.store.graph import open_graph

    graph = open_graph(given["directory"])
    chosen = {facet: given[facet.replace("-", "_")] for facet in Facet}
    found = find(Index(graph.generation), " ".join(words), chosen, given["limit"])
    wanted = _options.answer_format(given["chosen"])
    _put(found, graph.base, wanted, is_counted=given["is_counted"])
    for line in [] if given["quiet"] else _notes(found, wanted, is_counted=given["is_counted"]):
        _options.note(line)


def _put(found: "Found", base: "Base", wanted: str, *, is_counted: bool) -> None:
    from privkg.api import searching
    from privkg.search import rendering

    if is_counted:
        _options.put_answer(searching.counts(found), wanted)
    elif wanted == "table":
        from privkg.cli import _hits

        _hits.print_hits(found)
    elif wanted in ("md", "html"):
        made = rendering.to_markdown if wanted == "md" else rendering.to_html
        _options.put(made(found, base))
    else:
        _options.put_answer(searching.hits(found, base), wanted)


def _notes(found: "Found", wanted: str, *, is_counted: bool) -> list[str]:
    """Return the number of incidents, for people, and what was not printed or not searched for."""
    from privkg.core.text import counted

    total, shown = counted(found.total, "incident"), len(found.hits)
    is_cut = shown < found.total and not is_counted
    more = f"the first {shown} of {total}; --limit {found.total} prints all"
    lines = [more] if is_cut else [total] * (wanted == "table")
    return [*lines, *filter(None, [found.note])]
