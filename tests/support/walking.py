"""Walks through a published folder in a browser, step by step, and checks each page on the way."""

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urljoin, urlsplit

from playwright.sync_api import Browser

import site_faults
import site_links
from privkg.core.documents import line_starts
from privkg.query.evidence import Evidence, Reader
from privkg.rdf.terms import Term, iri_text
from privkg.store.graph import Graph
from sites import chromium, served

_HEIGHT = 900
_MOST_TABS = 1000
_HOME = "index.html"
_INCIDENTS = "id/incident/"
_FIELD = "#words"
_HITS = "#hits[aria-busy=false] .hit"


@dataclass(frozen=True, slots=True)
class Look:
    """How a visitor sees the site: in a window of a width, light or dark, with script or without."""

    width: int
    scheme: Literal["light", "dark"]
    has_script: bool

    def __str__(self) -> str:
        return f"{self.width}-{self.scheme}-{'script' if self.has_script else 'plain'}"


LOOKS = tuple(itertools.starmap(Look, itertools.product((1280, 360), ("light", "dark"), (True, False))))


@dataclass(frozen=True, slots=True)
class Published:
    """A published folder, its graph, and the folders of the texts that it was read from."""

    site: Path
    graph: Graph
    texts: Sequence[Path]
    checked: set[tuple[str, Look]] = field(default_factory=set)
    """The addresses that were checked in a look; many walks begin on the same page."""

    def facts(self, slug: str) -> dict[str, str]:
        """Return the words of each claim of an incident as its text has them, by the claim's anchor."""
        claims = Reader(self.graph).evidence_of_page(self.graph.base.incident(slug))
        return {_anchor(claim.claim): self._words(claim) for claim in claims}

    def rows(self, slug: str) -> dict[str, list[str]]:
        """Return the words that each row of an incident rests on, by the row's anchor."""
        reader = Reader(self.graph)
        return {
            _anchor(row): [self._words(claim) for claim in reader.evidence_of_row(row)]
            for row in reader.rows(self.graph.base.incident(slug))
        }

    def _words(self, claim: Evidence) -> str:
        """Return `text[start:end]`, read from the file of a claim."""
        (path,) = (folder / claim.file for folder in self.texts if (folder / claim.file).is_file())
        text = path.read_text(encoding="utf-8")
        starts = line_starts(text)
        start = starts[claim.line - 1] + claim.column - 1
        return text[start : starts[claim.end_line - 1] + claim.end_column - 1]


@dataclass(slots=True)
class Walk:
    """A walk through a folder: the page that is open, and what was wrong so far."""

    published: Published
    look: Look
    address: str
    page: Any
    by_keyboard: bool
    faults: list[str] = field(default_factory=list)

    def follow(self, selector: str) -> None:
        """Follow the first link that a selector finds, and wait for where it leads."""
        link = self.page.locator(selector).first
        target = str(link.evaluate("link => link.href"))
        self._reach(link)
        if self.by_keyboard:
            self.page.keyboard.press("Enter")
        else:
            link.click()
        self.page.wait_for_url(target)

    def search(self, word: str) -> None:
        """Type a word into the field for a search, press Enter, and wait for the hits."""
        self._reach(self.page.locator(_FIELD))
        self.page.keyboard.type(word)
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector(_HITS, state="attached")

    def _reach(self, element: Any) -> None:
        """Put the focus on an element; by keyboard, with the tabulator alone."""
        if not self.by_keyboard:
            element.focus()
            return
        for _ in range(_MOST_TABS):
            self.page.keyboard.press("Tab")
            if element.evaluate("element => element === document.activeElement"):
                self._note(site_faults.focus(self.page))
                return
        self._note([f"{_MOST_TABS} tabulators do not reach {element}"])

    def find(self, selector: str) -> None:
        """Note if nothing that a selector finds is there to be read."""
        found = self.page.locator(selector).first
        if not (found.is_visible() and found.inner_text().strip()):
            self._note([f"{selector} is not there"])

    def check(self) -> None:
        """Note what is wrong with the open page, unless a walk of the same look has been here."""
        place = self.page.url.removeprefix(self.address)
        if (place, self.look) not in self.published.checked:
            self.published.checked.add((place, self.look))
            self._check(unquote(urlsplit(place).path))

    def _check(self, path: str) -> None:
        self._note(site_links.broken(self.published.site, path))
        self._note(site_faults.out_of_sight(self.page))
        self._note(site_faults.pictures(self.page))
        for width in (self.look.width, self.look.width // 2):
            self._note(site_faults.sideways(self.page, width))
        if path.startswith(_INCIDENTS):
            slug = Path(path).stem
            facts, rows = self.published.facts(slug), self.published.rows(slug)
            self._note(site_faults.marks(self.page, facts, rows))
        if self.look.has_script:
            self._note(site_faults.accessibility(self.page))
        elif self.page.locator("script[src]").count():  # other pages are the same with script
            self._note(site_faults.accessibility(_twin(self.page, self.look)))

    def _note(self, found: Sequence[str]) -> None:
        self.faults += [f"{self.page.url.removeprefix(self.address)}: {fault}" for fault in found]


@contextmanager
def walk(published: Published, look: Look, *, by_keyboard: bool) -> Iterator[Walk]:
    """Yield a walk that begins at the home page; requests to other hosts and messages are its faults."""
    with served(published.site) as address, chromium() as browser:
        page = _opened(browser, look)
        walked = Walk(published, look, address, page, by_keyboard)
        page.on("request", lambda request: _note_request(walked, request.url))
        page.on("console", lambda message: walked.faults.append(message.text))
        page.on("pageerror", lambda error: walked.faults.append(str(error)))
        page.goto(urljoin(address, _HOME))
        yield walked


def _opened(browser: Browser, look: Look) -> Any:
    context = browser.new_context(
        viewport={"width": look.width, "height": _HEIGHT},
        color_scheme=look.scheme,
        reduced_motion="reduce",
        java_script_enabled=look.has_script,
    )
    return context.new_page()


def _twin(page: Any, look: Look) -> Any:
    """Open a page again where axe-core runs, which is a script, but no script of the site."""
    browser = page.context.browser
    twin = _opened(browser, replace(look, has_script=True))
    twin.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    twin.goto(page.url)
    return twin


def _note_request(walked: Walk, url: str) -> None:
    if not url.startswith((walked.address, "data:")):
        walked.faults.append(f"requested {url}")


def _anchor(node: Term) -> str:
    return iri_text(node).rpartition("/")[2]
