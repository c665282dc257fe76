"""Limits of each client, and who is one client."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import PlainTextResponse
from starlette.types import Message, Scope

import processes
from privkg.server.clients import Client, PerClient, client_of
from serving import ENDLESS, Response, Server, serving

ONE, OTHER = "198.51.100.1", "198.51.100.2"


def client(peer: str, *forwarded: str, proxies: int = 0) -> Client | None:
    """Return the client of a request from an address, with X-Forwarded-For fields."""
    fields = [(b"x-forwarded-for", each.encode()) for each in forwarded]
    return client_of(scope(peer, fields), proxies)


def scope(peer: str, fields: list[tuple[bytes, bytes]]) -> Scope:
    """Return what ASGI has about a request from an address."""
    return {"client": (peer, 50_000), "headers": [(b"host", b"localhost"), *fields]}


class TestClientOf:
    @pytest.mark.parametrize("peer", ["127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"])
    def test_this_machine_is_not_limited(self, peer: str) -> None:
        """
        Without a proxy, a request from this machine has no client, whatever the field names.
        """
        assert client(peer, ONE) is None

    def test_the_field_is_ignored_without_a_proxy(self) -> None:
        """
        Without a proxy, a client is known by its connection, whatever the field names.
        """
        assert client(ONE) == client(ONE, OTHER)

    @pytest.mark.parametrize(
        ("proxies", "forwarded"),
        [
            (1, [ONE]),
            (1, [f"{OTHER}, {ONE}"]),
            (1, [OTHER, ONE]),
            (2, [f"{ONE},{OTHER}"]),
            (2, [f"{OTHER}, {ONE}", OTHER]),
            (1, [f"::ffff:{ONE}"]),
        ],
    )
    def test_an_address_of_the_field_counts_from_the_right(
        self, proxies: int, forwarded: list[str]
    ) -> None:
        """
        Behind proxies, the client is as many addresses from the right as there are proxies.
        """
        assert client(ONE) == client("127.0.0.1", *forwarded, proxies=proxies)

    @pytest.mark.parametrize("forwarded", [[], [""], ["unknown"], [f"{OTHER}:8000"], [f"{OTHER},"]])
    def test_a_field_without_the_address_belongs_to_the_proxy(self, forwarded: list[str]) -> None:
        """
        If the field is missing or has no address where it should, the proxy is the client.
        """
        assert client(ONE) == client(ONE, *forwarded, proxies=1)

    def test_a_proxy_on_this_machine_may_be_a_client(self) -> None:
        """
        Behind a proxy on this machine, a request without the field is limited too.
        """
        assert client("127.0.0.1", proxies=1) is not None

    def test_a_network_of_ipv6_is_one_client(self) -> None:
        """
        Addresses of the same /64 are one client, those of others are not.
        """
        first, same, other = map(client, ("2001:db8::1", "2001:db8::9:1", "2001:db8:0:1::1"))

        assert first == same != other

    @given(st.binary(max_size=60), st.integers(1, 4))
    def test_what_a_client_sends_changes_nothing(self, sent: bytes, proxies: int) -> None:
        """
        Whatever is in the field before the addresses that proxies added, the client is the same.
        """
        added = b", ".join([ONE.encode(), *[b"10.0.0.1"] * (proxies - 1)])
        fields = [(b"x-forwarded-for", sent + b", " + added)]

        assert client(ONE) == client_of(scope("127.0.0.1", fields), proxies)

    @given(st.lists(st.binary(max_size=60), max_size=3), st.integers(0, 4))
    def test_any_field_is_read(self, values: list[bytes], proxies: int) -> None:
        """
        Whatever the fields contain, a request of another machine has a client.
        """
        fields = [(b"x-forwarded-for", value) for value in values]

        assert client_of(scope(OTHER, fields), proxies) is not None


@pytest.fixture(scope="module")
def proxied(graph: Path) -> Iterator[Server]:
    """A server behind one proxy, with three workers and two requests for each client."""
    options = ("--workers", "3", "--timeout", "60", "--trust-proxy", "1", "--per-client", "2")
    with serving(graph, *options) as found:
        yield found


def get(server: Server, path: str, client: str) -> Response:
    """Return the response to a request that a proxy passes on for a client."""
    return server.request("GET", path, fields={"X-Forwarded-For": f"203.0.113.9, {client}"})


def ask(server: Server, client: str) -> int:
    """Return the status of a query of a client."""
    return get(server, f"/sparql?query={quote('ASK {}')}", client).status


class TestPerClient:
    def test_a_client_with_the_whole_response_may_send_another_request(self) -> None:
        """
        The place of a request is free when the end of its response is sent, not only when all is over.
        """

        async def statuses() -> list[int]:
            app = PerClient(most=1, proxies=0).limited(PlainTextResponse("whole"))
            found: list[int] = []

            async def send(message: Message) -> None:
                if message["type"] == "http.response.start":
                    found.append(message["status"])
                if len(found) == 1 and message["type"] == "http.response.body":
                    await app({**scope(ONE, []), "type": "http"}, receive, send)  # the next request

            async def receive() -> Message:
                return {"type": "http.request", "body": b""}

            await app({**scope(ONE, []), "type": "http"}, receive, send)
            return found

        assert [200, 200] == asyncio.run(statuses())

    def test_others_are_answered_when_one_has_too_many(self, proxied: Server) -> None:
        """
        A client with too many queries is refused until they end; others and questions are not.
        """
        line = f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: localhost\r\n"
        with ExitStack() as stack:
            for _ in range(2):
                connection = stack.enter_context(proxied.connected())
                connection.sendall(f"{line}X-Forwarded-For: {ONE}\r\n\r\n".encode())
            busy = b'privkg_lane_busy_workers{lane="queries"} 2.0'
            assert processes.wait_until(lambda: busy in proxied.request("GET", "/metrics").body)
            refused = get(proxied, "/sparql?query=ASK%20%7B%7D", ONE)

            assert ("1", 429) == (refused.fields["retry-after"], refused.json["status"])
            assert "2 requests of this client are in progress already" in refused.json["detail"]
            assert 200 == ask(proxied, OTHER)
            assert 200 == get(proxied, "/questions/actors-by-incidents", ONE).status
        assert processes.wait_until(lambda: 200 == ask(proxied, ONE))

    def test_requests_after_each_other_are_not_limited(self, proxied: Server) -> None:
        """
        Requests that have ended do not count, whether they succeeded or failed.
        """
        statuses = [
            get(proxied, f"/sparql?query={quote(query)}", ONE).status for query in ("ASK {}", "x") * 3
        ]

        assert [200, 400] * 3 == statuses
