"""Files as text: what is decoded, what is refused, and where lines and columns are."""

import codecs
import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import document, incident
from privkg.core import documents
from privkg.core.errors import FileError
from privkg.core.model import Document

LINE_ENDS = ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"]


def odd(found: Document) -> list[str]:
    return [finding.rule.code for finding in found.findings]


def place(found: Document, words: str) -> tuple[int, int]:
    return documents.position(found.line_starts, found.text.index(words))


class TestDecoding:
    def test_a_byte_order_mark_is_dropped(self) -> None:
        """
        The mark that some editors write is no part of the text.
        """
        found = document(codecs.BOM_UTF8 + b"Title")

        assert ("Title", []) == (found.text, odd(found))

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
    def test_marked_utf_16_is_read_and_told(self, encoding: str) -> None:
        """
        A file in UTF-16 is read, and the advice is to save it as UTF-8.
        """
        found = document("\ufeffTítle".encode(encoding))

        assert ("Títle", ["PK101"]) == (found.text, odd(found))

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"It\x92s", "p.txt:1:3: byte 2 is not utf-8 text"),
            ("é one\ntwo ".encode() + b"\x92", "p.txt:2:5: byte 11 is not utf-8 text"),
            (b"one\rtwo\x92", "p.txt:2:4: byte 7 is not utf-8 text"),
            (codecs.BOM_UTF8 + b"ab\xc3", "p.txt:1:3: byte 5 is not utf-8 text"),
            ("\ufeffab".encode("utf-16-le") + b"\x00", "p.txt:1:3: byte 6 is not utf-16 text"),
            ("\ufeffa\n\u0a0ab".encode("utf-16-le") + b"\x00", "p.txt:2:3: byte 10 is not utf-16 text"),
        ],
    )
    def test_other_bytes_are_refused_at_their_place(self, content: bytes, message: str) -> None:
        """
        Bytes that are no text are pointed at by line and column, as an editor counts them.
        """
        with pytest.raises(FileError) as caught:
            documents.decode(content, "p.txt")

        assert f"{message}; save the page as UTF-8" == str(caught.value)

    def test_knows_the_hash_of_the_bytes(self) -> None:
        """
        The hash is that of the file, its mark included.
        """
        content = codecs.BOM_UTF8 + b"Title"

        assert hashlib.sha256(content).hexdigest() == document(content).sha256

    def test_has_the_base_name(self) -> None:
        """
        A document is named after its file, not after the folder of a machine.
        """
        assert "page.txt" == documents.decode(b"Title", "somewhere/else/page.txt").name


class TestOddities:
    @pytest.mark.parametrize(
        ("character", "code"),
        [
            ("\x00", "PK102"),
            ("\x1b", "PK102"),
            ("\x7f", "PK102"),
            ("\u202e", "PK103"),
            ("\u2066", "PK103"),
        ],
    )
    def test_are_kept_and_told(self, character: str, code: str) -> None:
        """
        A character that cannot be seen stays in the text and is reported where it stands.
        """
        found = document(f"Title\nab{character}c")

        assert f"Title\nab{character}c" == found.text
        assert [code] == odd(found)
        assert (2, 3) == documents.position(found.line_starts, found.findings[0].span.start)

    @pytest.mark.parametrize("character", ["\t", "\n", "😀", "e\u0301", "\u200f"])
    def test_ordinary_text_is_not_odd(self, character: str) -> None:
        """
        Tabs, emoji, combining marks and marks of direction need no word.
        """
        assert [] == odd(document(f"Title {character}"))

    def test_nothing_is_cut_at_a_nul(self) -> None:
        """
        What stands behind a NUL is read like the rest.
        """
        found = incident(description="It began.\x00 It ended.")

        assert ["It began.\x00 It ended."] == [passage.text for passage in found.descriptions]


