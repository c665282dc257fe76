"""A page format is one new file: in a copy of privkg it reaches every command without another edit."""

from pathlib import Path

import pytest

import copies
from builders import page_text

MARKDOWN = '''\
"""Pages in Org."""

from privkg.sources import privacywiki_text

TITLE, SUFFIXES, RANK = "Org page", (".org",), 9


def sniff(head):
    """Return whether a file is one."""
    return head.startswith(b"# ") and b"Solove Harm" in head


def read(document):
    """Yield its incident."""
    yield from privacywiki_text.read(document)
'''


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of privkg with an additional page format."""
    folder = tmp_path_factory.mktemp("copy")
    return copies.copy(folder, {"src/privkg/sources/org.py": MARKDOWN})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a page of each format, and a text of neither format."""
    folder = tmp_path_factory.mktemp("mixed")
    (folder / "letters.txt").write_text(page_text("Letters opened"), encoding="utf-8")
    (folder / "cameras.org").write_text(page_text("# Cameras sold", Date="soon"), encoding="utf-8")
    (folder / "README.org").write_text("# Pages\n\nThey are here.\n", encoding="utf-8")
    return folder


class TestMixedFolder:
    def test_is_built(self, copied: Path, folder: Path, tmp_path: Path) -> None:
        """
        Each file is parsed by the format that recognises it; a file that none recognises is listed.
        """
        result = copies.run(copied, "build", folder, "--no-cache", "--graph", tmp_path / "graph")

        assert 1 == result.code
        assert f"{folder / 'README.org'}: not in a known page format; left out" in result.stderr
        assert "read 3 = 2 accepted + 0 duplicate + 1 left out + 0 rejected\n" in result.stderr
        assert f"{folder / 'cameras.org'}:5:6 error PK012 incident-has-date" in result.stderr

    def test_is_checked(self, copied: Path, folder: Path) -> None:
        """
        The findings of a page of the new format have its lines.
        """
        result = copies.run(copied, "check", folder, "--no-cache")

        assert f"{folder / 'cameras.org'}:5:6 error PK012 incident-has-date" in result.stdout

    def test_is_in_the_message_about_an_empty_folder(self, copied: Path, tmp_path: Path) -> None:
        """
        The message about a folder without a page lists the suffixes of all formats.
        """
        result = copies.run(copied, "build", tmp_path, "--graph", tmp_path / "graph")

        message = result.stderr.partition("; name a folder that has ")
        assert f"privkg: no page in {tmp_path}" == message[0]
        assert "*.org" in message[2].removesuffix(" files, or a file\n").split(", ")

    @pytest.mark.parametrize("verb", ["build", "check"])
    def test_is_in_the_help(self, copied: Path, verb: str) -> None:
        """
        The help of commands that read pages lists all formats.
        """
        lines = copies.run(copied, verb, "--help").stdout.splitlines()

        assert [".org", "Org page"] in [line.split(maxsplit=1) for line in lines]

    def test_one_that_is_only_read_is_not_in_the_help_of_new(self, copied: Path) -> None:
        """
        The help of `new` lists the writable formats only.
        """
        result = copies.run(copied, "new", "--help").stdout

        assert "text of a Privacy Wiki page" in result
        assert "Org page" not in result

    def test_one_that_is_only_read_is_not_written(self, copied: Path, tmp_path: Path) -> None:
        """
        A new page in a format that cannot be written is an error.
        """
        result = copies.run(copied, "new", "Letters", tmp_path / "letters.org")

        assert (2, []) == (result.code, list(tmp_path.iterdir()))
        assert 'no writable page format has the suffix ".org"; use one of ' in result.stderr
        assert ".txt (text of a Privacy Wiki page)" in result.stderr
