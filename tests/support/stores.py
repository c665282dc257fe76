"""An object store for tests: moto's server, with the interface of Amazon S3, on this machine."""

import http.client
import importlib.util
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from processes import wait_until
from programs import need

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


@contextmanager
def losing_connections(store: Store, losses: int) -> Iterator[Mapping[str, str]]:
    """Run a proxy of a store that closes connections in the middle of the first parts of objects.

    Yield the environment variables by which a program reaches it.
    """
    of_store = urlsplit(store.variables["AWS_ENDPOINT_URL"]).netloc
    left = iter(range(losses))

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
            is_lost = "Range" in self.headers and next(left, None) is not None
            self.send_response_only(response.status)
            for name, value in response.getheaders():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content[: len(content) // 2] if is_lost else content)

    with served(Handler) as url:
        yield {**store.variables, "AWS_ENDPOINT_URL": url}


@contextmanager
def served(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Run a server, each connection of which has one request and one response; yield its URL."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


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
