"""The check of queries holds for any text: no call of a service is hidden, and no text breaks it."""

import contextlib
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privkg.core.errors import PrivkgError
from privkg.rdf import sparql
from spellings import CALL, PREFIXES, SPELLINGS, outcome

FRAGMENTS = st.sampled_from(
    [
        *(
            "SERVICE",
            "service",
            "Service",
            "SILENT",
            "<urn:x>",
            "o:x",
            ":x",
            "<",
            ">",
            "#",
            "#>",
            "\n",
            " ",
        ),
        *(
            "'",
            '"',
            "'''",
            '"""',
            "\\",
            "\\'",
            "'a'",
            "@en",
            "@enSERVICE",
            "1",
            ".",
            ";",
            "?v",
            "?s ?p ?o",
        ),
        *(
            "{",
            "}",
            "(",
            ")",
            "{}",
            "{?s ?p ?o}",
            "FILTER(1<2",
            "FILTER(?s<?p)",
            "BIND(1 AS ?x)",
            "UNION",
        ),
        *("o:SERVICE", "SERVICE:", "o:a-SERVICE", "?xSERVICE", "é", "\u200d", "_:b", "^^", "OPTIONAL"),
    ]
)


class TestAnyText:
    @settings(max_examples=400)
    @given(st.one_of(st.text(), st.lists(FRAGMENTS, max_size=20).map("".join)))
    def test_nothing_but_our_errors_is_raised(self, text: str) -> None:
        """
        Any text is either accepted or refused with a PrivkgError.
        """
        with contextlib.suppress(PrivkgError):
            sparql.check(text)

    @settings(max_examples=1500)
    @given(st.lists(FRAGMENTS, max_size=8).map("".join), st.lists(FRAGMENTS, max_size=4).map("".join))
    def test_no_call_passes(self, before: str, between: str) -> None:
        """
        A query in which the engine would call a service is refused.
        """
        query = f"{PREFIXES}SELECT * {{ {before}SERVICE{between}{CALL} }}"
        if outcome(query) == "calls":
            with pytest.raises(PrivkgError):
                sparql.check(query)

    @settings(max_examples=1500)
    @given(st.lists(FRAGMENTS, max_size=12).map("".join))
    def test_no_hidden_call_passes(self, group: str) -> None:
        """
        A group of any tokens either calls no service or is refused.
        """
        query = f"{PREFIXES}SELECT * {{ {group} }}"
        if outcome(query) == "calls":
            with pytest.raises(PrivkgError):
                sparql.check(query)

    @settings(max_examples=300)
    @given(st.sampled_from(SPELLINGS), st.randoms(use_true_random=False))
    def test_case_does_not_matter(self, spelling: str, chance: random.Random) -> None:
        """
        A keyword is recognised in any mixture of upper and lower case.
        """
        mixed = spelling.replace(
            "SERVICE", "".join(map(chance.choice, zip("service", "SERVICE", strict=True)))
        )
        with pytest.raises(PrivkgError):
            sparql.check(f"{PREFIXES}ASK {{ {mixed} }}")
