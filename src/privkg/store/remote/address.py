"""Parsing and validation of an endpoint's URL, before anything is sent."""

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
    """The parts of an endpoint's URL; `parameters` are those of its query string."""

    scheme: str
    host: str
    port: int
    path: str
    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == self.default_port else f":{self.port}")

    @property
    def default_port(self) -> int:
        """The default port of the scheme."""
        return _PORTS[self.scheme]

    @property
    def name(self) -> str:
        """The address without its query string, as messages name it."""
        return self.origin + self.path

    @property
    def is_loopback(self) -> bool:
        """True if the host is this machine."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def may_take_secrets(self) -> bool:
        """True if requests are encrypted, or do not leave this machine."""
        return self.scheme == "https" or self.is_loopback


def of(url: str) -> Address:
    """Return the address of a URL.

    Raises:
        UsageError: the URL is not http or https, has a user or a fragment, or is malformed; the message
            contains no part of it that may be a password.
    """
    if not _PLAIN.fullmatch(url):
        raise UsageError(
            f"{_without_secrets(url)} is not the URL of an endpoint; write it in ASCII, other"
            " characters percent-encoded"
        )
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
        parameters = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError as error:
        raise UsageError("the URL of the endpoint is malformed; write http://host/path") from error
    if "@" in parts.netloc:
        raise UsageError(
            f"leave the user out of the URL of {host}; set PRIVKG_USER and PRIVKG_PASSWORD instead"
        )
    if parts.scheme not in _PORTS or not host or port == 0:
        raise UsageError(
            f"{_without_secrets(url)} is not the URL of an endpoint; begin it with http:// or https://"
        )
    if "#" in url:
        raise UsageError(
            f"the URL of the endpoint {_without_secrets(url)} has a fragment; remove it from the # on"
        )
    return Address(
        scheme=parts.scheme,
        host=host,
        port=port or _PORTS[parts.scheme],
        path=parts.path or "/",
        parameters=tuple(parameters),
    )


def _without_secrets(url: str) -> str:
    """Return a quoted URL without its query string; a noun instead if it may have a password."""
    return "the given text" if "@" in url else quoted(re.split("[?#]", url)[0])
