"""Pages and records for tests; a builder fills in what a test does not care about. All is invented."""

from privkg import sources
from privkg.build import lifting
from privkg.build.lifting import LiftedIncident
from privkg.core import documents
from privkg.core.model import Document, Incident
from privkg.rdf.terms import PREFIXES
from privkg.reference.authority import Authority
from privkg.sources._grammar import page_fields

PREFIX_LINES = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
"""The head of a Turtle file."""
FIRST_LINE = len(PREFIXES) + 1
"""The line on which what follows that head begins."""
_INFOBOX = {
    "short_titles": "Cameras for sale",
    "locations": "Moscow, Russia",
    "dates": "November 2020",
    "harms": "Surveillance",
    "information": "Location",
    "actors": "Example Agency",
    "": "",
    "affected": "People in Moscow",
    "high_risk": "",
    "tangible_harms": "",
}
_ROW = {
    "threat": "Example Agency watching people",
    "groups": "People in Moscow",
    "harms": "Surveillance",
    "consequences": "not known",
}
FIELDS = {
    field.name: _INFOBOX[field.attribute] for field in page_fields.INFOBOX if field.attribute in _INFOBOX
}
"""The fields of the infobox that a page of a test has, as it names them, and their values."""
ROW = {field.name: _ROW[field.attribute] for field in page_fields.ROW if field.attribute in _ROW}
"""The fields of its row."""
DECISION = {"Decision": "Fine", "Body": "Example Court", "Date": "24 October 2021"}
"""The fields of a block of Decisions."""


def row_text(**fields: str | None) -> str:
    """Return a breakdown row; `At_Risk_group=None` leaves a field out, any other text replaces it."""
    named = {_label(name): value for name, value in fields.items()}
    merged = {**ROW, **named}
    return "\n".join(f"{label}: {value}" for label, value in merged.items() if value is not None)


def decision_text(**fields: str | None) -> str:
    """Return a block of Decisions; `Body=None` leaves a field out, any other text replaces it."""
    merged = {**DECISION, **{name.replace("_", " "): value for name, value in fields.items()}}
    return "\n".join(f"{label}: {value}" for label, value in merged.items() if value is not None)


def page_text(
    title: str = "Cameras for sale in an example",
    *,
    lead: str = "A lead that says what happened.",
    description: str = "It happened in the open.",
    rows: tuple[str, ...] | None = None,
    decisions: str = "",
    laws: str = "",
    sources: str = "https://example.org/story",
    **fields: str | None,
) -> str:
    """Return a page; `Solove_Harm=None` leaves a field out, any other text replaces it."""
    named = {_label(name): value for name, value in fields.items()}
    merged = {**FIELDS, **named}
    infobox = "\n".join(
        f"{label} {value}".rstrip() for label, value in merged.items() if value is not None
    )
    breakdown = "\n\n".join(rows if rows is not None else (row_text(),))
    decided = f"Decisions\n\n{decisions}\n\n" if decisions else ""
    return (
        f"{title}\n\n{infobox}\n\n{lead}\n\nDescription\n\n{description}\n\n"
        f"Breakdown\n\n{breakdown}\n\n{decided}Laws and Regulations\n\n{laws}\n\nSources\n\n{sources}\n"
    )


def undecodable(title: str = "Café") -> bytes:
    """Return the bytes of a page that is saved in another encoding than UTF-8."""
    return page_text(title, lead="Café.").encode("latin-1")


def document(text: str | bytes, name: str = "page.txt") -> Document:
    """Return a text as the document of a file."""
    return documents.decode(text.encode() if isinstance(text, str) else text, name)


def incident(text: str | bytes | None = None, **fields: str | None) -> Incident:
    """Return the incident read from a page's text, or from a built page with some fields replaced."""
    reader = sources.formats()["privacywiki_text"]
    page = page_text(**fields) if text is None else text  # type: ignore[arg-type]
    (found,) = reader.read(document(page))
    return found


def empty_page(title: str) -> str:
    """Return the page template with its fields empty."""
    return sources.writable(".txt").empty(title)


def converted(
    text: str | None = None, records: Authority | None = None, **fields: str | None
) -> LiftedIncident:
    """Return a page as triples, claims and findings."""
    return lifting.lift(incident(text, **fields), "example", records or Authority(()))


def codes(found: LiftedIncident | Incident) -> list[str]:
    """Return the codes of findings, sorted."""
    return sorted(finding.rule.code for finding in found.findings)


def _label(name: str) -> str:
    known = {label.replace(" ", "_").replace("-", "_"): label for label in (*FIELDS, *ROW)}
    return known.get(name, name.replace("_", " "))
