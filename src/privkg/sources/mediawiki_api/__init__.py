"""Reader of what the API of a MediaWiki answers, as JSON: wikitext of revisions, or a parsed page.

A file has one answer, or a list of answers such as the parts of one that continues; format versions 1
and 2, and slots or none, are read alike.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from privkg.core import documents
from privkg.core.errors import PageError, in_file
from privkg.sources import Member
from privkg.sources.mediawiki_api import places
from privkg.sources.mediawiki_api.answer import Answer

TITLE = "answer of a MediaWiki's API, as JSON"
SUFFIXES = (".json",)

_QUERY = re.compile(r'"query"\s*:\s*\{')
_PAGES = re.compile(r'"pages"\s*:\s*[\[{]')
_PARSE = re.compile(r'"parse"\s*:\s*\{')
_OF_PARSE = re.compile(r'"(?:text|wikitext)"\s*:')
_ERROR = re.compile(r'"error"\s*:\s*\{\s*"code"|"errors"\s*:\s*\[\s*\{\s*"code"')


def sniff(head: bytes) -> bool:
    """Return whether the beginning of a file is JSON with the names that an answer of the API has."""
    text = documents.decoded_head(head).lstrip()
    return text.startswith(("{", "[")) and bool(
        (_QUERY.search(text) and _PAGES.search(text))
        or (_PARSE.search(text) and _OF_PARSE.search(text))
        or _ERROR.search(text)
    )


def texts(path: Path) -> Iterator[Member]:
    """Yield the last revision of each page or its HTML, or why it is left out or cannot be read.

    Raises:
        FileError: the file cannot be read, has more than 20 MB, or is not JSON.
        PageError: it is JSON, but not an answer of the API.
    """
    content, starts = places.read(path)
    answers = content if isinstance(content, list) else [content]
    if not all(isinstance(one, dict) and Answer.NAMES & one.keys() for one in answers):
        raise PageError("JSON, but not an answer of the API of a MediaWiki", in_file(path, 1, 1))
    for one in answers:
        yield from Answer(str(path), one, starts).members()
