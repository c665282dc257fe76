"""Credentials from the environment or the system's keyring: user and password, or a token."""

import base64
import os
import re
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus

from privkg.core.errors import UsageError
from privkg.store.remote.address import Address

_USER = re.compile(r'[^:"\\]+')
_NO_BACKEND = (ImportError, AttributeError, ValueError, RuntimeError, OSError)
"""Raised by keyring if PYTHON_KEYRING_BACKEND, or its configuration file, names an invalid backend."""
_TOKEN = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """A user and a password, or a token; `repr` hides all of them."""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @property
    def basic(self) -> str:
        """User and password in the encoding of the Basic scheme."""
        return base64.b64encode(f"{self.user}:{self.password}".encode()).decode()

    def redacted(self, content: bytes) -> bytes:
        """Return a server's text with the secrets replaced by `***`, in any encoding of them.

        Servers echo headers and URLs in error pages: a secret may come back as it is, percent-encoded or
        in Base64.
        """
        secrets = {self.password, self.token, self.basic if self.password else ""} - {""}
        spellings = {
            spelling.encode(coding, errors="ignore")
            for secret in secrets
            for spelling in (
                secret,
                quote(secret),
                quote(secret, safe=""),
                quote_plus(secret),
                _base64(secret),
            )
            for coding in ("utf-8", "latin-1")
        }
        longest_first = sorted(spellings - {b""}, key=len, reverse=True)
        pattern = b"|".join(map(re.escape, longest_first))
        return re.sub(pattern, b"***", content, flags=re.IGNORECASE) if pattern else content


def find(address: Address) -> Credentials | None:
    """Return the credentials for an endpoint from the environment and the keyring, or None.

    Raises:
        UsageError: the variables are incomplete or contradictory, or cannot be sent.
    """
    user, password = os.environ.get("PRIVKG_USER", ""), os.environ.get("PRIVKG_PASSWORD", "")
    token = os.environ.get("PRIVKG_TOKEN", "")
    if token and (user or password):
        raise UsageError("set PRIVKG_TOKEN, or PRIVKG_USER and PRIVKG_PASSWORD, not both")
    if token:
        return _with_token(token, address)
    if password and not user:
        raise UsageError("PRIVKG_PASSWORD is set without PRIVKG_USER; set both")
    if not user:
        return None
    if not _USER.fullmatch(user) or not user.isprintable():
        raise UsageError("PRIVKG_USER has a character that HTTP cannot send in a user name; change it")
    return Credentials(user=user, password=password or _from_keyring(address, user))


def _with_token(token: str, address: Address) -> Credentials:
    if not _TOKEN.fullmatch(token):
        raise UsageError("PRIVKG_TOKEN has a character that HTTP cannot send; check its value")
    if not address.may_take_secrets:
        raise UsageError(
            f"{address.name}: a token is not sent over plain http; use https, or unset PRIVKG_TOKEN"
        )
    return Credentials(token=token)


def _from_keyring(address: Address, user: str) -> str:
    """Return the password of a user of an endpoint from the system's keyring."""
    service = f"privkg:{address.scheme}://{address.host}:{address.port}"
    try:
        import keyring
        import keyring.errors
    except ImportError:
        raise UsageError("PRIVKG_USER is set without PRIVKG_PASSWORD; set both") from None
    try:
        password = keyring.get_password(service, user)
    except (keyring.errors.KeyringError, *_NO_BACKEND) as error:
        raise UsageError(f"the keyring cannot be read ({error}); set PRIVKG_PASSWORD") from error
    if not password:
        raise UsageError(
            f"the keyring has no password of PRIVKG_USER for {service}; set PRIVKG_PASSWORD"
        )
    return str(password)


def _base64(secret: str) -> str:
    return base64.b64encode(secret.encode()).decode()
