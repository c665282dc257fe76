"""Sending of requests: one deadline for all attempts, retries, redirects and authentication.

All requests of privkg are idempotent, so that each may be retried: queries, replacing a graph, and
inserting triples that may exist already.
"""

import http.client
import socket
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import urljoin
from urllib.request import Request

from privkg.core.errors import EndpointError, UsageError
from privkg.store.remote import address, credentials
from privkg.store.remote.address import Address
from privkg.store.remote.authentication import Answerer
from privkg.store.remote.connection import Connection, TooLargeError
from privkg.store.remote.limits import Deadline, Limits
from privkg.store.remote.response import Answer, BrokenError, receive

_BUSY = frozenset([429, 502, 503, 504])
_MOVED = frozenset([301, 302, 303, 307, 308])
_MAX_REDIRECTS = 5
_FIRST_PAUSE_SECONDS = 0.5
_FRAMING_BYTES = 1024**2
"""The allowance for headers and chunk sizes, in addition to the limit of the body."""
_MAX_SHOWN = 200
_MEANINGS: tuple[tuple[type[Exception], str], ...] = (
    (ssl.SSLCertVerificationError, "its certificate is not trusted"),
    (ssl.SSLError, "no TLS connection can be made"),
    (socket.gaierror, "unknown host"),
    (UnicodeError, "unknown host"),
    (ConnectionRefusedError, "no server is running there (connection refused)"),
    (ConnectionError, "the connection was closed before a response"),
    (OSError, "cannot be reached"),
    (http.client.HTTPException, "the response is not HTTP"),
)


