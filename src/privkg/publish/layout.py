"""Paths of the dataset and of the vocabularies in a published folder."""

from privkg.export.formats import FileFormat
from privkg.rdf.schemes import schemes

DUMPS = "data"
TABLES = f"{DUMPS}/tables"
LICENCES = "index.html#licences"
"""The list of the licences of a dataset that has several."""
_NAME = "privkg"


def dump(of: FileFormat) -> str:
    """Return the path of the dataset in a format: a file, or a folder for a format of several files."""
    return TABLES if of.is_folder else f"{DUMPS}/{_NAME}{of.suffix}"


def vocabularies() -> tuple[str, ...]:
    """Return the folders of the vocabularies: the ontology, each concept scheme, and the shapes."""
    return ("ns", *(scheme.name for scheme in schemes()), "shapes")
