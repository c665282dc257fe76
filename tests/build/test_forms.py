"""Forms of one page in one build: one incident, and the others count as duplicates."""

import itertools
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import forms
from builders import incident, page_text
from commands import run
from privkg import sources
from privkg.build import collect, packing, read
from privkg.build.collect import Collected
from privkg.build.find import File
from privkg.build.packing import PackedOutcome
from privkg.build.pages import LiftedPage
from privkg.build.read import ReadOptions
from privkg.core import documents
from privkg.core.model import Span
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import Term, iri_text, shorten
from privkg.store.rdf import literal_text
from wiki_files import CAMERAS, LETTERS, as_api, as_export, page

TITLE = "Letters opened"
TEXT = page_text(TITLE)
OTHER = page_text(TITLE, Date="May 2019", Location="Oslo, Norway")
FILES = {
    "export.xml": as_export([page(), page("Cameras sold", CAMERAS)]),
    "answer.json": as_api([page(text=LETTERS.replace("2020", "2021"))]),
    "Letters opened.wiki": LETTERS,
    "letters.txt": TEXT,
    "letters.html": forms.as_html(incident(TEXT)),
    "other.txt": OTHER,
}
"""The same page in several forms, one of them with another date, and pages of the same title."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files."""
    folder = tmp_path_factory.mktemp("forms")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def outcomes(folder: Path) -> list[list[PackedOutcome]]:
    """The outcomes of each file."""
    return [[*packing.packed(read.read(File(folder / name), ReadOptions()), DEFAULT)] for name in FILES]


def collected(outcomes: Sequence[Sequence[PackedOutcome]]) -> Collected:
    """Return the outcomes of some files, collected."""
    return collect.collect(itertools.chain.from_iterable(outcomes))


def names(found: Collected) -> set[str]:
    """Return the base names of the accepted pages."""
    return {Path(one.head.label).name for one in found.pages}


class TestForms:
    def test_text_and_html_of_a_page_are_one(self, tmp_path: Path) -> None:
        """
        A page as text and as HTML has equal facts: the text is taken, and a line names it.
        """
        for name in ("letters.txt", "letters.html"):
            (tmp_path / name).write_text(FILES[name], encoding="utf-8")
        result = run("check", tmp_path, "--no-cache")

        assert "read 2 = 1 accepted + 1 duplicate + 0 left out + 0 rejected\n" in result.stderr
        assert f"{tmp_path}/letters.html: another form of {tmp_path}/letters.txt; read once\n" in (
            result.stderr
        )

    def test_an_equal_text_is_taken_with_its_address(self, outcomes: list[list[PackedOutcome]]) -> None:
        """
        Of a revision in an export and in a file of its own, that with title and address is taken.
        """
        found = collected([outcomes[2], outcomes[0]])
        (duplicate,) = found.duplicates

        assert {"export.xml#Letters opened", "export.xml#Cameras sold"} == names(found)
        assert duplicate.name.endswith("Letters opened.wiki")
        assert duplicate.taken.endswith("export.xml#Letters opened")

    def test_an_address_is_that_of_one_page(self, outcomes: list[list[PackedOutcome]]) -> None:
        """
        Two texts with the address of one page are one incident, although their facts differ.
        """
        found = collected([outcomes[0], outcomes[1]])
        (duplicate,) = found.duplicates

        assert 2 == len(found.pages)
        assert "with other facts, but the same page as" == duplicate.how

    def test_equal_titles_with_other_facts_stay_two(self, outcomes: list[list[PackedOutcome]]) -> None:
        """
        Two pages with one title, other facts and no address are two incidents.
        """
        found = collected([outcomes[3], outcomes[5]])

        assert ({"letters.txt", "other.txt"}, ()) == (names(found), found.duplicates)

    @given(order=st.permutations(range(len(FILES))))
    def test_the_order_of_files_does_not_matter(
        self, outcomes: list[list[PackedOutcome]], order: list[int]
    ) -> None:
        """
        In any order of the files, the same pages are accepted, with the same slugs and files.
        """
        first, found = collected(outcomes), collected([outcomes[number] for number in order])

        assert [(one.sha256, one.slug, one.files) for one in first.pages] == [
            (one.sha256, one.slug, one.files) for one in found.pages
        ]
        assert len(first.duplicates) == len(found.duplicates)

    def test_a_page_of_few_fields_is_read_only_if_it_is_named(self, tmp_path: Path) -> None:
        """
        An infobox that a battle has too is left out in a folder, and read if the user names the file.
        """
        path = tmp_path / "battle.wiki"
        path.write_text("{{Box\n| location = Oslo\n| date = 2020\n| outcome = None\n}}\nIt was.\n")
        (tmp_path / "letters.wiki").write_text(LETTERS, encoding="utf-8")
        in_folder, named = (run("check", one, "--no-cache") for one in (tmp_path, path))

        assert f"{path}: not in a known page format; left out\n" in in_folder.stderr
        assert f"{path}:" not in in_folder.stdout
        assert f"{path}:2:3 " in named.stdout or "read 1 = 1 accepted" in named.stderr

    def test_processes_do_not_matter(self, folder: Path, tmp_path: Path) -> None:
        """
        With two processes, the same lines are printed and the same graph is built.
        """
        results = [
            run("build", folder, "--no-cache", "--jobs", jobs, "--graph", tmp_path / "graph")
            for jobs in ("1", "2")
        ]

        assert results[0].stderr == results[1].stderr
        assert "duplicate" in results[0].stderr


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/wiki/It's", "https://example.org/wiki/It%27s"),
        ("http://Example.org/A", "https://example.org/A"),
    ],
)
def test_addresses_are_compared_decoded(one: str, other: str) -> None:
    """
    How an address is encoded, its scheme and the case of its host do not make it another page's.
    """
    assert collect._address(one) == collect._address(other)


