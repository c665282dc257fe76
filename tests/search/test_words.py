"""Words that are searched for, and the sentences in which they are found."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg.search import words
from privkg.search.words import BEGIN, END, Passage

HOSTILE = (
    *'"*^:-+(){}[]<>=|&~\\/%_,;!?#$@`',
    "NEAR(",
    "AND",
    "OR",
    "NOT",
    "titles:",
    "\0",
    "\ud800",
    "é",
    "中",
)


@pytest.fixture(scope="module")
def table() -> Iterator[sqlite3.Connection]:
    """A table of one text, as the index has it."""
    with closing(sqlite3.connect(":memory:")) as found:
        found.execute("CREATE VIRTUAL TABLE words USING fts5(titles, tokenize = 'unicode61')")
        found.execute("INSERT INTO words VALUES ('and or not near titles: E-Mail of Cafés')")
        yield found


def matches(table: sqlite3.Connection, query: str) -> bool:
    expression = words.read(query).expression
    assert expression
    return bool(table.execute("SELECT 1 FROM words WHERE words MATCH ?", (expression,)).fetchall())


class TestRead:
    @given(query=st.lists(st.one_of(st.sampled_from(HOSTILE), st.text())).map("".join))
    def test_any_text_is_an_expression(self, table: sqlite3.Connection, query: str) -> None:
        """
        Whatever is typed, the expression is valid, or empty.
        """
        if expression := words.read(query).expression:
            table.execute("SELECT 1 FROM words WHERE words MATCH ?", (expression,)).fetchall()

    @pytest.mark.parametrize(
        "query",
        [
            "NEAR",
            "NOT",
            "near AND or",
            "titles:",
            "mail",
            "e-mail",
            "E-MAI",
            "cafe",
            '"of',
            "Cafe\u0301",
        ],
    )
    def test_operators_are_words(self, table: sqlite3.Connection, query: str) -> None:
        """
        A word is found by its beginning in any case; operators of a query language are words.
        """
        assert matches(table, query)

    @pytest.mark.parametrize(
        "query", ["n", "ti", "afés", "mail-e", "near missing", "o*", "(titles : x)"]
    )
    def test_all_words_are_wanted(self, table: sqlite3.Connection, query: str) -> None:
        """
        A text without one of the words does not match; one or two letters are a whole word.
        """
        assert not matches(table, query)

    @pytest.mark.parametrize("query", ["", " \n", "*** --", "\0", "\ud800"])
    def test_no_words(self, query: str) -> None:
        """
        Punctuation alone has no words.
        """
        assert "" == words.read(query).expression

    def test_the_number_of_words_is_bounded(self) -> None:
        """
        The words that are not searched for are counted.
        """
        found = words.read("word " * (words.MOST_WORDS + 1))

        assert (words.MOST_WORDS, 1) == (found.expression.count('"word"'), found.ignored)
        assert "only the first 32 words are searched for; 1 word ignored" == found.note()


def marked(text: str) -> str:
    """Return a text with found words marked by asterisks instead of the index's marks."""
    for mark in (BEGIN, END) * text.count("*"):
        text = text.replace("*", mark, 1)
    return text


class TestSentence:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("One. The *two* words. Three.", "The *two* words."),
            ("A *word*. Both *words* in *one*. End.", "Both *words* in *one*."),
            ("The same *word* and *word*. One *word* or *two*.", "One *word* or *two*."),
            ("First.\nIn a *paragraph* without a stop", "In a *paragraph* without a stop"),
            ("It was sold. *Disclosure*", "It was sold. *Disclosure*"),
            ('Said "no." *Then* left.', "*Then* left."),
            ("It cost ca. *five* euros. Less.", "It cost ca. *five* euros."),
            ("Nothing.", ""),
        ],
    )
    def test_is_that_with_most_words(self, text: str, expected: str) -> None:
        """
        The sentence with most of the found words is returned, with the harm that its paragraph names.
        """
        assert expected == words.sentence(marked(text)).marked("*", "*")

    @given(
        text=st.lists(st.sampled_from(["word ", "*found* ", "word. ", "*found*. ", "x" * 400])).map(
            "".join
        )
    )
    def test_a_long_one_is_cut(self, text: str) -> None:
        """
        A sentence has a found word, is of bounded length, and consists of pieces of the text.
        """
        found = words.sentence(marked(text))

        assert ("*" in text) == any(is_found for _, is_found in found.pieces)
        assert len(str(found)) < 400
        assert str(found).strip("…") in text.replace("*", "")


class TestPassage:
    def test_pieces(self) -> None:
        """
        A text is its pieces, without marks.
        """
        found = words.passage(marked("*a* b *c*"))

        assert Passage((("a", True), (" b ", False), ("c", True))) == found
        assert "a b c" == str(found)
