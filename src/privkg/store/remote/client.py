"""A request sent and its answer taken: within one deadline, asked again where that is no harm.

What is sent here says how something is or shall be, and may so be sent twice: a query, a graph put in
the place of another, triples inserted that may be there already.
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
"""What headers, and the sizes between chunks, may take beside the answer itself."""
_MAX_SHOWN = 200
_MEANINGS: tuple[tuple[type[Exception], str], ...] = (
    (ssl.SSLCertVerificationError, "its certificate is not to be trusted"),
    (ssl.SSLError, "no TLS connection can be made"),
    (socket.gaierror, "no such host is known"),
    (UnicodeError, "no such host is known"),
    (ConnectionRefusedError, "nothing answers there (connection refused)"),
    (ConnectionError, "the connection was closed before an answer came"),
    (OSError, "cannot be reached"),
    (http.client.HTTPException, "what answers there does not speak HTTP"),
)


class Exchange:
    """Sends requests to one endpoint and keeps its limits; `pause` waits so many seconds."""

    def __init__(self, endpoint: Address, limits: Limits, pause: Callable[[float], None]) -> None:
        self._address = endpoint
        self._limits = limits
        self._pause = pause
        self._credentials = credentials.find(endpoint)
        self._answerer = Answerer(endpoint, self._credentials)

    def send(self, request: Request) -> Answer:
        """Return the answer to a request, of whatever status that is no redirect and asks for no wait.

        Raises:
            EndpointError: there is none within the limits, or it does not come whole.
        """
        deadline = Deadline(self._limits.seconds)
        number = 0
        while True:
            number += 1
            try:
                answer = self._follow(request, deadline)
            except _DownError as error:
                why, asked_seconds = str(error), 0.0
            except TimeoutError as error:
                raise self._late(number) from error
            else:
                if answer.status not in _BUSY:
                    return answer
                why, asked_seconds = self.told(answer), _asked_seconds(answer)
            self._wait(number, asked_seconds, deadline, why)

    def error(self, why: str) -> EndpointError:
        """Return the error that says of this endpoint why it cannot be used."""
        told = self._without_secrets(why.encode()).decode(errors="replace")
        return EndpointError(f"{self._address.name}: {told}")

    def told(self, answer: Answer) -> str:
        """Return the words for an answer that is not the one wanted: its status, and what it says."""
        phrases = {status.value: f" {status.phrase}" for status in HTTPStatus}
        said = self.shown(answer.content)
        status = f"answered {answer.status}{phrases.get(answer.status, '')}"
        return f"{status}: {said}" if said else status

    def shown(self, said: bytes) -> str:
        """Return the beginning of what a server said: on one line, harmless, without secrets."""
        text = " ".join(self._without_secrets(said).decode(errors="replace").split())
        cut = text if len(text) <= _MAX_SHOWN else text[: _MAX_SHOWN - 1] + "…"
        return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut)

    def _without_secrets(self, said: bytes) -> bytes:
        return self._credentials.hidden_in(said) if self._credentials else said

    def _wait(self, number: int, asked_seconds: float, deadline: Deadline, why: str) -> None:
        """Wait before the next try, or say why there is none."""
        tried = "tried once" if number == 1 else f"tried {number} times"
        if number >= self._limits.tries:
            raise self.error(f"{why}; {tried}")
        seconds = max(_FIRST_PAUSE_SECONDS * 2 ** (number - 1), asked_seconds)
        if not deadline.allows(seconds):
            raise self.error(
                f"{why}; {tried}, the next try would be in {seconds:g} s,"
                f" after the {self._limits.seconds:g} s it may take"
            )
        self._pause(seconds)

    def _late(self, number: int) -> EndpointError:
        tried = "" if number == 1 else f" and {number} tries"
        return self.error(
            f"no whole answer within {self._limits.seconds:g} s{tried}; ask for less, or allow more time"
        )

    def _follow(self, request: Request, deadline: Deadline) -> Answer:
        """Return the answer where redirects lead to."""
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
            raise self.error("redirects to what is no address of an endpoint") from error
        if place.origin != self._address.origin:
            raise self.error(f"redirects to {place.origin}, which is not followed; ask there if meant")
        if request.get_method() != "GET":
            raise self.error(
                f"redirects a {request.get_method()} to {place.name}, which is not followed;"
                " name that address if meant"
            )
        return Request(url, headers=dict(request.header_items()))  # noqa: S310  # of the same origin

    def _authorized(self, request: Request, deadline: Deadline) -> Answer:
        """Return the answer; who asks is told once the server has asked for it."""
        answer = self._exchange(request, deadline)
        if answer.status != HTTPStatus.UNAUTHORIZED:
            return answer
        self._answerer.learn(answer.headers.get_all("WWW-Authenticate") or ())
        answer = self._exchange(request, deadline)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            raise self.error(f"refuses the user or the password; {self.told(answer)}")
        return answer

    def _exchange(self, request: Request, deadline: Deadline) -> Answer:
        max_bytes = self._limits.answer_bytes
        with Connection(self._address, deadline, max_bytes + _FRAMING_BYTES) as connection:
            try:
                return receive(self._response(connection, request), max_bytes)
            except TooLargeError as error:
                size = f"{max_bytes / 1024**2:.3g} MB"
                raise self.error(f"the answer is larger than {size}; ask for less") from error
            except BrokenError as error:
                raise self.error(f"the answer did not come whole: {error}") from error
            except ConnectionError as error:
                raise self.error("the answer did not come whole: the connection broke") from error

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
    """Nobody answered, and may do so if asked again."""


def _meaning(error: Exception) -> str:
    words = next(words for kind, words in _MEANINGS if isinstance(error, kind))
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"{words}: {error.verify_message}"
    reason = error.strerror if isinstance(error, OSError) and words == "cannot be reached" else None
    return f"{words} ({reason})" if reason else words


def _asked_seconds(answer: Answer) -> float:
    """Return for how long a server asks to be left alone; 0 if it does not say."""
    text = (answer.headers.get("Retry-After") or "").strip()
    if text.isascii() and text.isdigit():
        return float(text)  # of any length: one of hundreds of digits is for ever
    try:
        now = answer.headers.get("Date")  # its clock, if it says so; ours may be another
        since = parsedate_to_datetime(now) if now else datetime.now(UTC)
        return max(0.0, (parsedate_to_datetime(text) - since).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return 0.0
