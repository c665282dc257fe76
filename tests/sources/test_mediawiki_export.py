"""Exports of a MediaWiki: which pages are read, their texts, places and addresses, and what ends it."""

import bz2
import gzip
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg import sources
from privkg.core.errors import FileError, InputError, PageError
from privkg.rdf import urls
from privkg.sources import Text, mediawiki_export
from privkg.sources.mediawiki_export import parser
from wiki_files import (
    BASE,
    CAMERAS,
    COMPRESSIONS,
    LETTERS,
    TALK,
    Revision,
    WikiPage,
    as_element,
    as_export,
    described,
    export_head,
    page,
    place_of,
    shown,
    write,
)

SAMPLE = Path(__file__).parent / "mediawiki_export"
XML_CHARACTERS = st.characters(
    exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff", include_characters="\t\n"
)


def found(path: Path) -> list[tuple[str, str]]:
    """Return the key of each text with its text, or the reason why it is not read."""
    return [one for text in mediawiki_export.texts(path) for one in [shown(text)]]


def only(folder: Path, one: WikiPage, **known: str) -> Text:
    """Return the text of the only page of an export."""
    (text,) = mediawiki_export.texts(write(folder, as_export([one], **known)))
    assert isinstance(text, Text), text
    return text


OF_OTHERS = [
    "{{Battle\n| location = Hastings\n| date = 1066\n| outcome = Victory\n| affected = All\n}}\n",
    "{{Infobox\n| location = A\n| date = 1\n| technology = B\n}}\nA high threat of affected people.",
    "== Description ==\nA tool.\n\n== Sources ==\n* One\n",
    "== Description ==\nRegulations.\n\n== Decision ==\nTaken.\n",
    "{{Film\n| threat = Sharks\n| status = Shown\n}}\n",
]
OF_INCIDENTS = [
    "{{Box\n| location = Oslo\n| date = 2020\n| Solove_Harm = Surveillance\n}}\n",
    "{{Box\n| location = Oslo\n| date = 2020\n| high-risk groups = Children\n}}\n",
    "{{Incident\n| location = Oslo\n| date = 2020\n| outcome = Nothing\n}}\n",
    "== BREAKDOWN ==\n",
    "== Description ==\nA.\n\n== Laws & Regulations ==\nB.\n",
    "'''Threat:''' A thief<br />\n'''Harm:''' Surveillance\n",
]


class TestSample:
    def test_is_read(self) -> None:
        """
        The sample has a page of each kind; each is read or has its reason.
        """
        expected = json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))
        texts = list(mediawiki_export.texts(SAMPLE / "input.xml"))

        assert expected == [*map(described, texts)]


class TestForms:
    @pytest.mark.parametrize("suffix", COMPRESSIONS)
    @pytest.mark.parametrize("version", ["0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.10", "0.11"])
    def test_each_version_is_read_in_each_compression(
        self, tmp_path: Path, version: str, suffix: str
    ) -> None:
        """
        Exports of all versions, plain and compressed, have the same texts and exclusions.
        """
        pages = [page(), page("Talk:Letters opened", namespace=1), page("Cameras sold", CAMERAS)]
        content = COMPRESSIONS[suffix](as_export(pages, version).encode())
        path = write(tmp_path, content, f"export{suffix}")

        assert [
            ("Letters opened", LETTERS),
            ("Talk:Letters opened", TALK),
            ("Cameras sold", CAMERAS),
        ] == found(path)

    @pytest.mark.parametrize("suffix", COMPRESSIONS)
    def test_each_is_recognised(self, suffix: str) -> None:
        """
        Each form is recognised by its suffix, and by its content if it was named.
        """
        head = COMPRESSIONS[suffix](as_export([page()]).encode())

        assert "mediawiki_export" == sources.recognise(Path(f"a{suffix}").suffix, head, is_named=False)
        assert "mediawiki_export" == sources.recognise(".dump", head, is_named=True)

    @pytest.mark.parametrize(
        "head",
        [
            b"",
            b"<svg></svg>",
            b"See <mediawiki>",
            gzip.compress(b"<svg></svg>", mtime=0),
            bz2.compress(b"text"),
            b"\x1f\x8b damaged",
            b"BZh9 damaged",
        ],
        ids=["empty", "svg", "text", "gzip", "bzip2", "damaged gzip", "damaged bzip2"],
    )
    def test_other_files_are_not(self, head: bytes) -> None:
        """
        Other XML, other compressed files and text are not exports.
        """
        assert not mediawiki_export.sniff(head)

    def test_one_with_several_compressed_parts_is_read(self, tmp_path: Path) -> None:
        """
        A file of several members is read to its end, zeros behind them are ignored.
        """
        halves = as_export([page()]).encode().partition(b"</siteinfo>")
        for name, compress in (("a.gz", gzip.compress), ("a.bz2", bz2.compress)):
            path = write(tmp_path, b"".join(map(compress, halves)) + bytes(100_000), name)

            assert [("Letters opened", LETTERS)] == found(path)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "windows-1252"])
    def test_each_encoding_that_is_declared_is_read(self, tmp_path: Path, encoding: str) -> None:
        """
        An export in another encoding has the same text, at the same place.
        """
        text = LETTERS.replace("Letters were", "Café: letters were")
        declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
        content = declared + as_export([page(text=text)])
        path = write(tmp_path, content.encode(encoding))
        (one,) = mediawiki_export.texts(path)

        assert mediawiki_export.sniff(path.read_bytes())
        assert isinstance(one, Text)
        assert (text, place_of(content, "{{Incident")) == (one.document.text, one.document.at)

    def test_a_prefix_of_the_namespace_is_set_aside(self, tmp_path: Path) -> None:
        """
        Elements are matched by their local names.
        """
        root = ET.fromstring(as_export([page()]))

        assert [("Letters opened", LETTERS)] == found(write(tmp_path, ET.tostring(root)))


