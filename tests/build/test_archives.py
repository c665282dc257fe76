"""Files with many texts in a build: each page is counted, and evidence leads to the text in the file."""

import gzip
import json
import re
from pathlib import Path

import pytest

from commands import Result, run
from privkg.store.graph import open_graph
from wiki_files import CAMERAS, COMPRESSIONS, LETTERS, as_api, as_export, page

PAGES = [
    page(),
    page("Cameras sold", CAMERAS.replace("November 2020", "soon")),
    page("Talk:Letters opened", namespace=1),
    page("User:One", namespace=2),
    page("Letters", redirect="Letters opened"),
    page("Main Page", "Welcome."),
    page("Copy of Letters opened"),
]
COUNTS = "read 7 = 2 accepted + 1 duplicate + 4 left out + 0 rejected\n"
TALK = "in a namespace without incidents, such as talk, user, file or template"


def line_of(text: str, words: str) -> int:
    """Return the number of the line with some words."""
    return text[: text.index(words)].count("\n") + 1


_PLACE = re.compile(r"^(?:.*/)?(export\.xml#[^:\n]+:\d+:\d+) ", re.MULTILINE)
DATE = f"#Cameras sold:{line_of(CAMERAS, '| date')}:10"


def build(folder: Path, *arguments: str | Path) -> Result:
    """Build a folder's pages into the graph next to it."""
    return run("build", folder, "--no-cache", *arguments, "--graph", folder.parent / "graph")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder of pages."""
    (tmp_path / "pages").mkdir()
    return tmp_path / "pages"


@pytest.fixture
def export(folder: Path) -> Path:
    """An export with pages of each kind."""
    path = folder / "export.xml"
    path.write_text(as_export(PAGES), encoding="utf-8")
    return path


class TestAccount:
    @pytest.mark.parametrize("suffix", COMPRESSIONS)
    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_each_page_is_counted(self, folder: Path, suffix: str, jobs: str) -> None:
        """
        Pages are counted, not files; of those left out, each reason has their number and an example.
        """
        path = folder / f"export{suffix}"
        path.write_bytes(COMPRESSIONS[suffix](as_export(PAGES).encode()))
        result = build(folder, "--jobs", jobs)

        assert COUNTS in result.stderr
        assert f"2 pages such as {path}#Talk:Letters opened: {TALK}; left out\n" in result.stderr
        assert f"{path}#Letters: a redirect; left out\n" in result.stderr
        assert f"{path}#Copy of Letters opened: duplicate of {path}#Letters opened; read once\n" in (
            result.stderr
        )

    def test_an_answer_of_the_api_is_counted(self, folder: Path) -> None:
        """
        Pages of an answer of the API are counted as those of an export.
        """
        (folder / "answer.json").write_text(as_api(PAGES), encoding="utf-8")

        assert COUNTS in build(folder).stderr

    def test_a_cut_export_is_an_error_after_its_whole_pages(self, folder: Path, export: Path) -> None:
        """
        The pages before a cut are in the graph; the cut is one rejection at its line.
        """
        text = export.read_text(encoding="utf-8")
        cut = text[: text.index("Welcome.")]
        export.write_text(cut, encoding="utf-8")
        result = build(folder)
        line = cut.count("\n") + 1
        (message,) = (one for one in result.stderr.splitlines() if " PK100 " in one)

        assert 1 == result.code
        assert "read 6 = 2 accepted + 0 duplicate + 3 left out + 1 rejected\n" in result.stderr
        assert message.startswith(f"{export}:{line}:")
        assert message.endswith("; 5 whole pages before it")

    def test_a_page_that_is_too_large_is_rejected_alone(self, folder: Path) -> None:
        """
        A text of more than 20 MB is one rejection, named by its title.
        """
        pages = [page("Large", LETTERS + "a" * 20_000_000), page()]
        (folder / "export.xml").write_text(as_export(pages), encoding="utf-8")
        result = build(folder)

        assert "read 2 = 1 accepted + 0 duplicate + 0 left out + 1 rejected\n" in result.stderr
        assert f"{folder}/export.xml#Large:1:1 error PK100 file-is-a-page larger than 20 MB" in (
            result.stderr
        )

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.xml", b"<svg/>"),
            ("a.json", b'{"query": 1}'),
            ("a.gz", gzip.compress(b"text", mtime=0)),
            ("a.bz2", b"BZh"),
            ("large.xml", b"<svg>" + b" " * 21_000_000 + b"</svg>"),
        ],
        ids=["xml", "json", "gzip", "bzip2", "large"],
    )
    def test_other_files_of_these_suffixes(self, folder: Path, name: str, content: bytes) -> None:
        """
        Other XML, JSON and compressed files are left out in a folder, and one error if named.
        """
        (folder / name).write_bytes(content)
        (folder / "export.xml").write_text(as_export([page()]), encoding="utf-8")
        in_folder, named = build(folder), run("check", folder / name, "--no-cache")

        assert 0 == in_folder.code
        assert f"{folder / name}: not in a known page format; left out\n" in in_folder.stderr
        assert (1, 1) == (named.code, named.stdout.count("\n"))
        assert f"{folder / name}:1:" in named.stdout
        reasons = ("MediaWiki", "damaged", "cut", "the columns of no mapping")
        assert any(reason in named.stdout for reason in reasons)

    @pytest.mark.parametrize(("is_named", "code"), [(True, 1), (False, 0)])
    def test_an_export_without_pages(self, folder: Path, is_named: bool, code: int) -> None:
        """
        An export without a page is an error if it was named, else left out.
        """
        path = folder / "export.xml"
        path.write_text(as_export([]), encoding="utf-8")
        (folder / "other.xml").write_text(as_export([page()]), encoding="utf-8")
        result = run("check", path if is_named else folder, "--no-cache")

        assert code == result.code
        assert "has no page" in result.stdout + result.stderr


class TestPlaces:
    def test_a_finding_is_at_its_line_of_the_text(self, folder: Path, export: Path) -> None:
        """
        A finding has the title of its page, and line and column in the wikitext.
        """
        result = run("check", folder, "--no-cache")

        assert f"{export}{DATE} error PK012 incident-has-date" in result.stdout

    def test_evidence_is_at_its_line_of_the_text(self, folder: Path, export: Path) -> None:
        """
        The graph names file and title, and the line in the wikitext.
        """
        build(folder)
        graph = folder.parent / "graph"
        row = f"export.xml#Letters opened:{line_of(LETTERS, 'Threat:')}:"

        assert f"export.xml{DATE} " in run("show", "cameras-sold", graph=graph).stdout
        assert row in run("ask", "actors-linked-to-harms", "--evidence", graph=graph).stdout

    def test_a_built_graph_is_checked_at_the_lines_of_the_text(self, folder: Path, export: Path) -> None:
        """
        A check of the graph has the same places as a check of the export, without the folder.
        """
        export.write_text(as_export([page(text=LETTERS.replace("Letters were", ""))]), encoding="utf-8")
        build(folder)
        places = [
            {one[1] for one in _PLACE.finditer(result.stdout)}
            for result in (
                run("check", folder, "--no-cache"),
                run("check", "--graph", folder.parent / "graph"),
            )
        ]

        assert places[0] == places[1]
        assert "export.xml#Letters opened:7:19" in places[0]

    @pytest.mark.parametrize("name", ["export.xml", "answer.json", "escaped.xml"])
    def test_reports_for_tools_point_at_the_file(self, folder: Path, name: str) -> None:
        """
        SARIF and annotations have the page, and the line in the file or that in which the text begins.
        """
        content = as_api(PAGES) if name == "answer.json" else as_export(PAGES)
        if name == "escaped.xml":
            content = content.replace("| information = Location\n", "| information = Location&#10;")
        path = folder / name
        path.write_text(content, encoding="utf-8")
        lines = {"answer.json": 1, "export.xml": line_of(content, "| date = soon")}
        line = lines.get(name) or line_of(content, "{{Incident\n| short title = Cameras")
        shown = {
            form: run("check", folder, "--no-cache", "--format", form).stdout
            for form in ("github", "sarif")
        }
        sarif = json.loads(shown["sarif"])["runs"][0]["results"]
        (found,) = (one for one in sarif if one["ruleId"] == "PK012")
        (command,) = (one for one in shown["github"].splitlines() if "PK012" in one)
        place = found["locations"][0]["physicalLocation"]

        assert f"file={path},line={line},endLine={line},title=PK012" in command
        assert '::page "Cameras sold": ' in command
        assert found["message"]["text"].startswith('page "Cameras sold": ')
        assert path.as_uri() == place["artifactLocation"]["uri"]
        assert {"startLine": line, "endLine": line} == place["region"]

    def test_reports_of_a_graph_for_tools_point_at_the_file(self, folder: Path, export: Path) -> None:
        """
        SARIF and annotations of a graph name the file and the page, not a file with the page's name.
        """
        build(folder)
        graph = folder.parent / "graph"
        shown = {
            form: run("check", "--graph", graph, "--format", form).stdout for form in ("github", "sarif")
        }
        results = json.loads(shown["sarif"])["runs"][0]["results"]
        (found,) = (one for one in results if one["ruleId"] == "PK012")
        (command,) = (one for one in shown["github"].splitlines() if "PK012" in one)
        (place,) = found["locations"]

        assert command.startswith("::error file=export.xml,")
        assert '::page "Cameras sold": ' in command
        assert found["message"]["text"].startswith('page "Cameras sold": ')
        assert "export.xml" == place["physicalLocation"]["artifactLocation"]["uri"]
        assert [{"name": "Cameras sold", "fullyQualifiedName": "export.xml#Cameras sold"}] == place[
            "logicalLocations"
        ]

    def test_the_manifest_names_file_and_title(self, folder: Path, export: Path) -> None:
        """
        The manifest has the file with the title of each page, and its key.
        """
        build(folder)
        pages = open_graph(folder.parent / "graph").manifest.pages

        assert {("cameras-sold", "Cameras sold"), ("letters-opened", "Letters opened")} == {
            (one.incident, one.key) for one in pages
        }
        assert {
            ("export.xml#Cameras sold",),
            ("export.xml#Copy of Letters opened", "export.xml#Letters opened"),
        } == {one.files for one in pages}

    def test_annotations_have_the_offsets_of_the_text(self, folder: Path, export: Path) -> None:
        """
        In exported annotations, the positions are those of the wikitext.
        """
        build(folder)
        target = folder.parent / "all.annotations.jsonld"
        run("export", target, "--format", "annotations", graph=folder.parent / "graph")
        items = json.loads(target.read_text(encoding="utf-8"))["first"]["items"]
        selectors = [
            each
            for one in items
            if one["id"].endswith(tuple(f"letters-opened/e{n}" for n in range(100)))
            for each in one["target"][0]["selector"]
        ]
        starts = [one["start"] for one in selectors if one["type"] == "TextPositionSelector"]
        quotes = [one["exact"] for one in selectors if one["type"] == "TextQuoteSelector"]
        known = {quote: start for start, quote in zip(starts, quotes, strict=True)}

        assert LETTERS.index("November 2020") == known["November 2020"]

    def test_the_graph_verifies(self, folder: Path, export: Path) -> None:
        """
        A graph that was built from an export verifies.
        """
        build(folder)

        assert 0 == run("verify", graph=folder.parent / "graph").code

    def test_another_page_changes_no_graph_of_this_one(self, folder: Path, export: Path) -> None:
        """
        If one page of an export gets longer, the graphs of the pages behind it stay the same.
        """
        build(folder)
        text = as_export([page("Aardvarks", LETTERS.replace("Letters", "Parcels")), *PAGES])
        export.write_text(text, encoding="utf-8")
        run("build", folder, "--no-cache", "--graph", folder.parent / "new")
        graphs = []
        for name in ("graph", "new"):
            graphs.append(open_graph(folder.parent / name).manifest.graphs)
        same = [name for name in graphs[0] if "letters-opened" in name or "cameras-sold" in name]

        assert 4 == len(same)
        assert [graphs[0][name] for name in same] == [graphs[1][name] for name in same]


class TestCache:
    def test_pages_come_from_the_cache(self, folder: Path, export: Path) -> None:
        """
        A second build of a longer export takes the pages from the cache, with the same findings.
        """
        cache = folder.parent / "cache"
        first = run("check", folder, "--cache", cache)
        export.write_text(as_export([page("Other", "Nothing."), *PAGES]), encoding="utf-8")
        again = run("check", folder, "--cache", cache, "-v")

        assert first.stdout == again.stdout
        assert "cache: 3 hits, 0 misses" in again.stderr

    def test_a_page_that_was_moved_has_its_new_title(self, folder: Path) -> None:
        """
        A page with an old text and a new title is not served from the cache with the old one.
        """
        path, cache, graph = folder / "export.xml", folder.parent / "cache", folder.parent / "graph"
        for title in ("Letters opened", "Parcels opened"):
            path.write_text(as_export([page(title)]), encoding="utf-8")
            run("build", folder, "--cache", cache, "--graph", graph)

        assert "Parcels opened" in run("show", "parcels-opened", graph=graph).stdout

    def test_a_file_that_was_renamed_has_its_new_name(self, folder: Path) -> None:
        """
        A text that takes its title from the name of its file has the new name after it was renamed.
        """
        cache, graph = folder.parent / "cache", folder.parent / "graph"
        for name, old in (("Letters.wiki", None), ("Parcels.wiki", "Letters.wiki")):
            text = LETTERS.replace("| short title = Letters opened\n", "")
            (folder / name).write_text(text, encoding="utf-8")
            if old:
                (folder / old).unlink()
            run("build", folder, "--cache", cache, "--graph", graph)

        assert 0 == run("show", "parcels", graph=graph).code