class TestPosition:
    @pytest.mark.parametrize("line_end", LINE_ENDS)
    def test_is_that_of_an_editor(self, line_end: str) -> None:
        """
        Lines and columns count from one, whatever ends a line.
        """
        found = document(f"one{line_end}{line_end}three here{line_end}")

        assert (3, 7) == place(found, "here")

    def test_columns_count_characters(self) -> None:
        """
        A letter of two bytes and an emoji of four take one column each.
        """
        assert (1, 4) == place(document("é😀 here"), "here")

    def test_line_ends_may_be_mixed(self) -> None:
        """
        Each line end counts once, and the two characters of one together.
        """
        assert (5, 1) == place(document("a\r\nb\rc\nd\u2028here"), "here")

    @given(st.lists(st.text(alphabet="abé😀 ", max_size=5), min_size=1), st.sampled_from(LINE_ENDS))
    def test_every_line_begins_at_its_first_column(self, lines: list[str], line_end: str) -> None:
        """
        The starts of lines are as many as the lines, each in column one.
        """
        found = document(line_end.join(lines))
        numbers = [documents.position(found.line_starts, start) for start in found.line_starts]

        assert [(number, 1) for number in range(1, len(lines) + 1)] == numbers


class TestRead:
    def test_a_file_is_read(self, tmp_path: Path) -> None:
        """
        A file and its bytes give the same document.
        """
        path = tmp_path / "page.txt"
        path.write_bytes(b"Title\r\n")

        assert documents.decode(b"Title\r\n", str(path)) == documents.read(path)

    def test_a_folder_is_no_file(self, tmp_path: Path) -> None:
        """
        A folder is refused, whatever its name ends in.
        """
        with pytest.raises(FileError, match="not a regular file"):
            documents.read(tmp_path)

    def test_a_pipe_is_never_opened(self, tmp_path: Path) -> None:
        """
        A named pipe is refused at once; opening it would wait for a writer.
        """
        pipe = tmp_path / "pipe.txt"
        os.mkfifo(pipe)

        with pytest.raises(FileError, match="not a regular file"):
            documents.read(pipe)

    def test_a_device_is_never_opened(self) -> None:
        """
        An endless device is refused.
        """
        with pytest.raises(FileError, match="not a regular file"):
            documents.read(Path("/dev/zero"))

    def test_a_file_that_is_gone_is_told(self, tmp_path: Path) -> None:
        """
        A file removed since it was listed is refused with the system's reason.
        """
        with pytest.raises(FileError, match="cannot be read: No such file"):
            documents.read(tmp_path / "gone.txt")

    def test_a_closed_file_is_told(self, tmp_path: Path, not_root: None) -> None:
        """
        A file that may not be read is refused with the system's reason.
        """
        path = tmp_path / "closed.txt"
        with pytest.raises(FileError, match="cannot be read: Permission denied"):
            documents.read(path)

    @pytest.fixture
    def not_root(self, tmp_path: Path) -> Iterator[None]:
        """Write a file of mode 000 and give up the right to read all files, if it is held."""
        (tmp_path / "closed.txt").write_bytes(b"Title")
        (tmp_path / "closed.txt").chmod(0)
        user = os.geteuid()
        if user == 0:
            os.seteuid(65534)
        yield
        os.seteuid(user)


class TestLimit:
    def test_a_page_of_the_limit_is_read(self, tmp_path: Path) -> None:
        """
        Twenty megabytes are a page.
        """
        path = tmp_path / "page.txt"
        path.write_bytes(b"x" * documents.MAX_BYTES)

        assert documents.MAX_BYTES == len(documents.read(path).text)

    def test_a_byte_more_is_refused(self, tmp_path: Path) -> None:
        """
        A larger file is refused, and the limit is named.
        """
        path = tmp_path / "page.txt"
        path.write_bytes(b"x" * (documents.MAX_BYTES + 1))

        with pytest.raises(FileError, match="larger than 20 MB, too large for one page"):
            documents.read(path)


class TestNames:
    @pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
    def test_that_are_not_utf8_are_refused(self, tmp_path: Path) -> None:
        """
        A file whose name the graph could not hold is refused, with what to do.
        """
        path = tmp_path / os.fsdecode(b"\xff.txt")
        path.write_bytes(b"text")

        with pytest.raises(FileError, match="name of this file is not UTF-8; rename it"):
            documents.read(path)
