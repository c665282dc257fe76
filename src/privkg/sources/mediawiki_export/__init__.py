"""Reader of what a MediaWiki's Special:Export and its dumps write: XML, plain or compressed.

The texts are the wikitext of the last revisions, in the order of the file.
"""

import re
from collections.abc import Iterator

from privkg.core import compressed, documents
from privkg.core.errors import FileError, PageError
from privkg.core.objects import Readable
from privkg.core.text import counted
from privkg.sources import HEAD_BYTES, Member
from privkg.sources.mediawiki_export.parser import Parser

TITLE = "export of a MediaWiki (Special:Export), plain, gzip or bzip2"
SUFFIXES = (".bz2", ".gz", ".xml")

_ROOT = re.compile(r"<(?:[\w.-]+:)?mediawiki[\s/>]")


def sniff(head: bytes) -> bool:
    """Return whether a file, decompressed, is XML with the element `mediawiki`."""
    text = documents.decoded_head(compressed.opening(head, HEAD_BYTES))
    return text.lstrip().startswith("<") and bool(_ROOT.search(text))


def texts(path: Readable) -> Iterator[Member]:
    """Yield the last revision of each page, or why it is left out or cannot be read.

    Raises:
        FileError: the file cannot be read, is damaged or cut, or expands without end.
        PageError: it is not XML, not an export, has a DOCTYPE, or exceeds a limit.
    """
    parser = Parser(str(path))
    try:
        for piece in compressed.pieces(path):
            yield from parser.feed(piece)
        yield from parser.close()
    except (FileError, PageError) as error:
        yield from parser.taken()
        if not parser.is_begun:
            raise
        before = f"{error.message}; {counted(parser.pages, 'whole page')} before it"
        raise PageError(before, parser.place()) from error
