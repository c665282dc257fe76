"""Redirects are followed within the same origin only."""

from typing import Any

import pytest

from faults import FaultServer, Turn, response, results, sends
from privkg.core.errors import EndpointError

SELECT = "SELECT ?x { ?x ?p ?o }"
LONG = SELECT + "#" + "x" * 3000
WELL = sends(response(results("urn:a")))


def moved(place: str, status: int = 302) -> Turn:
    return sends(response(status=status, Location=place))


class TestSameServer:
    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    @pytest.mark.parametrize("place", ["/other?query=x", "other?query=x", "%s/other?query=x"])
    def test_it_is_followed(self, endpoint: Any, status: int, place: str) -> None:
        """
        The location may be absolute or relative.
        """
        with FaultServer() as server:
            server.turns += [moved(place.replace("%s", server.origin), status), WELL]

            assert 1 == len(endpoint(server.url).select(SELECT))
        assert "/other?query=x" == server.visits[1].target
        assert server.visits[0].headers == server.visits[1].headers

    def test_the_number_of_redirects_is_limited(self, endpoint: Any) -> None:
        """
        More than five redirects are an error.
        """
        with (
            FaultServer(moved("/sparql")) as server,
            pytest.raises(EndpointError, match="redirects more than 5 times"),
        ):
            endpoint(server.url).select(SELECT)

        assert 6 == len(server.visits)

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_a_post_is_not_redirected(self, endpoint: Any, status: int) -> None:
        """
        A redirected POST is an error, as it may be sent twice or without its body.
        """
        with (
            FaultServer(moved("/other", status)) as server,
            pytest.raises(EndpointError, match=r"redirects a POST to .*/other, which is not"),
        ):
            endpoint(server.url).select(LONG)

        assert 1 == len(server.visits)


class TestElsewhere:
    def test_another_server_gets_no_request(
        self, endpoint: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        A redirect to another port is an error, and that server gets no request.
        """
        monkeypatch.setenv("PRIVKG_TOKEN", "secret")
        with (
            FaultServer(WELL) as other,
            FaultServer(moved(other.url)) as server,
            pytest.raises(EndpointError) as raised,
        ):
            endpoint(server.url).select(SELECT)

        assert f"{server.url}: redirects to {other.origin}, which is not followed" in str(raised.value)
        assert [] == other.visits

    @pytest.mark.parametrize(
        ("place", "words"),
        [
            ("https://127.0.0.1/", "redirects to https://127.0.0.1, which"),
            ("//example.org/", "redirects to http://example.org, which"),
            ("file:///etc/passwd", "to an invalid address"),
            ("http://user:secret@example.org/", "to an invalid address"),
            ("javascript:alert(1)", "to an invalid address"),
            ("http://[::1", "to an invalid address"),
            ("http://exämple.org/", "to an invalid address"),
        ],
    )
    def test_invalid_locations(self, endpoint: Any, place: str, words: str) -> None:
        """
        A redirect to another scheme or host, or to an invalid address, is an error.
        """
        with FaultServer(moved(place)) as server, pytest.raises(EndpointError, match=words) as raised:
            endpoint(server.url).select(SELECT)

        assert "secret" not in str(raised.value)

    def test_a_redirect_without_a_location(self, endpoint: Any) -> None:
        """
        A redirect without a location is a loop, and so an error.
        """
        with (
            FaultServer(sends(response(status=302))) as server,
            pytest.raises(EndpointError, match="5 times"),
        ):
            endpoint(server.url).select(SELECT)
