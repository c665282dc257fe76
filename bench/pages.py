"""Invented pages in any number, the same ones each time."""

import itertools
from pathlib import Path

_HARMS = ("Surveillance", "Secondary Use", "Disclosure", "Insecurity", "Aggregation", "Intrusion")
_PLACES = ("Moscow, Russia", "Oslo, Norway", "Lyon, France", "Nairobi, Kenya", "Lima, Peru")
_INFORMATION = ("Location", "Contact", "Behavioral", "Identifying", "Biometric", "Email Address")
_SENTENCE = "The office kept what it had learned and passed it on to whoever asked for it. "

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


def page(number: int) -> str:
    """Return the page of a number: three rows, two marks, some forty values."""
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


def write(folder: Path, count: int) -> None:
    """Write the first `count` pages into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"{number:06d}.txt").write_text(page(number), encoding="utf-8")
