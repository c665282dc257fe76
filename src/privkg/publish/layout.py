"""Where the dataset is in a published folder, in each format of exports."""

from privkg.export.formats import FileFormat

DUMPS = "data"
TABLES = f"{DUMPS}/tables"
_NAME = "privkg"


def dump(of: FileFormat) -> str:
    """Return the path of the dataset in a format: a file, or the folder of several."""
    return TABLES if of.is_folder else f"{DUMPS}/{_NAME}{of.suffix}"
