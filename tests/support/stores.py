"""An object store for tests: moto's server, with the interface of Amazon S3, on this machine."""

import http.client
import importlib.util
import os
import re
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from processes import wait_until
from programs import need, program

_SERVER = (sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0")
_URL = re.compile(r"Running on (http://127\.0\.0\.1:\d+)")
_START_SECONDS = 120
_KEY, _SECRET = "key", "secret"

LISTED = 10
"""The number of objects in one answer; that of Amazon is 1000."""


_SETTINGS = {**os.environ, "MOTO_S3_DEFAULT_MAX_KEYS": str(LISTED)}


@dataclass(frozen=True, slots=True)
class Store:
    """A running store.

    Attributes:
        variables: the environment variables by which a program reaches it.
        client: a client of it.
    """

    variables: Mapping[str, str]
    client: Any

    def put(self, bucket: str, contents: Mapping[str, bytes]) -> None:
        """Put objects into a bucket, which is made if there is none, by their keys."""
        self.client.create_bucket(Bucket=bucket)
        for key, content in contents.items():
            self.client.put_object(Bucket=bucket, Key=key, Body=content)

    def copy(self, folder: Path, bucket: str) -> None:
        """Put the files of a folder into a bucket; their keys begin with the name of the folder."""
        files = (path for path in sorted(folder.rglob("*")) if path.is_file())
        self.put(
            bucket, {path.relative_to(folder.parent).as_posix(): path.read_bytes() for path in files}
        )


@contextmanager
def running(folder: Path) -> Iterator[Store]:
    """Run a store whose files are in a folder; skip the test if boto3 or moto is missing."""
    is_here = all(importlib.util.find_spec(name) for name in ("boto3", "moto", "flask", "flask_cors"))
    need(is_here, "an object store", "install requirements/s3.txt")
    log = folder / "store.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(_SERVER, stdout=output, stderr=subprocess.STDOUT, env=_SETTINGS) as process,
    ):
        try:
            assert wait_until(lambda: _URL.search(log.read_text()), _START_SECONDS), log.read_text()
            found = _URL.search(log.read_text())
            assert found
            yield Store(_variables(found[1], folder), _client(found[1]))
        finally:
            process.kill()


Fault = Callable[[BaseHTTPRequestHandler, bytes], None]
"""Sends the body of a response, but not as it should."""


def lose(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """Send half of a body, after which the connection is closed."""
    handler.wfile.write(content[: len(content) // 2])


def damage(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """Send half of a body, and then a record of TLS that is not what its sender encrypted."""
    lose(handler, content)
    os.write(handler.connection.fileno(), b"\x17\x03\x03\x00\x20" + bytes(32))


def drip(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """Send a body byte by byte, ten in a second, until the other side has enough of it."""
    for byte in content:
        handler.wfile.write(bytes([byte]))
        time.sleep(0.1)


@contextmanager
def faulty(
    store: Store, fault: Fault, count: int, certificate: Path | None = None
) -> Iterator[Mapping[str, str]]:
    """Run a proxy of a store that sends the first parts of objects with a fault.

    Yield the environment variables by which a program reaches it.

    Args:
        store: the store.
        fault: sends the body of such a part.
        count: the number of such parts.
        certificate: with which connections are encrypted; they are not, without.
    """
    of_store = urlsplit(store.variables["AWS_ENDPOINT_URL"]).netloc
    left = iter(range(count))

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._forward()

        def do_GET(self) -> None:
            self._forward()

        def log_message(self, format: str, *args: object) -> None:
            pass

        def _forward(self) -> None:
            connection = http.client.HTTPConnection(of_store)
            connection.request(self.command, self.path, headers=dict(self.headers))
            response = connection.getresponse()
            content = response.read()
            connection.close()
            is_faulty = "Range" in self.headers and next(left, None) is not None
            self.send_response_only(response.status)
            for name, value in response.getheaders():
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):  # the other side closed the connection
                (fault if is_faulty else _whole)(self, content)

    with served(Handler, certificate) as url:
        trusted = {"AWS_CA_BUNDLE": str(certificate)} if certificate else {}
        yield {**store.variables, "AWS_ENDPOINT_URL": url, **trusted}


def _whole(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    handler.wfile.write(content)


@dataclass(slots=True)
class Answer:
    """What a store answers to all requests: the status, headers and content of the response."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""


@contextmanager
def answering() -> Iterator[tuple[str, Answer]]:
    """Run a store; yield its URL and what it answers, which can be changed."""
    answer = Answer()

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response_only(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def do_GET(self) -> None:
            self.do_HEAD()
            self.wfile.write(answer.content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with served(Handler) as url:
        yield url, answer


@contextmanager
def served(handler: type[BaseHTTPRequestHandler], certificate: Path | None = None) -> Iterator[str]:
    """Run a server, each connection of which has one request and one response; yield its URL."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def new_certificate(folder: Path) -> Path:
    """Make a certificate of this machine, and return its file, which has its key too."""
    file = folder / "certificate.pem"
    openssl = program("openssl", "install OpenSSL")
    which = ("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2")
    keys = ("-newkey", "rsa:2048", "-noenc", "-keyout", str(file))
    made = subprocess.run(
        (openssl, "req", "-x509", *keys, *which), check=True, capture_output=True, text=True
    )
    with file.open("a", encoding="utf-8") as opened:
        opened.write(made.stdout)
    return file


def _variables(url: str, folder: Path) -> Mapping[str, str]:
    """Return variables that do not depend on the settings of this machine."""
    return {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": _KEY,
        "AWS_SECRET_ACCESS_KEY": _SECRET,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": str(folder / "no config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(folder / "no credentials"),
    }


def _client(url: str) -> Any:
    import boto3

    session = boto3.session.Session(aws_access_key_id=_KEY, aws_secret_access_key=_SECRET)
    return session.client("s3", endpoint_url=url, region_name="us-east-1")
