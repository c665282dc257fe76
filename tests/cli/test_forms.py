"""Each command treats a page alike in every form: as a file, in an export, in an answer of the API."""

import gzip
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import forms
from builders import incident, page_text, row_text
from commands import run
from converting import FORMATS, facts
from privkg.core import documents
from privkg.core.model import Incident
from wiki_files import as_api, as_export, as_parse, page, place_of

TITLE = "Cameras for sale in an example"
DATE, HARM, LEAD = "31 February 2019", "secondary-use", "A lead that says what happened."
ACT = "Example Agency watching people"
ROW = row_text(Threat=ACT, Harm=HARM, Original_purpose="Safety", New_purpose="Sale")
INCIDENT = incident(page_text(TITLE, lead=LEAD, rows=(ROW,), Date=DATE, Solove_Harm="Surveillance"))
WORD = re.compile(r"[^\W_]+")
"""A word; of a label, all forms have the same ones, such as `high_risk_groups` for High Risk Groups."""
WIKITEXT = FORMATS["wikitext"].write(INCIDENT)
CONTENT = forms.content(INCIDENT)
WIKI_PAGE = page(TITLE, WIKITEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A file, and the text of the page in it; `is_archive` is whether that is one text of many."""

    name: str
    text: str
    file_text: str
    is_archive: bool = False
    packed: Callable[[bytes], bytes] = bytes

    def put(self, folder: Path) -> Path:
        """Write the file."""
        path = folder / self.name
        path.write_bytes(self.packed(self.file_text.encode()))
        return path

    def label(self, path: Path) -> str:
        """Return how findings name the text."""
        return f"{path}#{TITLE}" if self.is_archive else str(path)

    def place(self, words: str) -> str:
        """Return line and column of words that the text has once."""
        assert 1 == self.text.count(words)
        line, column = place_of(self.text, words)
        return f"{line}:{column}"


def _single(name: str, text: str) -> Form:
    return Form(name=name, text=text, file_text=text)


def _archive(name: str, text: str, file_text: str, **known: Any) -> Form:
    return Form(name=name, text=text, file_text=file_text, is_archive=True, **known)


ALL = {
    **{name: _single(f"page{one.SUFFIXES[0]}", one.write(INCIDENT)) for name, one in FORMATS.items()},
    "html": _single("page.html", forms.as_html(INCIDENT)),
    "old html": _single("page.htm", forms.as_html(INCIDENT, "vector", "old", "table")),
    "export": _archive("wiki.xml", WIKITEXT, as_export([WIKI_PAGE])),
    "gzip": _archive("wiki.xml.gz", WIKITEXT, as_export([WIKI_PAGE]), packed=gzip.compress),
    "query": _archive("query.json", WIKITEXT, as_api([WIKI_PAGE])),
    "parse": _archive("parse.json", CONTENT, as_parse(WIKI_PAGE, CONTENT)),
}
SINGLE = [name for name, form in ALL.items() if not form.is_archive]
ARCHIVES = [name for name, form in ALL.items() if form.is_archive]


@pytest.fixture(scope="module", params=ALL)
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Form, Path, Path]:
    """A form, its file, and the graph that is built from it."""
    folder = tmp_path_factory.mktemp("form")
    form = ALL[request.param]
    path = form.put(folder)
    result = run("build", path, "--no-cache", graph=folder / "graph")
    assert "built a graph of 1 incident" in result.stderr
    return form, path, folder / "graph"


def read_back(text: str, name: str) -> Incident:
    """Return the incident of a page in a format that can be written."""
    suffix = FORMATS[name].SUFFIXES[0]
    (found,) = FORMATS[name].read(documents.decode(text.encode(), f"page{suffix}"))
    return found


def selected(text: str, target: Any) -> tuple[str, str]:
    """Return the quote of an annotation, and what the text has at its position.

    The second target of a page with a web address is the page there.
    """
    here = target[0] if isinstance(target, list) else target
    position, quote = here["selector"]
    return quote["exact"], text[position["start"] : position["end"]]


class TestCheck:
    @pytest.mark.parametrize("name", ALL)
    def test_a_violation_is_at_its_words(self, name: str, tmp_path: Path) -> None:
        """
        A date that is none is an error at its line and column in the text of the page.
        """
        form = ALL[name]
        path = form.put(tmp_path)
        result = run("check", path, "--no-cache")

        assert 1 == result.code
        assert f'{form.label(path)}:{form.place(DATE)} error PK012 incident-has-date "{DATE}"' in (
            result.stdout
        )
        assert "read 1 = 1 accepted + 0 duplicate + 0 left out + 0 rejected\n1 error, " in result.stderr

    @pytest.mark.parametrize("name", SINGLE)
    def test_a_fix_changes_only_the_words(self, name: str, tmp_path: Path) -> None:
        """
        The spelling of a harm is corrected in the file, and nothing else.
        """
        form = ALL[name]
        path = form.put(tmp_path)
        result = run("check", path, "--fix", "--no-cache")

        assert 1 == form.text.count(HARM)
        assert form.text.replace(HARM, "Secondary Use") == path.read_text(encoding="utf-8")
        assert result.stderr.startswith("1 place in 1 file corrected\n")

    @pytest.mark.parametrize("name", ARCHIVES)
    @pytest.mark.parametrize("option", ["--fix", "--diff"])
    def test_an_archive_is_not_corrected(self, name: str, option: str, tmp_path: Path) -> None:
        """
        A file of many pages stays as it is, and a line has the reason.
        """
        path = ALL[name].put(tmp_path)
        before = path.read_bytes()
        result = run("check", path, option, "--no-cache")

        assert before == path.read_bytes()
        assert result.stderr.startswith(f"{path}: not corrected, since it is a copy of many pages; ")
        assert "\n0 places in 0 files " in result.stderr


class TestGraph:
    def test_a_finding_is_at_its_words(self, built: tuple[Form, Path, Path]) -> None:
        """
        A finding about a built graph is at the words of the page that state it.
        """
        form, path, graph = built
        result = run("check", graph=graph)

        assert 1 == result.code
        place = f"{form.label(Path(path.name))}:{form.place(DATE)}"
        assert f"{place} error PK012 incident-has-date " in result.stdout

    def test_evidence_is_shown_at_its_words(self, built: tuple[Form, Path, Path]) -> None:
        """
        The description of an incident has each sentence with its place.
        """
        form, path, graph = built
        result = run("show", "cameras-for-sale", graph=graph)
        shown = [line.split() for line in result.stdout.splitlines()]

        assert 0 == result.code
        for words, name in ((DATE, "date"), (LEAD, "abstract"), (HARM, "harm")):
            place = f"{form.label(Path(path.name))}:{form.place(words)}"
            assert f"{place} {name} “{words}”".split() in shown

    def test_an_answer_has_its_evidence(self, built: tuple[Form, Path, Path]) -> None:
        """
        A row of an answer has the sentences that support it, with their places.
        """
        form, path, graph = built
        given = ("--organisation", "Example Agency", "--evidence", "--format", "md")
        result = run("ask", "harms-of-organisation", *given, graph=graph)

        assert 0 == result.code
        assert f"{form.label(Path(path.name))}:{form.place(ACT)} “{ACT}”" in result.stdout

    def test_an_annotation_is_of_its_words(self, built: tuple[Form, Path, Path], tmp_path: Path) -> None:
        """
        The positions of an annotation are those of its words in the text of the page.
        """
        form, _, graph = built
        run("export", tmp_path / "notes", "--format", "annotations", graph=graph)
        content = json.loads((tmp_path / "notes").read_text(encoding="utf-8"))
        found = [selected(form.text, one["target"]) for one in content["first"]["items"]]

        assert {(words, words) for words in (DATE, HARM, LEAD)} <= set(found)
        assert [] == [
            (quote, written)
            for quote, written in found
            if any(word not in written.casefold() for word in WORD.findall(quote.casefold()))
        ]


class TestConvert:
    @pytest.mark.parametrize("name", ALL)
    @pytest.mark.parametrize("wanted", FORMATS)
    def test_facts_are_equal(self, name: str, wanted: str, tmp_path: Path) -> None:
        """
        A page has the same facts in each form that can be written.
        """
        path = ALL[name].put(tmp_path)
        result = run("convert", path, "--format", wanted)

        assert 0 == result.code, result.stderr
        assert facts(INCIDENT) == facts(read_back(result.stdout, wanted))
