"""HTTP authentication: Basic, Bearer and Digest."""

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
# RFC 7616, §3.3; in order of preference, if a server sends several challenges.
_HASHES = {"SHA-256": hashlib.sha256, "MD5": hashlib.md5}

_Hash = Callable[[str], str]
_Keyed = Callable[[str, str], str]


class Answerer:
    """Makes `Authorization` headers; it remembers the server's last challenge.

    A password is sent only after a challenge: if the address is mistyped, a wrong server must not get
    the password. A token, which has no challenge, is sent at once.
    """

    def __init__(self, address: Address, credentials: Credentials | None) -> None:
        self._address = address
        self._credentials = credentials
        self._digest = _Digest(credentials or Credentials())
        self._challenge: dict[str, str] | None = None  # the last Digest challenge
        self._is_basic = False

    def header(self, request: urllib.request.Request) -> str | None:
        """Return the `Authorization` header of a request, given the last challenge; None to omit it."""
        if self._credentials is None:
            return None
        if self._credentials.token:
            return f"Bearer {self._credentials.token}"
        if self._challenge:
            return self._digest.answer(request, self._challenge)
        return f"Basic {self._credentials.basic}" if self._is_basic else None

    def learn(self, challenges: Iterable[str]) -> None:
        """Remember the challenge from a server's `WWW-Authenticate` headers.

        Raises:
            EndpointError: there are no credentials for it, or they must not be sent over plain http.
        """
        name = self._address.name
        if self._credentials is None:
            raise EndpointError(
                f"{name}: requires a login (401); set PRIVKG_USER and PRIVKG_PASSWORD, or PRIVKG_TOKEN"
            )
        given = list(challenges)
        digests = [_parsed(found[1]) for text in given if (found := _DIGEST.search(text))]
        self._challenge = _best(digests)
        self._is_basic = any(_BASIC.search(text) for text in given)
        if self._credentials.token or not (self._challenge or self._is_basic):
            raise EndpointError(f"{name}: refuses the login (401), or requires an unsupported scheme")
        if not self._challenge and not self._address.may_take_secrets:
            raise EndpointError(f"{name}: a password is not sent over plain http; use https")


class _Digest(urllib.request.AbstractDigestAuthHandler):
    """The standard library's Digest handler, extended by SHA-256 and non-ASCII user names."""

    def __init__(self, credentials: Credentials) -> None:
        super().__init__(_Known(credentials))

    def answer(self, request: urllib.request.Request, challenge: dict[str, str]) -> str | None:
        """Return the header that answers a challenge, or None if the challenge is malformed."""
        try:
            made = self.get_authorization(request, challenge)
        except (urllib.error.URLError, ValueError):
            return None
        return f"Digest {made}" if made else None

    def get_algorithm_impls(self, algorithm: str) -> tuple[_Hash, _Keyed]:
        """Return the functions H and KD of an algorithm (RFC 7616, section 3.3)."""
        kind = _HASHES[algorithm.upper()]

        def hashed(text: str) -> str:
            return kind(text.encode()).hexdigest()

        return hashed, lambda secret, text: hashed(f"{secret}:{text}")


class _Known(urllib.request.HTTPPasswordMgr):
    """A password manager with the same user and password for every realm."""

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
    """Return the challenge to answer, in the form that the standard library requires."""
    for algorithm in _HASHES:
        for challenge in challenges:
            if challenge.get("algorithm", "MD5").upper() == algorithm:
                ways = challenge.get("qop", "").replace(" ", "").split(",")
                return challenge | ({"qop": "auth"} if "auth" in ways else {})
    return None
