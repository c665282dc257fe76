"""Limits what each client has in progress, so that one cannot take the places of all others."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from privkg.server import problems

Address = IPv4Address | IPv6Address
Client = IPv4Address | IPv6Network
"""Who is counted as one client: an IPv4 address, or the /64 of an IPv6 address."""

_FORWARDED = b"x-forwarded-for"
_OF_ONE_CLIENT = 64
"""The bits of an IPv6 address by which a network is known; a client chooses the others as it likes."""
_UNKNOWN = IPv4Address("0.0.0.0")  # noqa: S104  # nobody listens at it


class PerClient:
    """A number of requests that each client may have in progress, waiting or being answered.

    They are counted over all applications that `limited` returns. A client takes memory only while it
    has a request in progress.
    """

    def __init__(self, most: int, proxies: int) -> None:
        """Describe the limit.

        Args:
            most: the largest number of requests of one client.
            proxies: the number of proxies before the server, see `client_of`. Without any, requests
                from this machine are not limited: all users of a proxy on it would be one client.
        """
        self._most = most
        self._proxies = proxies
        self._in_progress = Counter[Client]()

    def limited(self, app: ASGIApp) -> ASGIApp:
        """Return an ASGI application that passes requests on, unless their clients have too many."""

        async def limited_app(scope: Scope, receive: Receive, send: Send) -> None:
            client = client_of(scope, self._proxies)
            if client is None:
                await app(scope, receive, send)
            elif self._in_progress[client] < self._most:
                with ExitStack() as place:
                    place.enter_context(self._counted(client))
                    await app(scope, receive, _leaving(place, send))
            else:
                detail = f"{self._most} requests of this client are in progress already; wait for one"
                refusal = problems.response(HTTPStatus.TOO_MANY_REQUESTS, detail)
                await refusal(scope, receive, send)

        return limited_app

    @contextmanager
    def _counted(self, client: Client) -> Iterator[None]:
        self._in_progress[client] += 1
        try:
            yield
        finally:
            self._in_progress[client] -= 1
            if not self._in_progress[client]:
                del self._in_progress[client]


def _leaving(place: ExitStack, send: Send) -> Send:
    """Return a function that closes a place before it sends the end of a response.

    A client that has the whole response may send its next request before the application returns.
    """

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.body" and not message.get("more_body", False):
            place.close()
        await send(message)

    return sent


def client_of(scope: Scope, proxies: int) -> Client | None:
    """Return the client of a request; None if it is on this machine, and there is no proxy.

    Each proxy adds the address that a request comes from to the X-Forwarded-For field. So the last
    addresses are added by proxies of the server's operator, and anything before them by the client.

    Args:
        scope: the request.
        proxies: the number of proxies that a request passes. The client is that many addresses from the
            right. A request that has fewer, or something else there, belongs to the proxy that it comes
            from. If it is 0, the field is ignored.
    """
    peer = _parsed((scope["client"] or ("",))[0]) or _UNKNOWN
    if not proxies:
        return None if peer.is_loopback else _one_client(peer)
    values = [value for name, value in scope["headers"] if name == _FORWARDED]
    forwarded = b",".join(values).decode("latin-1").split(",")
    named = _parsed(forwarded[-proxies].strip()) if len(forwarded) >= proxies else None
    return _one_client(named or peer)


def _parsed(text: str) -> Address | None:
    """Return an address, of IPv4 if it is a mapped one (RFC 4291, 2.5.5.2); None for other text."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _one_client(address: Address) -> Client:
    if isinstance(address, IPv4Address):
        return address
    return IPv6Network((int(address), _OF_ONE_CLIENT), strict=False)
