"""A page format is one new file: in a copy of privkg, it reaches every command without another edit."""

from pathlib import Path

import pytest

import copies
from builders import page_text

MARKDOWN = '''\
"""Pages in Markdown."""

from privkg.sources import privacywiki_text

TITLE, SUFFIXES = "Markdown page", (".md",)


def sniff(head):
    """Return whether a file is one."""
    return head.startswith(b"# ") and b"Solove Harm" in head


def read(document):
    """Yield its incident."""
    yield from privacywiki_text.read(document)
'''


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of privkg with another page format."""
    folder = tmp_path_factory.mktemp("copy")
    return copies.copy(folder, {"src/privkg/sources/markdown.py": MARKDOWN})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a page of each format, and a text of neither."""
    folder = tmp_path_factory.mktemp("mixed")
    (folder / "letters.txt").write_text(page_text("Letters opened"), encoding="utf-8")
    (folder / "cameras.md").write_text(page_text("# Cameras sold", Date="soon"), encoding="utf-8")
    (folder / "README.md").write_text("# Pages\n\nThey are here.\n", encoding="utf-8")
    return folder


class TestMixedFolder:
    def test_is_built(self, copied: Path, folder: Path, tmp_path: Path) -> None:
        """
        Each file goes to the format that recognises it, and what none does is named.
        """
        said = copies.run(copied, "build", folder, "--no-cache", "--graph", tmp_path / "graph")

        assert 1 == said.code
        assert f"{folder / 'README.md'}: not in a known page format; left out" in said.stderr
        assert "read 3 = 2 accepted + 0 duplicate + 1 left out + 0 rejected\n" in said.stderr
        assert f"{folder / 'cameras.md'}:5:6 error PK012 incident-has-date" in said.stderr

    def test_is_checked(self, copied: Path, folder: Path) -> None:
        """
        The findings of a page of the new format are at their lines.
        """
        said = copies.run(copied, "check", folder, "--no-cache")

        assert f"{folder / 'cameras.md'}:5:6 error PK012 incident-has-date" in said.stdout

    def test_is_asked_for(self, copied: Path, tmp_path: Path) -> None:
        """
        A folder without a page is told with the suffixes of all formats.
        """
        said = copies.run(copied, "build", tmp_path, "--graph", tmp_path / "graph")

        assert (
            f"privkg: no page in {tmp_path}; name a folder that has *.md, *.txt files, or a file\n"
            == said.stderr
        )

    @pytest.mark.parametrize("verb", ["build", "check"])
    def test_is_in_the_help(self, copied: Path, verb: str) -> None:
        """
        The help of what reads pages lists all formats.
        """
        assert ".md   Markdown page" in copies.run(copied, verb, "--help").stdout

    def test_one_that_is_only_read_is_not_in_the_help_of_new(self, copied: Path) -> None:
        """
        The help of what writes a page lists the formats that can be written.
        """
        said = copies.run(copied, "new", "--help").stdout

        assert ".txt  text of a Privacy Wiki page" in said
        assert "Markdown" not in said

    def test_one_that_is_only_read_is_is_not_written(self, copied: Path, tmp_path: Path) -> None:
        """
        A new page is written in a format that can be written, or refused.
        """
        said = copies.run(copied, "new", "Letters", tmp_path / "letters.md")

        assert (2, []) == (said.code, list(tmp_path.iterdir()))
        assert "suffix .md; known: .txt (text of a Privacy Wiki page)" in said.stderr
