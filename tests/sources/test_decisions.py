"""The section Decisions: its blocks, tables and findings, and lines that look like its heading."""

import pytest

from builders import codes, incident, page_text
from privkg.core.errors import PageError
from privkg.core.model import Decision, Incident, Passage
from privkg.sources._grammar import page_fields

FINE = {
    "Decision": ("kind", "Fine", "Fine"),
    "Body": ("bodies", "\n- Data Office, Oslo\n- Court", ["Data Office, Oslo", "Court"]),
    "Date": ("date", "24 October 2018", "24 October 2018"),
    "Amount": ("amount", "500,000 GBP", "500,000 GBP"),
    "About": ("about", "1,2; 3", ["1", "2", "3"]),
    "Law": ("laws", "Act, 1998 (UK); GDPR", ["Act, 1998 (UK)", "GDPR"]),
    "Reverses": ("reverses", "1", ["1"]),
    "Amends": ("amends", "2", ["2"]),
    "Appeal of": ("appeal_of", "3", ["3"]),
    "Result": ("result", "It pays,\nand admits nothing", "It pays, and admits nothing"),
    "Source": ("sources", "16, 20", ["16", "20"]),
}
"""The attribute that each field fills, an example, and what it holds."""
WHOLE = "\n".join(f"{name}: {written}" for name, (_, written, _) in FINE.items())
SETTLEMENT = "Decision: Settlement\nDate: 30 October 2019\nAmends: 1"
LAWS = "\n\nLaws and Regulations"


def page_of(*blocks: str, heading: str = "Decisions", parted: str = "\n\n") -> str:
    """Return a page with decisions."""
    return page_text().replace(LAWS, f"\n\n{heading}\n\n{parted.join(blocks)}{LAWS}")


def found_in(*blocks: str, heading: str = "Decisions", parted: str = "\n\n") -> Incident:
    return incident(page_of(*blocks, heading=heading, parted=parted))


def words(value: Passage | tuple[Passage, ...] | None) -> object:
    return [one.text for one in value] if isinstance(value, tuple) else value and value.text


def values(decision: Decision) -> dict[str, object]:
    """Return the values of a decision by attribute, without empty ones."""
    named = {name: words(getattr(decision, name)) for name, *_ in FINE.values()}
    return {name: value for name, value in named.items() if value}


def kinds(found: Incident) -> list[object]:
    return [words(decision.kind) for decision in found.decisions]


class TestBlocks:
    def test_each_field_has_an_example(self) -> None:
        """
        The examples of these tests cover all fields of a decision.
        """
        assert tuple(field.name for field in page_fields.DECISION) == tuple(FINE)

    def test_a_block_is_read(self) -> None:
        """
        A block with every field is one decision with all values, at the span of the block.
        """
        found = found_in(WHOLE)
        (decision,) = found.decisions

        assert {name: value for name, _, value in FINE.values()} == values(decision)
        assert WHOLE == found.page.text[decision.span.start : decision.span.end]
        assert [] == codes(found)

    @pytest.mark.parametrize(
        "heading", ["Decisions", "Decision", "== Decisions ==", "DECISIONS:", "Decision:"]
    )
    @pytest.mark.parametrize("parted", ["\n\n", "\n", "\n\n\n"])
    def test_blocks_are_in_page_order(self, heading: str, parted: str) -> None:
        """
        A blank line, or a repetition of the first field, ends a block.
        """
        found = found_in(WHOLE, SETTLEMENT, heading=heading, parted=parted)

        assert (["Fine", "Settlement"], []) == (kinds(found), codes(found))

    def test_a_page_may_have_no_blank_lines(self) -> None:
        """
        A heading needs no blank line above or below it.
        """
        found = incident(page_of(WHOLE, SETTLEMENT).replace("\n\n", "\n"))

        assert ["Fine", "Settlement"] == kinds(found)
        assert (1, 1) == (len(found.rows), len(found.sources))

    @pytest.mark.parametrize("before", ["\n\nBreakdown", "\n\nDescription", LAWS, "\n\nSources"])
    def test_the_section_may_be_anywhere(self, before: str) -> None:
        """
        The section may have any place among the others.
        """
        text = page_text().replace(before, f"\n\nDecisions\n\n{WHOLE}{before}")
        found = incident(text)

        assert (["Fine"], []) == (kinds(found), codes(found))
        assert (1, 1, 1) == (len(found.rows), len(found.sources), len(found.descriptions))

    def test_the_last_section_may_be_decisions(self) -> None:
        """
        A page may end with a decision whose Source is empty.
        """
        found = incident(f"{page_text()}\n\nDecisions\n\n{SETTLEMENT}\nSource:")

        assert (["Settlement"], 1) == (kinds(found), len(found.sources))

    def test_a_section_twice_is_a_finding(self) -> None:
        """
        Two sections of decisions are parsed as one, and reported.
        """
        found = found_in(WHOLE, f"Decisions\n\n{SETTLEMENT}")

        assert (["Fine", "Settlement"], ["PK204"]) == (kinds(found), codes(found))

    @pytest.mark.parametrize("edge", [" | ", "\t", "    "])
    def test_a_table_is_read(self, edge: str) -> None:
        """
        Decisions may be lines of a table below the names of fields.
        """
        lines = (("Decision", "Body", "Source"), ("Fine", "Court", "1,2"), ("Order", "Office", "3"))
        found = found_in("\n".join(edge.join(line) for line in lines))

        assert (["Fine", "Order"], []) == (kinds(found), codes(found))
        assert [["1", "2"], ["3"]] == [words(one.sources) for one in found.decisions]


