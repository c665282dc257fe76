"""`privkg diff`: report the changes from one built graph to another."""

from pathlib import Path

import click

from privkg.cli import _options

_FORMATS = ("md", "json", "patch", "notice")
_MAX_NAMED = 5
_ADVICE = "`privkg diff OLD NEW --format notice` writes one"


@click.command("diff", short_help="Report the changes from one graph to another.")
@click.argument("old", type=click.Path(file_okay=False, path_type=Path))
@click.argument("new", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--format",
    "chosen",
    type=click.Choice(_FORMATS),
    default="md",
    show_default=True,
    help="A report in Markdown or JSON, an RDF Patch of the quads, or a draft of the due notice.",
)
@click.pass_context
def command(ctx: click.Context, old: Path, new: Path, chosen: str) -> None:
    """Report the changes from the built graph in the folder OLD to the one in NEW.

    The exit code is 1 if an IRI of OLD is not in NEW and no notice explains what became of it, because
    others may cite it. The format notice writes a draft of the notice that is due.
    """
    from privkg.publish.versions import diff, report
    from privkg.store.graph import open_graph

    before, after = open_graph(old), open_graph(new)
    found = diff.compare(before, after)
    written = {
        "md": lambda: report.to_markdown(found),
        "json": lambda: report.to_json(found),
        "patch": lambda: "".join(diff.patch(before, after)),
        "notice": lambda: report.to_notice(found, after.base),
    }
    _options.put(written[chosen]())
    for address in found.removed_without_notice[:_MAX_NAMED]:
        _options.note(f"privkg: {address} was removed without a notice; {_ADVICE}")
    if len(found.removed_without_notice) > _MAX_NAMED:
        _options.note(f"privkg: and {len(found.removed_without_notice) - _MAX_NAMED} others")
    ctx.exit(1 if found.removed_without_notice else 0)
