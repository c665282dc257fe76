"""An excerpt is a line of a page for a terminal, with an underline."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from privkg.check.reports._excerpt import quoted
from privkg.core.findings import Region

LETTERS = "aé東京\u0301\u0300\t\x1b\u202e.ЖＡ"
"""Characters that are narrow, wide, without a width, and escaped."""


def at(excerpt: str, words: str, *, lines: int = 1) -> Region:
    """Return the region of some words in a line."""
    start = excerpt.index(words)
    end = start + len(words) + 1
    return Region(
        path="x.txt", line=1, column=start + 1, end_line=lines, end_column=end, excerpt=excerpt
    )


def marked(line: str, mark: str) -> str:
    """Return the text above an underline, with columns as counted by rich."""
    start, end = len(mark) - len(mark.lstrip()), len(mark)
    return "".join(c for n, c in enumerate(line) if start < cell_len(line[: n + 1]) <= end)


def bare(text: str) -> str:
    """Return text without combining accents, which have no width."""
    return text.translate(dict.fromkeys((0x300, 0x301)))


class TestQuoted:
    @pytest.mark.parametrize(
        ("excerpt", "words", "line", "mark"),
        [
            ("Date soon", "soon", "Date soon", "     ^~~~"),
            ("東京 soon", "soon", "東京 soon", "     ^~~~"),
            ("Date 東京", "東京", "Date 東京", "     ^~~~"),
            ("Re\u0301sume\u0301 x", "x", "Re\u0301sume\u0301 x", "       ^"),
            ("x e\u0301e\u0301", "e\u0301e\u0301", "x e\u0301e\u0301", "  ^~"),
            ("क\u094dष soon", "soon", "क\u094dष soon", "   ^~~~"),
            ("می\u200cشود x", "x", "می\u200cشود x", "      ^"),
            ("\u1112\u1161\u11ab x", "x", "\u1112\u1161\u11ab x", "   ^"),
            ("a\tb", "b", "a b", "  ^"),
            ("\x1b[31mred", "red", "\\x1b[31mred", "        ^~~"),
            ("a\u202eb", "\u202e", "a\\u202eb", " ^~~~~~"),
            ("all", "", "all", "^"),
        ],
    )
    def test_underline_is_below_the_words(self, excerpt: str, words: str, line: str, mark: str) -> None:
        """
        Wide letters, combining accents, tabs and escapes are counted at their width on a terminal.
        """
        assert (line, mark) == quoted(at(excerpt, words), 40)

    @pytest.mark.parametrize(
        ("excerpt", "line", "mark"),
        [
            ("word" + " more" * 9, "word more more more …", "^~~~"),
            ("less " * 9 + "word", "… less less less word", "                 ^~~~"),
            ("less " * 9 + "word" + " more" * 9, "…ss less word more mo…", "         ^~~~"),
            ("word" * 9, "wordwordwordwordword…", "^" + "~" * 19),
        ],
    )
    def test_long_line_is_cut_around_the_words(self, excerpt: str, line: str, mark: str) -> None:
        """
        A line that is too long is cut before and after the words.
        """
        words = "word" * 9 if excerpt == "word" * 9 else "word"

        assert (line, mark) == quoted(at(excerpt, words), 22)

    def test_words_of_several_lines_are_marked_to_the_end(self) -> None:
        """
        Of several lines, the first one is quoted and underlined to its end.
        """
        assert ("Date soon", "     ^~~~") == quoted(at("Date soon", "s", lines=3), 40)

    def test_place_beyond_the_line_is_marked_at_its_end(self) -> None:
        """
        If something is missing at the end of a line, the underline is after the line.
        """
        place = Region(path="x.txt", line=1, column=9, end_line=1, end_column=9, excerpt="Date")

        assert ("Date", "    ^") == quoted(place, 40)

    def test_line_of_megabytes_is_not_walked(self) -> None:
        """
        A line of megabytes, even of characters without a width, is cut to its first few.
        """
        place = Region(
            path="x.txt", line=1, column=1, end_line=2, end_column=1, excerpt="e" + "\u0301" * 5_000_000
        )

        assert 1000 > len(quoted(place, 80)[0])


class TestAnyLine:
    @given(
        st.text(LETTERS, max_size=60),
        st.text(LETTERS, min_size=1, max_size=9),
        st.text(LETTERS, max_size=60),
    )
    def test_fits_and_marks_what_is_meant(self, before: str, words: str, after: str) -> None:
        """
        An excerpt fits into the terminal, and the text above the underline is the words.
        """
        place = Region(
            path="x.txt",
            line=1,
            column=len(before) + 1,
            end_line=1,
            end_column=len(before + words) + 1,
            excerpt=before + words + after,
        )
        line, mark = quoted(place, 64)
        alone, _ = quoted(at(words, words), 64)

        assert cell_len(line) <= 64
        assert bare(alone) in ("", bare(marked(line, mark)))
