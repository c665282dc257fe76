"""Realistic and arbitrary findings for tests of report formats."""

from hypothesis import strategies as st

from privkg.core import rules
from privkg.core.findings import PlacedFinding, Region
from privkg.core.model import Rule, Severity

EXCERPT = "Date Novembre 2014"


def finding(
    message: str = "write it as November 2014",
    *,
    path: str = "data/incidents/x.txt",
    rule: Rule = rules.DATE,
    excerpt: str = EXCERPT,
    related: tuple[Region, ...] = (),
) -> PlacedFinding:
    """Return a finding at the words "Novembre 2014" of line 14."""
    place = Region(path=path, line=14, column=6, end_line=14, end_column=19, excerpt=excerpt)
    return PlacedFinding(rule=rule, message=message, place=place, related=related)


def sound(text: str) -> str:
    """Return text with lone surrogates, which cannot be encoded, escaped."""
    return text.encode(errors="backslashreplace").decode()


def elsewhere(path: str = "data/incidents/x.txt") -> Region:
    """Return another location, in line 20."""
    return Region(path=path, line=20, column=1, end_line=20, end_column=4)


# Includes lone surrogates, and sequences that terminals, CI runners and templates interpret.
_TEXT = st.lists(
    st.text(st.characters(codec=None, exclude_categories=()), max_size=8)
    | st.sampled_from(["\x1b[31m", "\x9b1m", "\u202e", "\r\n", "\u2028", "\ud83d", "\ude00", "\udcff"])
    | st.sampled_from(
        ["::", "%", ",", "{0}", "[x](y)", "/", "C:\\", "..", "\t", "\u0301", "東", "\x00"]
    ),
    max_size=6,
).map("".join)
_RULES = st.sampled_from([rules.DATE, rules.ACTOR_UNTYPED, rules.HARM_DEPRECATED]) | st.builds(
    Rule, code=_TEXT, name=_TEXT, severity=st.sampled_from(Severity)
)
_PLACES = st.builds(
    Region,
    path=_TEXT | st.just("https://w3id.org/privkg/solove#scheme"),
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
