"""Translation of the engine's exceptions into errors of privkg."""

from collections.abc import Iterator
from contextlib import contextmanager

from privkg.core.errors import LimitError, StoreError

_DAMAGE = ("Corruption", "Invalid argument")
_DISK = "IO error"


@contextmanager
def guarded() -> Iterator[None]:
    """Turn exceptions of the engine into errors of privkg, also while rows are iterated.

    The engine raises OSError and RuntimeError for all causes; messages of RocksDB begin with its status.

    Raises:
        StoreError: a file of the store is damaged, missing or cannot be written.
        LimitError: the query failed for another reason, such as a service that is down.
    """
    try:
        yield
    except (OSError, RuntimeError) as error:
        if str(error).startswith(_DAMAGE):
            raise StoreError(f"the graph is damaged ({_line(error)}); build again") from error
        is_of_system = isinstance(error, OSError) and error.errno is not None
        if is_of_system or str(error).startswith(_DISK):  # a missing file, or a full disk
            raise StoreError(f"the graph cannot be read or written ({_line(error)})") from error
        raise LimitError(f"the query could not be answered: {_line(error)}") from error


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
