"""The parameters of requests, in an address or in a form."""

from urllib.parse import parse_qsl

from privkg.core.errors import QueryError

_MOST = 1_000

Parameters = list[tuple[str, str]]


def decoded(encoded: bytes) -> Parameters:
    """Return the parameters of a request, in their order.

    Raises:
        QueryError: they are not UTF-8, or there are too many.
    """
    try:
        return parse_qsl(text(encoded), keep_blank_values=True, errors="strict", max_num_fields=_MOST)
    except UnicodeDecodeError as error:
        raise QueryError("the parameters are not UTF-8") from error
    except ValueError as error:
        raise QueryError(f"the request has more than {_MOST} parameters") from error


def text(content: bytes) -> str:
    """Return the text of a request.

    Raises:
        QueryError: it is not UTF-8.
    """
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise QueryError("the request is not UTF-8") from error
