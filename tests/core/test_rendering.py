"""A rendering leads each shown text back to the page."""

from hypothesis import given
from hypothesis import strategies as st

from privkg.core.rendering import Renderer, Rendering

PIECES = st.lists(st.tuples(st.sampled_from("a&<"), st.booleans()), min_size=1, max_size=20)


def rendered(pieces: list[tuple[str, bool]]) -> tuple[str, Rendering]:
    """Return a page of entities, tags and letters, and its rendering; a true flag shows the piece."""
    written = {"a": "a", "&": "&amp;", "<": "<b>"}
    page = "".join(written[kind] for kind, _ in pieces)
    renderer, at = Renderer(page), 0
    for kind, is_shown in pieces:
        end = at + len(written[kind])
        if is_shown and kind == "a":
            renderer.copy(at, end)
        elif is_shown:
            renderer.put(kind, at, end)
        at = end
    return page, renderer.rendering()


class TestPlace:
    @given(PIECES, st.data())
    def test_every_range_is_found_in_the_page(
        self, pieces: list[tuple[str, bool]], data: st.DataObject
    ) -> None:
        """
        The place of a shown text begins and ends with what is shown for its first and last character.
        """
        page, rendering = rendered(pieces)
        start = data.draw(st.integers(0, len(rendering.text)))
        end = data.draw(st.integers(start, len(rendering.text)))
        first, last = rendering.place(start, end)
        shown = page[first:last].replace("&amp;", "&").replace("<b>", "<")

        assert 0 <= first <= last <= len(page)
        assert (start == end) == (first == last)
        if end > start:
            assert (rendering.text[start], rendering.text[end - 1]) == (shown[0], shown[-1])

    def test_markup_belongs_to_the_value_that_it_encloses(self) -> None:
        """
        The place of a link's words includes the marks of the link.
        """
        page = "in [[Oslo|the city]] now"
        renderer = Renderer(page)
        renderer.copy(0, 3)
        renderer.copy(10, 18)
        renderer.enclose(3, 3, 20)
        renderer.copy(20, 24)

        assert (3, 20) == renderer.rendering().place(3, 11)
        assert "in the city now" == renderer.rendering().text

    def test_characters_have_a_place_each(self) -> None:
        """
        Each character of text that is written with escapes leads to its own escape.
        """
        renderer = Renderer('"a""b"')
        renderer.put_each('a"b', (1, 2, 4, 5))
        found = renderer.rendering()

        assert 'a"b' == found.text
        assert [(1, 2), (2, 4), (4, 5), (1, 5)] == [
            found.place(*span) for span in ((0, 1), (1, 2), (2, 3), (0, 3))
        ]

    def test_the_last_words_are_known(self) -> None:
        """
        The end of the text can be compared, so that no blank line is doubled; an empty text has any end.
        """
        renderer = Renderer("ab")

        assert renderer.ends_with("\n\n")
        renderer.copy(0, 1)
        renderer.put("\n", 1, 1)
        assert (True, False) == (renderer.ends_with("a\n"), renderer.ends_with("\n\n"))
