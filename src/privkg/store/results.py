"""Strict reading of SPARQL results in JSON from an endpoint."""

import re
from itertools import accumulate

import pyoxigraph

from privkg.core.errors import RdfError
from privkg.rdf.terms import Term
from privkg.store.result_formats import write_found

_MAX_DEPTH = 128
_ESCAPE = re.compile(rb"\\.", re.DOTALL)
_STRING = re.compile(rb'"[^"]*"')
_NOT_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")
_STEPS = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
# Virtuoso labels blank nodes `nodeID://b1`, which is not a valid label in any RDF syntax.
_VIRTUOSO_NODE = re.compile(rb'("type"\s*:\s*"bnode"\s*,\s*"value"\s*:\s*")nodeID://')


def rows(content: bytes) -> list[dict[str, Term]]:
    """Return the rows of a SELECT's results, as terms by variable.

    Raises:
        RdfError: the content is not results of a SELECT in JSON, or is incomplete.
    """
    found = _read(content)
    if isinstance(found, pyoxigraph.QueryBoolean):
        raise RdfError("the result is a boolean; rows were expected")
    names = [variable.value for variable in found.variables]
    try:
        return [{name: Term(str(row[name])) for name in names if row[name] is not None} for row in found]
    except (SyntaxError, ValueError) as error:
        raise RdfError(str(error)) from error


def count(content: bytes) -> int:
    """Return the number of rows of results; 0 for a boolean.

    Raises:
        RdfError: they are not SPARQL results in JSON, or are incomplete.
    """
    found = _read(content)
    try:
        return 0 if isinstance(found, pyoxigraph.QueryBoolean) else sum(1 for _ in found)
    except (SyntaxError, ValueError) as error:
        raise RdfError(str(error)) from error


def rewrite(content: bytes, format_name: str) -> bytes:
    """Return results in another results format, with the same bytes as those of a local graph.

    Raises:
        RdfError: they are not SPARQL results in JSON, or are incomplete.
    """
    found = _read(content)
    try:
        return write_found(found, format_name)
    except (SyntaxError, ValueError) as error:
        raise RdfError(str(error)) from error


def _read(content: bytes) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean:
    _check_depth(content)
    repaired = _VIRTUOSO_NODE.sub(rb"\1", content)
    try:
        return pyoxigraph.parse_query_results(repaired, format=pyoxigraph.QueryResultsFormat.JSON)
    except (SyntaxError, ValueError) as error:
        raise RdfError(str(error)) from error


def _check_depth(content: bytes) -> None:
    """Refuse JSON nested deeper than results are: some thousand levels overflow the parser's stack."""
    # Remove strings, then count brackets. Escapes are only valid inside strings, so that removing them
    # first is safe; the parser refuses them elsewhere.
    brackets = _STRING.sub(b"", _ESCAPE.sub(b"", content)).translate(None, _NOT_BRACKETS)
    if max(accumulate(_STEPS[bracket] for bracket in brackets), default=0) > _MAX_DEPTH:
        raise RdfError(f"it is nested deeper than {_MAX_DEPTH} levels")
