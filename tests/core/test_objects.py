"""Objects in a store are read as files are, in one version and with bounded memory."""

import io
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stores
from privkg.core import bounded, compressed, objects
from privkg.core.errors import FailureError, FileError, NoInputError, UsageError
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


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of this machine."""
    return stores.new_certificate(tmp_path_factory.mktemp("certificate"))


@contextmanager
def reached(variables: Mapping[str, str]) -> Iterator[None]:
    """Reach a store by other variables."""
    objects._client.cache_clear()
    with pytest.MonkeyPatch.context() as patched:
        for name, value in variables.items():
            patched.setenv(name, value)
        yield
    objects._client.cache_clear()


FAULTS: dict[str, tuple[stores.Fault, bool]] = {
    "lost": (stores.lose, False),
    "lost, encrypted": (stores.lose, True),
    "damaged": (stores.damage, True),
    "too slow": (stores.drip, False),
    "too slow, encrypted": (stores.drip, True),
}
"""What happens to a part while it is received, and whether its connection is encrypted."""


class TestFault:
    @pytest.fixture
    def variables(
        self,
        fault: str,
        count: int,
        store: Store,
        bucket: str,
        certificate: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> Iterator[None]:
        """Reach the store of the bucket by one, the first responses of which have a fault."""
        what, is_encrypted = FAULTS[fault]
        if what is stores.drip:
            monkeypatch.setattr(objects, "_PART_SECONDS", 1)
        with (
            stores.faulty(store, what, count, certificate if is_encrypted else None) as variables,
            reached(variables),
        ):
            yield

    @pytest.mark.usefixtures("variables")
    @pytest.mark.parametrize("count", [1])
    @pytest.mark.parametrize("fault", FAULTS)
    def test_once(self, store: Store, bucket: str, fault: str) -> None:
        """
        A part that is not received whole and in time is requested again, and its bytes are right.
        """
        store.put(bucket, {fault: bytes(range(256))})

        assert bytes(range(256)) == bounded.content(found(bucket, fault), 256)

    @pytest.mark.usefixtures("variables")
    @pytest.mark.parametrize("count", [4])
    @pytest.mark.parametrize("fault", FAULTS)
    def test_always(self, store: Store, bucket: str, fault: str) -> None:
        """
        After some attempts the message is what happened, to which object, and what to do.
        """
        store.put(bucket, {fault: bytes(range(256))})

        with pytest.raises(FailureError) as caught:
            bounded.content(found(bucket, fault), 256)

        message = str(caught.value)
        assert message.startswith(f"s3://{bucket}/{fault}: a part was not received in 4 attempts of")
        assert message.endswith("; check the network and the store, and run the command again")
        assert ("too slow" in fault) == ("it arrived too slowly" in message)


ANSWER = '<ListBucketResult>{}<Contents><Key>{}</Key>{}<ETag>"1"</ETag></Contents></ListBucketResult>'
LISTS: dict[str, tuple[str, str]] = {
    "not a list": ("<html/>", "whole list"),
    "no end": (ANSWER.format("", "a", "<Size>1</Size>"), "whole list"),
    "no next": (ANSWER.format("<IsTruncated>true</IsTruncated>", "a", "<Size>1</Size>"), "whole list"),
    "no key": (ANSWER.format("<IsTruncated>false</IsTruncated>", "", "<Size>1</Size>"), "key, size"),
    "no size": (ANSWER.format("<IsTruncated>false</IsTruncated>", "a", ""), "key, size and tag"),
    "size below 0": (ANSWER.format("<IsTruncated>false</IsTruncated>", "a", "<Size>-1</Size>"), "size"),
    "size": (ANSWER.format("<IsTruncated>false</IsTruncated>", "a", "<Size>x</Size>"), "understand"),
}
HEADERS: dict[str, tuple[dict[str, str], str]] = {
    "no size": ({"ETag": "1"}, "key, size and tag"),
    "no tag": ({"Content-Length": "5"}, "key, size and tag"),
    "size": ({"ETag": "1", "Content-Length": "x"}, "understand"),
    "size below 0": ({"ETag": "1", "Content-Length": "-5"}, "key, size and tag"),
    "date": ({"ETag": "1", "Content-Length": "5", "Last-Modified": "yesterday"}, "understand"),
}


class TestAnswer:
    """What a store answers is checked, whatever it is."""

    @pytest.fixture
    def answer(self, store: Store) -> Iterator[stores.Answer]:
        """What a store answers, which a test sets."""
        with stores.answering() as (url, answer), reached({**store.variables, "AWS_ENDPOINT_URL": url}):
            yield answer

    @pytest.mark.parametrize("case", LISTS)
    def test_list(self, answer: stores.Answer, case: str) -> None:
        """
        A list that is not whole, or has what is not an object, is an error.
        """
        text, message = LISTS[case]
        answer.content = text.encode()
        answer.headers = {"Content-Length": str(len(answer.content))}

        with pytest.raises(FailureError, match=f"^s3://folder/.*: the store .*{message}"):
            list(objects.within(Address("folder", "")))

    @pytest.mark.parametrize("case", HEADERS)
    def test_headers(self, answer: stores.Answer, case: str) -> None:
        """
        An object of which size and tag are not known is an error.
        """
        answer.headers, message = HEADERS[case]

        with pytest.raises(FailureError, match=f"^s3://folder/a: the store .*{message}"):
            objects.find(Address("folder", "a"))

    def test_redirections(self, answer: stores.Answer) -> None:
        """
        A store that only redirects is an error, after some requests.
        """
        answer.status, answer.headers = 307, {"Location": "http://127.0.0.1:1/"}

        with pytest.raises(FailureError, match=r"^s3://folder/a: the store "):
            objects.find(Address("folder", "a"))


class TestAbsent:
    def test_boto3(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Without the library the message is the command that installs it.
        """
        monkeypatch.setitem(sys.modules, "boto3", None)

        with pytest.raises(UsageError, match=r'^s3:// needs boto3; .*pip install "privkg\[s3\]"'):
            objects.find(Address("bucket", "a.txt"))
