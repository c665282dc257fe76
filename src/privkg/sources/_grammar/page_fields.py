"""The fields and sections of the page format, in their order; parser and template share them."""

from dataclasses import dataclass

_LIST, _PLACES, _LAWS = ",;", ";", ";"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageField:
    """A field of a page.

    Attributes:
        label: its name in the singular, for messages.
        attribute: the attribute of an incident, row or decision that it fills; empty for a heading.
        written: its name in a page, if it differs from the label.
        separators: the characters that separate its values; empty if it has one value.
        has_whole_items: whether an item of a bulleted list is one value even with a comma in it.
        has_numbers: whether its values are numbers of rows, decisions or sources: "2,3" is two values.
        needs_colon: whether its name must have a capital and a colon, or be above a column, because
            lines of prose begin with this word too.
        opens_with_date: whether a date after the name is enough instead of the colon.
        is_repeatable: whether the field may occur several times, each time with one value.
        is_optional: whether the field is left out of a written page if it has no value.
    """

    label: str
    attribute: str
    written: str = ""
    separators: str = ""
    has_whole_items: bool = False
    has_numbers: bool = False
    needs_colon: bool = False
    opens_with_date: bool = False
    is_repeatable: bool = False
    is_optional: bool = False

    @property
    def name(self) -> str:
        """The name in a page."""
        return self.written or self.label


def _added(
    label: str,
    attribute: str,
    separators: str = "",
    *,
    has_whole_items: bool = False,
    is_repeatable: bool = False,
) -> PageField:
    """Return a field of version 2 of the model, in a row or a decision."""
    return PageField(
        label=label,
        attribute=attribute,
        separators=separators,
        has_whole_items=has_whole_items,
        needs_colon=True,
        is_repeatable=is_repeatable,
        is_optional=True,
    )


def _numbers(label: str, attribute: str) -> PageField:
    """Return a field of a row or a decision that refers to others by number."""
    return PageField(
        label=label,
        attribute=attribute,
        separators=_LIST,
        has_numbers=True,
        needs_colon=True,
        is_optional=True,
    )


def _dated(label: str, attribute: str) -> PageField:
    """Return a field of the infobox whose name may begin a sentence: "Reported in the press, …"."""
    return PageField(
        label=label, attribute=attribute, needs_colon=True, opens_with_date=True, is_optional=True
    )


INFOBOX_BLOCKS = (
    (
        PageField(label="Short Title", attribute="short_titles"),
        PageField(label="Location", attribute="locations", separators=_PLACES),
        PageField(label="Date", attribute="dates"),
        _dated("Reported", "reported"),
        _dated("Last checked", "last_checked"),
        PageField(label="Address", attribute="addresses", needs_colon=True, is_optional=True),
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
"""The fields of the infobox, in blocks that a blank line separates in a page."""

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
    _added("Information", "information", _LIST),
    _added("Law", "laws", _LAWS),
    _added("Technology", "technologies", _LIST),
    _added("Recipient", "recipients", _LIST, has_whole_items=True),
    _added("Role", "roles", _LIST),
    _added("People affected", "people_affected"),
    _added("Date", "date"),
    _numbers("Follows from", "follows_from"),
    _numbers("Source", "sources"),
    _added("Passage", "passages", is_repeatable=True),
)
"""The fields of a breakdown row."""

DECISION = (
    _added("Decision", "kind"),
    _added("Body", "bodies", _LIST, has_whole_items=True),
    _added("Date", "date"),
    _added("Amount", "amount"),
    _numbers("About", "about"),
    _added("Law", "laws", _LAWS),
    _numbers("Reverses", "reverses"),
    _numbers("Amends", "amends"),
    _numbers("Appeal of", "appeal_of"),
    _added("Result", "result"),
    _numbers("Source", "sources"),
)
"""The fields of a decision."""

SECTIONS = {
    "description": ("Description",),
    "breakdown": ("Breakdown",),
    "decisions": ("Decisions", "Decision"),
    "laws": ("Laws and Regulations", "Laws & Regulations", "Laws", "Regulations"),
    "sources": ("Sources", "Source", "References"),
}
"""The headings of each section; the first is used when a page is written."""
