"""Answers of a MediaWiki's API: pages in each version of the format, errors, and JSON that is none."""

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands import run
from privkg import sources
from privkg.core.errors import FileError, PageError
from privkg.sources import Text, mediawiki_api
from privkg.sources.mediawiki_api import places
from wiki_files import (
    CAMERAS,
    LETTERS,
    TALK,
    Revision,
    WikiPage,
    as_api,
    as_parse,
    described,
    page,
    place_of,
    shown,
    write,
)

SAMPLE = Path(__file__).parent / "mediawiki_api"
HTML = (
    '<div class="mw-parser-output"><h2>Breakdown</h2><p><b>Harm:</b> Surveillance</p>'
    "<h2>Sources</h2></div>"
)
JSON_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
WARNED = "Unrecognized \x1b\nparameter: x."
MISSING: dict[str, Any] = {"ns": 0, "title": "Nothing", "missing": True}


def found(folder: Path, content: object) -> list[tuple[str, str]]:
    """Return the key of each text in an answer with its text, or the reason why it is not read."""
    text = content if isinstance(content, str) else json.dumps(content)
    return [shown(one) for one in mediawiki_api.texts(write(folder, text, "answer.json"))]


def answer_of(*pages: dict[str, Any], **others: Any) -> dict[str, Any]:
    """Return an answer with pages as version 2 has them."""
    return {"query": {"pages": list(pages)}} | others


class TestSample:
    def test_is_read(self) -> None:
        """
        The sample has the parts of a continued answer; each page is read or has its reason.
        """
        expected = json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))
        texts = list(mediawiki_api.texts(SAMPLE / "input.json"))

        assert expected == [*map(described, texts)]


