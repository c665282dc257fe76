"""Plug-ins: each implements the Protocol of its kind, and an added one is available everywhere."""

import gzip
import importlib
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import copies
import privkg
from builders import page_text, row_text
from checkout import ROOT
from commands import Result
from privkg.core.registry import Registry
from privkg.export import formats

_SAME = """from typing import TypeVar
from privkg.core.registry import Registry

Plugin = TypeVar("Plugin")


def met(registry: Registry[Plugin], plugin: Plugin) -> None: ...


"""


_ELSEWHERE = ("page format", "incident", "mapping of a register", "value table of a register")
"""What tests of sources and of registers add, and what is not a plug-in."""
_LONG = "Letters opened " * 9
_PAGE = page_text(
    f"{_LONG}by neighbours",
    Solove_Harm="Hedge peeping, Surveillance",
    rows=(row_text(Harm="Hedge peeping"), row_text()),
)
_DATASET = """[dataset]
title = "Letters"
description = "Privacy incidents that were made up for a test, each with its evidence, in a graph."
version = "1.0.0"
issued = 2026-11-24
modified = 2026-11-24
licence = "CC-BY-4.0"
homepage = "https://example.org/letters/"
creators = [{ name = "The editors" }]
"""
_ADDED = "hextuples or neighbourly or gardens or title-is-short or years-of-incidents"
_TESTS = (
    "tests/export/formats/test_formats.py",
    "tests/ontology/test_alignments.py",
    "tests/ontology/test_harms.py",
    "tests/query/test_questions.py",
    "tests/shapes/test_shapes.py",
)


def registries() -> Iterator[tuple[str, Registry[object]]]:
    """Yield all registries of privkg, each with its qualified name."""
    for found in pkgutil.walk_packages(privkg.__path__, "privkg."):
        if found.ispkg:
            for name, value in vars(importlib.import_module(found.name)).items():
                if isinstance(value, Registry) and value.package == found.name:
                    yield f"{found.name}.{name}", value


def checked(tmp_path: Path, code: str) -> str:
    """Return mypy's report on code."""
    (tmp_path / "code.py").write_text(code, encoding="utf-8")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--config-file",
            str(ROOT / "pyproject.toml"),
            tmp_path / "code.py",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


class TestTable:
    def test_lists_the_files_of_the_examples(self) -> None:
        """
        The table of files to write for a plug-in lists exactly the files of the examples.
        """
        table = re.findall(
            r"^\| an? ([a-z ]+) \| `([^`]+)`", text(ROOT, "CONTRIBUTING.md"), re.MULTILINE
        )
        wanted = {re.sub("<[a-z]+>", "*", path) for name, path in table if name not in _ELSEWHERE}
        examples = [path for path in copies.PLUGINS.rglob("*.*") if "__pycache__" not in path.parts]
        written = {path.relative_to(copies.PLUGINS) for path in examples} - {Path("README.md")}
        own = {path for path in written if path.parts[0] != "tests"}

        assert wanted == {path.with_stem("*").as_posix() for path in own}


