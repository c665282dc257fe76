"""`privkg new` writes an empty page that the reader understands, and never over another."""

from pathlib import Path

import pytest

from builders import empty_page
from commands import run


class TestNew:
    def test_a_page_to_standard_output(self) -> None:
        """
        Without a FILE the page is put out, and nothing else.
        """
        said = run("new", "Letters opened")

        assert (0, empty_page("Letters opened"), "") == (said.code, said.stdout, said.stderr)

    def test_a_page_to_a_file(self, tmp_path: Path) -> None:
        """
        A FILE holds the page, and the next step is told.
        """
        page = tmp_path / "letters.txt"
        said = run("new", "Letters opened", page)

        assert (0, "", empty_page("Letters opened")) == (said.code, said.stdout, page.read_text())
        assert f"wrote {page}; fill it in, then: privkg build {page}\n" == said.stderr

    def test_never_over_a_file(self, tmp_path: Path) -> None:
        """
        A FILE that is there stays as it is.
        """
        page = tmp_path / "letters.txt"
        page.write_text("mine")
        said = run("new", "Letters opened", page)

        assert (2, "mine") == (said.code, page.read_text())
        assert "is there already; name another file" in said.stderr

    def test_never_through_a_link(self, tmp_path: Path) -> None:
        """
        A link to nothing is something that is there.
        """
        (tmp_path / "link.txt").symlink_to(tmp_path / "elsewhere.txt")
        said = run("new", "Letters opened", tmp_path / "link.txt")

        assert (2, False) == (said.code, (tmp_path / "elsewhere.txt").exists())

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        """
        What cannot be written is told with its reason.
        """
        said = run("new", "Letters opened", tmp_path / "nowhere" / "page.txt")

        assert 3 == said.code
        assert said.stderr.endswith("cannot be written: No such file or directory\n")

    @pytest.mark.parametrize("title", ["", "  ", "\n\t"])
    def test_no_title(self, title: str) -> None:
        """
        A page needs a title.
        """
        said = run("new", title)

        assert (2, "") == (said.code, said.stdout)
        assert "give the page a title" in said.stderr

    def test_its_page_builds_with_findings(self, tmp_path: Path) -> None:
        """
        An empty page is read and stored, and what it lacks is told as Violations: code 1.
        """
        run("new", "Letters opened", tmp_path / "letters.txt")
        said = run("build", tmp_path / "letters.txt", "--graph", tmp_path / "graph")

        assert 1 == said.code
        assert "read 1 = 1 accepted + 0 duplicate + 0 left out + 0 rejected" in said.stderr
        assert "PK205" not in said.stderr  # everything that it holds is understood

    def test_a_title_that_is_no_text_is_refused(self, tmp_path: Path) -> None:
        """
        Bytes that are no UTF-8 make no page, and no traceback.
        """
        said = run("new", "Letters \udcff", tmp_path / "letters.txt")

        assert (2, []) == (said.code, list(tmp_path.iterdir()))
        assert "is not UTF-8; give it as text" in said.stderr

    def test_a_name_cannot_turn_the_line_around(self, tmp_path: Path) -> None:
        """
        Control characters of a FILE are written out where it is told.
        """
        said = run("new", "Letters opened", tmp_path / "\u202ex.txt")

        assert 0 == said.code
        assert "\\u202ex.txt" in said.stderr
        assert "\u202e" not in said.stderr