class TestRevisions:
    @pytest.mark.parametrize("is_reversed", [False, True])
    def test_the_last_by_time_is_read(self, tmp_path: Path, is_reversed: bool) -> None:
        """
        The last revision is that of the latest time, wherever it is in the file.
        """
        old = Revision(text=CAMERAS, timestamp="2020-01-01T00:00:00Z", number=99)
        revisions = (Revision(), old) if is_reversed else (old, Revision())

        assert LETTERS == only(tmp_path, WikiPage(revisions=revisions)).document.text

    @pytest.mark.parametrize("is_reversed", [False, True])
    def test_the_number_decides_within_a_second(self, tmp_path: Path, is_reversed: bool) -> None:
        """
        Of two revisions of one second, the one with the greater number is the last.
        """
        revisions = (Revision(text=CAMERAS, number=9), Revision(number=10))
        ordered = revisions[::-1] if is_reversed else revisions

        assert LETTERS == only(tmp_path, WikiPage(revisions=ordered)).document.text

    def test_a_deleted_last_revision_is_not_replaced_by_an_earlier_one(self, tmp_path: Path) -> None:
        """
        A page whose last text was deleted is left out, although an earlier text is there.
        """
        old = Revision(timestamp="2020-01-01T00:00:00Z")
        path = write(tmp_path, as_export([WikiPage(revisions=(old, Revision(text=None)))]))

        assert [("Letters opened", "the text of its last revision is deleted")] == found(path)

    def test_other_slots_are_not_read(self, tmp_path: Path) -> None:
        """
        Only the text in the main slot is that of the page.
        """
        slot = f"<content><role>notes</role><text>{CAMERAS}</text></content></revision>"
        path = write(tmp_path, as_export([page()]).replace("</revision>", slot))

        assert [("Letters opened", LETTERS)] == found(path)


class TestExclusions:
    @pytest.mark.parametrize(
        ("left_out", "why"),
        [
            (page("User:Editor", namespace=2), TALK),
            (page("Template:Incident", namespace=10), TALK),
            (page("Incident talk:One", namespace=3001), TALK),
            (page("Special:All", namespace=-1), TALK),
            (page("Old name", redirect="Letters opened"), "a redirect"),
            (page("Old name", "#REDIRECT [[Letters opened]]"), "a redirect"),
            (page("Old name", " # redirect : [[Letters opened]]"), "a redirect"),
            (
                WikiPage(title="Style", revisions=(Revision(model="css"),)),
                "its content is not wikitext",
            ),
            (page("About", "This wiki is about privacy."), "has no field or section of an incident"),
            (page("Empty", ""), "has no field or section of an incident"),
            (WikiPage(title="Without", revisions=()), "the file does not have its text"),
        ],
        ids=lambda value: value.title if isinstance(value, WikiPage) else "",
    )
    def test_each_has_its_reason(self, tmp_path: Path, left_out: WikiPage, why: str) -> None:
        """
        A page about something else is left out with the reason, and the next page is read.
        """
        path = write(tmp_path, as_export([left_out, page()]))

        assert [(left_out.title, why), ("Letters opened", LETTERS)] == found(path)

    @pytest.mark.parametrize("text", OF_OTHERS)
    def test_pages_of_other_wikis_are_no_incidents(self, tmp_path: Path, text: str) -> None:
        """
        Infoboxes and sections that pages about other things have too make no incident.
        """
        path = write(tmp_path, as_export([page("Other", text), page()]))

        assert [
            ("Other", "has no field or section of an incident"),
            ("Letters opened", LETTERS),
        ] == found(path)

    @pytest.mark.parametrize("text", OF_INCIDENTS)
    def test_few_fields_are_enough_if_other_pages_hardly_have_them(
        self, tmp_path: Path, text: str
    ) -> None:
        """
        A page is read for its fields of harm, risk and actors, its breakdown, or its rows alone.
        """
        assert [("One", text)] == found(write(tmp_path, as_export([page("One", text)])))

    def test_a_namespace_of_the_wiki_may_have_incidents(self, tmp_path: Path) -> None:
        """
        A page in a namespace that the wiki has added is read.
        """
        text = only(tmp_path, page("Incident:One", namespace=3000))

        assert "Incident:One" == text.document.title

    def test_a_stub_has_no_text(self, tmp_path: Path) -> None:
        """
        In an export of stubs, which has lengths only, each page is left out.
        """
        stub = as_export([page(text="")]).replace('bytes="0"', 'bytes="512"')

        assert [("Letters opened", "the file does not have its text")] == found(write(tmp_path, stub))

    @pytest.mark.parametrize("title", ["", "   ", "T" * 5000])
    def test_a_page_without_a_title_is_left_out(self, tmp_path: Path, title: str) -> None:
        """
        A page without a usable title cannot be named.
        """
        path = write(tmp_path, as_export([page(title), page()]))

        assert [("", "a page without a title"), ("Letters opened", LETTERS)] == found(path)


