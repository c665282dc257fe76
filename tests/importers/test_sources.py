"""The Sources of a page: which addresses are links, and what else is known of them."""

import pytest

from builders import codes, incident
from privkg.model import Source

URL = "https://example.org/story"


def read(sources: str) -> list[Source]:
    return list(incident(sources=sources).sources)


class TestAddresses:
    @pytest.mark.parametrize(
        "line",
        [
            f"{URL}.",
            f"<{URL}>",
            f"[{URL} The story]",
            f"[1] {URL}",
            f"* {URL}",
            f"({URL}).",
            f"See “{URL}”,",
            f"Source:{URL}",
            f"Author, A. (2020): A story. {URL}).",
        ],
    )
    def test_are_cut_out_of_the_words_around_them(self, line: str) -> None:
        """
        Marks of the sentence around an address are no part of it.
        """
        assert [URL] == [source.url for source in read(line)]

    @pytest.mark.parametrize(
        "url",
        [
            "http://example.org",
            "https://example.org/a_(b)",
            "https://example.org/ü?q=é#ö",
            "https://example.org:8080/a;b,c",
            "https://user.example.org/~a/%C3%A9",
        ],
    )
    def test_are_kept_as_they_are(self, url: str) -> None:
        """
        A web address is taken letter by letter.
        """
        found = incident(sources=url)

        assert ([url], []) == ([source.url for source in found.sources], codes(found))

    @pytest.mark.parametrize(
        "line",
        [
            "The Example Times, 2020",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "ftp://example.org/a",
            "http://",
            "http://exa mple",
            "https://localhost/a",
            "https://example.org:99999/",
            "https://example.org/%zz",
            "https://[bad",
        ],
    )
    def test_of_no_use_are_told_and_kept_as_words(self, line: str) -> None:
        """
        What is no address on the web makes no link; its words stay.
        """
        found = incident(sources=line)

        assert [None] == [source.url for source in found.sources]
        assert [line] == [source.passage.text for source in found.sources]
        assert ["PK207"] == codes(found)

    def test_keep_a_bracket_of_their_own(self) -> None:
        """
        Of two brackets behind an address only the one too many goes.
        """
        assert ["https://example.org/a_(b)"] == [one.url for one in read("(https://example.org/a_(b)).")]

    def test_lose_name_and_password(self) -> None:
        """
        What logs a person in is left out of the link, and that is told.
        """
        found = incident(sources="https://me:secret@example.org/a")

        assert ["https://example.org/a"] == [source.url for source in found.sources]
        assert ["PK207"] == codes(found)

    @pytest.mark.parametrize("parted", [" ", "\n", "\n\n", "\n* ", ", "])
    def test_several_are_several_sources(self, parted: str) -> None:
        """
        Each address is a source, in lines of their own or in one.
        """
        found = read(f"https://example.org/1{parted}https://example.org/2")

        assert ["https://example.org/1", "https://example.org/2"] == [source.url for source in found]

    def test_with_a_thousand_brackets_are_read(self) -> None:
        """
        Marks behind an address are taken off however many they are.
        """
        assert [URL] == [source.url for source in read(URL + ")." * 5000)]


class TestDetails:
    def test_stand_behind_bars_in_any_order(self) -> None:
        """
        Publisher, date, day of access and archive are told by their form.
        """
        line = (
            f"{URL} | accessed 2 May 2021 | archived https://archive.example.org/1 | 2020 | The Example"
        )
        found = read(line)[0]

        assert ("The Example", "2020") == (found.publisher, found.published)
        assert ("2 May 2021", "https://archive.example.org/1") == (found.accessed, found.archived_url)

    def test_an_archive_that_is_no_address_is_told(self) -> None:
        """
        An unusable archive address makes no link.
        """
        found = incident(sources=f"{URL} | archived javascript:alert(1)")

        assert (None, ["PK207"]) == (found.sources[0].archived_url, codes(found))

    def test_an_empty_section_has_none(self) -> None:
        """
        Nothing below the heading is no source.
        """
        assert [] == read("")
