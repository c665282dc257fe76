"""A dataset's table is read strictly: every fault is told, each at its line."""

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
description = "Incidents of an example, told for a test, in more than fifty characters."
homepage = "https://example.org/incidents/"
version = "1"
issued = 2026-11-23
modified = 2026-11-23
licence = "CC-BY-4.0"

[[dataset.creators]]
name = "Example Group"
"""


def read(folder: Path, text: str) -> dataset.Dataset:
    """Return the dataset of a file of this text."""
    (folder / "privkg.toml").write_text(text, encoding="utf-8")
    return dataset.read(folder / "privkg.toml")


def faults(folder: Path, text: str) -> list[str]:
    """Return what is told of a file of this text, its name cut."""
    with pytest.raises(PublishError) as told:
        read(folder, text)
    return [line.replace(f"{folder}/", "") for line in str(told.value).splitlines()]


class TestRead:
    def test_the_least(self, tmp_path: Path) -> None:
        """
        What must be there is enough; the language is then English.
        """
        found = read(tmp_path, LEAST)

        assert ("Example incidents", ("en",), None) == (found.title, found.languages, found.publisher)

    def test_the_projects_own(self) -> None:
        """
        The project's table can be read.
        """
        assert own().keywords

    def test_all_faults_at_once(self, tmp_path: Path) -> None:
        """
        Several faults are told together, each at the line of its field.
        """
        text = LEAST.replace('version = "1"\n', "").replace("CC-BY-4.0", "by")

        told = faults(tmp_path, text.replace("modified = 2026-11-23", 'modified = "soon"'))
        assert ["privkg.toml:6:1", "privkg.toml:7:1", "privkg.toml:1:1"] == [
            ":".join(line.split(":")[:3]) for line in sorted(told, key=lambda line: "missing" in line)
        ]

    @pytest.mark.parametrize(
        ("line", "words"),
        [
            ('colour = "red"', "dataset.colour is unknown"),
            ('homepage = "https://example.org"', "must end in a slash"),
            ('homepage = "javascript:alert(1)/"', "is not as it must be written"),
            ('keywords = "privacy"', "must be a list of texts"),
            ("keywords = [1]", "must be text"),
            ('themes = ["LAW"]', "write one of: AGRI"),
            ('languages = ["english"]', "write one of: bg"),
            ("issued = 2026-11-23T10:00:00", "must be a day"),
            ('title = ""', "must be text"),
            ('doi = "example"', "is not as it must be written"),
            ('maintainers = ["-a"]', "is not as it must be written"),
        ],
    )
    def test_a_fault_has_its_line(self, tmp_path: Path, line: str, words: str) -> None:
        """
        What is wrong is told at the line on which it stands, with what would do.
        """
        name = line.partition(" ")[0]
        kept = [each for each in LEAST.splitlines() if not each.startswith(f"{name} ")]
        text = "\n".join([kept[0], f"  {line}", *kept[1:]])

        assert [True] == [
            told.startswith("privkg.toml:2:3: ") and words in told for told in faults(tmp_path, text)
        ]

    def test_a_fault_within_a_table(self, tmp_path: Path) -> None:
        """
        A field of a part is named with its part, at its own line.
        """
        told = faults(tmp_path, f'{LEAST}\n[dataset.contact]\nname = "Desk"\nemail = "nobody"\n')

        assert [
            'privkg.toml:15:1: dataset.contact.email is "nobody", which is not as it must be written'
        ] == told

    def test_no_table(self, tmp_path: Path) -> None:
        """
        A file for other things says nothing of a dataset.
        """
        assert "has no table [dataset]" in faults(tmp_path, "[other]\n")[0]

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("[dataset]\ntitle = \n", "2:9: not TOML: Invalid value"),
            ("[dataset]\ntitle = 'x", "2:11: not TOML: Expected"),
            ("[dataset]\nlist = [1,\n\n", "2:11: not TOML: Invalid value"),
        ],
    )
    def test_no_toml(self, tmp_path: Path, text: str, told: str) -> None:
        """
        What is no TOML is told with the place that the reader stopped at.
        """
        assert faults(tmp_path, text)[0].startswith(f"privkg.toml:{told}")

    def test_no_file(self, tmp_path: Path) -> None:
        """
        A missing file is told with what it is for.
        """
        with pytest.raises(FileError, match="no such file; it says"):
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
    def test_what_hurts_readers(self, tmp_path: Path, text: str, message: str) -> None:
        """
        A number of thousands of digits and lists without end are told with their place.
        """
        with pytest.raises(PublishError, match=f"{message}$"):
            read(tmp_path, text)


class TestDocs:
    def test_each_key_is_documented(self) -> None:
        """
        The table of keys names all that the reader takes, and no others.
        """
        taken = re.findall(r'\bfields\.\w+\(\s*"([\w-]+)"|fields, "(\w+)"', inspect.getsource(dataset))
        of_agents = {"name", "url", "email", "type", "orcid"}
        text = (ROOT / "docs/how-to/publish.md").read_text(encoding="utf-8")
        keys = text.partition("## Keys of `[dataset]`")[2].partition("## ")[0]
        told = re.findall(r"^\| ([^|]+) \|", keys, re.MULTILINE)
        named = {key for cell in told for key in re.findall(r"`\[*(?:dataset\.)?([\w-]+)\]*`", cell)}

        assert {a or b for a, b in taken} - of_agents == named