class TestPlaces:
    def test_the_text_has_its_line_and_column(self, tmp_path: Path) -> None:
        """
        The place of a text is where its first character is in the file.
        """
        content = as_export([page("Cameras sold", CAMERAS), page(text=f"é & <b> {LETTERS}")])
        texts = mediawiki_export.texts(write(tmp_path, content))
        expected = [place_of(content, "{{Incident"), place_of(content, "é &amp;")]

        assert expected == [text.document.at for text in texts if isinstance(text, Text)]

    @given(texts=st.lists(st.text(XML_CHARACTERS), min_size=1, max_size=5))
    def test_any_text_is_the_text_of_the_page(
        self, tmp_path_factory: pytest.TempPathFactory, texts: list[str]
    ) -> None:
        """
        Any text of an incident comes out of an export as it went in.
        """
        folder = tmp_path_factory.mktemp("export")
        whole = [f"{LETTERS}{text}" for text in texts]
        pages = [page(f"Page {number}", text) for number, text in enumerate(whole)]

        assert whole == [text for _, text in found(write(folder, as_export(pages)))]


class TestAddresses:
    @pytest.mark.parametrize(
        ("base", "expected"),
        [
            (BASE, "https://wiki.example.org/wiki/Caf%C3%A9_%26_%22more%22/All:_it%27s_%3F_(2)"),
            (
                "https://example.org/Main_Page",
                "https://example.org/Caf%C3%A9_%26_%22more%22/All:_it%27s_%3F_(2)",
            ),
            (
                "http://example.org/w/index.php/Main_Page",
                "http://example.org/w/index.php/Caf%C3%A9_%26_%22more%22/All:_it%27s_%3F_(2)",
            ),
            (
                "https://example.org/index.php?title=Main_Page",
                "https://example.org/index.php?title=Caf%C3%A9_%26_%22more%22/All:_it%27s_%3F_(2)",
            ),
            (
                "https://example.org/w/index.php?title=Main_Page&x=1",
                "https://example.org/w/index.php?title=Caf%C3%A9_%26_%22more%22/All:_it%27s_%3F_(2)&x=1",
            ),
            (
                "https://example.org/wiki/Project:Main/Start",
                "https://example.org/wiki/Caf%C3%A9_%26_%22more%22/All:_it%27s_%3F_(2)",
            ),
            ("https://example.org", "https://example.org/Caf%C3%A9_%26_%22more%22/All:_it%27s_%3F_(2)"),
            ("", None),
            ("ftp://example.org/wiki/Main_Page", None),
            ("https://exa mple/Main_Page", None),
            ("javascript:alert(1)", None),
        ],
    )
    def test_is_made_from_that_of_the_main_page(
        self, tmp_path: Path, base: str, expected: str | None
    ) -> None:
        """
        The title takes the place of the main page's in its address, encoded as MediaWiki does.
        """
        text = only(tmp_path, page('Café & "more"/All: it\'s ? (2)'), base=base)

        assert expected == text.document.address

    @pytest.mark.parametrize("title", ["Aa-1", "A b", "..", "2D", "%41"])
    @pytest.mark.parametrize(
        "base",
        [
            "https://Example.org:443/wiki/Main_Page",
            "https://example.org/%7Ea/Main_Page",
            "https://example.org/w/index.php?title=Main_Page&a=%",
            "https://example.org/a%/Main_Page",
        ],
    )
    def test_is_in_normal_form(self, tmp_path: Path, base: str, title: str) -> None:
        """
        The address of each page is in normal form, whatever that of the main page is; or it has none.
        """
        address = only(tmp_path, page(title), base=base).document.address

        assert address is None or (urls.fault(address), urls.normalise(address)) == (None, address)
        assert (address is None) == ("%/" in base or base.endswith("%"))


