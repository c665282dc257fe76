"""Fixtures for tests of endpoints: no credentials from the environment, and no waiting."""

from collections.abc import Callable

import pytest

from privkg.store.remote import Endpoint, Limits

Connects = Callable[..., Endpoint]


@pytest.fixture(autouse=True)
def no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove user, password and token from the environment."""
    for name in ("PRIVKG_USER", "PRIVKG_PASSWORD", "PRIVKG_TOKEN"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def pauses() -> list[float]:
    """The pauses that the client requested, in seconds; none is made."""
    return []


@pytest.fixture
def endpoint(pauses: list[float]) -> Connects:
    """Return a function that makes the endpoint at a URL."""

    def made(url: str, **limits: float) -> Endpoint:
        return Endpoint(url, limits=Limits(**{"seconds": 5.0, **limits}), pause=pauses.append)  # type: ignore[arg-type]

    return made
