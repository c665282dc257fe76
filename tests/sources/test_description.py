"""Marks in the Description: their forms, their passages, and words that only look like marks."""

import pytest

from builders import codes, incident


def marks(description: str) -> list[tuple[str, str]]:
    return [(mark.harm.text, mark.passage.text) for mark in incident(description=description).marks]


def harms(description: str) -> list[str]:
    return [harm for harm, _ in marks(description)]


class TestMarks:
    @pytest.mark.parametrize(
        "description",
        [
            "They kept it. Surveillance",
            "They kept it.Surveillance",
            "They kept it.  Surveillance.",
            "They kept it. surveillance",
            "They kept it.\nSurveillance",
            "They kept it!” Surveillance",
            "(They kept it.) Surveillance",
            "It was sold to the U.S. Surveillance",
            "They kept it. This is an example of Surveillance.",
            "They kept it. These are examples of Surveillance harm.",
            "They kept it. This is an example of Surveillance",
            "They kept it (Surveillance).",
            "They kept it [Surveillance]",
        ],
    )
    def test_a_paragraph_can_end_in_one(self, description: str) -> None:
        """
        A harm after the last sentence, with or without a space, marks the paragraph.
        """
        assert [("surveillance", description)] == [(h.lower(), text) for h, text in marks(description)]

    @pytest.mark.parametrize(
        ("closed", "rest"),
        [
            ("They kept it.Surveillance", " Nobody knew."),
            ("They kept it. Surveillance", " The city knew."),
            ("They kept it. Surveillance.", " Cameras saw."),
            ("They kept it. Surveillance", "\nOslo knew."),
            ("They kept it. Surveillance", "\r\nNobody knew."),
            ("They kept it (Surveillance).", " Nobody knew."),
            ("This is an example of Surveillance.", " Nobody knew."),
        ],
    )
    def test_a_sentence_can_end_in_one(self, closed: str, rest: str) -> None:
        """
        A mark between two sentences marks the first.
        """
        assert [("Surveillance", closed)] == marks(closed + rest)

    @pytest.mark.parametrize(
        "written", ["Secondary Use", "secondary use", "SECONDARY  USE", "Secondary-Use"]
    )
    def test_a_name_may_be_written_freely(self, written: str) -> None:
        """
        The name of a harm may have any case, and spaces or a hyphen within it.
        """
        assert [written] == harms(f"They sold it.{written}")

    def test_each_marks_the_passage_after_the_one_before(self) -> None:
        """
        The passage of a second mark begins after the first mark.
        """
        found = marks("They kept it.Surveillance They sold it. Secondary Use")

        assert [
            ("Surveillance", "They kept it.Surveillance"),
            ("Secondary Use", "They sold it. Secondary Use"),
        ] == found

    @pytest.mark.parametrize("joined", ["Surveillance, Secondary Use", "Surveillance and Secondary Use"])
    def test_adjacent_harms_mark_the_same(self, joined: str) -> None:
        """
        Two harms after one sentence both mark it.
        """
        text = f"They kept it. {joined}"

        assert [("Surveillance", text), ("Secondary Use", text)] == marks(text)

    @pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
    def test_alone_it_marks_the_paragraph_above(self, line_end: str) -> None:
        """
        A paragraph of harms marks the paragraph above it.
        """
        text = f"They kept it.{line_end * 2}Surveillance{line_end * 2}Disclosure"

        assert [("Surveillance", text[: -len("Disclosure")].rstrip()), ("Disclosure", text)] == marks(
            text
        )

    def test_alone_it_marks_the_unmarked_rest(self) -> None:
        """
        A paragraph of harms marks the text after the last mark of the paragraph above.
        """
        found = marks("They kept it. Surveillance. They sold it.\n\nDisclosure")

        assert ("Disclosure", "They sold it.\n\nDisclosure") == found[1]

    @pytest.mark.parametrize("line_end", ["\r\n", "\r", "\u2028"])
    def test_a_wrapped_line_is_no_paragraph(self, line_end: str) -> None:
        """
        A line end within a paragraph does not begin a new passage.
        """
        text = f"They kept it,{line_end}all of it. Surveillance"

        assert [("Surveillance", text)] == marks(text)