class TestForms:
    @pytest.mark.parametrize(
        ("version", "has_slots", "has_address"),
        [*itertools.product((1, 2), (False, True), (False, True))],
    )
    def test_each_version_is_read(
        self, tmp_path: Path, version: int, has_slots: bool, has_address: bool
    ) -> None:
        """
        Answers in both versions of the format, with slots and without, have the same texts.
        """
        pages = [page(), page("Talk:Letters opened", namespace=1), page("Cameras sold", CAMERAS)]
        content = as_api(pages, version, has_slots=has_slots, has_address=has_address)
        path = write(tmp_path, content, "answer.json")
        texts = list(mediawiki_api.texts(path))
        addresses = {one.document.address for one in texts if isinstance(one, Text)}

        assert [
            ("Letters opened", LETTERS),
            ("Talk:Letters opened", TALK),
            ("Cameras sold", CAMERAS),
        ] == [*map(shown, texts)]
        assert has_address == ("https://wiki.example.org/wiki/Letters_opened" in addresses)
        assert has_address == (None not in addresses)

    @pytest.mark.parametrize("version", [1, 2])
    def test_a_parsed_page_is_read(self, tmp_path: Path, version: int) -> None:
        """
        The HTML of a parsed page is read as such.
        """
        (text,) = mediawiki_api.texts(write(tmp_path, as_parse(page(), HTML, version)))

        assert isinstance(text, Text)
        assert ("mediawiki_html", "Letters opened", HTML) == (
            text.source,
            text.document.title,
            text.document.text,
        )

    @pytest.mark.parametrize("wikitext", [LETTERS, {"*": LETTERS}])
    def test_wikitext_is_preferred(self, tmp_path: Path, wikitext: object) -> None:
        """
        Of a parsed page that has its wikitext too, that is read.
        """
        content = as_parse(page(), HTML, wikitext=wikitext)

        assert [("Letters opened", LETTERS)] == found(tmp_path, content)

    def test_a_parsed_page_without_fields_is_left_out(self, tmp_path: Path) -> None:
        """
        The HTML of a page about something else is left out.
        """
        content = as_parse(page("About"), "<p>This wiki is about privacy.</p>")

        assert [("About", "has no field or section of an incident")] == found(tmp_path, content)

    @pytest.mark.parametrize(
        ("html", "is_page"),
        [
            ("<p>Location: A</p><p>Date: 2019</p>", True),
            ("<p>Loca<!-- > -->tion: A<br>Da<span>te: 2019</span></p>", True),
            ("<p title='a > b'>Location: A<br>Date: 2019</p>", True),
            ("<!--\n<b>Location: A</b>\nDate: 2019\n-->", False),
            ("<style>\nLocation: A\nDate: 2019\n</style>", False),
            ("<p style='display: none'>Location: A<br>Date: 2019</p>", False),
            ("<div>" * 1000, True),  # refused when it is read
        ],
    )
    def test_only_what_is_shown_is_searched_for_fields(
        self, tmp_path: Path, html: str, is_page: bool
    ) -> None:
        """
        A parsed page is an incident if the words that a reader sees have fields.
        """
        ((_, text),) = found(tmp_path, as_parse(page(), html))

        assert is_page == (html == text)
        assert is_page != (text == "has no field or section of an incident")

    @pytest.mark.parametrize(
        "content",
        [
            *(as_api([page()]), as_api([page()], 1), as_parse(page(), HTML), '{"error":{"code":"a"}}'),
            '{"error":{"info":"No","code":"a"},"servedby":"x"}',
            '{"errors":[{"module":"main","code":"a","text":"No"}]}',
            '{"batchcomplete":"","warnings":{"main":{"*":"Unrecognized parameter: x."}}}',
            '{"warnings":{"query":{"warnings":"Unrecognized value."}}}',
            '{"warnings":[{"code":"unrecognizedparams","text":"x","module":"main"}]}',
            '{"batchcomplete":true}',
        ],
        ids=[
            *("version 2", "version 1", "parse", "error", "info first", "errors"),
            *("warning", "warning of version 2", "listed warning", "nothing"),
        ],
    )
    def test_each_is_recognised(self, content: str) -> None:
        """
        Each form is recognised, alone and in a list.
        """
        assert "mediawiki_api" == sources.recognise(".json", content.encode(), is_named=False)
        assert "mediawiki_api" == sources.recognise(".txt", f"[{content}]".encode(), is_named=True)

    @pytest.mark.parametrize(
        "content",
        [
            *("", "{}", "[]", '{"query": "pages"}', '{"query": {"match": 1}}', '"query": {"pages": []}'),
            *('{"error": {"code": 404}}', '{"warnings": ["x"]}', '{"warnings": {"main": "x"}}'),
        ],
    )
    def test_other_json_is_not(self, content: str) -> None:
        """
        Other JSON is not an answer of the API.
        """
        assert not mediawiki_api.sniff(content.encode())


