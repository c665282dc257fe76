"""Hits of a search as text for a terminal. Imports rich, so commands import it late."""

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from privkg.cli._console import console
from privkg.core.text import printable
from privkg.search.find import Found
from privkg.search.words import Passage

_FOUND = "bold underline"
_INDENT = 2


def print_hits(found: Found) -> None:
    """Print each hit: its title and date, its slug, and the sentence with the found words marked."""
    out = console()
    for hit in found.hits:
        title = _text(out, hit.title, "bold")
        out.print(title.append(f"  {printable(hit.date)}", "dim") if hit.date else title)
        below = [Text(printable(hit.slug), "dim")]
        below += [_text(out, hit.sentence, "")] if hit.sentence.pieces else []
        for line in below:
            out.print(Padding(line, (0, 0, 0, _INDENT), expand=False))


def _text(out: Console, passage: Passage, style: str) -> Text:
    """Return a passage; if the console has no styles, found words are between asterisks."""
    mark, text = "*" * (out.color_system is None), Text()
    for one, is_found in passage.pieces:
        if is_found:
            text.append(f"{mark}{printable(one)}{mark}", _FOUND)
        else:
            text.append(printable(one), style)
    return text
