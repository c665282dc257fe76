"""Generated pages: any number of them, the same in each run."""

import itertools
import re
from collections.abc import Callable, Iterable
from pathlib import Path

_PREFIXES = """\
PREFIX pk: <https://w3id.org/privkg/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_HARMS = ("Surveillance", "Secondary Use", "Disclosure", "Insecurity", "Aggregation", "Intrusion")
_PLACES = ("Moscow, Russia", "Oslo, Norway", "Lyon, France", "Nairobi, Kenya", "Lima, Peru")
_INFORMATION = ("Location", "Contact", "Behavioral", "Identifying", "Biometric", "Email Address")
_SENTENCE = "The office kept what it had learned and passed it on to whoever wanted it. "

_PAGE = """\
Invented incident {number}

Short Title Invented {number}
Location {place}
Date {month} {year}

Solove Harm {harms}
Information {information}
Threat Actors {actor}, {other}

Individuals
Affected People in {city}
High Risk Groups Women in {city}
Tangible Harms

An invented lead of incident {number}.

Description

{sentences}{first}

{sentences}{second}

Breakdown

{rows}

Laws and Regulations

Sources

https://example.org/{number}
"""
_ROW = """\
Threat: {actor} doing what should not be done, case {number}
At-Risk group: People in {city}
Harm: {harm}
Secondary Consequences: not known"""
_PURPOSES = "\nOriginal purpose: to keep records\nNew purpose: to sell them"
# Patterns in a page, each with a replacement that violates a shape.
_FAULTS = (
    (r"An invented lead", "Write to jo@example.org, an invented lead"),
    (r"^Date .*", "Date 3 May 1820"),
    (r"^Location .*", "Location"),
    (r"^An invented lead.*", ""),
    (r"^New purpose: .*\n", ""),
)


def page(number: int) -> str:
    """Return the page of an incident, by number: three rows, two marks, about forty values."""
    harms = tuple(itertools.islice(itertools.cycle(_HARMS), number % 6, number % 6 + 3))
    city = _PLACES[number % 5].partition(",")[0]
    actor, other = f"Agency {number % 97}", f"Company {number % 89}"
    rows = [
        _ROW.format(actor=actor if harm != harms[0] else other, number=number, city=city, harm=harm)
        for harm in harms
    ]
    return _PAGE.format(
        number=number,
        place=_PLACES[number % 5],
        city=city,
        month=("March", "June", "October")[number % 3],
        year=1990 + number % 35,
        harms=", ".join(harms),
        information=", ".join((_INFORMATION[number % 6], _INFORMATION[(number + 1) % 6])),
        actor=actor,
        other=other,
        sentences=_SENTENCE * 3,
        first=harms[0],
        second=harms[1],
        rows="\n\n".join(rows),
    )


def careful_page(number: int) -> str:
    """Return a page that conforms to all shapes, except that every 200th violates one of five shapes."""
    whole = page(number)
    for row in re.findall(r"Threat: (?:.+\n)+", whole):
        if "Secondary Use" in row:
            whole = whole.replace(row, f"{row.rstrip()}{_PURPOSES}\n")
    if number % 200 == 0:
        right, wrong = _FAULTS[number // 200 % len(_FAULTS)]
        whole = re.sub(right, wrong, whole, count=1, flags=re.MULTILINE)
    return whole


def records() -> str:
    """Return authority records in Turtle for all actors of the pages."""
    return records_of([*(f"Agency {n}" for n in range(97)), *(f"Company {n}" for n in range(89))])


def records_of(names: Iterable[str]) -> str:
    """Return authority records in Turtle for actors, by their names."""
    blocks = (
        f"<https://w3id.org/privkg/id/actor/{name.lower().replace(' ', '-')}>\n"
        f'    a pk:Company ;\n    skos:prefLabel "{name}"@en ;\n.\n'
        for name in names
    )
    return _PREFIXES + "\n".join(blocks)


def write(folder: Path, count: int, make: Callable[[int], str] = page) -> None:
    """Write the first `count` pages into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"{number:06d}.txt").write_text(make(number), encoding="utf-8")
