"""Where an endpoint is: its URL taken apart, and checked before anything is sent."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from privkg.core.errors import UsageError
from privkg.core.text import quoted

_PLAIN = re.compile(r"[!-~]+")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An endpoint's address; `parameters` are those of its own query string."""

    scheme: str
    host: str
    port: int
    path: str
    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def origin(self) -> str:
        """Scheme, host and port: who is spoken to."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == self.default_port else f":{self.port}")

    @property
    def default_port(self) -> int:
        """The port that a URL of the scheme need not name."""
        return _PORTS[self.scheme]

    @property
    def name(self) -> str:
        """The address without its query string, as messages name it."""
        return self.origin + self.path

    @property
    def is_loopback(self) -> bool:
        """Whether it is this machine, so that nobody listens on the way."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def may_take_secrets(self) -> bool:
        """Whether nobody on the way can read what is sent."""
        return self.scheme == "https" or self.is_loopback


def of(url: str) -> Address:
    """Return the address in a URL.

    Raises:
        UsageError: the URL is not http or https, holds a user or a fragment, or cannot be read; the
            message repeats nothing of it that may be a password.
    """
    if not _PLAIN.fullmatch(url):
        raise UsageError(
            f"{_shown(url)} is no URL of an endpoint: write it in plain ASCII, other characters"
            " percent-encoded"
        )
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
        parameters = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError as error:
        raise UsageError("the URL of the endpoint cannot be read; it is no http://host/path") from error
    if "@" in parts.netloc:
        raise UsageError(
            f"leave the user out of the URL of {host}; set PRIVKG_USER and PRIVKG_PASSWORD instead"
        )
    if parts.scheme not in _PORTS or not host or port == 0:
        raise UsageError(f"{_shown(url)} is no endpoint: its URL begins with http:// or https://")
    if "#" in url:
        raise UsageError(f"{_shown(url)}: leave out what follows # in the URL of an endpoint")
    return Address(
        scheme=parts.scheme,
        host=host,
        port=port or _PORTS[parts.scheme],
        path=parts.path or "/",
        parameters=tuple(parameters),
    )


def _shown(url: str) -> str:
    """Return what of a URL is no secret."""
    return "what was given" if "@" in url else quoted(re.split("[?#]", url)[0])
