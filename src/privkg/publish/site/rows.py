"""What the rows of incidents name: kept for all incidents, as many pages count them."""

from functools import lru_cache

from privkg.publish.site.pages import Link, Named
from privkg.publish.site.stating import Stater
from privkg.query.evidence import Reader
from privkg.rdf import iris
from privkg.rdf.terms import Term

_MOST = 200_000
"""The number of incidents whose rows are kept, at about 700 bytes each."""
_MOST_ALIKE = 10_000


class Rows:
    """Looks up what the rows of incidents name."""

    def __init__(self, reader: Reader, stater: Stater) -> None:
        self._reader, self._stater = reader, stater
        self._named_by = lru_cache(_MOST)(self._read)
        self._shared = lru_cache(_MOST_ALIKE)(_same)

    def of_incident(self, incident: Term) -> list[Named]:
        """Return what each row of an incident names, in page order."""
        return [named for _, named in self._named_by(incident)]

    def of(self, row: Term) -> Named:
        """Return what a row names."""
        number, incident = iris.row_number(row), iris.incident_of(row)
        found = (named for each, named in self._named_by(incident) if each == number)
        return next(found, None) or self._stater.named(row)

    def _read(self, incident: Term) -> tuple[tuple[int, Named], ...]:
        rows = self._reader.rows(incident)
        return tuple(
            (iris.row_number(row), Named(*map(self._shared, self._stater.named(row)))) for row in rows
        )


def _same(links: tuple[Link, ...]) -> tuple[Link, ...]:
    """Return links; cached, equal ones are one object in memory."""
    return links
