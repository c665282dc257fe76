"""`privkg new` writes an empty page that the reader understands, and never over another."""

from pathlib import Path

import pytest

from builders import empty_page
from commands import run
from privkg import sources


class TestNew:
    def test_a_page_to_standard_output(self) -> None:
        """
        Without a FILE the page is put out, and nothing else.
        """
        result = run("new", "Letters opened")

        assert (0, empty_page("Letters opened"), "") == (result.code, result.stdout, result.stderr)

    @pytest.mark.parametrize("name", sorted(sources.writable_formats()))
    def test_a_page_in_each_format(self, name: str, tmp_path: Path) -> None:
        """
        --format, and the suffix of FILE without it, choose the format of the page.
        """
        source = sources.writable_formats()[name]
        page = tmp_path / f"letters{source.SUFFIXES[0]}"
        result = run("new", "Letters opened", "--format", name)
        run("new", "Letters opened", page)

        assert (0, source.empty("Letters opened")) == (result.code, result.stdout)
        assert result.stdout == page.read_text(encoding="utf-8")

    def test_a_file_of_another_format(self, tmp_path: Path) -> None:
        """
        A FILE with the suffix of another format than --format is an error.
        """
        result = run("new", "Letters", tmp_path / "letters.md", "--format", "text")

        assert (2, []) == (result.code, list(tmp_path.iterdir()))
        assert "letters.md has the suffix of another format; for text, end it in .txt" in result.stderr

    def test_a_page_to_a_file(self, tmp_path: Path) -> None:
        """
        The page is written to FILE, and a line names the next step.
        """
        page = tmp_path / "letters.txt"
        result = run("new", "Letters opened", page)

        assert (0, "", empty_page("Letters opened")) == (result.code, result.stdout, page.read_text())
        assert f"wrote {page}; fill it in, then: privkg build {page}\n" == result.stderr

    def test_never_over_a_file(self, tmp_path: Path) -> None:
        """
        A FILE that is there stays as it is.
        """
        page = tmp_path / "letters.txt"
        page.write_text("mine")
        result = run("new", "Letters opened", page)

        assert (2, "mine") == (result.code, page.read_text())
        assert "exists; give another file" in result.stderr

    def test_never_through_a_link(self, tmp_path: Path) -> None:
        """
        A link to nothing is something that is there.
        """
        (tmp_path / "link.txt").symlink_to(tmp_path / "elsewhere.txt")
        result = run("new", "Letters opened", tmp_path / "link.txt")

        assert (2, False) == (result.code, (tmp_path / "elsewhere.txt").exists())

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        """
        A FILE in a folder that does not exist is an error with the folder and what to do.
        """
        folder = tmp_path / "nowhere"
        result = run("new", "Letters opened", folder / "page.txt")

        assert 3 == result.code
        assert result.stderr.endswith(
            f"cannot be written: the folder {folder} does not exist; make it first\n"
        )

    @pytest.mark.parametrize("title", ["", "  ", "\n\t"])
    def test_no_title(self, title: str) -> None:
        """
        A page needs a title.
        """
        result = run("new", title)

        assert (2, "") == (result.code, result.stdout)
        assert "give the page a title" in result.stderr

    def test_its_page_builds_with_findings(self, tmp_path: Path) -> None:
        """
        An empty page is stored, and its missing fields are Violations: code 1.
        """
        run("new", "Letters opened", tmp_path / "letters.txt")
        result = run("build", tmp_path / "letters.txt", "--graph", tmp_path / "graph")

        assert 1 == result.code
        assert "read 1 = 1 accepted + 0 duplicate + 0 left out + 0 rejected" in result.stderr
        assert "PK205" not in result.stderr  # everything that it holds is understood

    def test_a_title_that_is_no_text_is_refused(self, tmp_path: Path) -> None:
        """
        A title that is not UTF-8 is an error, and no page is written.
        """
        result = run("new", "Letters \udcff", tmp_path / "letters.txt")

        assert (2, []) == (result.code, list(tmp_path.iterdir()))
        assert "is not UTF-8; write it in UTF-8" in result.stderr

    def test_a_name_cannot_turn_the_line_around(self, tmp_path: Path) -> None:
        """
        Control characters in the name of a FILE are escaped in messages.
        """
        result = run("new", "Letters opened", tmp_path / "\u202ex.txt")

        assert 0 == result.code
        assert "\\u202ex.txt" in result.stderr
        assert "\u202e" not in result.stderr
