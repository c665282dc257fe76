"""Objects in a store that has the interface of Amazon S3: they are listed, and read in bounded pieces.

All pieces are of one version of an object, the one that was listed; if it has changed or is removed when
it is read, that is an error. Nothing else than the named bucket is reached.
"""

import functools
import importlib.util
import io
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from privkg.core.errors import FailureError, FileError, NoInputError, UsageError, in_file
from privkg.core.text import on_one_line, quoted

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

SCHEME = "s3://"
_BUCKET = re.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")

_PIECE_BYTES = 4_194_304
_ATTEMPTS = 4
_CONNECT_SECONDS = 10
_READ_SECONDS = 30
"""Seconds without any data, after which a request is tried again."""
_PART_SECONDS = 300
"""Seconds in which a part is received, however steadily its bytes arrive."""

_OF_ONE = {
    "NoSuchKey": "removed after it was listed",
    "PreconditionFailed": "changed after it was listed; read it again",
    "InvalidObjectState": "cannot be read: it is archived; restore it",
    "AccessDenied": "cannot be read: the store refuses access to it",
}
"""Messages about errors that concern one object, by their codes."""
_LATE = "it arrived too slowly"
_NOT_FOUND = 404
_NO_CREDENTIALS = (
    "the store needs credentials; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
)


@dataclass(frozen=True, slots=True)
class Address:
    """The address of an object, or of the folder of all objects whose keys begin with it and a slash."""

    bucket: str
    key: str

    def __str__(self) -> str:
        """Return the address as a URL, in which nothing is escaped."""
        return f"{SCHEME}{self.bucket}/{self.key}"

    @property
    def name(self) -> str:
        """The last part of the key, as of a path."""
        return PurePosixPath(self.key).name

    @property
    def prefix(self) -> str:
        """What the keys of all objects in the folder of this address begin with."""
        return self.key if not self.key or self.key.endswith("/") else f"{self.key}/"


@dataclass(frozen=True, slots=True)
class StoredObject:
    """A version of an object.

    Attributes:
        address: its address.
        size: the number of its bytes.
        tag: its entity tag, which differs between versions.
    """

    address: Address
    size: int
    tag: str

    def __str__(self) -> str:
        """Return its address."""
        return str(self.address)

    @property
    def name(self) -> str:
        """The last part of its key, as of a path."""
        return self.address.name

    @property
    def suffix(self) -> str:
        """The suffix of its name."""
        return PurePosixPath(self.address.key).suffix

    @property
    def suffixes(self) -> list[str]:
        """The suffixes of its name."""
        return PurePosixPath(self.address.key).suffixes


Input = Path | Address
"""What a user names to be read: a file or a folder, here or in a store."""

Readable = Path | StoredObject
"""A file that can be opened: its path, or the object in a store."""


def address(text: str) -> Address:
    """Return an address from its text.

    Raises:
        UsageError: it does not begin with `s3://` and the name of a bucket.
    """
    bucket, _, key = text.removeprefix(SCHEME).partition("/")
    if not text.startswith(SCHEME) or not _BUCKET.fullmatch(bucket):
        raise UsageError(f"{quoted(text)} is not an address such as s3://bucket/folder")
    return Address(bucket, key)


def find(at: Address) -> StoredObject | None:
    """Return the object at an address; None if there is none, so that it may be a folder.

    Raises:
        UsageError: boto3 is not installed.
        FailureError: the store cannot be reached, or refuses.
    """
    if at.key == at.prefix:
        return None
    with _client_for(at) as client:
        try:
            found = client.head_object(Bucket=at.bucket, Key=at.key)
        except client.exceptions.ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == _NOT_FOUND:
                return None
            raise
    return _stored(at, found.get("ContentLength"), found.get("ETag"))


def within(folder: Address) -> Iterator[StoredObject]:
    """Yield all objects in a folder and below it.

    Raises:
        UsageError: boto3 is not installed.
        NoInputError: there is no such bucket.
        FailureError: the store cannot be reached, or refuses.
    """
    with _client_for(folder) as client:
        lists = client.get_paginator("list_objects_v2")
        for part in lists.paginate(Bucket=folder.bucket, Prefix=folder.prefix):
            # Without it, or without where to go on, the list would end early.
            if part.get("IsTruncated", True) and "NextContinuationToken" not in part:
                raise FailureError("the store did not return a whole list", in_file(folder))
            for one in part.get("Contents", ()):
                at = Address(folder.bucket, one.get("Key", ""))
                yield _stored(at, one.get("Size"), one.get("ETag"))


def _stored(at: Address, size: int | None, tag: str | None) -> StoredObject:
    """Return an object, given what a store knows of it."""
    if not at.key or size is None or size < 0 or not tag:
        raise FailureError("the store did not return key, size and tag of an object", in_file(at))
    return StoredObject(at, size, tag)


def opened(found: StoredObject) -> io.BufferedReader:
    """Return an object, opened for reading in binary mode; reading it raises the errors.

    Raises:
        FileError: it was removed or has changed after it was listed, or may not be read.
        UsageError: boto3 is not installed.
        FailureError: the store cannot be reached, or refuses.
    """
    return io.BufferedReader(_Content(found), _PIECE_BYTES)


