"""SSSOM/TSV: mappings as a table for people and programs, in one order.

Source: https://mapping-commons.github.io/sssom/, version 1.0
"""

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

from privkg.errors import RdfError
from privkg.links.mapping import Alternative, Mapping
from privkg.terms import BASE, PREFIXES, Term, iri, iri_text

_MOST_BYTES = 50_000_000
_CURIES = {
    "aiaaic": "https://www.aiaaic.org/aiaaic-repository/ai-algorithmic-and-automation-incidents/",
    "aiid": "https://incidentdatabase.ai/cite/",
    "eu": "http://publications.europa.eu/resource/authority/",
    "geonames": "https://sws.geonames.org/",
    "oecd": "https://oecd.ai/en/incidents/",
    "pkid": f"{BASE}id/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "wd": "http://www.wikidata.org/entity/",
} | {name: PREFIXES[name] for name in ("dpv", "loc", "owl", "pd", "schema", "skos", "solove", "tech")}
COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "mapping_tool",
    "comment",
    "other",
)
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_TOOL = "privkg"
_NEGATIVE = "Not"
_ALTERNATIVE = re.compile(r"(\S+) ([01]\.\d\d) (.*)")


def write(name: str, mappings: Iterable[Mapping]) -> str:
    """Return mappings as SSSOM/TSV, sorted; the name tells the set apart."""
    head = [f"mapping_set_id: {BASE}links/{name}", f"license: {_LICENCE}", "curie_map:"]
    head += [f"  {prefix}: {namespace}" for prefix, namespace in sorted(_CURIES.items())]
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(COLUMNS)
    for mapping in sorted(mappings, key=lambda each: (each.pair, each.predicate)):
        writer.writerow(_row(mapping))
    return "".join(f"#{line}\n" for line in head) + out.getvalue()


def read(path: Path) -> list[Mapping]:
    """Return the mappings of an SSSOM/TSV file; none if there is no file.

    Raises:
        RdfError: it is no such table, or a row of it cannot be used; the message begins with
            `file:line`.
    """
    return [mapping for _, mapping in read_with_places(path)]


def read_with_places(path: Path) -> list[tuple[str, Mapping]]:
    """Return what `read` does, each mapping behind its `file:line`.

    Raises:
        RdfError: as for `read`.
    """
    if not path.is_file():
        return []
    if path.stat().st_size > _MOST_BYTES:
        raise RdfError(f"{path}: larger than {_MOST_BYTES} bytes")
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise RdfError(f"{path}: not UTF-8") from error
    start = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    curies = _CURIES | _declared(lines[:start])
    rows = csv.reader(lines[start:], delimiter="\t")
    columns = next(rows, [])
    if not {"subject_id", "predicate_id", "object_id", "mapping_justification"} <= set(columns):
        raise RdfError(f"{path}:{start + 1}: not an SSSOM table; its columns are {', '.join(COLUMNS)}")
    placed = ((f"{path}:{number}", row) for number, row in enumerate(rows, start + 2) if row)
    return [
        (place, _mapping(dict(zip(columns, row, strict=False)), curies, place)) for place, row in placed
    ]


def short(node: Term) -> str:
    """Return an IRI as a CURIE of the table's prefixes, else as it is."""
    address = iri_text(node)
    known = ((p, n) for p, n in _CURIES.items() if address.startswith(n))
    prefix, namespace = max(known, key=lambda each: len(each[1]), default=("", ""))
    return f"{prefix}:{address[len(namespace) :]}" if prefix else address


def expand(text: str) -> Term:
    """Return the IRI of a CURIE of the table's prefixes, or of an IRI.

    Raises:
        ValueError: it is neither.
    """
    return _expanded(text, _CURIES)


def _expanded(text: str, curies: dict[str, str]) -> Term:
    prefix, colon, local = text.partition(":")
    if colon and prefix in curies:
        return iri(f"{curies[prefix]}{local}")
    if re.match(r"https?://\S+$", text):
        return iri(text)
    raise ValueError(f"{text!r} is neither an IRI nor a CURIE of {', '.join(sorted(curies))}")


def _row(mapping: Mapping) -> list[str]:
    others = [f"{short(a.object)} {a.score:.2f} {_plain(a.label)}" for a in mapping.alternatives]
    return [
        short(mapping.subject),
        _plain(mapping.subject_label),
        short(mapping.predicate),
        _NEGATIVE if mapping.is_negative else "",
        short(mapping.object),
        _plain(mapping.object_label),
        mapping.justification,
        f"{mapping.score:.2f}",
        _TOOL,
        _plain(mapping.method),
        " | ".join(others),
    ]


def _plain(text: str) -> str:
    """Return text on one line, without what the table is parted by."""
    return " ".join(text.replace("|", "/").split())


def _declared(lines: list[str]) -> dict[str, str]:
    found = (re.fullmatch(r"#\s+([\w-]+):\s*(\S+)\s*", line) for line in lines)
    return {match[1]: match[2].strip("\"'") for match in found if match}


def _mapping(row: dict[str, str], curies: dict[str, str], place: str) -> Mapping:
    try:
        return Mapping(
            subject=_expanded(row["subject_id"], curies),
            subject_label=row.get("subject_label", ""),
            predicate=_expanded(row["predicate_id"], curies),
            object=_expanded(row["object_id"], curies),
            object_label=row.get("object_label", ""),
            justification=row["mapping_justification"],
            score=_score(row.get("confidence", "")),
            method=row.get("comment", ""),
            is_negative=row.get("predicate_modifier", "") == _NEGATIVE,
            alternatives=tuple(_alternatives(row.get("other", ""), curies)),
        )
    except (KeyError, ValueError) as error:
        raise RdfError(f"{place}: cannot be used: {error}") from error


def _score(text: str) -> float:
    score = float(text or 1)
    if not 0 <= score <= 1:
        raise ValueError(f"confidence {text} is not between 0 and 1")
    return score


def _alternatives(text: str, curies: dict[str, str]) -> Iterable[Alternative]:
    for part in filter(None, text.split(" | ")):
        found = _ALTERNATIVE.fullmatch(part)
        if found:
            yield Alternative(float(found[2]), _expanded(found[1], curies), found[3])
