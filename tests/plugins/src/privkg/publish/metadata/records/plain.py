"""The dataset's title and address on two lines of text."""

from privkg.publish.metadata.description import Described
from privkg.publish.metadata.gaps import Missing

TITLE = "Plain record"
FILE = "plain.txt"


def write(described: Described) -> dict[str, str]:
    """Return the record's file."""
    return {FILE: f"{described.dataset.title}\n{described.dataset.homepage}\n"}


def missing(described: Described) -> Missing:
    """Return no missing fields: each dataset has a title and an address."""
    return Missing()
