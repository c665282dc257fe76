"""The site over HTTP: pages and data of resources, lists, search, and redirects of IRIs to them."""

from http import HTTPStatus
from posixpath import splitext

from starlette.requests import Request
from starlette.responses import Response

from privkg.core.errors import FailureError, InvalidValueError, LimitError
from privkg.core.text import quoted
from privkg.publish.redirects import HTML, MEDIA_TYPES
from privkg.publish.site import finding, home, machines, prepared
from privkg.rdf.kinds import Kind
from privkg.search.facets import Facet
from privkg.server import documents, downloads, negotiation, problems
from privkg.server.generation import ServedSite
from privkg.server.messages import Page, Search
from privkg.server.newest import Newest
from privkg.server.parameters import decoded

_POLICIES = {
    MEDIA_TYPES[HTML]: "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "image/svg+xml": "default-src 'none'; style-src 'unsafe-inline'",
}
"""What a browser may load for a file, by its media type: nothing of other sites, and no script."""
_FORMS = {media_type: form for form, media_type in MEDIA_TYPES.items()}
_FACETS = frozenset(Facet)
_NUMBERS = frozenset(map(str, range(1, finding.MOST_PAGES + 1)))
_PATIENCE_SECONDS = 1.0
"""How long a reader waits for the home page."""
_UNTIL_THE_NEXT_BUILD = {"Vary": "Accept", "Cache-Control": "no-cache"}
_ENCODED_SLASH = b"%2f"
_REDIRECTS = (HTTPStatus.SEE_OTHER, HTTPStatus.MOVED_PERMANENTLY)


class Site:
    """The site of the newest generation of a graph."""

    def __init__(self, newest: Newest) -> None:
        """Describe the site.

        Args:
            newest: the generation that requests are answered from.
        """
        self._newest = newest

    async def answer(self, request: Request) -> Response:
        """Return the response to a request for the path of a file or of an IRI.

        Raises:
            QueryError: the Accept fields are too long.
            BusyError: too many requests wait.
            LimitError: it took too long.
            FailureError: a worker failed.
        """
        path = request.path_params["path"]
        if _ENCODED_SLASH in request.scope["raw_path"].lower():  # relative addresses would be wrong
            return problems.response(HTTPStatus.NOT_FOUND, "no address here has an encoded slash")
        accepted = negotiation.preferred(request.headers.getlist("accept"), tuple(_FORMS))
        form = _FORMS[accepted] if accepted else HTML  # as the redirects of other hosts do
        if not path and form == HTML:
            path = home.PATH
        with self._newest.used() as generation:
            assert generation.site  # noqa: S101  # this is routed to only if the dataset is described
            if path == finding.PATH:
                return await _made(request, _search(request), form, generation.site)
            if path == home.PATH:
                return await home_page(request, generation.site)
            if prepared.needs_all(path):
                return await _prepared(request, path, generation.site)
            wanted = Page(path=path, form=_form_of(path) or form)
            return await _made(request, wanted, form, generation.site)


def _search(request: Request) -> Search:
    """Return the search that the parameters of a request describe; unknown ones are ignored.

    Raises:
        InputError: the parameters are not UTF-8, there are too many, or one has no such value.
    """
    given = decoded(request.scope["query_string"])
    words = " ".join(word for name, word in given if name == finding.WORDS)
    number = next((word for name, word in reversed(given) if name == finding.NUMBER), "1")
    if number not in _NUMBERS:
        raise InvalidValueError(
            f"{finding.NUMBER} is {quoted(number)}; write a number from 1 to {finding.MOST_PAGES}"
        )
    return Search(
        words=words,
        values=tuple(sorted({pair for pair in given if pair[0] in _FACETS})),
        number=int(number),
    )


def _form_of(path: str) -> str:
    """Return the form that a file has, whatever a client accepts; "" if an IRI may be meant."""
    suffix = splitext(path)[1].removeprefix(".")
    return suffix if suffix in MEDIA_TYPES else ""


async def _made(request: Request, wanted: Page | Search, form: str, site: ServedSite) -> Response:
    """Return the response to a request, given the form that its client prefers."""
    reply, document = await site.pages.of(wanted)
    fields = {**reply.fields, **_policy(reply.kind)}
    if reply.status == HTTPStatus.OK:
        return documents.response(request, document, fields)
    fields |= _UNTIL_THE_NEXT_BUILD
    if reply.status in _REDIRECTS:
        return Response(status_code=reply.status, headers=fields)
    if reply.status == HTTPStatus.NOT_FOUND and form == HTML:
        missing, document = await site.pages.of(Page(path=machines.NOT_FOUND, form=HTML))
        return documents.whole(document, reply.status, {**fields, **_policy(missing.kind)})
    if reply.kind:
        return documents.whole(document, reply.status, {**fields, "ETag": document.tag})
    return problems.response(reply.status, reply.detail, reply.more, headers=fields)


async def home_page(request: Request, site: ServedSite, seconds: float = _PATIENCE_SECONDS) -> Response:
    """Return the home page; until it is made, the reader is sent to the list of incidents."""
    try:
        return await _prepared(request, home.PATH, site, seconds)
    except (LimitError, FailureError):  # the log has the reason
        fields = {"Location": f"{Kind.INCIDENT.plural}.html", "Vary": "Accept"}
        fields["Cache-Control"] = "no-store"
        return Response(status_code=HTTPStatus.TEMPORARY_REDIRECT, headers=fields)


async def _prepared(
    request: Request, path: str, site: ServedSite, seconds: float | None = None
) -> Response:
    found = (await site.files.result(seconds)).get(path)
    if found is None:
        return problems.response(HTTPStatus.NOT_FOUND, "the dataset has no such file")
    fields = {"ETag": found.tag, **_UNTIL_THE_NEXT_BUILD, **_policy(found.media_type)}
    if documents.has(request, found.tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=fields)
    kind = negotiation.with_encoding(found.media_type)
    return downloads.response(request, found.path, {**fields, "Content-Type": kind})


def _policy(media_type: str) -> dict[str, str]:
    policy = _POLICIES.get(media_type)
    return {"Content-Security-Policy": policy} if policy else {}
