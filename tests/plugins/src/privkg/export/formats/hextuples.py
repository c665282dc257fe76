"""HexTuples: all quads, one JSON array of six strings per line. Source: https://github.com/ontola/hextuples."""

import json
from collections.abc import Iterator
from pathlib import Path

from privkg.core import compressed
from privkg.core.errors import RdfError
from privkg.core.progress import SILENT, Progress, followed
from privkg.export.formats import Carries, FileFormat
from privkg.export.target import Target
from privkg.rdf.terms import Term, iri, iri_text, literal
from privkg.store import rdf
from privkg.store.graph import Graph

FORMAT = FileFormat(
    name="HexTuples",
    suffix=".hext",
    media_type="application/hex+x-ndjson",
    carries=Carries.QUADS,
    purpose="programs that stream JSON",
)


def write(graph: Graph, target: Target, progress: Progress = SILENT) -> None:
    """Write all quads of a graph, sorted."""
    with target.file() as file:
        quads = sorted(graph.triples())
        for (subject, predicate, value), name in followed(
            quads, progress, "writing HexTuples", len(quads)
        ):
            cells = [iri_text(subject), iri_text(predicate), *_value(value), iri_text(name)]
            file.write(f"{json.dumps(cells, ensure_ascii=False)}\n".encode())


def read(path: Path) -> Iterator[rdf.Statement]:
    """Yield the quads of a file."""
    with compressed.opened(path) as file:
        for line in file:
            try:
                subject, predicate, value, kind, language, name = json.loads(line)
            except ValueError as error:
                raise RdfError(f"{path}: not a line of HexTuples: {error}") from error
            yield (iri(subject), iri(predicate), _term(value, kind, language)), iri(name)


def _value(value: Term) -> tuple[str, str, str]:
    if value.startswith("<"):
        return iri_text(value), "globalId", ""
    text, language, datatype = rdf.literal_parts(value)
    return text, iri_text(datatype), language or ""


def _term(value: str, kind: str, language: str) -> Term:
    if kind == "globalId":
        return iri(value)
    plain = literal(value)
    if language:
        return Term(f"{plain}@{language}")
    return plain if kind.endswith("#string") else Term(f"{plain}^^{iri(kind)}")