class TestPages:
    @pytest.mark.parametrize("is_reversed", [False, True])
    def test_the_last_revision_by_time_is_read(self, tmp_path: Path, is_reversed: bool) -> None:
        """
        Of several revisions the latest is read, wherever it is in the list.
        """
        old = Revision(text=CAMERAS, timestamp="2020-01-01T00:00:00Z", number=99)
        revisions = (Revision(), old) if is_reversed else (old, Revision())

        assert [("Letters opened", LETTERS)] == found(tmp_path, as_api([WikiPage(revisions=revisions)]))

    @pytest.mark.parametrize("version", [1, 2])
    @pytest.mark.parametrize("has_slots", [False, True])
    @pytest.mark.parametrize(
        ("left_out", "why"),
        [
            (page("Hidden", None), "the text of its last revision is deleted"),
            (page("Old name", redirect="Letters opened"), "a redirect"),
            (page("Old name", "#redirect [[Letters opened]]"), "a redirect"),
            (WikiPage(title="Style", revisions=(Revision(model="css"),)), "its content is not wikitext"),
            (page("About", "This wiki is about privacy."), "has no field or section of an incident"),
            (WikiPage(title="Without", revisions=()), "the file does not have its text"),
        ],
        ids=lambda value: value.title if isinstance(value, WikiPage) else "",
    )
    def test_each_exclusion_has_its_reason(
        self, tmp_path: Path, left_out: WikiPage, why: str, version: int, has_slots: bool
    ) -> None:
        """
        A page about something else is left out with the reason, and the next page is read.
        """
        content = as_api([left_out, page()], version, has_slots=has_slots)

        assert [(left_out.title, why), ("Letters opened", LETTERS)] == found(tmp_path, content)

    @pytest.mark.parametrize(
        ("one", "key", "why"),
        [
            (MISSING, "Nothing", "the wiki has no such page"),
            (MISSING | {"missing": ""}, "Nothing", "the wiki has no such page"),
            ({"title": "<", "invalid": True}, "<", "the wiki has no such page"),
            ({"title": "A", "ns": 0, "revisions": None}, "A", "the file does not have its text"),
            ({"title": "A", "ns": 0, "revisions": [{}]}, "A", "the file does not have its text"),
            ({"title": "A", "ns": 0, "revisions": [7]}, "A", "the file does not have its text"),
            (
                {"title": "A", "revisions": [{"slots": {"main": 7}}]},
                "A",
                "the file does not have its text",
            ),
            ({"title": 7}, "", "a page without a title"),
            ({}, "", "a page without a title"),
        ],
    )
    def test_odd_pages_are_left_out(
        self, tmp_path: Path, one: dict[str, Any], key: str, why: str
    ) -> None:
        """
        Pages that the wiki does not have, and those of another structure, are left out.
        """
        assert [(key, why)] == found(tmp_path, answer_of(one))

    @pytest.mark.parametrize("name", ["continue", "query-continue"])
    def test_a_page_that_is_continued_is_in_another_part(self, tmp_path: Path, name: str) -> None:
        """
        In a part of an answer, a page whose text comes later is left out; in the last part it is read.
        """
        part = answer_of({"ns": 0, "title": "Letters opened"}, **{name: {"rvcontinue": "1|2"}})
        last = json.loads(as_api([page()]))

        assert [
            ("Letters opened", "its text is in another part of the answer"),
            ("Letters opened", LETTERS),
        ] == found(tmp_path, [part, last])

    def test_half_of_a_character_is_an_error_of_its_page(self, tmp_path: Path) -> None:
        """
        A lone surrogate, which no UTF-8 can have, is an error; the other pages are read.
        """
        pages = [page("Half", LETTERS + "\ud83d"), page("Half \udc00"), page()]
        refused, second, read = found(tmp_path, as_api(pages))

        assert "has half of a character, \\ud83d; save the answer again" in refused[1]
        assert ("Half \ufffd", "has half of a character, \\udc00") == (
            second[0],
            second[1].partition(": ")[2].partition(";")[0],
        )
        assert ("Letters opened", LETTERS) == read

    @given(
        texts=st.lists(JSON_TEXT, min_size=1, max_size=5),
        is_ascii=st.booleans(),
        indent=st.none() | st.just(2),
    )
    def test_each_text_is_at_its_place(
        self,
        tmp_path_factory: pytest.TempPathFactory,
        texts: list[str],
        is_ascii: bool,
        indent: int | None,
    ) -> None:
        """
        Any texts are read back, each with line and column of its first character in the file.
        """
        pages = [page(f"Page {n}", f"@{n}@{LETTERS}{text}") for n, text in enumerate(texts)]
        content = json.dumps(json.loads(as_api(pages)), ensure_ascii=is_ascii, indent=indent)
        path = write(tmp_path_factory.mktemp("answer"), content, "answer.json")
        members = [one for one in mediawiki_api.texts(path) if isinstance(one, Text)]

        assert [one.revisions[0].text for one in pages] == [one.document.text for one in members]
        assert [place_of(content, f"@{n}@") for n in range(len(texts))] == [
            one.document.at for one in members
        ]


