"""The table [dataset] is read strictly: every fault is reported at its line."""

import inspect
import re
from pathlib import Path

import pytest

from checkout import ROOT
from described_datasets import own
from privkg.core.errors import FileError, PublishError
from privkg.publish.metadata import dataset

LEAST = """\
[dataset]
title = "Example incidents"
description = "Incidents of an example, made for a test, in more than fifty characters."
homepage = "https://example.org/incidents/"
version = "1"
issued = 2026-11-23
modified = 2026-11-23
licence = "CC-BY-4.0"

[[dataset.creators]]
name = "Example Group"
"""


def read(folder: Path, text: str) -> dataset.Dataset:
    """Return the dataset of a file with this text."""
    (folder / "privkg.toml").write_text(text, encoding="utf-8")
    return dataset.read(folder / "privkg.toml")


def faults(folder: Path, text: str) -> list[str]:
    """Return the faults of a file with this text, with its path shortened to its name."""
    with pytest.raises(PublishError) as raised:
        read(folder, text)
    return [line.replace(f"{folder}/", "") for line in str(raised.value).splitlines()]


class TestRead:
    def test_the_least(self, tmp_path: Path) -> None:
        """
        The mandatory keys are enough; the default language is English.
        """
        found = read(tmp_path, LEAST)

        assert ("Example incidents", ("en",), None) == (found.title, found.languages, found.publisher)

    def test_the_projects_own(self) -> None:
        """
        The project's own table is valid.
        """
        assert own().keywords

    def test_all_faults_at_once(self, tmp_path: Path) -> None:
        """
        Several faults are reported together, each at the line of its key.
        """
        text = LEAST.replace('version = "1"\n', "").replace("CC-BY-4.0", "by")

        lines = faults(tmp_path, text.replace("modified = 2026-11-23", 'modified = "soon"'))
        assert ["privkg.toml:6:1", "privkg.toml:7:1", "privkg.toml:1:1"] == [
            ":".join(line.split(":")[:3]) for line in sorted(lines, key=lambda line: "missing" in line)
        ]

    @pytest.mark.parametrize(
        ("line", "words"),
        [
            ('colour = "red"', "dataset.colour is unknown; write one of: access-rights, "),
            ('keyword = "red"', 'dataset.keyword is unknown; did you mean "keywords"?'),
            ('homepage = "https://example.org"', 'end in a slash; write "https://example.org/"'),
            ('homepage = "javascript:alert(1)/"', "is not a web address; write one such as"),
            ('keywords = "privacy"', "is not a list; write one such as"),
            ("keywords = [1]", "is not a text, or is empty"),
            ('themes = ["LAW"]', "write one of: AGRI"),
            ('languages = ["english"]', "write one of: bg"),
            ("issued = 2026-11-23T10:00:00", "is not a day; write one such as"),
            ('title = ""', "is not a text, or is empty"),
            ('doi = "example"', 'doi "example" is not a DOI; write one such as "10.5281/'),
            ('maintainers = ["-a"]', '"-a" is not a GitHub user name; write one such as'),
        ],
    )
    def test_a_fault_has_its_line(self, tmp_path: Path, line: str, words: str) -> None:
        """
        A fault is reported at the line of its key, with what to write.
        """
        name = line.partition(" ")[0]
        kept = [each for each in LEAST.splitlines() if not each.startswith(f"{name} ")]
        text = "\n".join([kept[0], f"  {line}", *kept[1:]])

        assert [True] == [
            line.startswith("privkg.toml:2:3: ") and words in line for line in faults(tmp_path, text)
        ]

    def test_a_fault_within_a_table(self, tmp_path: Path) -> None:
        """
        A key of a nested table is named with its table, at its own line.
        """
        lines = faults(tmp_path, f'{LEAST}\n[dataset.contact]\nname = "Desk"\nemail = "nobody"\n')

        assert [
            'privkg.toml:15:1: dataset.contact.email "nobody" is not an e-mail address;'
            ' write one such as "desk@example.org"'
        ] == lines

    def test_no_table(self, tmp_path: Path) -> None:
        """
        A file without a table [dataset] is rejected, with the keys to write.
        """
        assert "no table [dataset]; add one with title, " in faults(tmp_path, "[other]\n")[0]

    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            ("[dataset]\ntitle = \n", "2:9: not TOML: Invalid value"),
            ("[dataset]\ntitle = 'x", "2:11: not TOML: Expected"),
            ("[dataset]\nlist = [1,\n\n", "2:11: not TOML: Invalid value"),
        ],
    )
    def test_no_toml(self, tmp_path: Path, text: str, fault: str) -> None:
        """
        A syntax error of TOML is reported at its place.
        """
        assert faults(tmp_path, text)[0].startswith(f"privkg.toml:{fault}")

    def test_no_file(self, tmp_path: Path) -> None:
        """
        A missing file is an error that names the keys to write.
        """
        with pytest.raises(FileError, match="no such file; create it with a table"):
            dataset.read(tmp_path / "privkg.toml")

    def test_a_huge_file(self, tmp_path: Path) -> None:
        """
        A file of megabytes is not read.
        """
        with pytest.raises(FileError, match="larger than 100 kB"):
            read(tmp_path, "#" * 200_000)

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("a = " + "9" * 5_000, "1:5: not TOML: a number is too long"),
            ("\na = " + "[" * 50_000, "2:5: not TOML: nested deeper than 100 levels"),
        ],
        ids=["number", "lists"],
    )
    def test_what_crashes_parsers(self, tmp_path: Path, text: str, message: str) -> None:
        """
        A number of thousands of digits, or very deep lists, are reported at their place.
        """
        with pytest.raises(PublishError, match=f"{message}$"):
            read(tmp_path, text)


class TestDocs:
    def test_each_key_is_documented(self) -> None:
        """
        The documentation's table of keys has all keys that are read, and no others.
        """
        taken = re.findall(r'\bfields\.\w+\(\s*"([\w-]+)"|fields, "(\w+)"', inspect.getsource(dataset))
        of_agents = {"name", "url", "email", "type", "orcid"}
        text = (ROOT / "docs/how-to/publish.md").read_text(encoding="utf-8")
        keys = text.partition("## Keys of `[dataset]`")[2].partition("## ")[0]
        cells = re.findall(r"^\| ([^|]+) \|", keys, re.MULTILINE)
        named = {key for cell in cells for key in re.findall(r"`\[*(?:dataset\.)?([\w-]+)\]*`", cell)}

        assert {a or b for a, b in taken} - of_agents == named
