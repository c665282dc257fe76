"""Everyday words of a field have one expected meaning each; other words have none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import converted, page_text, row_text
from conversions import ROW, values
from privkg.build.lifting import LiftedIncident
from privkg.reference import concepts

NOT_KNOWN = """
not known|Not known.|unknown|UNKNOWN|not yet known|none known|None known|no known consequences
nothing known|no consequences known|to be determined|TBD|tbd|T.B.D.|TBC|to be confirmed|unclear|uncertain
undetermined|not yet determined|under investigation|being investigated|not disclosed|undisclosed
not available|?|??|no information available|still unknown|not known yet
"""
NONE_STATED = """
none|None.|nil|n/a|N/A|na|not applicable|no consequences|No consequences|none stated|none reported
-|–|—|no consequences reported|nothing reported|nothing|not stated|not reported|none mentioned
unspecified|not given
"""
NOTHING = """
known|Known.|Known?|yes|many|some|others unknown|no anxiety|not anxiety|no identity theft|Anxiety?
anxiety (?)|possibly anxiety|not none|not unknown|none of your business|not only anxiety|NAS
no information|no|!|…|/|known to the police|none known and anxiety|anxiety or none|nones
"""


def of(table: str) -> list[str]:
    return [word for word in table.replace("\n", "|").split("|") if word]


def of_row(**fields: str | None) -> LiftedIncident:
    return converted(page_text(rows=(row_text(**fields),)))


def suffered(text: str) -> list[str]:
    """Return the consequences of a row and their status."""
    found = of_row(Secondary_Consequences=text)
    return values(found, "pk:consequence", ROW) + values(found, "pk:consequenceStatus", ROW)


def reported(found: LiftedIncident) -> list[str]:
    return [finding.rule.code for finding in found.findings if finding.rule.code != "PK026"]


class TestConsequences:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            *((text, "pk:NotKnown") for text in of(NOT_KNOWN)),
            *((text, "pk:NoneStated") for text in of(NONE_STATED)),
        ],
    )
    def test_words_in_place_of_one(self, text: str, expected: str) -> None:
        """
        A phrase for no known consequence is one of two statuses.
        """
        assert [expected] == suffered(text)

    @pytest.mark.parametrize("text", of(NOTHING))
    def test_no_other_word_means_anything(self, text: str) -> None:
        """
        Words that are neither a consequence nor a status are a finding, and no triple.
        """
        found = of_row(Secondary_Consequences=text)

        assert ([], ["PK307"]) == (suffered(text), reported(found))

    @pytest.mark.parametrize(
        ("text", "expected", "findings"),
        [
            ("anxiety, loss of trust", ["cons:Anxiety", "cons:LossOfTrust"], []),
            ("Anxiety, others unknown", ["cons:Anxiety"], ["PK307"]),
            ("Anxiety, not known", ["cons:Anxiety"], ["PK308"]),
            ("not known; Anxiety", ["cons:Anxiety"], ["PK308"]),
            ("none, unknown", [], ["PK308", "PK308"]),
            ("unknown, TBD", ["pk:NotKnown", "pk:NotKnown"], []),
            ("Zyx, not known", [], ["PK307", "PK308"]),
            ("", ["pk:NoneStated"], []),
        ],
    )
    def test_a_status_is_that_of_the_whole_list(
        self, text: str, expected: list[str], findings: list[str]
    ) -> None:
        """
        A status next to a consequence contradicts it: the consequence is stated, the status is not.
        """
        assert (expected, findings) == (suffered(text), reported(of_row(Secondary_Consequences=text)))

    def test_of_the_infobox_are_read_alike(self) -> None:
        """
        A status next to consequences of Tangible Harms is a finding, and they are stated.
        """
        found = converted(page_text(Tangible_Harms="Anxiety, not known"))

        assert ["cons:Anxiety"] == values(found, "pk:tangibleHarm")
        assert ([], ["PK308"]) == (values(found, "pk:consequenceStatus"), reported(found))

    @given(st.text(min_size=1, max_size=30))
    def test_no_text_is_taken_as_known(self, text: str) -> None:
        """
        No words of a page state the status Known.
        """
        assert "pk:Known" not in suffered(text)


class TestPlurals:
    @pytest.mark.parametrize(
        ("text", "is_found"),
        [
            *(("AI", True), ("AIs", True), ("APIs", True), ("Cookies", True)),
            *(("AIS", False), ("ais", False), ("OSS", False), ("NAS", False)),
        ],
    )
    def test_of_acronyms_have_a_small_s(self, text: str, is_found: bool) -> None:
        """
        "AIS" is another acronym than "AI", and no technology of that name is known.
        """
        assert is_found == bool(concepts.technologies().find(text))


class TestBrackets:
    @pytest.mark.parametrize("text", ["Name (first, last)", "Name (of pupils)", "Name(full)"])
    def test_specify_a_category(self, text: str) -> None:
        """
        The text in brackets after a category belongs to it.
        """
        found = converted(page_text(Information=text))

        assert ["pd:Name"] == values(found, "pk:information")

    @pytest.mark.parametrize(
        "text", ["Name (not taken)", "Name (possibly)", "Name (?)", "Name (alleged)", "Example (name)"]
    )
    def test_may_take_a_category_back(self, text: str) -> None:
        """
        A value with a negation or doubt in brackets is a finding.
        """
        found = converted(page_text(Information=text))

        assert [] == values(found, "pk:information")
        assert "PK306" in [finding.rule.code for finding in found.findings]
