"""A redirect is followed to where the same server answers, and nowhere else."""

from typing import Any

import pytest

from faults import FaultServer, Turn, response, results, says
from privkg.core.errors import EndpointError

SELECT = "SELECT ?x { ?x ?p ?o }"
LONG = SELECT + "#" + "x" * 3000
WELL = says(response(results("urn:a")))


def moved(place: str, status: int = 302) -> Turn:
    return says(response(status=status, Location=place))


class TestSameServer:
    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    @pytest.mark.parametrize("place", ["/other?query=x", "other?query=x", "%s/other?query=x"])
    def test_it_is_followed(self, endpoint: Any, status: int, place: str) -> None:
        """
        The place may be written in full or not.
        """
        with FaultServer() as server:
            server.turns += [moved(place.replace("%s", server.origin), status), WELL]

            assert 1 == len(endpoint(server.url).select(SELECT))
        assert "/other?query=x" == server.visits[1].target
        assert server.visits[0].headers == server.visits[1].headers

    def test_there_is_an_end_to_it(self, endpoint: Any) -> None:
        """
        Six redirects in a row are a ring.
        """
        with (
            FaultServer(moved("/sparql")) as server,
            pytest.raises(EndpointError, match="redirects more than 5 times"),
        ):
            endpoint(server.url).select(SELECT)

        assert 6 == len(server.visits)

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_a_form_is_not_sent_on(self, endpoint: Any, status: int) -> None:
        """
        A query that was posted would arrive without its text, or twice.
        """
        with (
            FaultServer(moved("/other", status)) as server,
            pytest.raises(EndpointError, match=r"redirects a POST to .*/other, which is not"),
        ):
            endpoint(server.url).select(LONG)

        assert 1 == len(server.visits)


class TestElsewhere:
    def test_another_server_is_not_asked(self, endpoint: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Another port is another server; it sees nothing, least of all a password.
        """
        monkeypatch.setenv("PRIVKG_TOKEN", "secret")
        with (
            FaultServer(WELL) as other,
            FaultServer(moved(other.url)) as server,
            pytest.raises(EndpointError) as told,
        ):
            endpoint(server.url).select(SELECT)

        assert f"{server.url}: redirects to {other.origin}, which is not followed" in str(told.value)
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
    def test_where_it_does_not_go(self, endpoint: Any, place: str, words: str) -> None:
        """
        Neither another scheme nor another host, nor what is no address at all, is followed.
        """
        with FaultServer(moved(place)) as server, pytest.raises(EndpointError, match=words) as told:
            endpoint(server.url).select(SELECT)

        assert "secret" not in str(told.value)

    def test_a_redirect_to_nowhere(self, endpoint: Any) -> None:
        """
        A redirect that names no place leads back to where it came from, and so to its end.
        """
        with (
            FaultServer(says(response(status=302))) as server,
            pytest.raises(EndpointError, match="5 times"),
        ):
            endpoint(server.url).select(SELECT)
