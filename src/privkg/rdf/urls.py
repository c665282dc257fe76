"""Validation and normalisation of web addresses.

Source:
    RFC 3986, section 6.2.2 and 6.2.3 (normalisation); RFC 3492 (Punycode) for hosts in other scripts.
"""

import functools
import re
import unicodedata
import urllib.parse

from privkg.rdf.terms import iri

_PARTS = re.compile(r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^#]*)(#.*)?", re.DOTALL)
_SAFE = "!$%&'()*+,-./:;=?@_~"  # RFC 3986: allowed in a path or a query without encoding
_HOST_SAFE = "-._~!$&'()*+,;=:[]"
_STRAY_PERCENT = re.compile(r"%(?![\da-fA-F]{2})")
_ESCAPE = re.compile(r"%[\da-fA-F]{2}")
_UNRESERVED = re.compile(r"[\w.~-]", re.ASCII)
_FULL_STOPS = str.maketrans("。｡", "..")
_PORTS = {"http": "80", "https": "443"}
_MAX_LABEL = 63


def fault(url: str) -> str | None:
    """Return None for a usable web address, or else a message with the reason."""
    try:
        parts = urllib.parse.urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        return f"{url} is not a valid URL: {error}"
    if parts.scheme.lower() not in _PORTS:
        return f"{url} is not a web address; begin it with https://"
    if "." not in (host or ""):
        return f"{url} has no host; check the address"
    labels = _host(host or "").removesuffix(".").split(".")
    if not all(0 < len(label) <= _MAX_LABEL for label in labels):
        return f"{url} has an invalid host; check the address"
    if _STRAY_PERCENT.search(url):
        return f"{url} has a % without two hex digits after it; write it as %25"
    return None if _is_iri(normalise(url)) else f"{url} has an invalid host; check the address"


@functools.lru_cache(maxsize=1024)
def usable(url: str) -> tuple[str | None, str | None]:
    """Return a web address without its login, and a message.

    Returns:
        The address, None if it cannot be used; and what is wrong with it, None if nothing is.
    """
    wrong = fault(url)
    if wrong:
        return None, wrong
    bare = without_login(url)
    return bare, "the address has a login, which is left out; remove it" if bare != url else None


def without_login(url: str) -> str:
    """Return a URL without user name and password."""
    return re.sub(r"(?<=//)[^/?#]*@", "", url, count=1)


@functools.lru_cache(maxsize=1024)
def normalise(url: str) -> str:
    """Return the normal form of a web address, which is a valid IRI.

    Scheme and host are in lower case, a host in another script is in Punycode, the default port is
    omitted, unreserved characters are not percent-encoded, and an empty path is a slash.
    """
    match = _PARTS.fullmatch(url)
    assert match  # noqa: S101  # the pattern matches every text
    scheme, authority, rest, fragment = match.groups()
    if authority is None:
        return _encoded(url)
    scheme = scheme.lower() if scheme else "https"
    path = rest if rest.startswith("/") else f"/{rest}"
    tail = f"#{_encoded(fragment[1:])}" if fragment and fragment != "#" else ""
    return f"{scheme}://{_authority(authority, scheme)}{_encoded(path)}{tail}"


def _is_iri(address: str) -> bool:
    try:
        return bool(iri(address))
    except ValueError:
        return False


def _authority(authority: str, scheme: str) -> str:
    login, at, place = authority.rpartition("@")
    port = re.search(r":(\d*)$", place)
    host = _host(place[: port.start()] if port else place)
    is_default = not port or port[1] in ("", _PORTS.get(scheme))
    return f"{_encoded(login)}{at}{host}" + ("" if is_default or not port else port[0])


@functools.lru_cache(maxsize=1024)
def _host(host: str) -> str:
    """Return a host in lower case and ASCII.

    The codec `idna` is not used: it implements IDNA 2003, which maps straße to the host strasse.
    """
    plain = urllib.parse.unquote(host).translate(_FULL_STOPS)
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", plain).lower())
    labels = (one if one.isascii() else f"xn--{_punycode(one)}" for one in folded.split("."))
    return urllib.parse.quote(".".join(labels), safe=_HOST_SAFE)


def _punycode(label: str) -> str:
    return label.encode("punycode").decode("ascii")


def _encoded(part: str) -> str:
    quoted = urllib.parse.quote(_STRAY_PERCENT.sub("%25", part), safe=_SAFE)
    return _ESCAPE.sub(_shortest, quoted)


def _shortest(escape: re.Match[str]) -> str:
    """Return an unreserved character decoded; any other escape with upper-case digits."""
    character = chr(int(escape[0][1:], 16))
    return character if _UNRESERVED.fullmatch(character) else escape[0].upper()
