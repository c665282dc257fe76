"""Findings, true to life and arbitrary, for tests of what they are written as."""

from hypothesis import strategies as st

from privkg import rules
from privkg.findings import Place, PlacedFinding
from privkg.model import Rule

EXCERPT = "Date Novembre 2014"


def finding(
    message: str = "write it as November 2014",
    *,
    path: str = "data/incidents/x.txt",
    rule: Rule = rules.DATE,
    excerpt: str = EXCERPT,
    related: tuple[Place, ...] = (),
) -> PlacedFinding:
    """Return a finding at the words "Novembre 2014" of line 14."""
    place = Place(path=path, line=14, column=6, end_line=14, end_column=19, excerpt=excerpt)
    return PlacedFinding(rule=rule, message=message, place=place, related=related)


def elsewhere(path: str = "data/incidents/x.txt") -> Place:
    """Return another place, of line 20."""
    return Place(path=path, line=20, column=1, end_line=20, end_column=4)


_RULES = st.sampled_from([rules.DATE, rules.ACTOR_UNTYPED, rules.HARM_DEPRECATED])
_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)
_PLACES = st.builds(
    Place,
    path=_TEXT,
    line=st.integers(1, 9),
    column=st.integers(1, 9),
    end_line=st.integers(9, 12),
    end_column=st.integers(9, 12),
    excerpt=_TEXT,
)
FINDINGS = st.lists(
    st.builds(
        PlacedFinding,
        rule=_RULES,
        message=_TEXT,
        place=_PLACES,
        related=st.lists(_PLACES, max_size=2).map(tuple),
    ),
    max_size=4,
)
