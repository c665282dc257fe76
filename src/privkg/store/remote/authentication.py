"""The answer to a server that asks who asks: Basic, Bearer and Digest."""

import hashlib
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable

from privkg.core.errors import EndpointError
from privkg.store.remote.address import Address
from privkg.store.remote.credentials import Credentials

_DIGEST = re.compile(r"(?:^|,)\s*Digest\s+(.*)", re.IGNORECASE | re.DOTALL)
_BASIC = re.compile(r"(?:^|,)\s*Basic\b", re.IGNORECASE)
# RFC 7616, §3.3; of several challenges the earlier of these is answered.
_HASHES = {"SHA-256": hashlib.sha256, "MD5": hashlib.md5}

_Hash = Callable[[str], str]
_Keyed = Callable[[str, str], str]


class Answerer:
    """What is sent as `Authorization`; it remembers what the server asked for last."""

    def __init__(self, address: Address, credentials: Credentials | None) -> None:
        self._address = address
        self._credentials = credentials
        self._digest = _Digest(credentials or Credentials())
        self._asked: dict[str, str] | None = None  # the challenge, if it was one for Digest
        self._is_basic = False

    def header(self, request: urllib.request.Request) -> str | None:
        """Return what to send with a request by what is known so far; None for nothing."""
        if self._credentials is None:
            return None
        if self._credentials.token:
            return f"Bearer {self._credentials.token}"
        if self._asked:
            return self._digest.answer(request, self._asked)
        return f"Basic {self._credentials.basic}" if self._is_basic else None

    def learn(self, challenges: Iterable[str]) -> None:
        """Take note of what a server asks for in its `WWW-Authenticate` headers.

        Raises:
            EndpointError: there is nothing to answer it with, or it must not be sent this way.
        """
        name = self._address.name
        if self._credentials is None:
            raise EndpointError(
                f"{name}: asks who you are (401); set PRIVKG_USER and PRIVKG_PASSWORD, or PRIVKG_TOKEN"
            )
        given = list(challenges)
        self._asked = _best([_parsed(found[1]) for text in given if (found := _DIGEST.search(text))])
        self._is_basic = any(_BASIC.search(text) for text in given)
        if self._credentials.token or not (self._asked or self._is_basic):
            raise EndpointError(f"{name}: refuses who asks (401), or asks for it in an unknown way")
        if not self._asked and not self._address.may_take_secrets:
            raise EndpointError(f"{name}: a password is not sent over plain http; use https")


class _Digest(urllib.request.AbstractDigestAuthHandler):
    """The standard library's Digest, with SHA-256, and names that are not ASCII."""

    def __init__(self, credentials: Credentials) -> None:
        super().__init__(_Known(credentials))

    def answer(self, request: urllib.request.Request, asked: dict[str, str]) -> str | None:
        """Return the header that answers a challenge, or None if it cannot be answered."""
        try:
            made = self.get_authorization(request, asked)
        except (urllib.error.URLError, ValueError):
            return None
        return f"Digest {made}" if made else None

    def get_algorithm_impls(self, algorithm: str) -> tuple[_Hash, _Keyed]:
        """Return the hash, and the hash with a key, of an algorithm."""
        kind = _HASHES[algorithm.upper()]

        def hashed(text: str) -> str:
            return kind(text.encode()).hexdigest()

        return hashed, lambda secret, text: hashed(f"{secret}:{text}")


class _Known(urllib.request.HTTPPasswordMgr):
    """The one user and password, whatever realm asks."""

    def __init__(self, credentials: Credentials) -> None:
        super().__init__()
        self._credentials = credentials

    def find_user_password(self, realm: str, authuri: str) -> tuple[str, str]:
        """Return user and password."""
        return self._credentials.user, self._credentials.password


def _parsed(text: str) -> dict[str, str]:
    """Return the parameters of a challenge by their names in lower case."""
    pairs = (part.partition("=") for part in urllib.request.parse_http_list(text))
    return {name.strip().lower(): value.strip().strip('"') for name, _, value in pairs}


def _best(challenges: list[dict[str, str]]) -> dict[str, str] | None:
    """Return the challenge to answer, spelled as the standard library reads it."""
    for algorithm in _HASHES:
        for asked in challenges:
            if asked.get("algorithm", "MD5").upper() == algorithm:
                ways = asked.get("qop", "").replace(" ", "").split(",")
                return asked | ({"qop": "auth"} if "auth" in ways else {})
    return None
