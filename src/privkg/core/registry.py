"""Registries of plug-ins: the modules of a package, by name. The folder is the list."""

import importlib
import pkgutil
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from privkg.core.errors import UnknownNameError

Plugin = TypeVar("Plugin")


@dataclass(frozen=True)
class Registry(Generic[Plugin]):
    """The plug-ins of one kind: the public modules of a package, each of which meets one Protocol.

    A package that holds plug-ins declares it with the Protocol's type, such as
    `FORMATS: Registry[ExportFormat] = Registry(__name__, "format")`; a test has mypy compare each module
    with the Protocol. `package` is the package's dotted name, `kind` the noun for a plug-in in messages.
    """

    package: str
    kind: str

    def names(self) -> list[str]:
        """Return the names of the plug-ins, sorted, without importing them."""
        found = pkgutil.iter_modules(importlib.import_module(self.package).__path__)
        return sorted(module.name for module in found if not module.name.startswith("_"))

    def load(self, name: str) -> Plugin:
        """Return a plug-in, imported.

        Raises:
            UnknownNameError: the package has no such module.
        """
        if name not in self.names():
            raise UnknownNameError(self.kind, name, self.names())
        return cast("Plugin", importlib.import_module(f"{self.package}.{name}"))

    def all(self) -> dict[str, Plugin]:
        """Return all plug-ins, imported, by their names."""
        return {name: self.load(name) for name in self.names()}
