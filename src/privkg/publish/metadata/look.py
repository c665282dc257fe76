"""The look of a site: the table `[site]` of a `privkg.toml`, with name, logo and accent colours."""

from dataclasses import dataclass

from privkg.publish.metadata import logos
from privkg.publish.metadata.logos import Logo
from privkg.publish.metadata.toml_fields import Fields

PAPER, PAPER_DARK = "#fbfaf6", "#15161a"
"""The background of pages on light and dark screens, as in the style sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the pages of a dataset look like; what is None is as privkg has it.

    `accent` is the colour of the name in the head, of the current entry of the navigation and of
    buttons on light screens, `accent_dark` that on dark ones.
    """

    name: str | None = None
    logo: Logo | None = None
    accent: str | None = None
    accent_dark: str | None = None


def read(fields: Fields) -> Look:
    """Return the look from the fields of the table, to which faults are added."""
    look = Look(
        name=fields.text_or_none("name"),
        logo=fields.file_or_none("logo", logos.read),
        accent=fields.colour_or_none("accent", PAPER),
        accent_dark=fields.colour_or_none("accent-dark", PAPER_DARK),
    )
    fields.close_part()
    return look
