"""Records of the registers in the shared folder: their keys, their free text, and which are drawn."""

import csv
import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

_SIXTY = {"cued": 27, "pair": 12, "named": 6, "other": 3, "aiid": 6, "aiaaic": 6}
SIZES = {
    "gold": {"cued": 90, "pair": 40, "named": 20, "other": 10, "aiid": 20, "aiaaic": 20},
    "later_1": _SIXTY,
    "later_2": _SIXTY,
    "later_3": _SIXTY,
    "later_4": _SIXTY,
}
"""Records of each set by stratum; the sets are disjoint, in this order."""
_SEED = "privkg persons "
_FREE = {"control_failure", "discovery_notes", "notes", "summary"}
_COLUMNS = {"aiid": "description", "aiaaic": "Headline"}
_PAIR = re.compile(r"\b[A-Z][a-z]+ (?:[A-Z]\.? )?[A-Z][a-z]+\b")
_CUE = re.compile(
    r"\b(?:he|she|his|her|him|mr|mrs|ms|named|arrested|sentenced|pleaded|pled|convicted|indicted|hacker"
    r"|handle|alias|twitter)\b",
    re.IGNORECASE,
)


class Record(NamedTuple):
    """A record: its register, its key, and its texts by JSON Pointer, names of actors apart."""

    register: str
    key: str
    texts: dict[str, str]
    names: dict[str, str]


def key(record: dict[str, Any]) -> str:
    """Return the SHA-256 of a record as canonical JSON, without the coder's notes in `plus`."""
    rest = {name: value for name, value in record.items() if name != "plus"}
    text = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def records(shared: Path) -> dict[str, Record]:
    """Return the records of VERIS, AIID and AIAAIC by their keys; equal ones once."""
    found = (_record(register, content) for register, content in _contents(shared / "data"))
    return {record.key: record for record in found}


def drawn(found: dict[str, Record]) -> dict[str, list[str]]:
    """Return the keys of the records of each set, in the order of a seeded hash in each stratum."""
    strata: dict[str, list[str]] = {}
    for name in sorted(found, key=lambda name: hashlib.sha256((_SEED + name).encode()).hexdigest()):
        strata.setdefault(_stratum(found[name]), []).append(name)
    sets: dict[str, list[str]] = {}
    for name, sizes in SIZES.items():
        sets[name] = [each for stratum, size in sizes.items() for each in strata[stratum][:size]]
        strata = {stratum: keys[sizes[stratum] :] for stratum, keys in strata.items()}
    return sets


def _contents(data: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    with gzip.open(data / "veris" / "vcdb-a.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from (("vcdb", json.loads(line)) for line in lines)
    with (data / "aiid" / "incidents.csv").open(encoding="utf-8", newline="") as lines:
        yield from (("aiid", row) for row in csv.DictReader(lines))
    with (data / "aiaaic" / "incidents.csv").open(encoding="utf-8", newline="") as lines:
        _, upper, lower, *rows = csv.reader(lines)
    head = [below or above for above, below in zip(upper, lower, strict=True)]
    named = (dict(zip(head, row, strict=True)) for row in rows)
    yield from (("aiaaic", row) for row in named if row["Headline"])


def _record(register: str, content: dict[str, Any]) -> Record:
    if register in _COLUMNS:
        column = _COLUMNS[register]
        return Record(register, key(content), {f"/{column}": content[column]}, {})
    places = [(place, text) for place, text in _strings(content, ()) if place[0] != "plus"]
    texts = {"/" + "/".join(place): text for place, text in places if place[-1] in _FREE}
    names = [(place, text) for place, text in places if place[0] == "actor" and place[2] == "name"]
    return Record(register, key(content), texts, {"/" + "/".join(place): text for place, text in names})


def _strings(value: object, place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict):
        for name in sorted(value):
            yield from _strings(value[name], (*place, name))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _strings(each, (*place, str(number)))
    elif isinstance(value, str):
        yield place, value


def _stratum(record: Record) -> str:
    """Return what a record is drawn as: by register, and by whether its text may name a person."""
    if record.register != "vcdb":
        return record.register
    text = "\n".join(record.texts.values())
    if record.names:
        return "named"
    if not _PAIR.search(text):
        return "other"
    return "cued" if _CUE.search(text) else "pair"
