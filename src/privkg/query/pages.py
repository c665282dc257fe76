"""The pages of a graph, to turn a character offset into a file, line and column."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from privkg.core import bounded, documents
from privkg.rdf.terms import iri, term
from privkg.store.graph import Quads
from privkg.store.rdf import literal_text

_KEPT = 1000


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its file, the offsets of its lines, and the line and column of the file where it starts.

    A file may hold several pages, so that a page may start anywhere in it. The text of an archive has a
    `key`, which the name of the file ends with, and positions of its own.
    """

    file: str
    key: str
    line_starts: tuple[int, ...]
    first_line: int
    first_column: int

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and column in the file of a character offset in the page."""
        line, column = documents.position(self.line_starts, offset)
        return self.first_line + line - 1, column + (self.first_column - 1 if line == 1 else 0)


class Pages:
    """Looks up pages in a graph; those that were last needed are kept."""

    def __init__(self, graph: Quads) -> None:
        self._facts = graph.facts
        self.of = lru_cache(_KEPT)(self._read)

    def _read(self, page: str) -> Page:
        """Return the page with an IRI."""
        starts = next(self._texts(page, "pk:lineStart"), "0")
        line, _, column = next(self._texts(page, "schema:position"), "1:1").partition(":")
        # Equal texts may be in several files; the key is that of the one that was read.
        key = next(self._texts(page, "dcterms:identifier"), "")
        files = [*self._texts(page, "pk:fileName"), page.rpartition("/")[2]]
        read = [name for name in files if key and name.endswith(f"#{key}")]
        return Page(
            (read or files)[0],
            key if read else "",
            tuple(bounded.whole_number(each) or 0 for each in starts.split()) or (0,),
            bounded.whole_number(line) or 1,
            bounded.whole_number(column) or 1,
        )

    def _texts(self, page: str, predicate: str) -> Iterator[str]:
        values = (o for p, o, _ in self._facts.about(iri(page)) if p == term(predicate))
        return iter(sorted(map(literal_text, values)))