def test_each_format_has_its_rank() -> None:
    """
    Of two forms, Markdown is taken before wikitext, text and HTML.
    """
    ranked = sorted(sources.formats(), key=lambda name: sources.formats()[name].RANK)

    assert ["markdown", "wikitext", "privacywiki_text", "mediawiki_html"] == ranked


MARKDOWN = (
    sources.writable_formats()["markdown"]
    .write(incident(TEXT))
    .replace("privkg: 1\n", "privkg: 1\nseverity: It was high.\n")
    .replace("\n---\n", "\nDate: 2001\n---\n")
    .replace("## Sources", "### Souces of it\n\n## Sources")
)
WIKITEXT = LETTERS.replace("| date", "| severity = It was high.\n| date").replace(
    "== Description ==", "== Description ==\n{{Confirmed|2019}}\n"
)


@pytest.mark.parametrize(
    ("name", "text", "unread"),
    [
        ("letters.md", MARKDOWN, ["severity: It was high.", "Date: 2001"]),
        ("Letters opened.wiki", WIKITEXT, [" severity = It was high.\n", "{{Confirmed|2019}}"]),
    ],
)
def test_what_is_not_shown_is_not_understood(
    tmp_path: Path, name: str, text: str, unread: list[str]
) -> None:
    """
    Words that a finding reports as unread are not understood in the graph too, and no boilerplate.
    """
    (tmp_path / name).write_text(text, encoding="utf-8")
    (page,) = [
        one for one in read.read(File(tmp_path / name), ReadOptions()) if isinstance(one, LiftedPage)
    ]
    objects = [(shorten(iri_text(p)), o) for _, p, o in page.provenance]
    spans = [_span(o) for p, o in objects if p == "pk:notUnderstood"]
    boilerplate = [
        _pair(each) for p, o in objects if p == "pk:boilerplate" for each in literal_text(o).split()
    ]
    claimed = [claim.passage.span for claim in page.claims]

    assert unread == [text[span.start : span.end] for span in sorted(spans)]
    assert () == documents.complement(text, [*claimed, *spans, *boilerplate])
    assert not {at for span in spans for at in range(span.start, span.end)} & {
        at for span in (*claimed, *boilerplate) for at in range(span.start, span.end)
    }


def _span(node: Term) -> Span:
    """Return the span in the IRI of a stretch of a page."""
    return _pair(iri_text(node).partition("#char=")[2])


def _pair(words: str) -> Span:
    return Span(*map(int, words.split(",")))
