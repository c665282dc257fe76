"""The Status of a row is one status and its claimant, or a finding."""

import pytest

from builders import converted, page_text, row_text
from conversions import ROW, values
from privkg.build.lifting import LiftedIncident
from privkg.core import resources
from privkg.rdf.terms import term

PLAIN = {
    "pk:Reported": "Reported|reported.|REPORTED",
    "pk:Alleged": "Alleged|alleged|claimed|accused",
    "pk:Established": "Established|found by a court|Found by a regulator",
    "pk:Disputed": "Disputed|contested",
    "pk:Denied": "Denied|DENIED|denied.",
    "pk:Settled": (
        "Settled|settled.|Settled without admission|Settled (without admission)"
        "|Settled, without admission|Settled without admitting wrongdoing"
        "|Settled without admission of liability|settled out of court"
        "|Settled with the regulator|Settled by the company|Settled (with Example, Inc.)"
        "|Settled with the regulator without admission|Settled with Example Corp., without admission."
    ),
    "pk:Uncontested": (
        "Uncontested|uncontested.|Uncontested (default)|Uncontested, by default|Uncontested by default"
        "|found by default|Found by default.|default judgment|Default judgement"
        "|Uncontested by the company"
    ),
}
CLAIMED = [
    ("Denied by the company", "pk:Denied", "the company"),
    ("denied by Example Corp.", "pk:Denied", "Example Corp"),
    ("Denied by Example, Inc.", "pk:Denied", "Example, Inc"),
    ("Denied (by the ministry)", "pk:Denied", "the ministry"),
    ("Denied, by its spokesperson", "pk:Denied", "its spokesperson"),
    ("Denied by the Ministry of Health", "pk:Denied", "the Ministry of Health"),
    ("Denied by a spokesman for the company", "pk:Denied", "a spokesman for the company"),
    ("Denied by Example and Other", "pk:Denied", "Example and Other"),
    ("Denied by the company's lawyers", "pk:Denied", "the company's lawyers"),
    ("Disputed by the police", "pk:Disputed", "the police"),
    ("Disputed by the police in Oslo", "pk:Disputed", "the police in Oslo"),
    ("Contested by several experts", "pk:Disputed", "several experts"),
    ("Alleged by rights activists", "pk:Alleged", "rights activists"),
    ("alleged (by the union)", "pk:Alleged", "the union"),
    ("Alleged, according to prosecutors", "pk:Alleged", "prosecutors"),
    ("Claimed by a former employee", "pk:Alleged", "a former employee"),
    ("Reported by journalists", "pk:Reported", "journalists"),
    ("Reported by The Example", "pk:Reported", "The Example"),
    ("Reported according to the newspaper", "pk:Reported", "the newspaper"),
    ("Established by the court", "pk:Established", "the court"),
    ("Confirmed by the High Court", "pk:Established", "the High Court"),
    ("Found by a court in Oslo", "pk:Established", "a court in Oslo"),
    ("Proven by the data protection authority", "pk:Established", "the data protection authority"),
]
NOTHING = """
not proven|unproven|Proven|not confirmed|Confirmed|unconfirmed|not alleged|not denied|never established
no longer disputed|not yet established|Established?|Established (not)|Denied?|possibly established
Denied, then admitted|Denied by the company, then admitted|Denied by the company and later confirmed
Denied by the police but confirmed by court|Denied by nobody|Denied by no company|Denied by no one
Denied by the company at first|Denied by the company initially|Denied by the company yesterday
Denied by the company in January|Denied by the company in 2019|Alleged by mistake|Reported by accident
Established by the newspaper|Established by the company|Confirmed by the company|Admitted by the company
Found by researchers|Established by the court of public opinion|Established by law|Established by default
under investigation|unknown|not known|TBD|n/a|-|?|Dropped|according to the union|by the company
Denied by|Denied by ?|Derived|inferred|Alleged and denied|Reported / Alleged
Denied, according to The Example|Found by the victim of the court|Found by the court of one
Not established by the court|Was denied by the company|Denied by the company or the police|Known|none
Denied by the company. Later proven by the court|Alleged by two of them|Denied by the company (twice)
Settled?|not settled|Unsettled|nearly settled|to be settled|Settled for now|Settled, then reopened
Settled with nobody|Settled with an admission|Settled with admission|Settled but disputed
not uncontested|Uncontested?|default|by default|Uncontested until appealed|Contested by default|Found
Settled with the regulator, then reopened|Settled with the regulator with admission|Uncontested (not)
"""


def of(status: str, **fields: str) -> LiftedIncident:
    return converted(page_text(rows=(row_text(Status=status, **fields),)))


def stated(status: str, **fields: str) -> tuple[list[str], list[str]]:
    found = of(status, **fields)
    return values(found, "pk:claimStatus", ROW), sorted(values(found, "pk:attributedTo", ROW))


class TestStatus:
    @pytest.mark.parametrize(
        ("text", "status"),
        [(text, status) for status, texts in PLAIN.items() for text in texts.split("|")],
    )
    def test_alone_names_nobody(self, text: str, status: str) -> None:
        """
        A word for a status is the status, without a claimant.
        """
        assert ([status], []) == stated(text)

    @pytest.mark.parametrize(("text", "status", "party"), CLAIMED)
    def test_by_a_party_is_attributed_to_it(self, text: str, status: str, party: str) -> None:
        """
        A status and the party that claims it become both, the party in the page's words.
        """
        assert ([status], [party]) == stated(text)

    @pytest.mark.parametrize("text", NOTHING.strip().replace("\n", "|").split("|"))
    def test_that_is_not_certain_is_none(self, text: str) -> None:
        """
        A negated, doubted, double or unknown status is a finding, and no triple.
        """
        found = [finding for finding in of(text).findings if finding.rule.code == "PK040"]

        assert ([], []) == stated(text)
        assert [f'unknown status "{text}"; '] == [one.message.partition("write")[0] for one in found]

    def test_that_is_unknown_is_reported_with_all_choices(self) -> None:
        """
        The message lists every status that a page may state, as the rule on statuses does.
        """
        (found,) = [finding for finding in of("unknown").findings if finding.rule.code == "PK040"]
        rule = resources.text(resources.folder("shapes") / "claim-status-is-known.ttl")
        choices = "Reported, Alleged, Established, Disputed, Denied, Settled or Uncontested"

        assert f'unknown status "unknown"; write {choices}' == found.message
        assert f'"Write as Status one of {choices}."@en' in rule

    def test_rests_on_its_words(self) -> None:
        """
        The status quotes the whole value, and the attribution the party in it.
        """
        claims = {claim.predicate: claim.passage.text for claim in of("Denied by the company").claims}

        assert "Denied by the company" == claims[term("pk:claimStatus")]
        assert "the company" == claims[term("pk:attributedTo")]

    @pytest.mark.parametrize(
        ("according_to", "expected"),
        [
            ("The Example", ["The Example", "the company"]),
            ("The company", ["The company"]),
        ],
    )
    def test_and_according_to_are_both_stated(self, according_to: str, expected: list[str]) -> None:
        """
        A party of the Status and another in According to are both stated; the same one is stated once.
        """
        found = stated("Denied by the company", According_to=according_to)

        assert (["pk:Denied"], expected) == found

    def test_that_is_absent_is_reported(self) -> None:
        """
        A row without a Status, or with an empty one, is reported.
        """
        rows = (row_text(), row_text(Status=""))
        found = converted(page_text(rows=rows))
        other = term("pk:claimStatus")

        assert [term("pk:Reported")] * 2 == [o for _, p, o in found.facts if p == other]
