"""The modules of a folder, by name, without a list that repeats it."""

import importlib
import pkgutil
from collections.abc import Iterable
from types import ModuleType

from privkg.core.errors import UnknownNameError


def names(package: ModuleType) -> list[str]:
    """Return the names of a package's public modules, sorted, without importing them."""
    found: Iterable[pkgutil.ModuleInfo] = pkgutil.iter_modules(package.__path__)
    return sorted(module.name for module in found if not module.name.startswith("_"))


def load(package: ModuleType, name: str, kind: str) -> ModuleType:
    """Return the module `name` of a package, imported; `kind` is what a message calls it.

    Raises:
        UnknownNameError: the package has no such module.
    """
    if name not in names(package):
        raise UnknownNameError(kind, name, names(package))
    return importlib.import_module(f"{package.__name__}.{name}")
