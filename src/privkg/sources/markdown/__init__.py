"""Markdown with YAML front matter: the form that is recommended for new incidents in a repository.

The front matter has the fields of the infobox, the body the lead and the sections. The page is rendered
to the text that the grammar of all formats reads: fields as lines `Label: value`, headings and marks as
their words, escapes as the character that they protect. Nothing else of Markdown is interpreted.
"""

import dataclasses
from collections.abc import Iterator

from privkg.core import documents
from privkg.core.errors import PageError, in_file
from privkg.core.model import Document, Incident
from privkg.core.rendering import Renderer
from privkg.sources import _grammar
from privkg.sources._grammar.layout import Stated
from privkg.sources.markdown import body, front_matter, marks
from privkg.sources.markdown.writer import empty, write

__all__ = ["RANK", "SUFFIXES", "TITLE", "empty", "read", "sniff", "write"]

TITLE = "Markdown with front matter"
SUFFIXES = (".md", ".markdown")
RANK = 0


def sniff(head: bytes) -> bool:
    """Return whether a file begins with front matter that has the form's version or three fields."""
    return front_matter.is_of_incident(documents.decoded_head(head))


def read(document: Document) -> Iterator[Incident]:
    """Yield the one incident of a page; each value is a passage with its span in the shown text.

    Raises:
        PageError: the page has no front matter, or one that is not valid YAML, has another version, or
            has anything but fields with a value or a list of values.
    """
    if not document.text.strip():
        place = in_file(document.label, 1, 1)
        raise PageError("the file is empty; write a page as `privkg new` prints it", place)
    fields = front_matter.read(document)
    renderer = Renderer(document.text)
    head = fields.render(renderer)
    sections = body.render(renderer, document.text, fields.end)
    incident = _grammar.read(
        documents.whole(document),
        renderer.rendering(),
        title=document.title if not head.title else "",
        address=document.address,
        markup_findings=(*head.findings, *sections.findings),
        stated=Stated(title=head.title, body=head.end, headings=sections.headings),
    )
    missed = marks.missed(incident, sections.marks)
    yield dataclasses.replace(incident, findings=(*incident.findings, *missed))
