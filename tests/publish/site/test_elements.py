"""HTML that is not made by templates: nothing of a page is markup in it."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from privkg.core.lettering import typeset
from privkg.publish.site import elements
from privkg.publish.site.pages import Link, Part, Passage, Piece, Value

TEXT = st.text(st.sampled_from("<>&\"' a=/"), max_size=20)
_TAG = re.compile(r"<[^<>]*>")


def words(markup: str) -> str:
    """Return the words of HTML, without its tags."""
    return html.unescape(_TAG.sub("", markup))


def row(number: int, text: str) -> Part:
    """Return a row that has a text everywhere."""
    act = Value(link=Link(text=text))
    return Part(anchor=text, number=number, name=text, act=act, statements=(), mark=text)


class TestElements:
    @given(TEXT, TEXT, TEXT)
    def test_a_link_has_its_words(self, text: str, target: str, mark: str) -> None:
        """
        Whatever a link consists of, its words are what a reader sees, those of a name typeset.
        """
        shown = typeset(text) if target and "://" not in text else text

        assert shown == words(elements.element(Link(text=text, target=target, mark=mark), str))

    @given(st.lists(TEXT))
    def test_values_are_separated_by_commas(self, texts: list[str]) -> None:
        """
        Values are in their order, separated by commas; none are nothing.
        """
        some = [Value(link=Link(text=text)) for text in texts]

        assert ", ".join(texts) == words(elements.values(some, str))

    @given(TEXT, TEXT)
    def test_lines_are_named(self, target: str, name: str) -> None:
        """
        Each line that states a value is a link, after a space.
        """
        value = Value(link=Link(text=""), passages=(Passage(target=target, line=3, property=name),) * 2)

        assert " line 3 line 3" == words(elements.lines(value, str))

    @given(st.lists(TEXT), st.lists(TEXT), st.booleans())
    def test_pieces_have_the_words_of_a_line(
        self, texts: list[str], anchors: list[str], is_marked: bool
    ) -> None:
        """
        The words of a line are whole, with and without anchors and marks.
        """
        rows = tuple(row(number, text) for number, text in enumerate(anchors)) if is_marked else ()
        some = [Piece(text=text, anchors=tuple(anchors), rows=rows, begun=rows) for text in texts]
        found = elements.pieces(some)

        assert "".join(texts) == words(found)
        assert len(texts) * len(anchors) == found.count(' id="')
