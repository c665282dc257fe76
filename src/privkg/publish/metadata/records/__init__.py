"""Records for catalogues, one module per kind; the folder is the list of what is written."""

from collections.abc import Mapping
from typing import Protocol

from privkg.core.registry import Registry
from privkg.publish.metadata.description import Described
from privkg.publish.metadata.gaps import Missing


class CatalogueRecord(Protocol):
    """A kind of record: a module of this package.

    Attributes:
        TITLE: what the catalogue, or its format of records, is called.
        FILE: the path of the record's main file in the published folder.
    """

    TITLE: str
    FILE: str

    def write(self, described: Described) -> Mapping[str, str]:
        """Return the texts of the record's files, by their paths in the published folder."""

    def missing(self, described: Described) -> Missing:
        """Return what the catalogue asks for and the dataset lacks."""


RECORDS: Registry[CatalogueRecord] = Registry(__name__, "record")
