"""The published folder as readers see it: every link, and every page in a real browser."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import urljoin, urlsplit

import pytest

from privkg.publish.site import machines
from privkg.publish.site.topics import KINDS
from site_faults import accessibility
from site_links import Links, broken, links, path_of
from sites import chromium, served

LOOKS: tuple[tuple[Literal["light", "dark"], int], ...] = (("light", 1200), ("dark", 390))
SHARES = 8
"""Into how many tests the walk over all pages is cut."""
ONE_OF_EACH = ("incident", "actor", "group", "place")


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Links]:
    """Each page of the folder by its path, with its links."""
    return {path.relative_to(site).as_posix(): links(path) for path in sorted(site.rglob("*.html"))}


class TestLinks:
    def test_every_link_resolves(self, site: Path, pages: dict[str, Links]) -> None:
        """
        A link within the folder leads to an existing file, and its fragment to an anchor.
        """
        assert [] == [link for page in pages for link in broken(site, page)]

    def test_nothing_is_fetched_from_elsewhere(self, pages: dict[str, Links]) -> None:
        """
        Everything that a browser fetches by itself has a relative address.
        """
        assert [] == [a for found in pages.values() for a in found.fetched if urlsplit(a).netloc]

    def test_links_within_are_relative(self, pages: dict[str, Links]) -> None:
        """
        No link depends on the path of the folder on its host.
        """
        assert [] == [f"{page} -> {link}" for page, link in within(pages) if link.startswith("/")]

    def test_each_page_is_reached(self, pages: dict[str, Links]) -> None:
        """
        Every page can be reached from the home page by links, but for the one of a missing page.
        """
        reached, todo = set[str](), {"index.html"}
        while todo:
            reached |= todo
            todo = {
                path_of(page, link) for page in todo for link in pages[page].addresses
            } & pages.keys()
            todo -= reached

        assert pages.keys() - {machines.NOT_FOUND} == reached


@pytest.mark.long(part="browser")
class TestBrowser:
    @pytest.mark.parametrize("share", range(SHARES))
    def test_pages_need_no_script_and_no_other_origin(
        self, site: Path, pages: dict[str, Links], share: int
    ) -> None:
        """
        Chromium without JavaScript shows each page, and sends no request to another origin.
        """
        requested: list[str] = []
        messages: list[str] = []
        with served(site) as address, chromium() as browser:
            page = browser.new_context(java_script_enabled=False).new_page()
            page.on("request", lambda request: requested.append(request.url))
            page.on("console", lambda message: messages.append(message.text))
            untitled = []
            for path in sorted(pages)[share::SHARES]:
                page.goto(urljoin(address, path))
                if not page.locator("main h1").inner_text().strip():
                    untitled.append(path)

        assert ([], [], set()) == (
            untitled,
            messages,
            {url for url in requested if not url.startswith((address, "data:"))},
        )

    @pytest.mark.parametrize(("scheme", "width"), LOOKS)
    def test_axe_finds_nothing_serious(
        self, site: Path, pages: dict[str, Links], scheme: Literal["light", "dark"], width: int
    ) -> None:
        """
        One page of each kind, light and wide or dark and narrow, has no serious accessibility fault.
        """
        found = []
        with served(site) as address, chromium() as browser:
            context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
            page = context.new_page()
            for path in one_of_each(site, pages):
                page.goto(urljoin(address, path))
                found += [f"{path} {scheme}: {fault}" for fault in accessibility(page)]

        assert [] == found


def one_of_each(site: Path, pages: dict[str, Links]) -> list[str]:
    """Return the pages of no resource or topic, and the first page of each kind of these."""
    folders = [
        f"{name}/" for name in (*(f"id/{kind}" for kind in ONE_OF_EACH), *(k.folder for k in KINDS))
    ]
    found = (sorted(site.glob(f"{folder}*.html"))[:1] for folder in folders)
    firsts = [path.relative_to(site).as_posix() for some in found for path in some]
    return [path for path in pages if not path.startswith(("id/", *folders))] + firsts


def within(pages: dict[str, Links]) -> Iterator[tuple[str, str]]:
    """Yield each page with each of its links within the folder."""
    for page, found in pages.items():
        yield from ((page, a) for a in found.addresses if not urlsplit(a).scheme)
