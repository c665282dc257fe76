"""Registries of plug-ins: a package's public modules, by name. To register one, add its file."""

import importlib
import pkgutil
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from privkg.core.errors import UnknownNameError

Plugin = TypeVar("Plugin")


@dataclass(frozen=True)
class Registry(Generic[Plugin]):
    """The plug-ins of one kind: the public modules of a package, each of which meets one Protocol.

    A package of plug-ins declares its registry with the Protocol's type, such as
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
        """Import a plug-in and return it.

        Raises:
            UnknownNameError: the package has no such module.
        """
        if name not in self.names():
            raise UnknownNameError(self.kind, name, self.names())
        return self._imported(name)

    def all(self) -> dict[str, Plugin]:
        """Import all plug-ins and return them by name."""
        return {name: self._imported(name) for name in self.names()}

    def _imported(self, name: str) -> Plugin:
        return cast("Plugin", importlib.import_module(f"{self.package}.{name}"))