class TestTypes:
    def test_each_module_meets_its_protocol(self, tmp_path: Path) -> None:
        """
        mypy accepts each module of a folder as an implementation of its registry's Protocol.
        """
        lines = [
            f"import {where.rpartition('.')[0]}, {registry.package}.{name}\n"
            f"met({where}, {registry.package}.{name})\n"
            for where, registry in registries()
            for name in registry.names()
        ]
        readable = [
            f"import privkg.export.formats.{name}\n"
            f"_{name}: privkg.export.formats.StatementFormat = privkg.export.formats.{name}\n"
            for name in formats.of_statements()
        ]

        assert len(lines) > len(readable) > 0
        assert "Success: no issues found in 1 source file\n" == checked(
            tmp_path, "".join([_SAME, *lines, *readable])
        )

    def test_a_module_that_lacks_a_fact_does_not(self, tmp_path: Path) -> None:
        """
        A module that lacks a part of the Protocol is rejected.
        """
        code = "import privkg.export.formats, json\nmet(privkg.export.formats.FORMATS, json)\n"

        assert "code.py:11: error: " in checked(tmp_path, _SAME + code)


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of privkg with a plug-in of each kind, a page, and the description of the dataset."""
    folder = copies.with_plugins(tmp_path_factory.mktemp("plugged") / "privkg")
    (folder / "page.txt").write_text(_PAGE, encoding="utf-8")
    (folder / "privkg.toml").write_text(_DATASET, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(copied: Path) -> Result:
    """The result of building the page; its graph is in the copy."""
    return copies.run(copied, "build", "page.txt", "--no-cache")


@pytest.fixture(scope="module")
def site(copied: Path, built: Result) -> Path:
    """The graph, published by the copy."""
    assert 0 == copies.run(copied, "publish", "site").code
    return copied / "site"


@pytest.fixture(scope="module")
def reference(copied: Path) -> Path:
    """The reference pages that the copy writes."""
    done = copies.run_python(copied, "docs/generate.py")
    assert (0, "") == (done.code, done.stderr)
    return copied / "docs" / "reference"


def text(*parts: str | Path) -> str:
    """Return the text of a file."""
    return Path(*parts).read_text(encoding="utf-8")


class TestExportFormat:
    def test_is_offered_and_explained(self, copied: Path) -> None:
        """
        The command offers an added format, and its help describes the format's content.
        """
        output = copies.run(copied, "export", "--help").stdout

        assert re.search(r"--format \[annotations\|csv\|hextuples\|", output)
        assert "HexTuples: facts, evidence and ontology; a file .hext\n" in output

    def test_is_chosen_by_suffix(self, copied: Path, built: Result) -> None:
        """
        A file whose name ends in its suffix is written in it.
        """
        done = copies.run(copied, "export", "graph.hext")

        assert (0, 6) == (done.code, text(copied, "graph.hext").splitlines()[0].count('", "') + 1)

    @pytest.mark.parametrize(
        ("name", "fact"),
        [
            ("index.html", '<a href="data/privkg.hext.gz">'),
            ("catalog.ttl", "<https://example.org/letters/data/privkg.hext.gz>"),
            ("catalog.ttl", "media-types/application/hex+x-ndjson"),
            ("void.ttl", "<https://example.org/letters/data/privkg.hext.gz>"),
            ("dataset.jsonld", '"https://example.org/letters/data/privkg.hext.gz"'),
            ("datacite.json", '"application/hex+x-ndjson"'),
            ("w3id/.htaccess", "DUMP=data/privkg.hext.gz"),
        ],
    )
    def test_is_published_and_described(self, site: Path, name: str, fact: str) -> None:
        """
        The published folder offers the dataset in it, and each record names the file.
        """
        assert (site / "data" / "privkg.hext.gz").is_file()
        assert fact in text(site, name)

    def test_an_altered_incident_is_named(self, copied: Path, site: Path) -> None:
        """
        If only the file of the format was altered, the incident is still identified.
        """
        dump = site / "data" / "privkg.hext.gz"
        before = dump.read_bytes()
        altered = gzip.decompress(before).replace(b"watching people", b"watching nobody")
        dump.write_bytes(gzip.compress(altered))
        result = copies.run(copied, "verify", "site")
        dump.write_bytes(before)

        assert 1 == result.code
        assert re.search(
            "/id/incident/letters-opened[a-z-]*: changed since publication\n", result.stdout
        )

    def test_is_documented(self, reference: Path) -> None:
        """
        The pages of the commands and of the formats have the format.
        """
        assert "HexTuples: facts, evidence and ontology" in text(reference, "commands.md")
        assert "| `hextuples` | HexTuples | `.hext` |" in text(reference, "formats.md")


class TestHarmScheme:
    def test_is_read(self, copied: Path, built: Result) -> None:
        """
        Its harms are read in rows next to Solove's, and its prefix is known in queries.
        """
        query = "SELECT ?row { ?row pk:harm neighbourly:HedgePeeping }"
        result = copies.run(copied, "query", "-e", query, "--format", "csv")

        assert ["row", "1"] == [line.rpartition("/v")[2] for line in result.stdout.splitlines()]
        assert "PK304" not in built.stderr

    @pytest.mark.parametrize(
        ("name", "fact"),
        [
            ("neighbourly/index.html", "<h3>hedge peeping"),
            ("neighbourly/index.ttl", "neighbourly:HedgePeeping"),
            ("index.html", '<a href="neighbourly/index.html">Harms between neighbours</a>'),
            ("incidents.html", "neighbourly/HedgePeeping.html"),
            ("neighbourly/HedgePeeping.html", "hedge peeping"),
            ("w3id/.htaccess", "|neighbourly|"),
        ],
    )
    def test_is_published(self, site: Path, name: str, fact: str) -> None:
        """
        It has a page and its Turtle, which other pages and the redirects link to.
        """
        assert fact in text(site, name)

    def test_is_documented(self, reference: Path) -> None:
        """
        The page of the vocabulary has its terms.
        """
        assert "| `neighbourly:HedgePeeping` | hedge peeping |" in text(reference, "vocabulary.md")


class TestRule:
    def test_is_checked(self, copied: Path) -> None:
        """
        A page that violates it is reported at its line, with the command that explains it.
        """
        found = copies.run(copied, "check", "page.txt", "--no-cache").stdout
        explained = copies.run(copied, "check", "--explain", "PK099").stdout

        assert "page.txt:1:1 warning PK099 title-is-short Write a title of at most 120" in found
        assert explained.startswith("PK099 title-is-short (warning)\n")

    def test_is_published_and_documented(self, site: Path, reference: Path) -> None:
        """
        The site shows it, and the reference has a line and a page on it.
        """
        assert "title-is-short" in text(site, "shapes/index.html")
        assert "shapes:title-is-short-title" in text(site, "shapes/index.ttl")
        assert "| [PK099](rules/PK099.md) | title-is-short |" in text(reference, "findings.md")
        assert "shapes/title-is-short.ttl" in text(reference, "rules/PK099.md")


class TestQuestion:
    def test_is_answered(self, copied: Path, built: Result) -> None:
        """
        The command lists it and answers it.
        """
        listed = copies.run(copied, "ask", "--help").stdout
        result = copies.run(copied, "ask", "years-of-incidents", "--format", "csv")

        assert "years-of-incidents" in listed
        assert ["year,incidents", "2020,1"] == result.stdout.splitlines()

    def test_is_documented(self, reference: Path) -> None:
        """
        The page of the questions has it.
        """
        assert "\n## years-of-incidents\n\nIn which years" in text(reference, "questions.md")


class TestChart:
    def test_is_drawn(self, copied: Path, built: Result) -> None:
        """
        A question may suggest it, and its answer is drawn so.
        """
        done = copies.run(copied, "ask", "years-of-incidents", "--chart", "years.svg")

        assert (0, True) == (done.code, text(copied, "years.svg").endswith("</svg>\n"))


class TestReport:
    def test_is_offered_and_written(self, copied: Path) -> None:
        """
        Findings come in the format, which the help lists.
        """
        output = copies.run(copied, "check", "page.txt", "--no-cache", "--format", "gcc").stdout

        assert "page.txt:1:1: warning: Write a title of at most 120 characters. [PK099]\n" in output
        assert "[gcc|github|" in copies.run(copied, "check", "--help").stdout


class TestAlignment:
    def test_is_built_and_shown(self, copied: Path, built: Result, site: Path) -> None:
        """
        Its matches are in the graph, and on the page of what they match.
        """
        query = "ASK { solove:Surveillance skos:broadMatch ?it . ?it skos:prefLabel 'peeping'@en }"

        assert "true" in copies.run(copied, "query", "-e", query, "--format", "csv").stdout
        assert "alignment/gardens#Peeping" in text(site, "solove/index.html")


class TestRecord:
    def test_is_published(self, copied: Path, site: Path) -> None:
        """
        It is written, the first page links to it, and missing fields are reported beforehand.
        """
        assert "Letters\nhttps://example.org/letters/\n" == text(site, "plain.txt")
        assert '<a href="plain.txt">plain.txt</a>' in text(site, "index.html")
        assert "\nPlain record\tok\tok\n" in copies.run(copied, "publish", "--check").stdout


class TestTests:
    def test_run_on_what_was_added(self, copied: Path) -> None:
        """
        The tests of each kind find its samples in the folders, and pass.
        """
        command = ("-m", "pytest", "-v", "-p", "no:cacheprovider", "-k", _ADDED, *_TESTS)
        output = copies.run_python(copied, *command).stdout
        passed = "\n".join(re.findall(r"^(tests/.*) PASSED", output, re.MULTILINE))

        assert " failed" not in output, output[-3_000:]
        assert [] == [name for name in _ADDED.split(" or ") if name not in passed]
