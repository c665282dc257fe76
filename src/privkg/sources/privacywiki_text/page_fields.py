"""The fields and sections that a page may have, in their order; reader and template share them."""

from dataclasses import dataclass

_LIST, _PLACES = ",;", ";"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageField:
    """A field of a page.

    Attributes:
        label: its name in the singular, as messages write it.
        attribute: the attribute of an incident or a row that it fills; empty for a heading.
        written: its name as a page has it.
        separators: the characters that separate its values; empty if the whole is one value.
        has_whole_items: whether an item of a bulleted list is one value, commas or not.
    """

    label: str
    attribute: str
    written: str = ""
    separators: str = ""
    has_whole_items: bool = False

    @property
    def name(self) -> str:
        """The name as a page has it."""
        return self.written or self.label


INFOBOX_BLOCKS = (
    (
        PageField(label="Short Title", attribute="short_titles"),
        PageField(label="Location", attribute="locations", separators=_PLACES),
        PageField(label="Date", attribute="dates"),
    ),
    (
        PageField(label="Solove Harm", attribute="harms", separators=_LIST),
        PageField(label="Information", attribute="information", separators=_LIST),
        PageField(
            label="Threat Actor",
            attribute="actors",
            written="Threat Actors",
            separators=_LIST,
            has_whole_items=True,
        ),
        PageField(label="Technology", attribute="technologies", separators=_LIST),
        PageField(label="People Affected", attribute="people_affected", written="People affected"),
        PageField(label="Outcome", attribute="outcomes"),
    ),
    (
        PageField(label="Individual", attribute="", written="Individuals"),
        PageField(label="Affected", attribute="affected", separators=_LIST),
        PageField(
            label="High Risk Group",
            attribute="high_risk",
            written="High Risk Groups",
            separators=_LIST,
        ),
        PageField(
            label="Tangible Harm",
            attribute="tangible_harms",
            written="Tangible Harms",
            separators=_LIST,
        ),
    ),
)
"""The fields of the infobox; a page has a blank line between blocks."""

INFOBOX = tuple(field for block in INFOBOX_BLOCKS for field in block)

ROW = (
    PageField(label="Threat", attribute="threat"),
    PageField(label="At-Risk Group", attribute="groups", written="At-Risk group", separators=_LIST),
    PageField(label="Harm", attribute="harms", separators=_LIST),
    PageField(
        label="Secondary Consequence",
        attribute="consequences",
        written="Secondary Consequences",
        separators=_LIST,
    ),
    PageField(label="Original Purpose", attribute="original_purpose", written="Original purpose"),
    PageField(label="New Purpose", attribute="new_purpose", written="New purpose"),
    PageField(label="Status", attribute="status"),
    PageField(label="According to", attribute="according_to"),
)
"""The fields of a breakdown row."""

SECTIONS = {
    "description": ("Description",),
    "breakdown": ("Breakdown",),
    "laws": ("Laws and Regulations", "Laws & Regulations", "Laws", "Regulations"),
    "sources": ("Sources", "Source", "References"),
}
"""The headings of each section, the one that a page is written with first."""
