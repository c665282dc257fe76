"""Hits of a search as Markdown and HTML, with the found words marked."""

import html
import re

from privkg.core.text import printable
from privkg.rdf.iris import Base
from privkg.rdf.terms import iri_text
from privkg.search.find import Found, Hit
from privkg.search.words import Passage


def to_markdown(found: Found, base: Base) -> str:
    """Return the hits as a Markdown list; titles are linked to the IRIs of incidents."""
    return "".join(f"- {_in_markdown(hit, base)}\n" for hit in found.hits)


def to_html(found: Found, base: Base) -> str:
    """Return the hits as an HTML list, all text escaped; titles are linked to the IRIs of incidents."""
    hits = "".join(f"<li>{_in_html(hit, base)}</li>\n" for hit in found.hits)
    return f"<ol>\n{hits}</ol>\n"


def _in_markdown(hit: Hit, base: Base) -> str:
    title, sentence = (_marked_in_markdown(one) for one in (hit.title, hit.sentence))
    date = f", {printable(hit.date)}" if hit.date else ""
    return f"[{title}](<{iri_text(base.incident(hit.slug))}>){date}" + f": {sentence}" * bool(sentence)


def _marked_in_markdown(passage: Passage) -> str:
    def escaped(text: str) -> str:
        return re.sub(r"[\\*_\[\]<`]", r"\\\g<0>", re.sub(r"\s+", " ", printable(text)))

    return "".join(
        f"**{escaped(one)}**" if is_found else escaped(one) for one, is_found in passage.pieces
    )


def _in_html(hit: Hit, base: Base) -> str:
    address = html.escape(iri_text(base.incident(hit.slug)))
    date = f" <time>{html.escape(printable(hit.date))}</time>" if hit.date else ""
    sentence = f"<p>{_marked_in_html(hit.sentence)}</p>" if hit.sentence.pieces else ""
    return f'<a href="{address}">{_marked_in_html(hit.title)}</a>{date}{sentence}'


def _marked_in_html(passage: Passage) -> str:
    def escaped(text: str) -> str:
        return html.escape(printable(text))

    return "".join(
        f"<mark>{escaped(one)}</mark>" if is_found else escaped(one) for one, is_found in passage.pieces
    )