class TestErrors:
    @pytest.mark.parametrize("suffix", COMPRESSIONS)
    def test_pages_before_a_cut_are_read(self, tmp_path: Path, suffix: str) -> None:
        """
        Of an export that was cut, the whole pages are read; the message has their number and the place.
        """
        compress = COMPRESSIONS[suffix]
        noise = "".join(f"{number * number * 7919 % 1000003} " for number in range(150_000))
        content = as_export([page(), page("Cameras sold", CAMERAS), page("Noise", LETTERS + noise)])
        whole = compress(content.encode())
        path = write(tmp_path, whole[: len(whole) * 9 // 10], f"export{suffix}")
        if suffix.endswith("bz2"):
            first = compress(content[: content.index("<title>Noise")].encode())
            path.write_bytes(first + whole[:100])
        texts, error = _until_error(path)

        assert ["Letters opened", "Cameras sold"] == [key for key, _ in texts]
        assert "; 2 whole pages before it" in error.message
        assert error.message.startswith("cut: ")
        assert error.place
        assert error.place.line and error.place.line > content[: content.index("<title>Noise")].count(
            "\n"
        )

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            ("<svg></svg>", 'not an export of a MediaWiki: the root element is "svg"; save what'),
            ("no XML", "not an export of a MediaWiki: not well-formed XML (syntax error); save what"),
            ('<!DOCTYPE m [<!ENTITY a "b">]><mediawiki/>', "a DOCTYPE, which may define entities, is"),
            (export_head() + "\x00", "not well-formed XML (not well-formed (invalid token)); 0 whole"),
            (export_head() + "&lol;", "not well-formed XML (undefined entity); 0 whole pages before it"),
            (export_head() + "<a>" * 200, "nested deeper than 100 levels; 0 whole pages before it"),
            (
                export_head() + "".join(f"<a{number}/>" for number in range(2000)),
                "more than 1000 different names of elements and attributes; 0 whole pages before it",
            ),
            (export_head() + f"<!--{'a' * 3_000_000}-->", "a tag or comment of more than 1 MB; 0 whole"),
            (
                export_head() + f"<a b='{'a' * 3_000_000}'/>",
                "a tag or comment of more than 1 MB; 0 whole",
            ),
        ],
        ids=["other", "text", "doctype", "nul", "entity", "deep", "names", "comment", "attribute"],
    )
    def test_each_has_one_message(self, tmp_path: Path, content: str, words: str) -> None:
        """
        Other XML, XML that is not well-formed, and what exceeds a limit, end in one message.
        """
        texts, error = _until_error(write(tmp_path, content))

        assert [] == texts
        assert words in error.message
        assert error.place
        assert error.place.line

    def test_a_page_that_is_too_large_does_not_prevent_reading_the_next(self, tmp_path: Path) -> None:
        """
        A text of more than 20 MB is refused, and the other pages are read.
        """
        large = page("Large", LETTERS + "a" * 20_000_000)
        wide = page("Wide", LETTERS + "é" * 10_000_000)
        path = write(tmp_path, as_export([large, wide, page()]))
        reason = "larger than 20 MB, too large for one page; split it"

        assert [
            ("Large", f"{path}#Large: {reason}"),
            ("Wide", f"{path}#Wide: {reason}"),
            ("Letters opened", LETTERS),
        ] == found(path)

    def test_a_page_without_end_is_an_error(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        An export in which no page or revision ends for too long is not read to its end.
        """
        monkeypatch.setattr(parser, "MOST_BYTES_OF_A_PAGE", 1_000_000)
        element = as_element(page("Endless", LETTERS + "a" * 3_000_000))
        _, error = _until_error(write(tmp_path, export_head() + as_element(page()) + element))

        assert "more than 1 MB without the end of a page; 1 whole page before it" == error.message

    @pytest.mark.parametrize(("name", "magic"), [("a.gz", b"\x1f\x8b"), ("a.bz2", b"BZh9")])
    def test_damaged_data_is_an_error(self, tmp_path: Path, name: str, magic: bytes) -> None:
        """
        Data that cannot be decompressed is reported as damaged.
        """
        _, error = _until_error(write(tmp_path, magic + b"nothing compressed", name))

        assert error.message.startswith("damaged: invalid ")


def _until_error(path: Path) -> tuple[list[tuple[str, str]], InputError]:
    texts, members = list[tuple[str, str]](), mediawiki_export.texts(path)
    with pytest.raises((FileError, PageError)) as caught:
        while True:
            texts.append(shown(next(members)))
    return texts, caught.value
