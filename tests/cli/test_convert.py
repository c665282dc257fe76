"""`privkg convert` writes pages in another format without loss, and never over another file."""

import re
from pathlib import Path

import pytest

from builders import page_text, row_text, undecodable
from checkout import SAMPLE_PAGES, TESTS
from commands import run
from privkg import sources
from privkg.core import documents
from privkg.core.content import content

FORMATS = sorted(sources.writable_formats())
LEAKS = TESTS / "sources" / "tables" / "leaks.csv"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder with two pages."""
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "cameras.txt").write_text(page_text("Cameras sold"), encoding="utf-8")
    (folder / "letters.txt").write_text(page_text("Letters opened"), encoding="utf-8")
    return folder


def converted(*arguments: str | Path) -> tuple[int, str]:
    """Return the exit code and the lines on standard error of a conversion to text."""
    result = run("convert", *arguments, "--format", "text")
    assert "" == result.stdout
    return result.code, result.stderr


class TestOnePage:
    @pytest.mark.parametrize("name", FORMATS)
    def test_to_standard_output(self, name: str, pages: Path) -> None:
        """
        Without --output the page is printed, in a format that reads it as the same incident.
        """
        result = run("convert", pages / "letters.txt", "--format", name)
        source = sources.writable_formats()[name]
        (found,) = source.read(documents.decode(result.stdout.encode(), "x"))
        (before,) = sources.writable(".txt").read(documents.read(pages / "letters.txt"))

        assert (0, content(before)) == (result.code, content(found))
        assert "read 1 = 1 accepted + 0 duplicate + 0 left out + 0 rejected\n" == result.stderr

    @pytest.mark.parametrize("name", FORMATS)
    def test_to_a_file_whose_suffix_is_the_format(self, name: str, pages: Path, tmp_path: Path) -> None:
        """
        The format is that of the file's suffix, if --format is absent.
        """
        source = sources.writable_formats()[name]
        target = tmp_path / f"letters{source.SUFFIXES[0]}"
        result = run("convert", pages / "letters.txt", "--output", target)

        assert 0 == result.code
        assert result.stderr.endswith(f"wrote {target}\n")
        assert run("check", target, "--no-cache").code == 0

    def test_never_over_another_file(self, pages: Path, tmp_path: Path) -> None:
        """
        A file with other text is an error, and stays.
        """
        target = tmp_path / "mine.txt"
        target.write_text("mine")
        code, lines = converted(pages / "letters.txt", "--output", target)

        assert (2, "mine") == (code, target.read_text())
        assert lines.endswith(f"{target} exists with other text; give another file\n")

    def test_twice(self, pages: Path, tmp_path: Path) -> None:
        """
        A file with the same text is left as it is.
        """
        target = tmp_path / "letters.txt"
        converted(pages / "letters.txt", "--output", target)
        before = target.stat().st_mtime_ns
        code, lines = converted(pages / "letters.txt", "--output", target)

        assert (0, before) == (code, target.stat().st_mtime_ns)
        assert lines.endswith(f"{target} has the same text before\n")


class TestSeveralPages:
    def test_need_a_folder(self, pages: Path, tmp_path: Path) -> None:
        """
        Several pages to standard output, or to one file, are an error, and nothing is written.
        """
        target = tmp_path / "one.txt"
        for options in ((), ("--output", target)):
            code, lines = converted(pages, *options)

            assert 2 == code
            assert "more than one page: " in lines
            assert lines.endswith("; give a folder with --output\n")
        assert not target.exists()

    def test_to_a_new_folder(self, pages: Path, tmp_path: Path) -> None:
        """
        Each page has a file that is named by its title.
        """
        code, lines = converted(pages, "--output", tmp_path / "a" / "b")
        found = sorted(path.name for path in (tmp_path / "a" / "b").iterdir())

        assert (0, ["cameras-sold.txt", "letters-opened.txt"]) == (code, found)
        assert lines.endswith(f"0 left out + 0 rejected\nwrote 2 files to {tmp_path / 'a' / 'b'}\n")

    def test_twice_to_one_folder(self, pages: Path, tmp_path: Path) -> None:
        """
        Files with the same text are left as they are.
        """
        converted(pages, "--output", tmp_path / "out")
        code, lines = converted(pages, "--output", tmp_path / "out")

        assert (0, 2) == (code, len(list((tmp_path / "out").iterdir())))
        assert lines.endswith(f"wrote 0 files to {tmp_path / 'out'}; 2 with the same text before\n")

    def test_of_one_title(self, pages: Path, tmp_path: Path) -> None:
        """
        Another page of a title, and one whose file exists with other text, have a longer name.
        """
        (pages / "other.txt").write_text(page_text("Letters opened", Date="May 2019"), encoding="utf-8")
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "cameras-sold.txt").write_text("mine")
        code, lines = converted(pages, "--output", tmp_path / "out")
        found = sorted(path.stem for path in (tmp_path / "out").iterdir())
        plain = ["cameras-sold", "letters-opened"]
        longer = sorted(set(found).difference(plain))

        assert (0, "mine") == (code, (tmp_path / "out" / "cameras-sold.txt").read_text())
        assert plain == sorted(set(found).intersection(plain))
        assert plain == [name[:-9] for name in longer]
        assert 2 == lines.count(" is another page; wrote ")

    @pytest.mark.parametrize(
        "title", ["Aux", "../../x", "?!", "/etc/passwd", "漢" * 200, "a\u0301" * 90]
    )
    def test_have_safe_names(self, title: str, tmp_path: Path) -> None:
        """
        No title leads out of the folder, names a device, or is too long for a file system.
        """
        (tmp_path / "page.txt").write_text(page_text(title), encoding="utf-8")
        code, lines = converted(tmp_path / "page.txt", "--output", tmp_path / "out")
        (path,) = (tmp_path / "out").iterdir()

        assert 0 == code, lines
        assert path.stem.casefold() not in ("aux", "")
        assert len(path.name.encode()) < 230


class TestAccounting:
    def test_equal_pages_are_duplicates(self, pages: Path, tmp_path: Path) -> None:
        """
        A page with the same content in another layout is a duplicate, and named.
        """
        other = page_text("Letters opened").replace("Location Moscow", "Location:   Moscow")
        (pages / "same.txt").write_text(other, encoding="utf-8")
        code, lines = converted(pages, "--output", tmp_path / "out")

        assert 0 == code
        assert f"{pages / 'same.txt'}: duplicate of {pages / 'letters.txt'}; read once\n" in lines
        assert "read 3 = 2 accepted + 1 duplicate + 0 left out + 0 rejected\n" in lines

    def test_other_files_are_left_out_or_rejected(self, pages: Path, tmp_path: Path) -> None:
        """
        Files without a page are counted as by `build`; the exit code is 1 if something is rejected.
        """
        (pages / "photo.png").write_bytes(b"\x89PNG")
        (pages / "bad.txt").write_bytes(undecodable())
        code, lines = converted(pages, "--output", tmp_path / "out")

        assert 1 == code
        assert f"{pages / 'bad.txt'}:1:4 error PK100" in lines
        assert "read 4 = 2 accepted + 0 duplicate + 1 left out + 1 rejected\n" in lines

    def test_records_of_a_register_have_one_line_for_a_file(self, tmp_path: Path) -> None:
        """
        Records of registers are not converted; a line names their number, the reason, and what to do.
        """
        one = tmp_path / "one.csv"
        one.write_text("".join(LEAKS.read_text(encoding="utf-8").splitlines(keepends=True)[:4]))
        why = (
            "not converted, since no page can state the licence of a register, its codes, and the rules"
            " that infer its rows; `privkg build` reads the register itself"
        )
        lines = {}
        for table in (LEAKS, one):
            options = ("--mapping", LEAKS.with_suffix(".toml"), "--output", tmp_path / "out")
            code, output = converted(table, *options, "--quiet")
            lines[table] = [line for line in output.splitlines() if " not converted, " in line]
            assert 1 == code

        assert [f"2 records such as {LEAKS}#L1: {why}"] == lines[LEAKS]
        assert [f"{one}#L1: {why}"] == lines[one]

    @pytest.mark.parametrize("records", [LEAKS, TESTS / "sources" / "veris" / "records.jsonl"])
    def test_records_of_a_register_are_counted(self, records: Path, tmp_path: Path) -> None:
        """
        Each record that the mapping does not leave out is a rejected one; pages are converted.
        """
        pages = tmp_path / "pages"
        pages.mkdir()
        (pages / "letters.txt").write_text(page_text("Letters opened"), encoding="utf-8")
        options = ("--mapping", LEAKS.with_suffix(".toml")) if records == LEAKS else ()
        built = run("build", records, *options, "--graph", tmp_path / "graph", "--no-cache")
        read = re.search(r"^read (\d+) = .* (\d+) left out", built.stderr, re.MULTILINE)
        assert read
        total, left_out = map(int, read.groups())
        code, output = converted(records, pages, *options, "--output", tmp_path / "out")

        assert 1 == code
        assert (
            f"read {total + 1} = 1 accepted + 0 duplicate + {left_out} left out"
            f" + {total - left_out} rejected\n"
        ) in output

    def test_quiet(self, pages: Path, tmp_path: Path) -> None:
        """
        With --quiet a conversion without errors prints nothing.
        """
        assert (0, "") == converted(pages, "--output", tmp_path / "out", "--quiet")


UNREAD = {
    "a line": page_text("Letters").replace("\n\nDescription", "\n\nTehcnology Camera\n\nDescription"),
    "a field of a row": page_text("Letters", rows=(row_text(Weapon="a letter opener"),)),
    "a field twice": page_text("Letters", rows=(f"{row_text()}\nHarm: Exclusion",)),
    "a template": page_text("Letters").replace("\n\nDescription", "\n\n{{Cite|a}}\n\nDescription"),
}


class TestNothingIsLost:
    @pytest.mark.parametrize("text", UNREAD.values(), ids=UNREAD)
    def test_a_page_with_unread_words_is_unchanged_or_rejected(self, text: str, tmp_path: Path) -> None:
        """
        In its own format such a page is as it was; in another one it is rejected, with the place.
        """
        page = tmp_path / "letters.txt"
        page.write_text(text, encoding="utf-8")
        for name in FORMATS:
            result = run("convert", page, "--format", name)
            if name == "text":
                assert (0, text) == (result.code, result.stdout)
            else:
                assert (1, "") == (result.code, result.stdout)
                assert f"{page}:" in result.stderr
                assert f"{page}: not converted, since a place is not understood" in result.stderr

    def test_findings_about_values_do_not_matter(self, tmp_path: Path) -> None:
        """
        A page with an unknown harm and an unreadable date is converted; both are kept.
        """
        page = tmp_path / "letters.txt"
        page.write_text(page_text("Letters", Date="soon", Solove_Harm="Surveilance"), encoding="utf-8")
        for name in FORMATS:
            result = run("convert", page, "--format", name)

            assert 0 == result.code
            assert "soon" in result.stdout
            assert "Surveilance" in result.stdout


class TestUsage:
    def test_a_format_is_needed(self, pages: Path) -> None:
        """
        Without --format and a suffix the formats are listed.
        """
        result = run("convert", pages)

        assert 2 == result.code
        assert f"no format; give --format, one of {', '.join(FORMATS)}" in result.stderr

    def test_the_sample_pages(self, tmp_path: Path) -> None:
        """
        Every sample page is converted to every format, and no file is changed by a second run.
        """
        for name in FORMATS:
            options = ("--format", name, "--output", tmp_path / name)
            first = run("convert", *SAMPLE_PAGES, *options)
            second = run("convert", *SAMPLE_PAGES, *options)

            assert (0, 0) == (first.code, second.code), first.stderr
            assert f"wrote 6 files to {tmp_path / name}\n" in first.stderr
            assert second.stderr.endswith("; 6 with the same text before\n")