class _Content(io.RawIOBase):
    """The content of an object, each part of which is requested when it is read."""

    def __init__(self, of: StoredObject) -> None:
        self._of, self._at = of, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._of.size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        found = self._part(len(view))
        view[: len(found)] = found
        self._at += len(found)
        return len(found)

    def _part(self, most_bytes: int) -> bytes:
        if self._at < _PIECE_BYTES:
            return _beginning(self._of)[self._at : self._at + most_bytes]
        return _fetch(self._of, self._at, most_bytes)


@functools.lru_cache(maxsize=1)
def _beginning(of: StoredObject) -> bytes:
    """Return the first piece, since most files are opened again once their format is recognised."""
    return _fetch(of, 0, _PIECE_BYTES)


class _LostError(FailureError):
    """A part of an object was not received whole, or not in time."""

    def __init__(self, of: StoredObject, reason: str) -> None:
        super().__init__(
            f"a part was not received in {_ATTEMPTS} attempts of at most {_PART_SECONDS} s each:"
            f" {on_one_line(reason)}; check the network and the store, and run the command again",
            in_file(of.address),
        )


def _fetch(of: StoredObject, start: int, most_bytes: int) -> bytes:
    """Return a part of an object; it is requested again if it is lost while it is received.

    boto3 itself repeats a request only until the headers of the response are received.
    """
    size = min(most_bytes, of.size - start)
    if size <= 0:
        return b""
    with _client_for(of.address) as client:
        for _ in range(_ATTEMPTS - 1):
            with suppress(_LostError):
                return _received(of, _request(client, of, start, size))
        return _received(of, _request(client, of, start, size))


def _request(client: Any, of: StoredObject, start: int, size: int) -> Any:
    """Return the body, still to be received, of the response to a request for a part of an object."""
    from urllib3.exceptions import HTTPError

    at, where = of.address, f"bytes={start}-{start + size - 1}"
    try:
        found = client.get_object(Bucket=at.bucket, Key=at.key, IfMatch=of.tag, Range=where)
    except client.exceptions.ClientError as error:
        if message := _OF_ONE.get(error.response["Error"]["Code"]):
            raise FileError(message, in_file(at)) from error
        raise
    except HTTPError as error:  # the store refused, and the connection was lost before the reason came
        raise _LostError(of, str(error)) from error
    if found.get("ContentLength") != size:
        raise FailureError("the store returned another part than requested", in_file(at))
    return found["Body"]


def _received(of: StoredObject, body: Any) -> bytes:
    """Receive the body of a response, and return it.

    Raises:
        _LostError: it was not received whole, or not in time.
    """
    from botocore.exceptions import BotoCoreError
    from urllib3.exceptions import HTTPError

    with body as response, _cut_off(response) as is_late:
        try:
            content = bytes(body.read())
        except (BotoCoreError, HTTPError) as error:
            raise _LostError(of, _LATE if is_late.is_set() else str(error)) from error
    if is_late.is_set():
        raise _LostError(of, _LATE)
    return content


@contextmanager
def _cut_off(response: Any) -> Iterator[threading.Event]:
    """End the reading of a response that takes too long; yield what is then set.

    It is set first, since of an encrypted connection that is shut down the rest is read as it is.
    """
    is_late = threading.Event()

    def end() -> None:
        is_late.set()
        with suppress(RuntimeError, ValueError, OSError):  # it was received meanwhile
            response.shutdown()

    timer = threading.Timer(_PART_SECONDS, end)
    timer.daemon = True
    timer.start()
    try:
        yield is_late
    finally:
        timer.cancel()


@contextmanager
def _client_for(at: Address) -> Iterator[Any]:
    """Yield the client for the store of an address, and raise its errors as those of privkg.

    Raises:
        UsageError: boto3 is not installed.
        NoInputError: there is no such bucket.
        FailureError: the store cannot be reached, or refuses.
    """
    if importlib.util.find_spec("boto3") is None:
        raise UsageError(f'{SCHEME} needs boto3; install it with `pip install "privkg[s3]"`')
    from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError
    from botocore.parsers import ResponseParserError

    try:
        yield _client()
    except ClientError as error:
        code, message = (error.response["Error"].get(name, "") for name in ("Code", "Message"))
        if code == "NoSuchBucket":
            raise NoInputError("no such bucket", in_file(at)) from error
        words = f"the store refuses: {on_one_line(message)} ({on_one_line(code)})"
        raise FailureError(words, in_file(at)) from error
    except NoCredentialsError as error:
        raise FailureError(_NO_CREDENTIALS, in_file(at)) from error
    except BotoCoreError as error:
        raise FailureError(f"the store failed: {on_one_line(str(error))}", in_file(at)) from error
    # Numbers and dates that are none, and redirections in a circle.
    except (ResponseParserError, ValueError, RecursionError) as error:
        words = f"the store returned what boto3 does not understand: {on_one_line(str(error))}"
        raise FailureError(words, in_file(at)) from error


@functools.cache
def _client() -> Any:
    """Return a client with the settings that programs for S3 share, from their files and variables.

    Raises:
        FailureError: a setting is not valid.
    """
    import boto3
    from botocore.config import Config

    limits = Config(
        connect_timeout=_CONNECT_SECONDS,
        read_timeout=_READ_SECONDS,
        retries={"mode": "standard", "total_max_attempts": _ATTEMPTS},
    )
    try:
        return boto3.session.Session().client("s3", config=limits)
    except ValueError as error:
        raise FailureError(f"the settings for S3 are not valid: {on_one_line(str(error))}") from error