class Exchange:
    """Sends requests to one endpoint within limits; `pause` is `time.sleep`, or a test's function."""

    def __init__(self, endpoint: Address, limits: Limits, pause: Callable[[float], None]) -> None:
        self._address = endpoint
        self._limits = limits
        self._pause = pause
        self._credentials = credentials.find(endpoint)
        self._answerer = Answerer(endpoint, self._credentials)

    def send(self, request: Request) -> Answer:
        """Return the response to a request after redirects and retries, whatever its status.

        Raises:
            EndpointError: there is none within the limits, or it is incomplete.
        """
        deadline = Deadline(self._limits.seconds)
        number = 0
        while True:
            number += 1
            try:
                answer = self._follow(request, deadline)
            except _DownError as error:
                why, retry_seconds = str(error), 0.0
            except TimeoutError as error:
                raise self._late(number) from error
            else:
                if answer.status not in _BUSY:
                    return answer
                why, retry_seconds = self.status_of(answer), _retry_after_seconds(answer)
            self._wait(number, retry_seconds, deadline, why)

    def error(self, why: str) -> EndpointError:
        """Return an error about this endpoint, with secrets redacted."""
        message = self._without_secrets(why.encode()).decode(errors="replace")
        return EndpointError(f"{self._address.name}: {message}")

    def status_of(self, answer: Answer) -> str:
        """Return the status of a response, and the beginning of its body, for a message."""
        phrases = {status.value: f" {status.phrase}" for status in HTTPStatus}
        body = self.excerpt(answer.content)
        status = f"answered {answer.status}{phrases.get(answer.status, '')}"
        return f"{status}: {body}" if body else status

    def excerpt(self, content: bytes) -> str:
        """Return the beginning of a server's text on one line, control characters escaped.

        Secrets are redacted before the text is cut: a secret that is cut in two would not be recognised.
        """
        text = " ".join(self._without_secrets(content).decode(errors="replace").split())
        cut = text if len(text) <= _MAX_SHOWN else text[: _MAX_SHOWN - 1] + "…"
        return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut)

    def _without_secrets(self, content: bytes) -> bytes:
        return self._credentials.redacted(content) if self._credentials else content

    def _wait(self, number: int, retry_seconds: float, deadline: Deadline, why: str) -> None:
        """Wait before the next attempt; raise an error if no attempt is left."""
        tried = "tried once" if number == 1 else f"tried {number} times"
        if number >= self._limits.tries:
            raise self.error(f"{why}; {tried}")
        seconds = max(_FIRST_PAUSE_SECONDS * 2 ** (number - 1), retry_seconds)
        if not deadline.allows(seconds):
            raise self.error(
                f"{why}; {tried}, the next try would be in {seconds:g} s,"
                f" after the {self._limits.seconds:g} s it may take"
            )
        self._pause(seconds)

    def _late(self, number: int) -> EndpointError:
        tried = "" if number == 1 else f" and {number} tries"
        return self.error(
            f"no complete response within {self._limits.seconds:g} s{tried};"
            " restrict the query, or allow more time"
        )

    def _follow(self, request: Request, deadline: Deadline) -> Answer:
        """Return the response after redirects to the same origin."""
        for _ in range(_MAX_REDIRECTS + 1):
            answer = self._authorized(request, deadline)
            if answer.status not in _MOVED:
                return answer
            request = self._moved(request, answer)
        raise self.error(f"redirects more than {_MAX_REDIRECTS} times")

    def _moved(self, request: Request, answer: Answer) -> Request:
        try:
            url = urljoin(request.full_url, answer.headers.get("Location") or "")
            place = address.of(url)
        except (UsageError, ValueError) as error:
            raise self.error("redirects to an invalid address") from error
        # Another origin must not get credentials, or queries that the user meant for this one.
        if place.origin != self._address.origin:
            raise self.error(
                f"redirects to {place.origin}, which is not followed; give that address if it is meant"
            )
        if request.get_method() != "GET":
            raise self.error(
                f"redirects a {request.get_method()} to {place.name}, which is not followed;"
                " give that address if it is meant"
            )
        return Request(url, headers=dict(request.header_items()))  # noqa: S310  # the origin is the same

    def _authorized(self, request: Request, deadline: Deadline) -> Answer:
        """Return the response; send credentials only after a 401 response has requested them."""
        answer = self._exchange(request, deadline)
        if answer.status != HTTPStatus.UNAUTHORIZED:
            return answer
        self._answerer.learn(answer.headers.get_all("WWW-Authenticate") or ())
        answer = self._exchange(request, deadline)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            raise self.error(f"refuses the user or the password; {self.status_of(answer)}")
        return answer

    def _exchange(self, request: Request, deadline: Deadline) -> Answer:
        max_bytes = self._limits.answer_bytes
        with Connection(self._address, deadline, max_bytes + _FRAMING_BYTES) as connection:
            try:
                return receive(self._response(connection, request), max_bytes)
            except TooLargeError as error:
                size = f"{max_bytes / 1024**2:.3g} MB"
                raise self.error(f"the answer is larger than {size}; restrict the query") from error
            except BrokenError as error:
                raise self.error(f"the response is incomplete: {error}") from error
            except ConnectionError as error:
                raise self.error("the response is incomplete: the connection broke") from error

    def _response(self, connection: Connection, request: Request) -> http.client.HTTPResponse:
        headers = dict(request.header_items()) | {"Accept-Encoding": "gzip", "Connection": "close"}
        authorization = self._answerer.header(request)
        if authorization:
            headers["Authorization"] = authorization
        try:
            connection.connect()
            connection.send_all(request.get_method(), request.selector, request.data, headers)
            return connection.getresponse()
        except TimeoutError:
            raise
        except ConnectionError as error:
            raise _DownError(_meaning(error)) from error
        except (OSError, UnicodeError, http.client.HTTPException) as error:
            raise self.error(_meaning(error)) from error


class _DownError(EndpointError):
    """There was no response, but a retry may succeed."""


def _meaning(error: Exception) -> str:
    words = next(words for kind, words in _MEANINGS if isinstance(error, kind))
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"{words}: {error.verify_message}"
    reason = error.strerror if isinstance(error, OSError) and words == "cannot be reached" else None
    return f"{words} ({reason})" if reason else words


def _retry_after_seconds(answer: Answer) -> float:
    """Return the value of `Retry-After` in seconds; 0 if there is none (RFC 9110, section 10.2.3)."""
    text = (answer.headers.get("Retry-After") or "").strip()
    if text.isascii() and text.isdigit():
        return float(text)  # `int` would raise for more than 4,300 digits
    try:
        now = answer.headers.get("Date")  # the server's clock, as ours may differ
        since = parsedate_to_datetime(now) if now else datetime.now(UTC)
        return max(0.0, (parsedate_to_datetime(text) - since).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return 0.0
