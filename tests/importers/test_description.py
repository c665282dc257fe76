"""Inline marks of the Description: what is one, what it marks, and what only looks like one."""

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
        A harm behind the last sentence, with or without a space, marks the paragraph.
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
        A mark between two sentences closes the first.
        """
        assert [("Surveillance", closed)] == marks(closed + rest)

    @pytest.mark.parametrize(
        "written", ["Secondary Use", "secondary use", "SECONDARY  USE", "Secondary-Use"]
    )
    def test_a_name_may_be_written_freely(self, written: str) -> None:
        """
        Case, spaces and a hyphen within the name of a harm are free.
        """
        assert [written] == harms(f"They sold it.{written}")

    def test_each_closes_the_passage_behind_the_one_before(self) -> None:
        """
        The second mark of a paragraph does not mark what the first has closed.
        """
        found = marks("They kept it.Surveillance They sold it. Secondary Use")

        assert [
            ("Surveillance", "They kept it.Surveillance"),
            ("Secondary Use", "They sold it. Secondary Use"),
        ] == found

    @pytest.mark.parametrize("joined", ["Surveillance, Secondary Use", "Surveillance and Secondary Use"])
    def test_harms_that_stand_together_mark_the_same(self, joined: str) -> None:
        """
        Two harms behind one sentence both mark it.
        """
        text = f"They kept it. {joined}"

        assert [("Surveillance", text), ("Secondary Use", text)] == marks(text)

    @pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
    def test_alone_it_marks_the_paragraph_above(self, line_end: str) -> None:
        """
        Harms in paragraphs of their own close the paragraph above them.
        """
        text = f"They kept it.{line_end * 2}Surveillance{line_end * 2}Disclosure"

        assert [("Surveillance", text[: -len("Disclosure")].rstrip()), ("Disclosure", text)] == marks(
            text
        )

    def test_alone_it_leaves_what_is_closed(self) -> None:
        """
        Behind a mark, the harm of the next paragraph closes the rest.
        """
        found = marks("They kept it. Surveillance. They sold it.\n\nDisclosure")

        assert ("Disclosure", "They sold it.\n\nDisclosure") == found[1]

    @pytest.mark.parametrize("line_end", ["\r\n", "\r", "\u2028"])
    def test_a_wrapped_line_is_no_paragraph(self, line_end: str) -> None:
        """
        A paragraph goes on behind the end of a line, whatever ends it.
        """
        text = f"They kept it,{line_end}all of it. Surveillance"

        assert [("Surveillance", text)] == marks(text)


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
        Ordinary prose that holds the word of a harm marks nothing.
        """
        assert [] == marks(description)

    def test_a_misspelt_mark_is_told(self) -> None:
        """
        What is nearly a harm at the end of a paragraph is reported, not read as one.
        """
        found = incident(description="They kept it. Surveilance")

        assert ([], ["PK304"]) == (list(found.marks), codes(found))
        assert '"Surveilance" is no harm; did you mean surveillance?' == found.findings[0].message

    @pytest.mark.parametrize("lead", ["It was a Disclosure. Secondary Use", "Surveillance"])
    def test_only_the_description_is_searched(self, lead: str) -> None:
        """
        A harm in the lead is text.
        """
        assert () == incident(lead=f"{lead} it is.").marks
