"""Names of persons harmed in any text, and the consistency of the cues."""

from hypothesis import given
from hypothesis import strategies as st

from builders import incident
from privkg.check import victim_names
from privkg.check.victim_names import cues
from privkg.core.model import Span

OF_OTHERS = cues.NOT_IN_NAMES | cues.NOT_FIRST | cues.OPENERS | cues.TIMES
NAMES = st.lists(st.text("aeinorsléñžжλ", min_size=3).map(str.title), min_size=2, max_size=4)
MARKS = "\n\x85.,;:()’-_ 9AÉжßİ\u0300\u200b日"
CUES = ["'s ", " was ", "filmed", " and ", "diary", "the diary of ", "victim ", ", a nurse, "]
PARTS = [". ", "Mr. ", "Anna", " Lindqvist", " van ", "Q. ", "Patient ", "In May "]
FRAGMENTS = st.sampled_from([*MARKS, *CUES, *PARTS])


class TestAnyText:
    @given(st.lists(FRAGMENTS | st.text(max_size=3), max_size=40).map("".join))
    def test_spans_lie_in_the_text(self, text: str) -> None:
        """
        Any text can be searched: findings begin and end with a letter, and are the same a second time.
        """
        page = incident(f"T\n\nDescription\n\n{text}\n")
        found = list(victim_names.find(page))

        assert found == list(victim_names.find(page))
        for one in found:
            name = page.page.text[one.span.start : one.span.end]
            assert name[:1].isupper()
            assert name == name.strip(" .,;:()’'-_\n")
            assert one.message.startswith(f'"{name}"')

    @given(
        NAMES.map(" ".join),
        st.sampled_from(["They filmed {}.", "The victim, {}, left.", "{}'s diary leaked."]),
    )
    def test_the_span_is_the_name(self, name: str, sentence: str) -> None:
        """
        Any capitalised words in a context of harm are found whole, unless one of them is a cue.
        """
        page = incident(description=sentence.format(name))
        start = page.page.text.index(sentence.format(name)) + sentence.index("{")
        found = [one.span for one in victim_names.find(page)]
        is_cue = not OF_OTHERS.isdisjoint(name.lower().split())

        assert is_cue or [Span(start, start + len(name))] == found


class TestCues:
    def test_are_single_words_in_lower_case(self) -> None:
        """
        A cue is a single word in lower case, as it is compared with such words.
        """
        lists = [
            words for name, words in vars(cues).items() if name.isupper() and name != "THINGS_OF_KIND"
        ]
        every = [word for words in lists for word in words]

        assert [] == [word for word in every if word != word.lower() or " " in word]

    def test_nobody_is_private_and_in_office(self) -> None:
        """
        No word is a cue for both a private person and an office.
        """
        assert frozenset() == cues.PERSONS & cues.OFFICES
