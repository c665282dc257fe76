"""The site, pages and revisions of an export while they are parsed."""

import re
from dataclasses import dataclass, field

from privkg.sources import Excluded, Member, _wiki

_NUMBER = re.compile("-?[0-9]{1,9}")
_MAX_NAMESPACES = 1000
_UNKNOWN = -1


@dataclass(slots=True)
class Site:
    """What an export states about its wiki: the address of the main page, and the namespaces."""

    base: str = ""
    _namespaces: dict[str, int] = field(default_factory=dict)

    @staticmethod
    def number(words: str) -> int:
        """Return the number of a namespace; one without content if it is not a number."""
        return int(words) if _NUMBER.fullmatch(words) else _UNKNOWN

    def add_namespace(self, number: int, name: str) -> None:
        """Add a namespace."""
        if len(self._namespaces) < _MAX_NAMESPACES:
            self._namespaces[_folded(name)] = number

    def namespace_of(self, title: str) -> int:
        """Return the namespace of a title by its prefix, as exports before 0.6 need it."""
        prefix, colon, _ = title.partition(":")
        return self._namespaces.get(_folded(prefix), 0) if colon else 0


@dataclass(slots=True)
class Revision:
    """A revision of a page.

    Attributes:
        timestamp: in ISO 8601 and UTC, so that later ones compare as greater.
        number: of the revision; of two in one second, the greater is later.
        at: line and column of the text.
        last_line: the line in which it ends.
        is_elsewhere: whether the export has the length of a text; without text, it is a stub.
    """

    timestamp: str = ""
    number: int = 0
    model: str = ""
    text: str = ""
    at: tuple[int, int] = (1, 1)
    last_line: int = 0
    is_deleted: bool = False
    is_elsewhere: bool = False
    is_too_large: bool = False

    @property
    def order(self) -> tuple[str, int]:
        """The time by which revisions are compared."""
        return self.timestamp, self.number


@dataclass(slots=True)
class Page:
    """A page: its title, its namespace if the export states it, and its last revision so far."""

    title: str = ""
    namespace: int | None = None
    is_redirect: bool = False
    last: Revision | None = None

    def is_read(self, revision: Revision, site: Site) -> bool:
        """Return whether the text of a revision may be needed, by what precedes it in the export."""
        if revision.timestamp and self.last and revision.order < self.last.order:
            return False
        return not self._exclusion(revision, site)

    def add(self, revision: Revision) -> None:
        """Keep a revision if it is not earlier than the one that is kept."""
        if not self.last or revision.order >= self.last.order:
            self.last = revision

    def member(self, path: str, site: Site) -> Member:
        """Return the text of the page, or why it is not read."""
        key, last = _wiki.title(self.title), self.last
        if not key:
            return Excluded("", _wiki.NO_TITLE)
        if why := self._exclusion(last or Revision(), site):
            return Excluded(key, why)
        if last and last.is_too_large:
            return _wiki.refusal_of_size(path, key)
        if not last or (last.is_elsewhere and not last.text):
            return Excluded(key, _wiki.NO_TEXT)
        return _wiki.member(
            path,
            key,
            last.text,
            last.at,
            lambda: _wiki.address(site.base, key),
            last_line=last.last_line,
        )

    def _exclusion(self, revision: Revision, site: Site) -> str:
        namespace = site.namespace_of(self.title) if self.namespace is None else self.namespace
        return _wiki.exclusion(
            namespace,
            revision.model,
            is_redirect=self.is_redirect,
            is_deleted=revision.is_deleted,
        )


def _folded(name: str) -> str:
    return " ".join(name.replace("_", " ").split()).casefold()
