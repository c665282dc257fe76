"""Text is broken at spaces, cut between graphemes, and never wider than its room."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg.core.lettering import ELLIPSIS, flat, folded, number_text, shortened, typeset, width

TEXTS = st.text(max_size=600).map(flat)


class TestFolded:
    def test_lines_end_with_words(self) -> None:
        """
        Text is broken at a space.
        """
        assert ["Breach of", "confidentiality"] == folded("Breach of confidentiality", 12, 110, lines=2)

    def test_what_does_not_fit_is_an_ellipsis(self) -> None:
        """
        Text that does not fit ends in an ellipsis.
        """
        assert ["Breach of", f"confiden{ELLIPSIS}"] == folded(
            "Breach of confidentiality", 12, 66, lines=2
        )

    def test_text_without_spaces_is_broken_anywhere(self) -> None:
        """
        Text without spaces is broken between characters.
        """
        assert ["市役所", "情報部"] == folded("市役所情報部", 10, 35, lines=2)

    def test_an_accent_stays_on_its_letter(self) -> None:
        """
        Text is not cut between a letter and its combining mark, nor within a joined emoji.
        """
        assert ["ab" + ELLIPSIS] == folded("abe\u0301" * 9, 10, width("abe" + ELLIPSIS, 10) - 1, lines=1)
        assert not shortened("👩\u200d💻👩\u200d💻", 10, 25).startswith("👩\u200d…")

    def test_accents_do_not_pile_up(self) -> None:
        """
        A letter keeps at most four combining marks.
        """
        assert ["Việt a" + "\u0301" * 4] == folded("Việt a" + "\u0301" * 90, 12, 200, lines=1)

    @given(TEXTS, st.integers(1, 4))
    def test_no_line_is_wider_than_its_room(self, text: str, lines: int) -> None:
        """
        Any text has at most the given number of lines, none wider than the room.
        """
        found = folded(text, 12, 100, lines=lines)

        assert len(found) <= lines
        assert all(width(line, 12) <= 100 for line in found)

    @given(st.text(st.characters(exclude_categories=("Cs", "Mn", "Me")), max_size=39).map(flat))
    def test_nothing_is_lost_where_there_is_room(self, text: str) -> None:
        """
        With enough lines, the whole text is kept.
        """
        found = folded(text, 12, 100, lines=400)

        assert text.replace(" ", "") == "".join(found).replace(" ", "")


class TestNumbers:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (0.0, "0"),
            (-0.0, "0"),
            (1234567, "1,234,567"),
            (12.5, "12.5"),
            (1 / 3, "0.333333"),
            (1e300, "1e+300"),
        ],
    )
    def test_are_for_reading(self, value: float, text: str) -> None:
        """
        Whole numbers have their thousands grouped; others have at most six digits.
        """
        assert text == number_text(value)


class TestTypeset:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("Moscow's Department", "Moscow’s Department"),
            ("Pupils' data", "Pupils’ data"),
            ("L'Aquila", "L’Aquila"),
            ("People's 'smart' cameras", "People’s 'smart' cameras"),
            ("No quotes", "No quotes"),
            ("5' ' '", "5’ ' '"),
        ],
    )
    def test_apostrophes_are_typographic(self, text: str, shown: str) -> None:
        """
        An apostrophe between letters or after a word is curly; a single quotation mark is unchanged.
        """
        assert shown == typeset(text)

    @given(st.text())
    def test_the_length_is_kept(self, text: str) -> None:
        """
        Every character stays where it is.
        """
        assert len(text) == len(typeset(text))
