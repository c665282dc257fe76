"""Paths of the ontology, shapes, queries, authority records and names, installed or in a checkout."""

from pathlib import Path

from privkg.core import bounded
from privkg.core.errors import AssetError, FileError

_PACKAGE = Path(__file__).resolve().parent.parent
_CHECKOUT = _PACKAGE.parent.parent
_MOST_BYTES = 50_000_000


def folder(name: str) -> Path:
    """Return a folder that ships with privkg by its name, such as `ontology` or `data/authority`.

    A checkout comes first, so that an editable install reads the current files.

    Raises:
        AssetError: neither the checkout nor the installed package has it.
    """
    for root in (_CHECKOUT if _is_checkout() else _PACKAGE, _PACKAGE / "_assets"):
        if (root / name).is_dir():
            return root / name
    raise AssetError(f"the folder {name} that ships with privkg is missing; install privkg again")


def files(name: str, suffix: str) -> list[Path]:
    """Return the files with a suffix in a shipped folder and its subfolders, sorted by path."""
    return sorted(folder(name).rglob(f"*{suffix}"))


def text(path: Path) -> str:
    """Return the text of a file that ships with privkg.

    Raises:
        AssetError: it cannot be read.
    """
    try:
        return bounded.text(path, _MOST_BYTES)
    except FileError as error:
        raise AssetError(error.message, error.place) from error


def _is_checkout() -> bool:
    return _PACKAGE.parent.name == "src" and (_CHECKOUT / "pyproject.toml").is_file()
