"""What programs read from an incident's page: schema.org for search engines, BibTeX for citing it."""

import re

from privkg.publish.site import rendering
from privkg.publish.site.pages import Page
from privkg.publish.site.site import Site

_PARTS = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "&%$#_{}"},
}
"""What TeX needs in place of the characters that it reads as commands."""


def schema(page: Page, site: Site) -> dict[str, object]:
    """Return the page of an incident as a schema.org `WebPage` about an `Event`."""
    event: dict[str, object] = {"@type": "Event", "@id": page.iri, "name": page.title}
    if dates := [value.link.date for value in page.values("dcterms:date") if value.link.date]:
        event["startDate"] = min(dates)
    if places := [value.link.text for value in page.values("dcterms:spatial")]:
        event["location"] = [{"@type": "Place", "name": name} for name in places]
    return {
        "@context": "https://schema.org/",
        "@type": "WebPage",
        "name": page.title,
        "description": page.lead,
        "url": f"{site.homepage}{rendering.relative('', page.stem)}.html",
        "license": site.licence.web,
        "isPartOf": {"@type": "Dataset", "name": site.title, "url": site.homepage},
        "about": event,
        "keywords": [harm.link.text for harm in page.harms],
        "citation": [source.value.link.web for source in page.sources if source.value.link.web],
    }


def bibtex(page: Page, site: Site) -> str:
    """Return the entry of an incident for BibTeX, whose key is the last part of its address."""
    key = re.sub(r"[^A-Za-z0-9-]", "", page.iri.rpartition("/")[2]) or "incident"
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in site.creators.split("; ")),
        "title": f"{{{_tex(page.title)}}}",
        "howpublished": f"In: {_tex(site.title)}, version {_tex(site.version)}",
        "year": str(site.year),
        "url": page.iri,
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{key},\n{lines}}}"


def _tex(text: str) -> str:
    return "".join(_PARTS.get(character, character) for character in text)
