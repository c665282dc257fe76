"""Requests of the SPARQL 1.1 protocols; SPARQLWrapper makes those of queries and updates."""

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
"""The length of a URL that all servers and proxies accept."""


def query(address: Address, text: str, form: str, accept: str) -> Request:
    """Return the request for a query: GET, or POST if the URL would be too long.

    Args:
        address: the endpoint.
        text: the query.
        form: `select`, `ask`, `construct` or `describe`.
        accept: the accepted media types.

    Raises:
        UsageError: the endpoint's URL has a `query` or `update` parameter.
    """
    short = _made(address, text, form.upper(), GET, accept)
    return short if len(short.full_url) <= _MAX_URL else _made(address, text, form.upper(), POST, accept)


def update(address: Address, text: str) -> Request:
    """Return the request for an update.

    Raises:
        UsageError: the endpoint's URL has a `query` or `update` parameter.
    """
    return _made(address, text, "INSERT", POST, "*/*")


def graph(address: Address, method: str, iri: str, content: bytes | None = None) -> Request:
    """Return a request of the Graph Store Protocol; the content of PUT is N-Triples."""
    # Virtuoso responds to DELETE with a web page, and with 406 if HTML is not accepted.
    accept = _NTRIPLES if method == "GET" else "*/*"
    headers = {"User-Agent": _AGENT, "Accept": accept}
    if content is not None:
        headers["Content-Type"] = _NTRIPLES
    parameters = urlencode([*address.parameters, ("graph", iri)])
    return Request(  # noqa: S310  # the URL is http or https
        f"{address.name}?{parameters}", data=content, headers=headers, method=method
    )


def form(address: Address, fields: Mapping[str, str] | None) -> Request:
    """Return a request for JSON: POST with a form, or GET if `fields` is None."""
    headers = {"User-Agent": _AGENT, "Accept": "application/json"}
    parameters = f"?{urlencode(address.parameters)}" if address.parameters else ""
    content = None if fields is None else urlencode(fields).encode()
    if content is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    return Request(  # noqa: S310  # the URL is http or https
        f"{address.name}{parameters}", data=content, headers=headers
    )


def _made(address: Address, text: str, form: str, method: str, accept: str) -> Request:
    wrapper = SPARQLWrapper(address.name, agent=_AGENT)
    for name, value in address.parameters:
        if name in ("query", "update") or not wrapper.addParameter(name, value):
            raise UsageError(
                f'{address.name}: the URL of the endpoint has the parameter "{name}"; remove it'
            )
    wrapper.setOnlyConneg(True)  # without it, three non-standard parameters are added
    wrapper.addCustomHttpHeader("Accept", accept)
    wrapper.setMethod(method)
    # setQuery() guesses the form of a query by a regular expression, with SELECT as the fallback.
    wrapper.queryString, wrapper.queryType = text, form
    return wrapper._createRequest()  # `query()` would also send it, without limits; `Exchange` does that
