"""Compressed files are read back as what was written, and equal for equal content."""

import gzip
import io
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from privkg.core import compressed
from privkg.store import gzipped

PIECES = st.lists(st.binary(max_size=3_000), max_size=5)


def packed(pieces: list[bytes]) -> bytes:
    """Return pieces, compressed one after the other."""
    target = io.BytesIO()
    with gzipped.writing(target) as file:
        file.writelines(pieces)
    return target.getvalue()


class TestWriting:
    @given(PIECES)
    def test_is_read_back(self, pieces: list[bytes]) -> None:
        """
        What is written is what Python's gzip reads.
        """
        assert b"".join(pieces) == gzip.decompress(packed(pieces))

    def test_has_no_name_and_no_time(self) -> None:
        """
        The header has zeros for the time, and no flag for a name.
        """
        assert (0, b"\0\0\0\0") == (packed([b"a"])[3], packed([b"a"])[4:8])


class TestOpened:
    def test_a_file_is_decompressed(self, tmp_path: Path) -> None:
        """
        A compressed file and a plain one are opened as the same content.
        """
        content = b"".join(b"%d\n" % number for number in range(100_000))
        paths = [tmp_path / "plain", tmp_path / "packed"]
        for path, written in zip(paths, (content, packed([content])), strict=True):
            path.write_bytes(written)
        found = [compressed.opened(path) for path in paths]

        assert [content] * 2 == [file.read() for file in found]
        assert [b"99999\n"] * 2 == [list(compressed.opened(path))[-1] for path in paths]
