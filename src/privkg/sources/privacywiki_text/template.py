"""An empty page: every field, section and row that a page can have, ready to be filled in."""

_PAGE = """\
{title}

Short Title
Location
Date

Solove Harm
Information
Threat Actors
Technology
People affected
Outcome

Individuals
Affected
High Risk Groups
Tangible Harms

Description

Breakdown

Threat:
At-Risk group:
Harm:
Secondary Consequences: not known
Original purpose:
New purpose:
Status:
According to:

Laws and Regulations

Sources

"""


def page(title: str) -> str:
    """Return an empty page of that title; white space in it is folded."""
    return _PAGE.format(title=" ".join(title.split()))