class TestErrors:
    @pytest.mark.parametrize(
        ("content", "words"),
        [
            ({"error": {"code": "a", "info": "No \x1b\nsuch"}}, "a: No \\x1b\\nsuch"),
            ({"errors": [{"code": "a", "text": "No such"}]}, "a: No such"),
            ({"error": {"code": "a", "*": "See api.php"}}, "a: See api.php"),
        ],
    )
    def test_an_error_of_the_wiki_is_named(self, tmp_path: Path, content: object, words: str) -> None:
        """
        What the wiki answered instead of pages is one message; the next answer is read.
        """
        first, second = found(tmp_path, [content, json.loads(as_api([page()]))])

        assert first[1].endswith(f":1:1: the wiki answered with an error: {words}; ask it again")
        assert ("Letters opened", LETTERS) == second

    @pytest.mark.parametrize(
        "warnings",
        [
            {"main": {"*": WARNED}},
            {"main": {"warnings": WARNED}},
            [{"code": "unrecognizedparams", "text": WARNED, "module": "main"}],
            [{"code": "unrecognizedparams", "html": WARNED, "module": "main"}],
            {"main": {"*": WARNED}, "query": {"*": WARNED}, "others": 7, "none": {}},
        ],
    )
    def test_a_warning_is_a_remark(self, tmp_path: Path, warnings: object) -> None:
        """
        An answer with a warning is read, and what the wiki warned of follows once.
        """
        content = as_api([page()], warnings=warnings)

        assert [
            ("Letters opened", LETTERS),
            ("", r"the wiki warned: Unrecognized \x1b\nparameter: x."),
        ] == found(tmp_path, content)

    def test_other_warnings_are_counted(self, tmp_path: Path) -> None:
        """
        Of several warnings in the parts of an answer, the first is a remark, with their number.
        """
        parts = [answer_of(warnings={"main": {"*": f"{number % 3}."}}) for number in range(9)]

        assert [("", "the wiki warned: 0., and 2 other warnings")] == found(tmp_path, parts)

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (
                {"batchcomplete": True, "warnings": {"main": {"warnings": WARNED}}},
                r", and warned: Unrecognized \x1b\nparameter: x.; correct the request",
            ),
            (
                [{"warnings": {"main": {"*": WARNED}}}, {"warnings": [{"code": "a", "text": "Late."}]}],
                r", and warned: Unrecognized \x1b\nparameter: x., and 1 other warning;"
                " correct the request",
            ),
            ({"batchcomplete": ""}, "; name pages in the request, with titles=… or a generator"),
        ],
        ids=["warned", "warned twice", "nothing"],
    )
    def test_an_answer_without_pages_is_an_error(
        self, tmp_path: Path, content: object, words: str
    ) -> None:
        """
        An answer that has nothing but warnings is an error that quotes them.
        """
        ((key, error),) = found(tmp_path, content)

        assert ("", True) == (key, error.endswith(f":1:1: the wiki answered without pages{words}"))

    @pytest.mark.parametrize("warnings", [7, None, "x", [], [7], {}, {"main": 7}, {"main": {"*": 7}}])
    def test_odd_warnings_are_none(self, tmp_path: Path, warnings: object) -> None:
        """
        Warnings of another structure are not remarked on.
        """
        assert [] == found(tmp_path, answer_of(warnings=warnings))

    @pytest.mark.parametrize(
        ("revisions", "continued", "is_missing"),
        [
            ((), {"continue": {"rvcontinue": "1|2", "continue": "||"}}, True),
            ((), {"query-continue": {"revisions": {"rvcontinue": 1}}}, True),
            ((Revision(),), {"continue": {"gapcontinue": "B", "continue": "gapcontinue||"}}, True),
            ((Revision(),), {"query-continue": {"allpages": {"gapcontinue": "B"}}}, True),
            ((Revision(),), {"continue": {"rvcontinue": "1|2", "continue": "||"}}, False),
            ((Revision(),), {"continue": {}}, False),
            ((Revision(),), {"continue": 7}, False),
            ((), {}, False),
        ],
    )
    def test_a_part_of_an_answer_is_a_remark(
        self,
        tmp_path: Path,
        revisions: tuple[Revision, ...],
        continued: dict[str, Any],
        is_missing: bool,
    ) -> None:
        """
        A file that ends with a part is remarked on, unless the other parts have old revisions only.
        """
        _, *remarks = found(tmp_path, as_api([WikiPage(revisions=revisions)], **continued))
        words = "the answer continues, so that pages are missing; get its other parts too"

        assert [("", words)] * is_missing == remarks

    def test_remarks_are_printed(self, tmp_path: Path) -> None:
        """
        A remark is a line with the file, and counts as no page.
        """
        others: dict[str, Any] = {"continue": {"gapcontinue": "B"}}
        content = as_api([page()], warnings={"main": {"*": WARNED}}, **others)
        path = write(tmp_path, content, "answer.json")
        lines = [
            rf"{path}: the wiki warned: Unrecognized \x1b\nparameter: x.",
            f"{path}: the answer continues, so that pages are missing; get its other parts too",
            "read 1 = 1 accepted + 0 duplicate + 0 left out + 0 rejected",
        ]

        assert lines == run("check", path, "--no-cache").stderr.splitlines()[:3]
        assert lines == run("convert", path, "--format", "text").stderr.splitlines()[:3]

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            ("[" * 101 + "]" * 101, "nested deeper than 100 levels"),
            ("[" * 100_000, "nested deeper than 100 levels"),
            ('{"query": {"pages": [', "not JSON: "),
            ('{"query": {"a": 1, "a": 2}}', 'an object has two members with the name "a"'),
            ('{"query": NaN}', "not JSON: NaN is not a number"),
            ("[" + "[]," * 1_000_001, f"more than {places.MOST_VALUES} values; split it"),
            ("[" + '"",' * 1_000_001, f"more than {places.MOST_VALUES} values; split it"),
            ('{"query": "' + "a" * 20_000_000, "larger than 20 MB"),
        ],
        ids=["deep", "deeper", "cut", "twice", "number", "values", "texts", "large"],
    )
    def test_each_has_one_message(self, tmp_path: Path, content: str, words: str) -> None:
        """
        What is not JSON, or exceeds a limit, is an error.
        """
        with pytest.raises(FileError) as caught:
            found(tmp_path, content)

        assert words in str(caught.value)

    @pytest.mark.parametrize("content", ["7", "{}", "[7]", '{"a": 1}', '[{"query": {}}, {}]', "null"])
    def test_other_json_is_refused(self, tmp_path: Path, content: str) -> None:
        """
        JSON without the members of an answer is not read as one.
        """
        with pytest.raises(PageError, match="JSON, but not an answer of the API of a MediaWiki"):
            found(tmp_path, content)

    @given(
        content=st.recursive(
            st.none() | st.booleans() | st.integers() | JSON_TEXT,
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(
                        [
                            "query",
                            "pages",
                            "parse",
                            "title",
                            "revisions",
                            "slots",
                            "main",
                            "*",
                            "content",
                            "ns",
                        ]
                    ),
                    inner,
                    max_size=4,
                )
            ),
            max_leaves=30,
        )
    )
    def test_no_structure_breaks_the_reader(
        self, tmp_path_factory: pytest.TempPathFactory, content: object
    ) -> None:
        """
        Members of any type are left out or an error, never an exception of Python.
        """
        path = write(tmp_path_factory.mktemp("answer"), json.dumps({"query": {"pages": content}}))

        assert all(map(shown, mediawiki_api.texts(path)))
