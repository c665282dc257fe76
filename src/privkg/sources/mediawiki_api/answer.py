"""One answer of the API: the pages in it, whose members differ between the versions of the format."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from privkg.core.errors import PageError, in_file
from privkg.core.text import on_one_line, shortened
from privkg.sources import Excluded, Member, Refused, _wiki
from privkg.sources.mediawiki_api.places import Places

Object = Mapping[str, Any]

_CONTINUES = ("continue", "query-continue")
"""The member of an answer that is continued; the second name is that of old versions."""


class Answer:
    """An answer, the file that it is in, and the places of the texts in the file."""

    NAMES: ClassVar = frozenset({"query", "parse", "error", "errors", "warnings", "batchcomplete"})
    """Names of members of which an answer has at least one."""
    _RESULTS: ClassVar = frozenset({"query", "parse", "error", "errors"})

    def __init__(self, path: str, answer: Object, places: Places) -> None:
        self._path = path
        self._answer = answer
        self._places = places

    @property
    def has_result(self) -> bool:
        """Whether the answer has pages or an error, and not only warnings."""
        return not self._RESULTS.isdisjoint(self._answer)

    def members(self) -> Iterator[Member]:
        """Yield the pages of the answer, or the error that the wiki answered with."""
        if words := _error(self._answer):
            message = f"the wiki answered with an error: {words}; ask it again"
            yield Refused("", PageError(message, in_file(self._path, 1, 1)))
            return
        if isinstance(parsed := self._answer.get("parse"), dict):
            yield self._parsed(parsed)
        yield from map(self._page, self._pages())

    def warnings(self) -> Iterator[str]:
        """Yield what the wiki warned of, such as a parameter that it does not know."""
        found = self._answer.get("warnings")
        listed = found.values() if isinstance(found, dict) else found
        for one in listed if isinstance(listed, Iterable) else ():
            if words := _stated(_object(one)):
                yield shortened(on_one_line(words))

    @property
    def continues(self) -> bool:
        """Whether other parts have pages that this one lacks, and not only older revisions."""
        names = {name for value in map(self._answer.get, _CONTINUES) for name in _object(value)}
        is_of_pages = not names <= {"continue", "rvcontinue", "revisions"}
        return bool(names) and (is_of_pages or not all(map(_revisions, self._pages())))

    def _pages(self) -> Iterator[Object]:
        """Yield the pages of `action=query`."""
        pages = _object(self._answer.get("query")).get("pages")
        listed = pages.values() if isinstance(pages, dict) else pages
        yield from map(_object, listed if isinstance(listed, Iterable) else ())

    def _page(self, page: Object) -> Member:
        """Return a page of `action=query`."""
        key = _wiki.title(_words(page.get("title")))
        if not key:
            return Excluded("", _wiki.NO_TITLE)
        if half := _wiki.HALF.search(key):
            return self._refused(key, half[0])
        if any(_is_set(page, name) for name in ("missing", "invalid", "special", "iw")):
            return Excluded(key, "the wiki has no such page")
        revision = max(_revisions(page), key=_order, default=None)
        if revision is None:
            is_part = any(name in self._answer for name in _CONTINUES)
            why = "its text is in another part of the answer" if is_part else _wiki.NO_TEXT
            return Excluded(key, why)
        slot = _object(_object(revision.get("slots")).get("main")) or revision
        models = (_words(one.get("contentmodel")) for one in (slot, revision, page))
        why = _wiki.exclusion(
            _number(page.get("ns")),
            next(filter(None, models), ""),
            is_redirect=_is_set(page, "redirect"),
            is_deleted=any(_is_set(one, "texthidden") for one in (slot, revision)),
        )
        if why:
            return Excluded(key, why)
        name = next((name for name in ("content", "*") if isinstance(slot.get(name), str)), None)
        if name is None:
            return Excluded(key, _wiki.NO_TEXT)
        urls = (_wiki.usable(_words(page.get(name))) for name in ("canonicalurl", "fullurl"))
        return self._member(key, slot, name, address=next(filter(None, urls), None))

    def _parsed(self, page: Object) -> Member:
        """Return the page of `action=parse`: its wikitext if the answer has it, else its HTML."""
        key = _wiki.title(_words(page.get("title")))
        if not key:
            return Excluded("", _wiki.NO_TITLE)
        if half := _wiki.HALF.search(key):
            return self._refused(key, half[0])
        for member, is_html in (("wikitext", False), ("text", True)):
            value = page.get(member)
            holder, name = (value, "*") if isinstance(value, dict) else (page, member)
            if isinstance(holder.get(name), str):
                return self._member(key, holder, name, is_html=is_html)
        return Excluded(key, _wiki.NO_TEXT)

    def _member(
        self, key: str, holder: Object, name: str, *, address: str | None = None, is_html: bool = False
    ) -> Member:
        text, at = holder[name], self._places[id(holder), name]
        if half := _wiki.HALF.search(text):
            return self._refused(key, half[0])
        reader = _wiki.html_member if is_html else _wiki.member
        return reader(self._path, key, text, at, lambda: address)

    def _refused(self, key: str, half: str) -> Refused:
        words = f"has half of a character, \\u{ord(half):04x}; save the answer again"
        shown = _wiki.HALF.sub("\ufffd", key)
        return Refused(shown, PageError(words, in_file(f"{self._path}#{shown}", 1, 1)))


def _error(answer: Object) -> str:
    """Return the code and the words of the error in an answer; empty if it has none."""
    errors = answer.get("errors")
    error = _object(answer.get("error") or (errors[0] if isinstance(errors, list) and errors else None))
    words = ": ".join(filter(None, (_words(error.get("code")), _stated(error))))
    return shortened(on_one_line(words))


def _stated(message: Object) -> str:
    """Return the words of an error or a warning, whose name differs between formats of messages."""
    named = (_words(message.get(name)) for name in ("info", "warnings", "text", "html", "*"))
    return next(filter(None, named), "")


def _revisions(page: Object) -> list[Object]:
    found = page.get("revisions")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _order(revision: Object) -> tuple[str, int]:
    return _words(revision.get("timestamp")), _number(revision.get("revid"))


def _is_set(value: Object, name: str) -> bool:
    """Return whether a flag is set: version 1 of the format has an empty text for it."""
    return value.get(name) not in (None, False)


def _object(value: object) -> Object:
    return value if isinstance(value, dict) else {}


def _words(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
