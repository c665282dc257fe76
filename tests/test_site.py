"""The documentation site: built strictly, complete, and without a request to another host."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest

from checkout import ROOT

# Attributes that a browser loads without a click; `link` depends on its `rel`.
_LOADING = {"src", "srcset", "data", "poster", "background", "action", "formaction", "manifest"}
_RELATIONS = {"canonical", "next", "prev", "alternate", "license"}
_FOREIGN = re.compile(r"(?:[a-z]+:)?//[^/]")
_IN_STYLES = re.compile(r"url\(\s*[\"']?([^\"')]*)|@import\s+[\"']([^\"']*)")
_IN_SCRIPTS = re.compile(r"[\"'`](https?://[^\"'`\s]*|//[a-z0-9.-]+\.[a-z]{2,}[^\"'`\s]*)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# Names of XML namespaces, which nothing loads.
_NAMESPACES = (
    "http://www.w3.org/1998/Math/MathML",
    "http://www.w3.org/1999/",
    "http://www.w3.org/2000/",
)


class Html(HTMLParser):
    """A page: the URLs it loads, its links, and its anchors."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.policies: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.anchors |= {found[name] for name in ("id", "name") if name in found}
        self.loads += [value for name, value in found.items() if name in _LOADING]
        self.loads += [url for pair in _IN_STYLES.findall(found.get("style", "")) for url in pair if url]
        if tag == "a":
            self.links.append(found.get("href", ""))
        elif found.get("rel") not in _RELATIONS:
            self.loads.append(found.get("href", ""))
        if found.get("http-equiv") == "Content-Security-Policy":
            self.policies.append(found["content"])


class Site:
    """A built site and its pages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def pages(self) -> dict[Path, Html]:
        return {path: Html(path) for path in sorted(self.folder.rglob("*.html"))}

    def broken_links(self) -> Iterator[str]:
        for path, page in self.pages.items():
            for link in page.links:
                target, anchor = urldefrag(unquote(link))
                start = self.folder if target.startswith("/") else path.parent
                to = Path(os.path.normpath(start / target.lstrip("/"))) if target else path
                if not re.match(r"[a-z]+:", link) and not self._is_there(to, anchor):
                    yield f"{path.relative_to(self.folder)}: {link}"

    def _is_there(self, path: Path, anchor: str) -> bool:
        if path in self.pages and anchor:
            return anchor in self.pages[path].anchors
        return path.is_file() or (path / "index.html").is_file()

    def foreign_loads(self) -> Iterator[str]:
        for path, page in self.pages.items():
            yield from (f"{path.name}: {url}" for url in page.loads if _FOREIGN.match(url))
        for path in sorted(self.folder.rglob("*.css")):
            urls = (url for pair in _IN_STYLES.findall(path.read_text(encoding="utf-8")) for url in pair)
            yield from (f"{path.name}: {url}" for url in urls if _FOREIGN.match(url))
        for path in sorted(self.folder.rglob("*.js")):
            code = _COMMENT.sub("", path.read_text(encoding="utf-8"))
            urls = (url for url in _IN_SCRIPTS.findall(code) if not url.startswith(_NAMESPACES))
            yield from (f"{path.name}: {url}" for url in urls)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return the site, built as `make lint` builds it."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert (0, "") == (done.returncode, done.stdout)
    return Site(folder)


class TestSite:
    def test_each_link_leads_to_a_file_and_its_anchor(self, site: Site) -> None:
        """
        Each link within the site leads to a file of it, and to an anchor that the page has.
        """
        assert [] == list(site.broken_links())

    def test_nothing_is_loaded_from_another_host(self, site: Site) -> None:
        """
        No page, style sheet or script loads anything from another host.
        """
        assert [] == list(site.foreign_loads())

    def test_each_page_lets_the_browser_load_from_its_own_host_only(self, site: Site) -> None:
        """
        Each page has a Content-Security-Policy that blocks other hosts.
        """
        policies = {policy for page in site.pages.values() for policy in page.policies}

        assert all(page.policies for page in site.pages.values())
        assert [] == [policy for policy in policies if "default-src 'self'" not in policy]
        assert [] == [policy for policy in policies if re.search(r"https?:|\*", policy)]

    def test_a_file_of_the_repository_is_in_the_site(self, site: Site) -> None:
        """
        A file outside of docs/ that a page links to is in the site, byte for byte.
        """
        name = "shapes/incident-has-date.ttl"

        assert (ROOT / name).read_bytes() == (site.folder / "files" / name).read_bytes()


class TestForeignLoads:
    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("a.html", '<img src="https://example.org/a.png">'),
            ("a.html", '<script src="//example.org/a.js"></script>'),
            ("a.html", '<link rel="stylesheet" href="https://example.org/a.css">'),
            ("a.html", '<p style="background: url(https://example.org/a.png)">'),
            ("a.css", '@import "https://example.org/a.css";'),
            ("a.css", "a { src: url('//example.org/a.woff2') }"),
            ("a.js", 'fetch("https://example.org/a.json")'),
            ("a.js", "import('//example.org/a.js')"),
        ],
    )
    def test_each_kind_is_found(self, tmp_path: Path, name: str, text: str) -> None:
        """
        URLs that a browser would load from another host are found in pages, style sheets and scripts.
        """
        (tmp_path / name).write_text(text, encoding="utf-8")

        assert 1 == len(list(Site(tmp_path).foreign_loads()))

    def test_a_link_that_a_reader_clicks_is_not_one(self, tmp_path: Path) -> None:
        """
        A link to another host that readers click is not reported.
        """
        (tmp_path / "a.html").write_text('<a href="https://example.org/">Example</a>', encoding="utf-8")

        assert [] == list(Site(tmp_path).foreign_loads())


class TestBrokenLinks:
    @pytest.mark.parametrize("link", ["b.html", "#there", "a.html#there", "a%20b.html"])
    def test_each_kind_is_found(self, tmp_path: Path, link: str) -> None:
        """
        A link to a file or an anchor that the site lacks is found.
        """
        (tmp_path / "a.html").write_text(f'<a id="here" href="{link}">Example</a>', encoding="utf-8")

        assert [f"a.html: {link}"] == list(Site(tmp_path).broken_links())
