"""Objects in a store are read as files are, in one version and with bounded memory."""

import io
import os
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stores
from privkg.core import bounded, compressed, objects
from privkg.core.errors import FileError, NoInputError, UsageError
from privkg.core.objects import Address, StoredObject
from stores import Store

LARGE = bytes(number * number % 251 for number in range(1_000)) * 9_000
"""More than two pieces."""


@pytest.fixture
def bucket(store: Store, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """The name of a bucket of one test, in a store that can be reached."""
    for name, value in store.variables.items():
        monkeypatch.setenv(name, value)
    of_test: str = request.node.originalname
    return of_test.replace("_", "-")


@pytest.fixture(scope="module")
def large(store: Store) -> StoredObject:
    """A large object."""
    with pytest.MonkeyPatch.context() as patched:
        for name, value in store.variables.items():
            patched.setenv(name, value)
        store.put("large", {"large.txt": LARGE})
        return found("large", "large.txt")


def found(bucket: str, key: str) -> StoredObject:
    one = objects.find(Address(bucket, key))
    assert one
    return one


class TestAddress:
    def test_folder_and_object(self) -> None:
        """
        A key is what follows the bucket, with all its characters.
        """
        read = objects.address("s3://some.bucket/a folder/what?#1.txt")

        assert ("some.bucket", "a folder/what?#1.txt") == (read.bucket, read.key)

    @pytest.mark.parametrize(
        "text",
        ["s3://", "s3:///key", "s3://Bucket/key", "s3://a_b/key", "https://example.org/a", "gs://ab/c"],
    )
    def test_what_is_no_address(self, text: str) -> None:
        """
        Other schemes, and names that no bucket has, are refused.
        """
        with pytest.raises(UsageError, match="is not an address such as s3://bucket/folder"):
            objects.address(text)


class TestList:
    def test_all_below_a_folder(self, store: Store, bucket: str) -> None:
        """
        The folder of an address ends at a slash, and has more objects than one answer of the store.
        """
        keys = {f"pages/{number:04}.txt" for number in range(3 * stores.LISTED)}
        store.put(bucket, dict.fromkeys((*keys, "pages.txt", "pages-old/1.txt"), b""))

        assert keys == {one.address.key for one in objects.within(Address(bucket, "pages"))}

    def test_folder_is_no_object(self, store: Store, bucket: str) -> None:
        """
        An address of a folder, or of nothing, is not one of an object.
        """
        store.put(bucket, {"pages/1.txt": b"", "pages/": b""})

        assert [None, None, None, None] == [
            objects.find(Address(bucket, key)) for key in ("", "pages", "pages/", "other")
        ]

    def test_no_bucket(self, bucket: str) -> None:
        """
        A bucket that does not exist is named.
        """
        with pytest.raises(NoInputError, match=f"^s3://{bucket}/a: no such bucket$"):
            list(objects.within(Address(bucket, "a")))


class TestContent:
    @settings(max_examples=20)
    @given(st.lists(st.tuples(st.integers(0, len(LARGE) + 10), st.integers(0, 6_000_000)), max_size=4))
    def test_any_part(self, large: StoredObject, parts: list[tuple[int, int]]) -> None:
        """
        Whatever parts are read, in any order, they are those of a file with the same content.
        """
        expected = io.BytesIO(LARGE)
        with objects.opened(large) as ours:
            for start, size in parts:
                assert expected.seek(start) == ours.seek(start)
                assert expected.read(size) == ours.read(size)
                assert expected.tell() == ours.tell()

    def test_end(self, large: StoredObject) -> None:
        """
        Places from the end are those of a file, as the reader of workbooks needs.
        """
        with objects.opened(large) as ours:
            assert len(LARGE) - 22 == ours.seek(-22, os.SEEK_END)
            assert LARGE[-22:] == ours.read()

    @pytest.mark.parametrize("content", [b"", b"12345"])
    def test_whole(self, store: Store, bucket: str, content: bytes) -> None:
        """
        An object is read as a file, and an empty one has no byte.
        """
        store.put(bucket, {"a.txt": content})
        one = found(bucket, "a.txt")

        assert content == bounded.content(one, 5)
        assert content[:2] == bounded.head(one, 2)
        assert content == b"".join(compressed.pieces(one))

    def test_size_is_bounded(self, store: Store, bucket: str) -> None:
        """
        An object that is too large is refused, and not requested.
        """
        store.put(bucket, {"a.txt": b"12345"})
        one = found(bucket, "a.txt")
        store.client.delete_object(Bucket=bucket, Key="a.txt")

        with pytest.raises(FileError, match=f"^s3://{bucket}/a.txt: larger than 0 kB$"):
            bounded.content(one, 4)

    def test_removed(self, store: Store, bucket: str) -> None:
        """
        An object that was removed since is an error of this file.
        """
        store.put(bucket, {"a.txt": b"12345"})
        one = found(bucket, "a.txt")
        store.client.delete_object(Bucket=bucket, Key="a.txt")

        with pytest.raises(FileError, match=f"^s3://{bucket}/a.txt: removed after it was listed$"):
            bounded.content(one, 5)

    def test_changed(self, store: Store, bucket: str) -> None:
        """
        An object is never read in part from one version and in part from another.
        """
        store.put(bucket, {"a.txt": LARGE})
        with objects.opened(found(bucket, "a.txt")) as ours:
            ours.read(1)
            store.put(bucket, {"a.txt": LARGE[::-1]})

            with pytest.raises(FileError, match="changed after it was listed; read it again"):
                ours.read()


class TestAbsent:
    def test_boto3(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Without the library the message is the command that installs it.
        """
        monkeypatch.setitem(sys.modules, "boto3", None)

        with pytest.raises(UsageError, match=r'^s3:// needs boto3; .*pip install "privkg\[s3\]"'):
            objects.find(Address("bucket", "a.txt"))
