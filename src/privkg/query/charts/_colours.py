"""Colours that are distinct with any kind of colour vision, and a readable text colour for each.

A hue alone is a group of harms, as on the site, and has a shape of its own; all else is grey.
Only series have colours that are not of harms.

Source:
    Okabe and Ito, Color Universal Design (2008), those colours with enough contrast to white.
"""

from collections.abc import Mapping

from privkg.core.colours import contrast
from privkg.rdf.terms import Term, term
from privkg.reference import harm_order

INK, FAINT, RULE, PAPER = "#1a1a1a", "#595959", "#d9d9d9", "#ffffff"
SERIES = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#332288", "#5c4400")
OTHERS = PAPER
"""The fill of all series beyond `SERIES`; an outline makes it visible."""
PLAIN = "#5a564c"
"""The fill of what is neither a harm nor in a series."""
HARMS: Mapping[Term, tuple[str, str]] = {
    term("solove:InformationCollection"): ("#2a459f", "M-5 0a5 5 0 1 1 10 0a5 5 0 1 1-10 0"),
    term("solove:InformationProcessing"): ("#a25f00", "M-5-5h10v10h-10z"),
    term("solove:InformationDissemination"): ("#8a1a4a", "M-5-5.5L6 0L-5 5.5z"),
    term("solove:Invasion"): ("#0b7f76", "M0-6L6 0L0 6L-6 0z"),
}
"""The hue of each group of harms, and its shape as SVG path data around its middle."""

_LIGHTEST = 0.14
"""The share of a hue in its lightest shade."""
_BLACK, _WHITE = "#000000", "#ffffff"


def of_series(number: int) -> str:
    """Return the colour of a series, numbered from 0."""
    return SERIES[number] if number < len(SERIES) else OTHERS


def of_node(node: Term) -> str:
    """Return the hue of a harm or a group of harms, the grey of all else for any other."""
    hue, _ = HARMS.get(harm_order.groups().get(node, node), (PLAIN, ""))
    return hue


def shade(part: float, hue: str = PLAIN) -> str:
    """Return the shade of a hue for a share from 0 (lightest) to 1 (the hue)."""
    share = _LIGHTEST + (1 - _LIGHTEST) * part
    mixed = (round(255 + (int(hue[at : at + 2], 16) - 255) * share) for at in (1, 3, 5))
    return "#" + "".join(f"{value:02x}" for value in mixed)


def ink_on(fill: str) -> str:
    """Return black or white, whichever contrasts more with a colour: 4.5 or more (WCAG AA)."""
    return max(_BLACK, _WHITE, key=lambda ink: contrast(ink, fill))
