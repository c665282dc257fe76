"""Parser of the XML of an export, fed with pieces of it; its memory does not grow with the file.

Elements are matched by their local names, which are the same in export-0.3 to 0.11. The parser of the
standard library protects neither against entities nor against deep or endless elements; each of these
ends the reading here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from privkg.core import bounded
from privkg.core.documents import MAX_BYTES
from privkg.core.errors import PageError, Place, in_file
from privkg.sources import Member
from privkg.sources.mediawiki_export.pages import Page, Revision, Site

MOST_BYTES_OF_A_PAGE = 100_000_000
"""The number of bytes after which a page or revision must have ended."""
_MAX_TAG_BYTES = 1_000_000
_MAX_NAMES = 1000
_MAX_WORDS = 2000
_BUFFER = 65_536
_ADVICE = "save what Special:Export answers"


@dataclass(frozen=True, slots=True)
class _Element:
    """An element that is read: what its start and its end do, and its children by name."""

    start: Callable[["Parser", Mapping[str, str]], None] | None = None
    end: Callable[["Parser"], None] | None = None
    children: Mapping[str, "_Element"] = field(default_factory=dict)


_OTHER = _Element()


class Parser:
    """The parser of one export.

    Attributes:
        pages: the number of pages that have ended.
        is_begun: whether the root element has begun.
    """

    def __init__(self, path: str) -> None:
        self.pages = 0
        self.is_begun = False
        self._path = path
        self._site, self._page, self._revision = Site(), Page(), Revision()
        self._taken: list[Member] = []
        self._open: list[_Element] = [_DOCUMENT]
        self._names: dict[str, str] = {}
        self._words: list[str] = []
        self._length = 0
        self._key = 0
        self._fed = self._ended = 0
        self._expat = parser = expat.ParserCreate()
        parser.buffer_size = _BUFFER
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end

    def feed(self, piece: bytes) -> Iterator[Member]:
        """Parse the next piece of the export, and yield the pages that end in it.

        Raises:
            PageError: it is not well-formed, not an export, has a DOCTYPE, or exceeds a limit.
        """
        self._fed += len(piece)
        self._parse(piece, is_last=False)
        yield from self.taken()
        if self._fed - self._expat.CurrentByteIndex > _MAX_TAG_BYTES + len(piece):
            raise self._error(f"a tag or comment of more than {bounded.size(_MAX_TAG_BYTES)}")
        if self._fed - self._ended > MOST_BYTES_OF_A_PAGE:
            size = bounded.size(MOST_BYTES_OF_A_PAGE)
            raise self._error(f"more than {size} without the end of a page")

    def close(self) -> Iterator[Member]:
        """Parse the end of the export.

        Raises:
            PageError: the export is cut.
        """
        self._parse(b"", is_last=True)
        yield from self.taken()

    def taken(self) -> list[Member]:
        """Return the pages that have ended since the last call."""
        taken, self._taken = self._taken, []
        return taken

    def place(self) -> Place:
        """Return the place that the parser has reached, in the decompressed file."""
        parser = self._expat
        return in_file(self._path, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)

    def _parse(self, piece: bytes, *, is_last: bool) -> None:
        try:
            self._expat.Parse(piece, is_last)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            if is_last:
                raise self._error(f"cut: the file ends before the export does ({reason})") from error
            raise self._error(f"not well-formed XML ({reason})") from error

    def _error(self, words: str) -> PageError:
        if not self.is_begun:
            words = f"not an export of a MediaWiki: {words}; {_ADVICE}"
        return PageError(words, self.place())

    def _doctype(self, *_: object) -> None:
        raise self._error("a DOCTYPE, which may define entities, is refused")

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        names, levels = self._names, self._open
        local = names.get(name) or self._local(name)
        for each in attributes:
            if each not in names:
                self._local(each)
        if len(levels) > bounded.MOST_LEVELS:
            raise self._error(f"nested deeper than {bounded.MOST_LEVELS} levels")
        element = levels[-1].children.get(local, _OTHER)
        if not self.is_begun:
            if element is _OTHER:
                raise self._error(f'the root element is "{local[:_SHOWN]}"')
            self.is_begun = True
        levels.append(element)
        if element.start:
            element.start(self, attributes)

    def _end(self, _: str) -> None:
        element = self._open.pop()
        if element.end:
            element.end(self)

    def _local(self, name: str) -> str:
        """Return a name without prefix; the parser keeps all names, so their number is bounded."""
        local = self._names.get(name)
        if local is None:
            if len(self._names) >= _MAX_NAMES:
                raise self._error(f"more than {_MAX_NAMES} different names of elements and attributes")
            local = self._names[name] = name.rpartition(":")[2]
        return local

    def collect_words(self, _: Mapping[str, str] | None = None) -> None:
        """Collect the text of an element that has few words."""
        self._words, self._length = [], 0
        self._expat.CharacterDataHandler = self._add_words

    def _add_words(self, data: str) -> None:
        self._length += len(data)
        if self._length <= _MAX_WORDS:
            self._words.append(data)

    def _taken_words(self) -> str:
        """Return the collected text, and collect no more; empty if it was too long."""
        self._expat.CharacterDataHandler = None
        words = "".join(self._words) if self._length <= _MAX_WORDS else ""
        self._words = []
        return words

    def end_base(self) -> None:
        """Take the address of the main page."""
        self._site.base = self._taken_words().strip()

    def start_namespace(self, attributes: Mapping[str, str]) -> None:
        """Take the number of a namespace."""
        self._key = Site.number(attributes.get("key", ""))
        self.collect_words()

    def end_namespace(self) -> None:
        """Take the name of a namespace."""
        self._site.add_namespace(self._key, self._taken_words())

    def start_page(self, _: Mapping[str, str]) -> None:
        """Begin a page."""
        self._page = Page()

    def end_page(self) -> None:
        """Add the page to those that have ended."""
        self.pages += 1
        self._ended = self._fed
        self._taken.append(self._page.member(self._path, self._site))
        self._page = Page()

    def end_title(self) -> None:
        """Take the title of the page."""
        self._page.title = self._taken_words()

    def end_ns(self) -> None:
        """Take the namespace of the page."""
        self._page.namespace = Site.number(self._taken_words().strip())

    def start_redirect(self, _: Mapping[str, str]) -> None:
        """Note that the page is a redirect."""
        self._page.is_redirect = True

    def start_revision(self, _: Mapping[str, str]) -> None:
        """Begin a revision."""
        self._revision = Revision()

    def end_revision(self) -> None:
        """Keep the revision if it is later than the one that was kept."""
        self._ended = self._fed
        self._page.add(self._revision)
        self._revision = Revision()

    def end_id(self) -> None:
        """Take the number of the revision."""
        self._revision.number = bounded.whole_number(self._taken_words().strip()) or 0

    def end_timestamp(self) -> None:
        """Take the time of the revision."""
        self._revision.timestamp = self._taken_words().strip()

    def end_model(self) -> None:
        """Take the content model of the revision."""
        self._revision.model = self._taken_words().strip()

    def start_text(self, attributes: Mapping[str, str]) -> None:
        """Collect a text that may be read.

        The place of its first character is known only if expat does not collect the text itself.
        """
        revision = self._revision
        revision.is_deleted = "deleted" in attributes
        revision.is_elsewhere = attributes.get("bytes", "0") != "0"
        if self._page.is_read(revision, self._site):
            self._words, self._length = [], 0
            self._expat.buffer_text = False
            self._expat.CharacterDataHandler = self._begin_text

    def _begin_text(self, data: str) -> None:
        parser = self._expat
        self._revision.at = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
        parser.buffer_text = True
        parser.CharacterDataHandler = self._add_text
        self._add_text(data)

    def _add_text(self, data: str) -> None:
        self._length += len(data)
        if self._length <= MAX_BYTES:
            self._words.append(data)
        else:
            self._words = []
            self._revision.is_too_large = True

    def end_text(self) -> None:
        """Take the text of the revision."""
        self._expat.buffer_text = True
        self._expat.CharacterDataHandler = None
        self._revision.last_line = self._expat.CurrentLineNumber
        self._revision.text, self._words = "".join(self._words), []


_SHOWN = 100


def _of_words(end: Callable[[Parser], None]) -> _Element:
    return _Element(Parser.collect_words, end)


_REVISION = _Element(
    Parser.start_revision,
    Parser.end_revision,
    {
        "id": _of_words(Parser.end_id),
        "timestamp": _of_words(Parser.end_timestamp),
        "model": _of_words(Parser.end_model),
        "text": _Element(Parser.start_text, Parser.end_text),
    },
)
_PAGE = _Element(
    Parser.start_page,
    Parser.end_page,
    {
        "title": _of_words(Parser.end_title),
        "ns": _of_words(Parser.end_ns),
        "redirect": _Element(Parser.start_redirect),
        "revision": _REVISION,
    },
)
_NAMESPACES = _Element(
    children={"namespace": _Element(Parser.start_namespace, Parser.end_namespace)},
)
_SITE = _Element(children={"base": _of_words(Parser.end_base), "namespaces": _NAMESPACES})
_DOCUMENT = _Element(children={"mediawiki": _Element(children={"siteinfo": _SITE, "page": _PAGE})})
