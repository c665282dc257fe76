"""What the engine raises while it reads or writes, told as what it means."""

from collections.abc import Iterator
from contextlib import contextmanager

from privkg.core.errors import LimitError, StoreError

_DAMAGE = ("Corruption", "Invalid argument")
_DISK = "IO error"


@contextmanager
def guarded() -> Iterator[None]:
    """Turn what the engine raises into errors of privkg; it may raise as late as at the last row.

    Raises:
        StoreError: a file of the store is damaged, missing or cannot be written.
        LimitError: the query asked for what could not be had, such as a service that is down.
    """
    try:
        yield
    except (OSError, RuntimeError) as error:
        if str(error).startswith(_DAMAGE):
            raise StoreError(f"the graph is damaged ({_line(error)}); build again") from error
        if str(error).startswith(_DISK):  # a file that is gone, or a disk that is full
            raise StoreError(f"the graph cannot be read or written ({_line(error)})") from error
        raise LimitError(f"the query could not be answered: {_line(error)}") from error


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
