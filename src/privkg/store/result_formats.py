"""SPARQL results in CSV, TSV, JSON and XML: writing, reading, and counting of rows."""

import json
import re
from collections.abc import Iterable, Mapping

import pyoxigraph

from privkg.core.errors import LimitError
from privkg.rdf.terms import Term, literal
from privkg.store.rdf import parse_term
from privkg.store.serialization import as_xml

ANSWER_FORMATS = {
    "csv": pyoxigraph.QueryResultsFormat.CSV,
    "tsv": pyoxigraph.QueryResultsFormat.TSV,
    "json": pyoxigraph.QueryResultsFormat.JSON,
    "xml": pyoxigraph.QueryResultsFormat.XML,
}


def format_iris() -> list[str]:
    """Return the IRIs of the formats in the W3C's list."""
    return [each.iri for each in ANSWER_FORMATS.values()]


def write_found(found: pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean, format_name: str) -> bytes:
    """Return query results serialized in a SPARQL results format.

    In XML, U+FFFD replaces characters that XML does not allow. CSV and TSV define no form for the result
    of ASK: the output is a line with `true` or `false`.
    """
    if isinstance(found, pyoxigraph.QueryBoolean) and format_name in ("csv", "tsv"):
        return f"{str(bool(found)).lower()}\n".encode()
    written = found.serialize(format=ANSWER_FORMATS[format_name]) or b""
    return as_xml(written) if format_name == "xml" else written


def check_bytes(content: bytes, most: int) -> None:
    """Check the size of an answer.

    Raises:
        LimitError: it is larger.
    """
    if len(content) > most:
        raise LimitError(f"the answer is larger than {most // 1024**2} MB; add a LIMIT")


def has_more_rows(content: bytes, format_name: str, most: int) -> bool:
    """Return whether an answer has more rows; triples have none."""
    return format_name in ANSWER_FORMATS and count_rows(content, format_name) > most


def count_rows(content: bytes, format_name: str) -> int:
    """Return the number of rows of a SELECT's results; for an ASK, a number less than 1."""
    if format_name == "xml":
        return content.count(b"<result>")  # in a literal it would be &lt;result&gt;
    if format_name == "json":
        return len(json.loads(content).get("results", {}).get("bindings", ()))
    if format_name == "tsv":
        return content.count(b"\n") - 1  # line ends in literals are escaped
    return re.sub(b'"[^"]*"', b"", content).count(b"\r\n") - 1


def read_results(content: bytes) -> tuple[tuple[str, ...], tuple[dict[str, Term], ...]]:
    """Return the columns and rows of SPARQL results in JSON; an ASK has the one column `answer`.

    Blank nodes and triple terms, which queries can construct, become plain literals of their text.
    """
    found = pyoxigraph.parse_query_results(content, format=pyoxigraph.QueryResultsFormat.JSON)
    if isinstance(found, pyoxigraph.QueryBoolean):
        return ("answer",), ({"answer": literal(str(bool(found)).lower(), "xsd:boolean")},)
    columns = tuple(variable.value for variable in found.variables)
    rows = (  # zip, because `row[name]` searches the list of names each time
        {name: _found_term(node) for name, node in zip(columns, row, strict=True) if node is not None}
        for row in found
    )
    return columns, tuple(rows)


def write_results(
    columns: tuple[str, ...], rows: Iterable[Mapping[str, Term]], format_name: str
) -> bytes:
    """Return rows of terms in a SPARQL results format."""
    bindings = [{name: _binding(row[name]) for name in columns if name in row} for row in rows]
    content = json.dumps({"head": {"vars": columns}, "results": {"bindings": bindings}})
    found = pyoxigraph.parse_query_results(content, format=pyoxigraph.QueryResultsFormat.JSON)
    assert not isinstance(found, pyoxigraph.QueryBoolean)  # noqa: S101
    return write_found(found, format_name)


def _found_term(node: object) -> Term:
    is_plain = isinstance(node, pyoxigraph.NamedNode | pyoxigraph.Literal)
    return Term(str(node)) if is_plain else literal(str(node))


def _binding(term: Term) -> dict[str, str]:
    node = parse_term(term)
    if isinstance(node, pyoxigraph.NamedNode):
        return {"type": "uri", "value": node.value}
    if node.language:
        return {"type": "literal", "value": node.value, "xml:lang": node.language}
    return {"type": "literal", "value": node.value, "datatype": node.datatype.value}
