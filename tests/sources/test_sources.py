"""The Sources of a page: addresses, and the details next to them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import codes, incident
from privkg.core.model import Source

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
            f"The story, The Example, 9 November 2020. {URL}",
            f"[The story]({URL})",
            f"[{URL}]({URL})",
            f"* [The story (part 1)]({URL} 'A title').",
            f"[{URL}]",
            f"How hackers accessed 20 million files: {URL}",
            f"1. {URL}",
            f"({URL}),",
        ],
    )
    def test_are_cut_out_of_the_words_around_them(self, line: str) -> None:
        """
        The punctuation of a sentence is not part of an address in it.
        """
        found = incident(sources=line)

        assert [URL] == [source.url for source in found.sources]
        assert set() == {"PK207", "PK220", "PK221"} & set(codes(found))

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
        A web address is kept character by character.
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
            "https://example..org/a",
            f"https://{'a' * 64}.example/a",
            "www.example.org/a",
            "example.org/a",
            "example.org",
            "web.archive.org/web/2020/https://example.org/a",
            "[The story](story.html)",
        ],
    )
    def test_unusable_ones_are_reported(self, line: str) -> None:
        """
        A text that is not a web address is reported, and kept as the passage.
        """
        found = incident(sources=line)

        assert [None] == [source.url for source in found.sources]
        assert [line] == [source.passage.text for source in found.sources]
        assert ["PK207"] == codes(found)

    @pytest.mark.parametrize(
        ("line", "address"),
        [
            ("www.example.org/a.", "https://www.example.org/a"),
            ("The story, example.org/a", "https://example.org/a"),
            ("example.org", "https://example.org"),
        ],
    )
    def test_without_https_are_not_guessed(self, line: str, address: str) -> None:
        """
        An address without a scheme is reported with the address to write.
        """
        assert [address] == [f.message.rpartition(" ")[2] for f in incident(sources=line).findings]

    def test_of_an_archive_alone_are_whole(self) -> None:
        """
        The address within an archive's address is not a separate source.
        """
        url = "http://web.archive.org/web/20200102030405/http://example.org/a"

        assert [url] == [source.url for source in read(url)]

    def test_of_a_link_are_where_it_leads(self) -> None:
        """
        Of a Markdown link the address is used, brackets included, not the text.
        """
        line = "[https://example.org/b](https://example.org/a_(b))"

        assert ["https://example.org/a_(b)"] == [source.url for source in read(line)]

    def test_keep_a_bracket_of_their_own(self) -> None:
        """
        Only an unmatched bracket after an address is removed.
        """
        assert ["https://example.org/a_(b)"] == [one.url for one in read("(https://example.org/a_(b)).")]

    def test_lose_their_login(self) -> None:
        """
        The login in an address is removed, and reported.
        """
        found = incident(sources="https://me:secret@example.org/a")

        assert ["https://example.org/a"] == [source.url for source in found.sources]
        assert ["PK207"] == codes(found)

    @pytest.mark.parametrize(
        "parted", [" ", "\n", "\n\n", "\n* ", ", ", ",", ";", " | ", " and ", "; see also "]
    )
    def test_several_are_several_sources(self, parted: str) -> None:
        """
        Each address is a source, on one line or on several.
        """
        found = incident(sources=f"https://example.org/1{parted}https://example.org/2")
        addresses = [source.url for source in found.sources]

        assert (["https://example.org/1", "https://example.org/2"], []) == (addresses, codes(found))

    def test_several_links_are_several_sources(self) -> None:
        """
        Each link of a line is a source, with the details after it.
        """
        line = "[One](https://example.org/1) | Alba Times | [Two](https://example.org/2) | Borga News"
        found = read(line)

        assert ["https://example.org/1", "https://example.org/2"] == [source.url for source in found]
        assert ["Alba Times", "Borga News"] == [source.publisher for source in found]

    def test_with_a_thousand_brackets_are_read(self) -> None:
        """
        Any number of brackets after an address is removed.
        """
        assert [URL] == [source.url for source in read(URL + ")." * 5000)]


class TestDetails:
    def test_may_have_any_order(self) -> None:
        """
        Publisher, date, day of access and archive are recognised by their form, in any order.
        """
        line = (
            f"{URL} | accessed 2 May 2021 | archived https://archive.example.org/1 | 2020 | The Example"
        )
        found = read(line)[0]

        assert ("The Example", "2020") == (found.publisher, found.published)
        assert ("2 May 2021", "https://archive.example.org/1") == (found.accessed, found.archived_url)

    @pytest.mark.parametrize(
        "rest",
        [
            *(" | accessed 2 May 2021", " | accessed on 2 May 2021", " | (accessed 2 May 2021)"),
            *(" accessed 2 May 2021", " (accessed 2 May 2021)", " [accessed 2 May 2021]"),
            *(", retrieved May 2, 2021.", " – last accessed: 2021-05-02", " (Retrieved on 2 May 2021)."),
        ],
    )
    def test_a_day_of_access_is_read_with_and_without_a_bar(self, rest: str) -> None:
        """
        A day of access is parsed anywhere after the address.
        """
        found = incident(sources=URL + rest)
        days = [re.sub(r"May 2, 2021|2021-05-02", "2 May 2021", s.accessed or "") for s in found.sources]

        assert (["2 May 2021"], []) == (days, codes(found))

    def test_a_day_of_access_before_the_address_is_read(self) -> None:
        """
        A citation before the address may have the day of access.
        """
        assert ["2 May 2021"] == [one.accessed for one in read(f"A story. Accessed 2 May 2021: {URL}")]

    @pytest.mark.parametrize(
        "rest", [" (archived at {})", ", archived {}", " | archived: {}", " | archive {}"]
    )
    def test_an_archived_copy_stays_with_its_address(self, rest: str) -> None:
        """
        The address of an archived copy is not a separate source.
        """
        copy = "https://archive.example.org/1"
        found = incident(sources=URL + rest.format(copy))

        assert ([copy], []) == ([source.archived_url for source in found.sources], codes(found))

    @pytest.mark.parametrize(
        ("part", "words"),
        [
            ("25/10/2020", '"25/10/2020" is not a date; write 25 October 2020 or 2020-10-25'),
            ("accessed 25/10/2020", '"25/10/2020" is not a day of access; write 25 October 2020'),
            ("accessed last week", '"last week" is not a day of access; write it as'),
            ("published 2019-2020", '"2019-2020" is not a date of publication; write one day, month'),
            ("Spring 2020", '"Spring 2020" is not a date of publication; write one day, month or year'),
            ("early 2020", '"early 2020" is not a date of publication; write one day, month or year'),
            ("31 November 2020", '"31 November 2020" is not a date; write it as'),
        ],
    )
    def test_a_date_that_is_not_read_is_reported(self, part: str, words: str) -> None:
        """
        A date that cannot be parsed is reported at its words, and not taken for a publisher.
        """
        found = incident(sources=f"{URL} | The Example | {part}")
        source, (finding,) = found.sources[0], found.findings

        assert ("The Example", None, None) == (source.publisher, source.published, source.accessed)
        assert ("PK220", True) == (finding.rule.code, finding.message.startswith(words))
        assert part == found.page.text[finding.span.start : finding.span.end]

    @pytest.mark.parametrize(
        "part",
        [
            *("p. 12", "pp. 3-4", "12 pages", "P. 12", "page 3", "12", "10:42", "vol. 3, no. 2"),
            *("paywall", "Paywall", "PDF", "archived", "Archived copy", "archived 2020-05-04", "print"),
            *("updated 4 May 2021", "Last updated: 4 May 2021", "via The Example", "By Ada Example"),
            *("ISBN 978-3-16-148410-0", "doi 10.1000/182", "in German", "German", "link is dead"),
            *("The story behind the hack", "3 min read", "The Example, 9 November 2020", "“A story”"),
            *("example.org/b", "see also The Example", "subscription required", "note: in part", "n/a"),
        ],
    )
    def test_what_is_no_name_is_no_publisher(self, part: str) -> None:
        """
        Other words are reported at their place, and are not a publisher.
        """
        found = incident(sources=f"{URL} | {part}")
        source, (finding,) = found.sources[0], found.findings

        assert (None, None, None) == (source.publisher, source.published, source.accessed)
        assert "PK221" == finding.rule.code
        assert part == found.page.text[finding.span.start : finding.span.end]

    @pytest.mark.parametrize(
        "name",
        [
            *("The Example", "B.T.", "eWeek", "France 24", "404 Media", "WPVI-TV", "Have I Been Pwned"),
            *("Office of the Privacy Commissioner of Canada", "The Guardian (UK)", "Yahoo! News"),
            *("S&P Global", "Le Monde", "de Volkskrant", "La Voz de España", "Agence France-Presse"),
            *("netzpolitik.org", "第一财经", "The 19th", "Reuters/AFP", "O'Reilly"),
        ],
    )
    def test_names_are_publishers(self, name: str) -> None:
        """
        Words that look like a name are the publisher, unchanged.
        """
        found = incident(sources=f"{URL} | {name}")

        assert ([name], []) == ([source.publisher for source in found.sources], codes(found))

    @pytest.mark.parametrize("words", ["publisher: taz", "published by taz", "Publisher taz"])
    def test_a_publisher_can_be_named_as_one(self, words: str) -> None:
        """
        Any name after "publisher:" is the publisher.
        """
        found = incident(sources=f"{URL} | {words}")

        assert ([("taz")], []) == ([source.publisher for source in found.sources], codes(found))

    @pytest.mark.parametrize(
        ("line", "words"),
        [
            (f"{URL}, The Example", '"The Example" is not read; write a bar before it: | The Example'),
            (f"{URL} - 2020", '"2020" is not read; write a bar before it: | 2020'),
            (f"{URL} (dead)", '"dead" is not a publisher'),
            (f"The Example | {URL}", '"The Example" is not read; write the address first'),
            (f"{URL} | The Example | Borga News", '"Borga News" is a second publisher of the source'),
            (f"{URL} | The Example, 2020", '"The Example, 2020" is not read; write The Example | 2020'),
            (f"{URL} | archived {URL}/1 (dead)", '"(dead)" is not a publisher'),
        ],
    )
    def test_words_in_another_place_are_reported(self, line: str, words: str) -> None:
        """
        A detail without a bar, or a second one of its kind, is reported.
        """
        (finding,) = incident(sources=line).findings

        assert ("PK221", True) == (finding.rule.code, finding.message.startswith(words))

    @given(st.lists(st.text("abZ 019.-/,|()[]<>:é", max_size=12), max_size=4))
    def test_no_word_of_a_line_is_lost(self, parts: list[str]) -> None:
        """
        All words of a line are in the passage of a source.
        """
        line = f"{URL} | {' | '.join(parts)}"
        found = incident(sources=line)
        left = line
        for source in found.sources:
            left = left.replace(source.passage.text, "", 1)

        assert not re.search(r"\w", left)

    def test_an_unusable_archive_is_reported(self) -> None:
        """
        An unusable archive address is reported.
        """
        found = incident(sources=f"{URL} | archived javascript:alert(1)")

        assert (None, ["PK207"]) == (found.sources[0].archived_url, codes(found))

    def test_an_empty_section_has_none(self) -> None:
        """
        An empty section has no sources.
        """
        assert [] == read("")
