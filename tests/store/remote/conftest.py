"""What the tests of endpoints share: no credentials of whoever runs them, and no waiting."""

from collections.abc import Callable

import pytest

from privkg.store.remote import Endpoint, Limits

Asked = Callable[..., Endpoint]


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment names no user, password or token."""
    for name in ("PRIVKG_USER", "PRIVKG_PASSWORD", "PRIVKG_TOKEN"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def pauses() -> list[float]:
    """The seconds that were to be waited, none of which were."""
    return []


@pytest.fixture
def endpoint(pauses: list[float]) -> Asked:
    """Makes the endpoint at a URL."""

    def made(url: str, **limits: float) -> Endpoint:
        return Endpoint(url, limits=Limits(**{"seconds": 5.0, **limits}), pause=pauses.append)  # type: ignore[arg-type]

    return made
