"""Reader of what the API of a MediaWiki answers, as JSON: wikitext of revisions, or a parsed page.

A file has one answer, or a list of answers such as the parts of one that continues; format versions 1
and 2, and slots or none, are read alike.
"""

import re
from collections.abc import Iterator, Sequence

from privkg.core import documents
from privkg.core.errors import PageError, Place, in_file
from privkg.core.objects import Readable
from privkg.core.text import counted
from privkg.sources import Member, Refused, Remark
from privkg.sources.mediawiki_api import places
from privkg.sources.mediawiki_api.answer import Answer

TITLE = "answer of a MediaWiki's API, as JSON"
SUFFIXES = (".json",)

_QUERY = re.compile(r'"query"\s*:\s*\{')
_PAGES = re.compile(r'"pages"\s*:\s*[\[{]')
_PARSE = re.compile(r'"parse"\s*:\s*\{')
_OF_PARSE = re.compile(r'"(?:text|wikitext)"\s*:')
_ERROR = re.compile(r'"error(?:s"\s*:\s*\[|"\s*:)\s*\{[^{}]{0,1000}?"code"\s*:\s*"')
_WARNING = re.compile(
    r'"warnings"\s*:\s*(?:\{\s*"[^"]{1,100}"\s*:\s*\{\s*"(?:\*|warnings)"\s*:|\[\s*\{\s*"code"\s*:)'
)
_NOTHING = re.compile(r'"batchcomplete"\s*:\s*(?:""|true)')


def sniff(head: bytes) -> bool:
    """Return whether the beginning of a file is JSON with the names that an answer of the API has."""
    text = documents.decoded_head(head).lstrip()
    return text.startswith(("{", "[")) and bool(
        (_QUERY.search(text) and _PAGES.search(text))
        or (_PARSE.search(text) and _OF_PARSE.search(text))
        or any(pattern.search(text) for pattern in (_ERROR, _WARNING, _NOTHING))
    )


def texts(path: Readable) -> Iterator[Member]:
    """Yield the last revision of each page or its HTML, or why it is left out or cannot be read.

    Remarks follow: what the wiki warned of, and whether the file has only some parts of the answer.

    Raises:
        FileError: the file cannot be read, has more than 20 MB, or is not JSON.
        PageError: it is JSON, but not an answer of the API.
    """
    content, starts = places.read(path)
    answers = content if isinstance(content, list) else [content]
    if not all(isinstance(one, dict) and Answer.NAMES & one.keys() for one in answers):
        raise PageError("JSON, but not an answer of the API of a MediaWiki", in_file(path, 1, 1))
    listed = [Answer(str(path), one, starts) for one in answers]
    if listed and not any(one.has_result for one in listed):
        yield Refused("", _without_pages(listed, in_file(path, 1, 1)))
        return
    for one in listed:
        yield from one.members()
    yield from _remarks(listed)


def _without_pages(answers: Sequence[Answer], place: Place) -> PageError:
    warnings = _warnings(answers)
    advice = (
        f", and warned: {warnings}; correct the request"
        if warnings
        else "; name pages in the request, with titles=… or a generator"
    )
    return PageError(f"the wiki answered without pages{advice}", place)


def _warnings(answers: Sequence[Answer]) -> str:
    """Return the first warning, and the number of the others; empty if there is none."""
    warnings = list(dict.fromkeys(words for one in answers for words in one.warnings()))
    others = f", and {counted(len(warnings) - 1, 'other warning')}" if len(warnings) > 1 else ""
    return f"{warnings[0]}{others}" if warnings else ""


def _remarks(answers: Sequence[Answer]) -> Iterator[Remark]:
    if warnings := _warnings(answers):
        yield Remark(f"the wiki warned: {warnings}")
    if answers and answers[-1].continues:
        yield Remark("the answer continues, so that pages are missing; get its other parts too")