class TestLeftovers:
    @pytest.mark.parametrize(
        "description",
        [
            "It lay open.[3] Disclosure",
            "It lay open. Disclosure.[4]",
            "It lay open.[note 2][citation needed] Disclosure [5]",
            "It lay open.<ref name=a /> Disclosure",
            "It lay open.¹ Disclosure",
            "It lay open. ''Disclosure''",
            "It lay open. '''Disclosure'''.",
            "It lay open. **Disclosure**",
            "It lay open. *Disclosure*",
            "It lay open. __Disclosure__[edit]",
            "It lay open. [[Disclosure]]",
            "It lay open. [[Solove's harms|Disclosure]]",
            "It lay open. [Disclosure](https://example.org/d)",
            "It lay open.\n''Disclosure''\nThen it was closed.",
            "- It lay open. Disclosure",
            "a) It lay open. Disclosure",
        ],
    )
    def test_do_not_hide_a_mark(self, description: str) -> None:
        """
        A footnote mark or emphasis next to a mark is ignored.
        """
        assert ["Disclosure"] == harms(description)

    @pytest.mark.parametrize(
        ("first", "second"), [("1. ", "2. "), ("a) ", "b) "), ("(i) ", "(ii) "), ("* ", "* ")]
    )
    def test_an_item_of_a_list_is_a_passage(self, first: str, second: str) -> None:
        """
        A mark in a list item marks this item only.
        """
        found = marks(f"{first}It stood open. Insecurity\n{second}It was\nsold. disclosure")

        assert [
            ("Insecurity", "It stood open. Insecurity"),
            ("disclosure", "It was\nsold. disclosure"),
        ] == found

    def test_a_name_may_be_emphasised_in_parts(self) -> None:
        """
        The value has no markup; the quote equals the page.
        """
        harm = incident(description="It was sold. ''Secondary'' ''Use''").marks[0].harm

        assert ("Secondary Use", "Secondary'' ''Use") == (harm.text, harm.quote)

    @pytest.mark.parametrize("words", ["{{Harm|Disclosure}}", "<ref>Disclosure</ref>"])
    def test_a_template_is_reported(self, words: str) -> None:
        """
        The words of a template or footnote are not parsed, but reported.
        """
        found = incident(description=f"It lay open. {words}")

        assert ((), ["PK212"]) == (found.marks, codes(found))

    def test_a_list_below_a_denial_is_open(self) -> None:
        """
        Harms listed below an unfinished sentence are open, because it may deny them.
        """
        found = incident(description="The court found none of these:\n\n- Disclosure")

        assert ((), ["PK211"]) == (found.marks, codes(found))

    def test_a_misspelt_mark_is_quoted_on_one_line(self) -> None:
        """
        A misspelt mark that is split at a line end is reported, with the line end written out.
        """
        found = incident(description="It lay open. Disclo-\nsure")

        assert ['unknown harm "Disclo-\\nsure"; did you mean "disclosure"?'] == [
            finding.message for finding in found.findings
        ]


class TestProse:
    @pytest.mark.parametrize(
        "description",
        [
            "a Disclosure policy was written.",
            "They ran. Disclosure policies were written.",
            "They bought Surveillance. Then they used it.",
            "It is one of the most comprehensive Surveillance systems.",
            "Surveillance of the city went on.",
            "They used many means, e.g. surveillance.",
            "They used many means, e.g. Surveillance.",
            "They used many means, i.e. Surveillance.",
            "It was kept by the U.S.Surveillance Office.",
            "It showed the extent of U.S. surveillance.",
            "It showed the extent of U.S. surveillance. Then it ended.",
            "It was the companies' disclosure.",
            "They called it “security” intrusion.",
            "This is not an example of Disclosure.",
            "They kept it. Surveillance Cameras were bought.",
            "They ask for disclosure (and for surveillance) now.",
            "They ran. Overexposure",
        ],
    )
    def test_a_harm_word_in_a_sentence_is_no_mark(self, description: str) -> None:
        """
        Prose with the word of a harm marks nothing.
        """
        assert [] == marks(description)

    def test_a_misspelt_mark_is_reported(self) -> None:
        """
        A misspelt harm at the end of a paragraph is reported and marks nothing.
        """
        found = incident(description="They kept it. Surveilance")

        assert ([], ["PK304"]) == (list(found.marks), codes(found))
        assert 'unknown harm "Surveilance"; did you mean "surveillance"?' == found.findings[0].message

    @pytest.mark.parametrize("lead", ["It was a Disclosure. Secondary Use", "Surveillance"])
    def test_only_the_description_is_searched(self, lead: str) -> None:
        """
        A harm in the lead is not a mark.
        """
        assert () == incident(lead=f"{lead} it is.").marks
