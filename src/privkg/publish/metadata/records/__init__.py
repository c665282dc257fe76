"""Catalogue records, one module for each kind; every module of this package is registered."""

from collections.abc import Mapping
from typing import Protocol

from privkg.core.registry import Registry
from privkg.publish.metadata.description import DatasetDescription
from privkg.publish.metadata.gaps import Missing


class CatalogueRecord(Protocol):
    """A kind of record: a module of this package.

    Attributes:
        TITLE: the name of the catalogue, or of its record format.
        FILE: the path of the record's main file in the published folder.
    """

    TITLE: str
    FILE: str

    def write(self, description: DatasetDescription) -> Mapping[str, str]:
        """Return the texts of the record's files, by their paths in the published folder."""

    def missing(self, description: DatasetDescription) -> Missing:
        """Return the fields that the catalogue requires or recommends and the dataset lacks."""


RECORDS: Registry[CatalogueRecord] = Registry(__name__, "record")
