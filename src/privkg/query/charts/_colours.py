"""Colours that are distinct with any kind of colour vision, and a readable text colour for each.

Source:
    Okabe and Ito, Color Universal Design (2008), those colours with enough contrast to white.
"""

from privkg.core.colours import contrast

INK, FAINT, RULE, PAPER = "#1a1a1a", "#595959", "#d9d9d9", "#ffffff"
SERIES = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#332288", "#5c4400")
OTHERS = PAPER
"""The fill of all series beyond `SERIES`; an outline makes it visible."""

_LIGHTEST, _DARKEST = (0xE6, 0xF0, 0xF8), (0x08, 0x40, 0x81)
_BLACK, _WHITE = "#000000", "#ffffff"


def of_series(number: int) -> str:
    """Return the colour of a series, numbered from 0."""
    return SERIES[number] if number < len(SERIES) else OTHERS


def shade(part: float) -> str:
    """Return the shade for a share from 0 (lightest) to 1 (darkest)."""
    mixed = (round(low + (high - low) * part) for low, high in zip(_LIGHTEST, _DARKEST, strict=True))
    return "#" + "".join(f"{value:02x}" for value in mixed)


def ink_on(fill: str) -> str:
    """Return black or white, whichever contrasts more with a colour: 4.5 or more (WCAG AA)."""
    return max(_BLACK, _WHITE, key=lambda ink: contrast(ink, fill))
