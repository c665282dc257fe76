"""Documents: decoding, refused files, and line and column numbers."""

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
        The byte-order mark that some editors write is not part of the text.
        """
        found = document(codecs.BOM_UTF8 + b"Title")

        assert ("Title", []) == (found.text, odd(found))

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
    def test_utf_16_is_read_and_reported(self, encoding: str) -> None:
        """
        A file in UTF-16 with a byte-order mark is read, with a finding.
        """
        found = document("\ufeffTítle".encode(encoding))

        assert ("Títle", ["PK101"]) == (found.text, odd(found))

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"It\x92s", "p.txt:1:3: invalid UTF-8 at byte 2"),
            ("é one\ntwo ".encode() + b"\x92", "p.txt:2:5: invalid UTF-8 at byte 11"),
            (b"one\rtwo\x92", "p.txt:2:4: invalid UTF-8 at byte 7"),
            (codecs.BOM_UTF8 + b"ab\xc3", "p.txt:1:3: invalid UTF-8 at byte 5"),
            ("\ufeffab".encode("utf-16-le") + b"\x00", "p.txt:1:3: invalid UTF-16 at byte 6"),
            ("\ufeffa\n\u0a0ab".encode("utf-16-le") + b"\x00", "p.txt:2:3: invalid UTF-16 at byte 10"),
        ],
    )
    def test_invalid_bytes_are_refused_with_their_place(self, content: bytes, message: str) -> None:
        """
        Invalid bytes are an error with line and column as editors count them.
        """
        with pytest.raises(FileError) as caught:
            documents.decode(content, "p.txt")

        assert f"{message}; save the page as UTF-8" == str(caught.value)

    def test_knows_the_hash_of_the_bytes(self) -> None:
        """
        The hash is that of the file's bytes, including the byte-order mark.
        """
        content = codecs.BOM_UTF8 + b"Title"

        assert hashlib.sha256(content).hexdigest() == document(content).sha256

    def test_has_the_base_name(self) -> None:
        """
        The name of a document is the base name of its file, without folders.
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
    def test_are_kept_and_reported(self, character: str, code: str) -> None:
        """
        A control character is kept in the text and reported at its position.
        """
        found = document(f"Title\nab{character}c")

        assert f"Title\nab{character}c" == found.text
        assert [code] == odd(found)
        assert (2, 3) == documents.position(found.line_starts, found.findings[0].span.start)

    @pytest.mark.parametrize("character", ["\t", "\n", "😀", "e\u0301", "\u200f"])
    def test_ordinary_text_is_not_odd(self, character: str) -> None:
        """
        Tabs, emoji, combining marks and direction marks are not reported.
        """
        assert [] == odd(document(f"Title {character}"))

    def test_nothing_is_cut_at_a_nul(self) -> None:
        """
        The text after a NUL is read like the rest.
        """
        found = incident(description="It began.\x00 It ended.")

        assert ["It began.\x00 It ended."] == [passage.text for passage in found.descriptions]


class TestPosition:
    @pytest.mark.parametrize("line_end", LINE_ENDS)
    def test_is_that_of_an_editor(self, line_end: str) -> None:
        """
        Lines and columns count from one, with every kind of line end.
        """
        found = document(f"one{line_end}{line_end}three here{line_end}")

        assert (3, 7) == place(found, "here")

    def test_columns_count_characters(self) -> None:
        """
        A letter of two bytes and an emoji of four count as one column each.
        """
        assert (1, 4) == place(document("é😀 here"), "here")

    def test_line_ends_may_be_mixed(self) -> None:
        """
        Each line end counts once, also the two characters of CRLF.
        """
        assert (5, 1) == place(document("a\r\nb\rc\nd\u2028here"), "here")

    @given(st.lists(st.text(alphabet="abé😀 ", max_size=5), min_size=1), st.sampled_from(LINE_ENDS))
    def test_every_line_begins_at_its_first_column(self, lines: list[str], line_end: str) -> None:
        """
        Each line has one start, in column one.
        """
        found = document(line_end.join(lines))
        numbers = [documents.position(found.line_starts, start) for start in found.line_starts]

        assert [(number, 1) for number in range(1, len(lines) + 1)] == numbers

    @given(st.text(alphabet="ab \n\r\x0b\x0c\x85\u2028\u2029"))
    def test_each_line_end_begins_a_line(self, text: str) -> None:
        """
        Lines begin after the line ends of Unicode that a page may have, and nowhere else.
        """
        ends = [found.end() for found in documents.LINE_END.finditer(text)]

        assert (0, *ends) == documents.line_starts(text)

    @given(st.text(alphabet="ab \n"))
    def test_each_newline_begins_a_line(self, text: str) -> None:
        """
        In a text without other line ends, lines begin after its newlines.
        """
        ends = [number for number, character in enumerate(text, start=1) if character == "\n"]

        assert (0, *ends) == documents.line_starts(text)


class TestRead:
    def test_a_file_is_read(self, tmp_path: Path) -> None:
        """
        Reading a file and decoding its bytes return equal documents.
        """
        path = tmp_path / "page.txt"
        path.write_bytes(b"Title\r\n")

        assert documents.decode(b"Title\r\n", str(path)) == documents.read(path)

    def test_a_folder_is_refused(self, tmp_path: Path) -> None:
        """
        A folder is refused, whatever its suffix.
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

    def test_a_missing_file_is_an_error(self, tmp_path: Path) -> None:
        """
        A file removed since it was listed is refused with the system's reason.
        """
        with pytest.raises(FileError, match="cannot be read: No such file"):
            documents.read(tmp_path / "missing.txt")

    def test_an_unreadable_file_is_an_error(self, tmp_path: Path, not_root: None) -> None:
        """
        A file without read permission is refused with the system's reason.
        """
        path = tmp_path / "closed.txt"
        with pytest.raises(FileError, match="cannot be read: Permission denied"):
            documents.read(path)

    @pytest.fixture
    def not_root(self, tmp_path: Path) -> Iterator[None]:
        """Write a file of mode 000 and drop root's right to read it."""
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
        A page of exactly twenty megabytes is read.
        """
        path = tmp_path / "page.txt"
        path.write_bytes(b"x" * documents.MAX_BYTES)

        assert documents.MAX_BYTES == len(documents.read(path).text)

    def test_a_byte_more_is_refused(self, tmp_path: Path) -> None:
        """
        A larger file is refused with a message that has the limit.
        """
        path = tmp_path / "page.txt"
        path.write_bytes(b"x" * (documents.MAX_BYTES + 1))

        with pytest.raises(FileError, match="larger than 20 MB, too large for one page"):
            documents.read(path)


class TestNames:
    @pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
    def test_that_are_not_utf8_are_refused(self, tmp_path: Path) -> None:
        """
        A file whose name is not UTF-8 is refused with the advice to rename it.
        """
        path = tmp_path / os.fsdecode(b"\xff.txt")
        path.write_bytes(b"text")

        with pytest.raises(FileError, match="name of this file is not UTF-8; rename it"):
            documents.read(path)
