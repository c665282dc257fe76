"""An empty page: every field, section and row that a page can have, ready to be filled in."""

from privkg.sources.privacywiki_text.page_fields import INFOBOX_BLOCKS, ROW, SECTIONS

_VALUES = {"consequences": " not known"}
"""What a row has before it is filled in."""


def page(title: str) -> str:
    """Return an empty page of that title; white space in it is folded."""
    infobox = ["\n".join(field.name for field in block) for block in INFOBOX_BLOCKS]
    row = "\n".join(f"{field.name}:{_VALUES.get(field.attribute, '')}" for field in ROW)
    sections = []
    for section, headings in SECTIONS.items():
        sections += [headings[0], row] if section == "breakdown" else [headings[0]]
    return "\n\n".join([" ".join(title.split()), *infobox, *sections, ""])
