"""Where the dataset and the vocabularies are in a published folder."""

from privkg.export.formats import FileFormat
from privkg.rdf.schemes import schemes

DUMPS = "data"
TABLES = f"{DUMPS}/tables"
_NAME = "privkg"


def dump(of: FileFormat) -> str:
    """Return the path of the dataset in a format: a file, or the folder of several."""
    return TABLES if of.is_folder else f"{DUMPS}/{_NAME}{of.suffix}"


def vocabularies() -> tuple[str, ...]:
    """Return the folders of the vocabularies: of classes and properties, of each scheme, of shapes."""
    return ("ns", *(scheme.name for scheme in schemes()), "shapes")