class TestFindings:
    def test_a_field_twice(self) -> None:
        """
        Of two equal fields in a decision the first counts, and the second is reported.
        """
        found = found_in("Decision: Fine\nBody: Court\nBody: Office\nDate: 2019")

        assert (["Court"], ["PK411"]) == (words(found.decisions[0].bodies), codes(found))

    @pytest.mark.parametrize(("line", "name"), [("Boddy: Court", "Body"), ("Reults: x", "Result")])
    def test_a_name_that_is_misspelt(self, line: str, name: str) -> None:
        """
        A misspelt name is reported with the right one, and its line is not part of a value.
        """
        found = found_in(f"Decision: Fine\n{line}\nDate: 2019")

        assert (["PK412"], {"kind": "Fine", "date": "2019"}) == (
            codes(found),
            values(found.decisions[0]),
        )
        assert f'did you mean "{name}"?' in found.findings[0].message

    def test_a_name_that_is_unknown(self) -> None:
        """
        An unknown name, in a line or above a column, is reported with all known names.
        """
        lines = found_in("Decision: Fine\nThreat: A\nDate: 2019")
        columns = found_in("Decision | Severity | Date\nFine | high | 2019")

        assert (["PK412"], ["PK412"]) == (codes(lines), codes(columns))
        assert "Appeal of" in lines.findings[0].message

    def test_text_is_not_understood(self) -> None:
        """
        A text in the section that belongs to no block is reported.
        """
        found = found_in("The office decided twice.", WHOLE, "Nothing else is known.")

        assert (["PK205", "PK205"], ["Fine"]) == (codes(found), kinds(found))

    @pytest.mark.parametrize("line", ["Decision Fine", "decision: Fine"])
    def test_a_label_without_colon_or_capital(self, line: str) -> None:
        """
        A block that begins with a name without colon or capital is reported with the form to write.
        """
        found = found_in(WHOLE, line)

        assert ["PK205"] == codes(found)
        assert 'write "Decision:"' in found.findings[0].message

    def test_more_than_a_thousand_are_refused(self) -> None:
        """
        A page with more than a thousand decisions, or items in a field, is rejected.
        """
        for text in (page_of(*["Decision: Fine"] * 1001), page_of(f"About: {'1,' * 1001}")):
            with pytest.raises(PageError, match="more than 1000"):
                incident(text)


class TestEmpty:
    @pytest.mark.parametrize("name", FINE)
    def test_a_field_without_a_value_is_left_empty(self, name: str) -> None:
        """
        A field without a value is left empty, at the words of its name.
        """
        lines = [f"{one}:" if one == name else f"{one}: 7" for one in FINE]
        found = found_in("\n".join(lines))
        (empty,) = found.decisions[0].left_empty

        assert (FINE[name][0], name, []) == (empty.attribute, empty.label.text, codes(found))
        assert (1, 1) == (len(found.decisions), len(found.sources))

    @pytest.mark.parametrize(
        "blocks", [(), ("Decision:\nBody:\nDate:\nSource:",), ("Decision:", "Body:")]
    )
    def test_a_section_without_values_has_no_decision(self, blocks: tuple[str, ...]) -> None:
        """
        A section without any value, as on a new page, has no decision and is left empty.
        """
        found = found_in(*blocks)

        assert ((), []) == (found.decisions, codes(found))
        assert "decisions" in [one.attribute for one in found.left_empty]

    def test_an_empty_block_among_others_counts(self) -> None:
        """
        An empty block among others is a decision, so that the numbers of the others stay right.
        """
        assert [None, "Fine"] == kinds(found_in("Decision:\nBody:", WHOLE))


class TestHeadings:
    @pytest.mark.parametrize("word", ["Decisions", "Decision", "== Decision =="])
    def test_a_word_of_the_description_is_no_heading(self, word: str) -> None:
        """
        A line "Decision" above prose belongs to the Description.
        """
        text = f"It was sold.\n\n{word}\n\nThe office fined the seller."
        found = incident(description=text)

        assert ([text], ()) == (words(found.descriptions), found.decisions)

    @pytest.mark.parametrize("title", ["Decision", "Decisions"])
    def test_a_title_is_no_heading(self, title: str) -> None:
        """
        A page may have the title "Decision", with any field below it.
        """
        found = incident(page_text(title).replace("\n\nShort Title Cameras for sale", ""))

        assert (title, ["Moscow, Russia"]) == (found.title, words(found.locations))

    def test_fields_of_a_decision_are_no_late_infobox(self) -> None:
        """
        On a page without an infobox, fields of decisions are not taken for one.
        """
        found = incident(f"A title\n\nDescription\n\nIt was sold.\n\nDecisions\n\n{WHOLE}\n")

        assert (["Fine"], ()) == (kinds(found), found.dates)
