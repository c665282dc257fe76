"""Files for search engines: `sitemap.xml`, split if there are many pages, and `robots.txt`.

Source: https://www.sitemaps.org/protocol.html
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import escape

from privkg.publish.site import machines

_MOST = 50_000
"""The protocol's limit for the number of addresses in a file."""
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def files(folder: Path, homepage: str) -> Iterator[tuple[str, str]]:
    """Yield the path and text of each file, given the folder of the pages and its URL on the web."""
    every = (path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    pages = sorted(path for path in every if path != machines.NOT_FOUND)
    parts = [pages[start : start + _MOST] for start in range(0, len(pages), _MOST)]
    names = (
        ["sitemap.xml"] if len(parts) == 1 else [f"sitemap-{n}.xml" for n in range(1, len(parts) + 1)]
    )
    for name, some in zip(names, parts, strict=True):
        yield name, _document("urlset", "url", homepage, some)
    if len(parts) > 1:
        yield "sitemap.xml", _document("sitemapindex", "sitemap", homepage, names)
    yield "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {homepage}sitemap.xml\n"


def _document(root: str, entry: str, homepage: str, names: list[str]) -> str:
    entries = "".join(
        f"<{entry}><loc>{escape(homepage + quote(name))}</loc></{entry}>\n" for name in names
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_SPACE}">\n{entries}</{root}>\n'
