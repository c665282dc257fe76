"""Pages of a MediaWiki, as its exports and its API state them: which to read, and their addresses."""

import functools
import re
import urllib.parse
from collections.abc import Callable

from privkg.core import bounded, documents
from privkg.core.errors import FileError, in_file
from privkg.rdf import urls
from privkg.sources import Excluded, Member, Refused, Text, mediawiki_html, wikitext

NO_TITLE = "a page without a title"
NO_TEXT = "the file does not have its text"
REDIRECT = "a redirect"
_NOT_CONTENT = "in a namespace without incidents, such as talk, user, file or template"
_NOT_WIKITEXT = "its content is not wikitext"
_DELETED = "the text of its last revision is deleted"
_NO_FIELDS = "has no field or section of an incident"
_FIRST_OWN_NAMESPACE = 100
HALF = re.compile(r"[\ud800-\udfff]")
"""A lone surrogate, which an escape in JSON may have, and UTF-8 may not."""
_MAX_TITLE = 1000  # MediaWiki has 255 bytes
_REDIRECT = re.compile(r"\s*#\s*redirect\b\s*(?::\s*)?\[\[", re.IGNORECASE)
_SAFE = "-_.~;@$!*(),/:"  # what MediaWiki's wfUrlencode leaves
_TITLE_PARAMETER = re.compile(r"([?&]title=)[^&#]*")
_PLAIN = re.compile(r"[A-Za-z0-9_-]+")
_FOLDER = re.compile(r"/index\.php/|/wiki/")


def is_content(namespace: int) -> bool:
    """Return whether a namespace may have incidents: the main one, or one that a wiki has added.

    MediaWiki's own have numbers below 100; namespaces of talk have odd numbers.
    """
    return namespace == 0 or (namespace >= _FIRST_OWN_NAMESPACE and namespace % 2 == 0)


def title(words: str) -> str:
    """Return a title on one line; empty if it is not one."""
    found = " ".join(words.replace("_", " ").split())
    return found if len(found) <= _MAX_TITLE else ""


def exclusion(namespace: int, model: str, *, is_redirect: bool, is_deleted: bool) -> str:
    """Return why a page is left out, whatever its text is; empty if it is not."""
    if not is_content(namespace):
        return _NOT_CONTENT
    if is_redirect:
        return REDIRECT
    if model not in ("", "wikitext"):
        return _NOT_WIKITEXT
    return _DELETED if is_deleted else ""


def member(
    path: str,
    key: str,
    text: str,
    at: tuple[int, int],
    address: Callable[[], str | None],
    *,
    last_line: int = 0,
) -> Member:
    """Return the wikitext of a page, or why it is not read; the address is made only then.

    `last_line` is the line of the file in which the text ends; 0 if the file has it on one line.
    """
    if fault := too_large(path, key, text):
        return fault
    if _REDIRECT.match(text):
        return Excluded(key, REDIRECT)
    if not wikitext.is_page(text):
        return Excluded(key, _NO_FIELDS)
    found = documents.member(path, key, text, at=at, last_line=last_line, title=key, address=address())
    return Text(found, "wikitext")


def html_member(
    path: str, key: str, text: str, at: tuple[int, int], address: Callable[[], str | None]
) -> Member:
    """Return the HTML of a page, or why it is not read."""
    if fault := too_large(path, key, text):
        return fault
    if not mediawiki_html.is_page(text):
        return Excluded(key, _NO_FIELDS)
    found = documents.member(path, key, text, at=at, title=key, address=address())
    return Text(found, "mediawiki_html")


def too_large(path: str, key: str, text: str) -> Refused | None:
    """Return the refusal of a text that is too large for one page."""
    most = documents.MAX_BYTES
    if len(text) <= most // 4 or len(text.encode(errors="surrogatepass")) <= most:
        return None
    return refusal_of_size(path, key)


def refusal_of_size(path: str, key: str) -> Refused:
    """Return the refusal of a page whose text is too large."""
    size = bounded.size(documents.MAX_BYTES)
    label = in_file(f"{path}#{key}")
    return Refused(key, FileError(f"larger than {size}, too large for one page; split it", label))


def address(base: str, key: str) -> str | None:
    """Return the address of a page, given that of the main page; None if that is not usable.

    An export states the address of its wiki's main page, with its title: `…/wiki/Main_Page`.
    """
    page = urllib.parse.quote(key.replace(" ", "_"), safe=_SAFE, errors="replace")
    if _TITLE_PARAMETER.search(base):
        return usable(_TITLE_PARAMETER.sub(lambda found: found[1] + page, base, count=1))
    start = base.partition("://")[0] + base.partition("://")[1]
    rest = re.split(r"[?#]", base.removeprefix(start), maxsplit=1)[0]
    folder = _FOLDER.search(rest)
    end = folder.end() if folder else rest.rfind("/") + 1
    if not rest:
        return None
    start += rest[:end] if end else f"{rest}/"
    # Most titles need no validation of the whole address, which takes longer than reading the page.
    return start + page if _PLAIN.fullmatch(page) and _is_normal(start) else usable(start + page)


@functools.lru_cache(64)
def _is_normal(folder: str) -> bool:
    """Return whether an address is in normal form, so that it still is with letters and digits added."""
    return folder.endswith("/") and usable(folder + "A") == folder + "A"


def usable(url: str) -> str | None:
    """Return a web address in normal form; None if it is not one."""
    return None if HALF.search(url) or urls.fault(url) else urls.normalise(url)
