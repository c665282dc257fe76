"""The dataset's title and address on two lines of text."""

from privkg.publish.metadata.description import DatasetDescription
from privkg.publish.metadata.gaps import Missing

TITLE = "Plain record"
FILE = "plain.txt"


def write(description: DatasetDescription) -> dict[str, str]:
    """Return the record's file."""
    return {FILE: f"{description.dataset.title}\n{description.dataset.homepage}\n"}


def missing(description: DatasetDescription) -> Missing:
    """Return no missing fields: each dataset has a title and an address."""
    return Missing()
