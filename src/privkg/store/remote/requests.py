"""Requests as SPARQL's protocols write them; SPARQLWrapper makes those of queries and updates."""

from collections.abc import Mapping
from urllib.parse import urlencode
from urllib.request import Request

from SPARQLWrapper import GET, POST, SPARQLWrapper

from privkg.core.errors import UsageError
from privkg.core.version import __version__
from privkg.store.remote.address import Address

_AGENT = f"privkg/{__version__}"
_NTRIPLES = "application/n-triples"
_MAX_URL = 2000
"""Characters of a URL that every server and everything on the way takes."""


def query(address: Address, text: str, form: str, accept: str) -> Request:
    """Return the request of a query: by GET, or by POST if the URL would be long.

    Args:
        address: the endpoint.
        text: the query.
        form: `select`, `ask`, `construct` or `describe`.
        accept: the media types that are wanted.

    Raises:
        UsageError: the endpoint's URL already names a query.
    """
    asked = _made(address, text, form.upper(), GET, accept)
    return asked if len(asked.full_url) <= _MAX_URL else _made(address, text, form.upper(), POST, accept)


def update(address: Address, text: str) -> Request:
    """Return the request of an update.

    Raises:
        UsageError: the endpoint's URL already names an update.
    """
    return _made(address, text, "INSERT", POST, "*/*")


def graph(address: Address, method: str, iri: str, content: bytes | None = None) -> Request:
    """Return a request of the Graph Store Protocol; what is put is N-Triples."""
    # Virtuoso answers a DELETE with a web page, and refuses who does not take one.
    accept = _NTRIPLES if method == "GET" else "*/*"
    headers = {"User-Agent": _AGENT, "Accept": accept}
    if content is not None:
        headers["Content-Type"] = _NTRIPLES
    parameters = urlencode([*address.parameters, ("graph", iri)])
    return Request(  # noqa: S310  # the address is one of http or https
        f"{address.name}?{parameters}", data=content, headers=headers, method=method
    )


def form(address: Address, fields: Mapping[str, str] | None) -> Request:
    """Return a request for JSON: of a form that is sent, or by GET if there are no fields."""
    headers = {"User-Agent": _AGENT, "Accept": "application/json"}
    parameters = f"?{urlencode(address.parameters)}" if address.parameters else ""
    content = None if fields is None else urlencode(fields).encode()
    if content is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    return Request(  # noqa: S310  # the address is one of http or https
        f"{address.name}{parameters}", data=content, headers=headers
    )


def _made(address: Address, text: str, form: str, method: str, accept: str) -> Request:
    wrapper = SPARQLWrapper(address.name, agent=_AGENT)
    for name, value in address.parameters:
        if name in ("query", "update") or not wrapper.addParameter(name, value):
            raise UsageError(f"{address.name}: leave {name!r} out of the URL of the endpoint")
    wrapper.setOnlyConneg(True)  # else it adds three parameters that servers may not know
    wrapper.addCustomHttpHeader("Accept", accept)
    wrapper.setMethod(method)
    # setQuery() would guess the form by a pattern, and takes what it does not understand for a SELECT.
    wrapper.queryString, wrapper.queryType = text, form
    return wrapper._createRequest()  # what it then does is what `Exchange` is there to do instead
