"""Generated pages with the skew of real ones, the same in each run: `skewed_pages.page(number)`.

A few actors, places and publishers are in many incidents, most are in one or two; 3 to 6 kB a page, one
to six rows, and findings in about 30 % of the pages.
"""

import random
from itertools import accumulate
from typing import Final

from bench import pages

_MOST_ACTORS = 10_000
_RECORDED_ACTORS = 3_000  # they are 87 % of those named
_MOST_PUBLISHERS = 20_000
_FAULTY = 0.15

_KINDS = (
    "Company",
    "Ministry",
    "Police Department",
    "Hospital",
    "School",
    "Agency",
    "Bank",
    "University",
)
_PLACES = (
    *("Los Angeles, California, United States", "New York, New York, United States"),
    *("London, United Kingdom", "Paris, France", "Berlin, Germany", "Toronto, Ontario, Canada"),
    *("Moscow, Russia", "Oslo, Norway", "Nairobi, Kenya", "Lima, Peru", "Stockholm, Sweden"),
    *(
        "São Paulo, Brazil",
        "Lyon, France",
        "Singapore",
        "Santiago, Chile",
        "Iceland",
        "Japan",
        "Nigeria",
    ),
)
_HARMS = (
    *("Disclosure", "Insecurity", "Surveillance", "Secondary Use", "Exclusion", "Identification"),
    *("Aggregation", "Breach of Confidentiality", "Intrusion", "Exposure", "Interrogation"),
    *("Decisional Interference", "Distortion", "Appropriation", "Increased Accessibility", "Blackmail"),
)
_INFORMATION = (
    *("Name", "Physical Address", "Email Address", "Location", "Picture", "Telephone Number"),
    *("Biometric", "Gender", "Medical Record", "Political Opinion", "Password", "Passport Number"),
)
_LAWS = (
    "General Data Protection Regulation (European Union)",
    "Federal Trade Commission Act (United States)",
    "Privacy Act 1988 (Australia)",
)
_WHO = ("the office", "a clerk", "the contractor", "a former employee", "the board", "an auditor")
_DID = ("copied", "kept", "passed on", "published", "sold", "compared", "lost", "stored")
_DOING = ("copying", "keeping", "passing on", "publishing", "selling", "comparing", "losing")
_WHAT = ("the letters", "a list of names", "the records", "the photographs", "the answers", "the files")
_WHEN = (
    "in spring",
    "for two years",
    "after a complaint",
    "before the audit",
    "every week",
    "by mistake",
)

_FAULTS = (
    ("Information: ", "Information: Nmae and "),
    ("Secondary Consequences: not known\n", ""),
    ("At-Risk group: People", "At-Risk group: Customers"),
)

_TEXT: Final = """\
Incident {number} at {first}

Short Title {first} {number}
Location {place}
Date {month} {year}

Solove Harm {harms}
Information {information}
Threat Actors {actors}

Individuals
Affected People in {city}
High Risk Groups {groups}
Tangible Harms

{lead}

Description

{description}

Breakdown

{rows}

Laws and Regulations

{law}

Sources

{sources}
"""
_ROW = """\
Threat: {actor} {did} {what} of case {number}
At-Risk group: People in {city}
Harm: {harm}
Secondary Consequences: not known
According to: Publisher {publisher}
Information: {information}
Source: {source}"""
_SOURCE = (
    "https://publisher-{publisher}.example.org/{number}/{position} | Publisher {publisher}"
    " | accessed 3 May 2026"
)


def page(number: int) -> str:
    """Return the page of an incident, by number."""
    draw = random.Random(number)
    place = _skewed(draw, _PLACES)
    city = place.partition(",")[0]
    harms = [_skewed(draw, _HARMS) for _ in range(1 + int(6 * draw.random() ** 2))]
    actors = list(dict.fromkeys(_actor(_rank(draw, _MOST_ACTORS)) for _ in harms[:3]))
    publishers = [_rank(draw, _MOST_PUBLISHERS) for _ in range(1 + int(5 * draw.random() ** 2))]
    information = [_skewed(draw, _INFORMATION) for _ in harms]
    rows = []
    for position, harm in enumerate(harms):
        source = draw.randrange(len(publishers))
        row = _ROW.format(
            actor=actors[position % len(actors)],
            did=draw.choice(_DOING),
            what=draw.choice(_WHAT),
            number=number,
            city=city,
            harm=harm,
            publisher=publishers[source],
            information=information[position],
            source=source + 1,
        )
        if harm == "Secondary Use":
            row += "\nOriginal purpose: to keep records\nNew purpose: to sell them"
        rows.append(row)
    if draw.random() < _FAULTY:
        right, wrong = draw.choice(_FAULTS)
        rows[0] = rows[0].replace(right, wrong)
    paragraphs = [
        f"{' '.join(_sentence(draw) for _ in range(draw.randint(4, 12)))} {harm}"
        for harm in dict.fromkeys(harms)
    ]
    while sum(map(len, paragraphs)) < 1_000 + 2_000 * draw.random():
        paragraphs.append(" ".join(_sentence(draw) for _ in range(draw.randint(4, 12))))
    return _TEXT.format(
        number=number,
        first=actors[0],
        place=place,
        city=city,
        month=draw.choice(("March", "June", "October")),
        year=2026 - int(50 * draw.random() ** 2),
        harms=", ".join(dict.fromkeys(harms)),
        information=", ".join(dict.fromkeys(information)),
        actors=", ".join(actors),
        groups=draw.choice(("", f"Women in {city}", f"Children in {city}")),
        lead=" ".join(_sentence(draw) for _ in range(2)),
        description="\n\n".join(paragraphs),
        rows="\n\n".join(rows),
        law=draw.choice(_LAWS) if draw.random() < 1 / 3 else "",
        sources="\n".join(
            _SOURCE.format(publisher=one, number=number, position=position)
            for position, one in enumerate(publishers)
        ),
    )


def records() -> str:
    """Return authority records in Turtle of the actors that pages name most."""
    return pages.records_of(map(_actor, range(1, _RECORDED_ACTORS + 1)))


def _rank(draw: random.Random, most: int) -> int:
    """Return a number from 1 to `most`, each about as often as its reciprocal."""
    return int(most ** draw.random())


def _skewed(draw: random.Random, values: tuple[str, ...]) -> str:
    weights = accumulate(1 / position for position in range(1, len(values) + 1))
    return draw.choices(values, cum_weights=list(weights))[0]


def _actor(rank: int) -> str:
    return f"{_KINDS[rank % len(_KINDS)]} {rank}"


def _sentence(draw: random.Random) -> str:
    """Return a sentence of four parts, each drawn alone."""
    who, did, what, when = map(draw.choice, (_WHO, _DID, _WHAT, _WHEN))
    return f"{when.capitalize()} {who} {did} {what}, which nobody had agreed to."
