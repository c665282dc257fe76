"""Untrusted files are read without blocking and with bounded memory."""

import hashlib
import os
import sys
from pathlib import Path

import pytest

from privkg.core import bounded
from privkg.core.errors import FileError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file"


class TestContent:
    @pytest.mark.skipif(sys.platform == "win32", reason="Windows has no FIFO")
    def test_a_fifo_is_refused_at_once(self, path: Path) -> None:
        """
        A FIFO without a writer does not block.
        """
        os.mkfifo(path)

        with pytest.raises(FileError, match=f"^{path}: not a regular file$"):
            bounded.content(path, 10)

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such device")
    def test_a_device_behind_a_link_is_refused(self, path: Path) -> None:
        """
        An endless device is not read through a link either.
        """
        path.symlink_to("/dev/zero")

        with pytest.raises(FileError, match="not a regular file"):
            bounded.content(path, 10)

    def test_a_folder_is_refused(self, tmp_path: Path) -> None:
        """
        A folder is not a file.
        """
        with pytest.raises(FileError, match="not a regular file"):
            bounded.content(tmp_path, 10)

    @pytest.mark.parametrize(("most", "is_read"), [(5, True), (4, False)])
    def test_the_size_is_bounded(self, path: Path, most: int, *, is_read: bool) -> None:
        """
        A file of exactly the allowed size is read, a larger one is refused.
        """
        path.write_bytes(b"12345")

        try:
            assert is_read == (bounded.content(path, most) == b"12345")
        except FileError as error:
            assert (False, f"{path}: larger than 0 kB") == (is_read, str(error))

    def test_a_path_with_a_nul(self) -> None:
        """
        A path with a NUL, which no file can have, is a FileError.
        """
        with pytest.raises(FileError, match=r"cannot be read: .*embedded null"):
            bounded.content(Path("a\0b"), 10)

    def test_a_link_is_refused_on_request(self, path: Path) -> None:
        """
        A link is followed by default, and refused with `follows_links=False`.
        """
        path.write_bytes(b"1")
        link = path.with_name("link")
        link.symlink_to(path)

        assert b"1" == bounded.content(link, 10)
        if sys.platform != "win32":
            with pytest.raises(FileError, match=f"^{link}: cannot be read: "):
                bounded.content(link, 10, follows_links=False)


class TestSha256:
    def test_is_of_the_whole_file(self, path: Path) -> None:
        """
        The hash of a file is that of all its bytes.
        """
        path.write_bytes(b"12345" * 100_000)

        assert hashlib.sha256(b"12345" * 100_000).hexdigest() == bounded.sha256(path)

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such device")
    def test_a_device_is_refused(self) -> None:
        """
        An endless device is not hashed.
        """
        with pytest.raises(FileError, match="not a regular file"):
            bounded.sha256(Path("/dev/zero"))


class TestWholeNumber:
    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("0", 0),
            ("007", 7),
            ("9" * 18, 10**18 - 1),
            *(
                (text, None)
                for text in ("9" * 5_000, "", "-1", "1_0", "\u0661", "\u00b2", "1.0", "1\n", "NaN")
            ),
        ],
        ids=range(12),
    )
    def test_is_of_a_few_digits(self, text: str, number: int | None) -> None:
        """
        Only one to eighteen ASCII digits are a whole number.
        """
        assert number == bounded.whole_number(text)


class TestText:
    def test_other_bytes_are_refused_with_their_line(self, path: Path) -> None:
        """
        Invalid UTF-8 is an error with its line.
        """
        path.write_bytes(b"one\ntwo \xff")

        with pytest.raises(FileError, match=f"^{path}:2: not UTF-8; save the file as UTF-8$"):
            bounded.text(path, 100)

    def test_a_byte_order_mark_is_dropped(self, path: Path) -> None:
        """
        The byte-order mark that some editors write is not part of the text.
        """
        path.write_bytes(b"\xef\xbb\xbfone")

        assert "one" == bounded.text(path, 100)


class TestJson:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("[" * 100_000, "nested deeper than 100 levels"),
            ("[" * 101 + "]" * 101, "nested deeper than 100 levels"),
            ('{"a":' * 101 + "1" + "}" * 101, "nested deeper than 100 levels"),
            ("9" * 5_000, "not JSON: a number is too long"),
            ("[NaN]", "not JSON: NaN is not a number"),
            ("[-Infinity]", "not JSON: -Infinity is not a number"),
            ("[1e400]", "not JSON: 1e400 is too large for a number"),
            ("{", "not JSON: "),
            ("", "not JSON: "),
        ],
        ids=range(9),
    )
    def test_hostile_text_is_refused(self, path: Path, text: str, message: str) -> None:
        """
        Deep nesting, huge numbers and invalid JSON raise one error with the path.
        """
        path.write_text(text)

        with pytest.raises(FileError, match=f"^{path}: {message}"):
            bounded.read_json(path, 1_000_000)

    def test_a_hundred_levels_are_read(self, path: Path) -> None:
        """
        The greatest allowed depth is read.
        """
        path.write_text("[" * 100 + "]" * 100)

        assert bounded.read_json(path, 1_000)
