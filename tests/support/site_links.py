"""The links of the pages of a published folder, and the files and anchors that they lead to."""

import functools
from html.parser import HTMLParser
from pathlib import Path
from posixpath import normpath
from urllib.parse import unquote, urljoin, urlsplit


class Links(HTMLParser):
    """The addresses that a page links to or fetches, and its anchors."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.fetched: list[str] = []
        self.anchors: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect links, addresses that a browser fetches by itself, and anchors."""
        values = {name: value or "" for name, value in attrs}
        self.anchors |= {values["id"]} if "id" in values else set()
        found = [values[name] for name in ("href", "src") if name in values]
        self.addresses += found
        if tag != "a" and values.get("rel") not in ("canonical", "license"):
            self.fetched += found


@functools.lru_cache(maxsize=1000)
def links(page: Path) -> Links:
    """Return the links of a page."""
    return Links(page)


def path_of(page: str, link: str) -> str:
    """Return the path in the folder that a link on a page leads to."""
    return normpath(unquote(urlsplit(urljoin(f"/{page}", link)).path)).lstrip("/")


def broken(site: Path, page: str) -> list[str]:
    """Return the links of a page to files and anchors that the folder does not have."""
    within = dict.fromkeys(a for a in links(site / page).addresses if not urlsplit(a).scheme)
    return [f"{page} -> {link}" for link in within if not _resolves(site, page, link)]


def _resolves(site: Path, page: str, link: str) -> bool:
    target, fragment = site / path_of(page, link), unquote(urlsplit(link).fragment)
    if not target.is_file():
        return False
    return not fragment or (target.suffix == ".html" and fragment in links(target).anchors)
