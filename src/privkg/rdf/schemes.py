"""The concept schemes in `ontology/`, recognised by the first lines of each file in the folder.

Every file in `ontology/harms/` is a scheme of harms. The head is matched as text, because the parser of
Turtle needs the prefixes that are read here; tests/ontology checks the layout that this relies on.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from privkg.core import resources

_HEAD = re.compile(r"^([\w-]+):scheme\n    a [^\n]*\bskos:ConceptScheme\b", re.MULTILINE)
_PREFIX = re.compile(r"^PREFIX ([\w-]+): <([^<>\n]+)>$", re.MULTILINE)
_HARMS = "harms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A concept scheme: its file, and the prefix and namespace of its concepts."""

    path: Path
    prefix: str
    namespace: str

    @property
    def name(self) -> str:
        """The last segment of its namespace, which is the name of its page."""
        return re.split("[/#]", self.namespace)[-2]

    @property
    def is_of_harms(self) -> bool:
        """True if the concepts are harms."""
        return self.path.parent.name == _HARMS


@cache
def schemes() -> tuple[Scheme, ...]:
    """Return all concept schemes, those of harms first, each group sorted by name.

    Raises:
        AssetError: the ontology is missing.
    """
    folder = resources.folder("ontology")
    paths = [*folder.glob("*.ttl"), *folder.glob(f"{_HARMS}/*.ttl")]
    found = [scheme for path in paths for scheme in _of_file(path)]
    return tuple(sorted(found, key=lambda scheme: (not scheme.is_of_harms, scheme.name)))


def _of_file(path: Path) -> Iterator[Scheme]:
    text = resources.text(path)
    head, prefixes = _HEAD.search(text), dict(_PREFIX.findall(text))
    if head and head[1] in prefixes:
        yield Scheme(path=path, prefix=head[1], namespace=prefixes[head[1]])
