"""`privkg link`: propose links to other datasets, and accept or reject them."""

from pathlib import Path

import click

from privkg.cli import _options, _progress
from privkg.link.kinds import KINDS

_SHOWN = 20


@click.command("link", short_help="Propose links to other datasets, and decide on them.")
@_options.graph_option
@click.option(
    "--links",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default="data/links",
    show_default=True,
    help="The folder with the tables of proposed, accepted and rejected links.",
)
@click.option(
    "--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="Propose links of these kinds only."
)
@click.option(
    "--catalogue",
    "catalogues",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help="Incidents of another catalogue, or links between them: the table of AIAAIC or AIID, or JSON.",
)
@click.option("--service", metavar="URL", help="A reconciliation service to query, such as Wikidata's.")
@click.option(
    "--duplicates", is_flag=True, help="Propose pairs of actors of the graph that may be one, by rank."
)
@click.option(
    "--accept-list",
    "published",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Accept the links between catalogues that AIID publishes, for incidents of the graph.",
)
@click.option("--accept", nargs=2, metavar="THING OTHER", help="Accept a link, by IRIs or CURIEs.")
@click.option("--as", "relation", metavar="CURIE", help="The relation of the two, such as owl:sameAs.")
@click.option("--reject", nargs=2, metavar="THING OTHER", help="Record that the two are not the same.")
@click.option("--because", metavar="TEXT", help="Why a link is rejected.")
@_options.quiet_option
def command(
    directory: Path,
    folder: Path,
    kinds: tuple[str, ...],
    catalogues: tuple[Path, ...],
    service: str | None,
    published: Path | None,
    accept: tuple[str, str] | None,
    relation: str | None,
    reject: tuple[str, str] | None,
    because: str | None,
    *,
    duplicates: bool,
    quiet: bool,
) -> None:
    """Propose links from the graph to other datasets, and accept or reject them.

    Proposals, each with its score, method and alternatives, are written to a table. Accepted and
    rejected links are kept and not proposed again. A build with --links adds the accepted ones to the
    graph, and makes actors one resource that were accepted as the same.
    """
    from privkg.link import decide, listed, table
    from privkg.reference.links import tables
    from privkg.store import generations

    if duplicates and (kinds or catalogues or service or accept or reject):
        raise click.UsageError("--duplicates is used alone; leave the other options out")
    if published and (kinds or catalogues or service or accept or reject or duplicates):
        raise click.UsageError("--accept-list is used alone; leave the other options out")
    if reject and not because:
        raise click.UsageError("missing option --because; write why the two are not the same")
    base = generations.base(directory)
    display = _progress.Display(is_quiet=quiet)
    if accept or reject:
        with tables.editing(folder, base) as kept:
            remarks = decide.decide(kept, accept, relation, reject, because or "")
    elif published:
        with tables.editing(folder, base) as kept:
            remarks = listed.accept(directory, published, kept)
    elif duplicates:
        with display.progress() as progress:
            found, remarks = table.find_duplicates(directory, folder, progress)
        with tables.editing(folder, base) as kept:
            kept.propose(found)
        _options.put("".join(f"{line}\n" for line in table.table(kept, _SHOWN)))
    else:
        tables.LinkTables(folder, base)  # reports unreadable tables before the network is used
        with display.progress() as progress:
            found, remarks = table.find(directory, kinds or KINDS, catalogues, service, progress)
        with tables.editing(folder, base) as kept:
            kept.propose(found)
        _options.put("".join(f"{line}\n" for line in table.table(kept, _SHOWN)))
    for line in () if quiet else (*remarks, f"{kept.counts()} in {folder}"):
        _options.note(line)
    display.end()
