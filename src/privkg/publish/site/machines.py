"""Files for hosts and machines: the page of addresses without a page, and the feed of changes."""

from collections.abc import Iterator
from functools import partial
from xml.sax.saxutils import escape, quoteattr

from privkg.core.text import printable
from privkg.publish.site import paths, rendering
from privkg.publish.site.files import File
from privkg.publish.site.site import Site
from privkg.rdf.terms import iri_text
from privkg.reference import notices
from privkg.reference.notices import Notice
from privkg.store.graph import Graph

NOT_FOUND = "404.html"
FEED = "changes.atom"
_ATOM = "http://www.w3.org/2005/Atom"


def files(graph: Graph, site: Site) -> Iterator[File]:
    """Yield each file.

    Hosts show the first at any address, so that it has no relative links and no style sheet.
    """
    yield File(NOT_FOUND, partial(rendering.render, "404", NOT_FOUND, site=site))
    yield File(FEED, partial(_feed, graph, site))


def _feed(graph: Graph, site: Site) -> str:
    return "".join(_parts(graph, site))


def _parts(graph: Graph, site: Site) -> Iterator[str]:
    """Yield the feed: this version of the dataset, then corrections, withdrawals and redirects."""
    found = notices.read(graph)
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="{_ATOM}">\n'
        f"<id>{escape(site.homepage)}{FEED}</id>\n"
        f"<title>{escape(site.title)}: changes</title>\n"
        f"<updated>{_moment(max([site.modified, *(each.date for each in found)]))}</updated>\n"
        f"<author><name>{escape(site.creators)}</name></author>\n"
        f'<link rel="self" href={quoteattr(site.homepage + FEED)}/>\n'
        f"<link href={quoteattr(site.homepage)}/>\n"
    )
    yield _entry(
        f"{site.homepage}#{site.version}", f"Version {site.version}", site.modified, "", site.homepage
    )
    for notice in found:
        yield _of_notice(notice, graph, site)
    yield "</feed>\n"


def _of_notice(notice: Notice, graph: Graph, site: Site) -> str:
    page = f"{site.homepage}{rendering.relative('', paths.stem(notice.iri, graph.base))}.html"
    title = printable(f"{notice.kind.words.capitalize()}: {notice.title}")
    return _entry(iri_text(notice.iri), title, notice.date, printable(notice.reason), page)


def _entry(identifier: str, title: str, date: str, summary: str, page: str) -> str:
    return (
        f"<entry>\n<id>{escape(identifier)}</id>\n<title>{escape(title)}</title>\n"
        f"<updated>{_moment(date)}</updated>\n<link href={quoteattr(page)}/>\n"
        f"<summary>{escape(summary)}</summary>\n</entry>\n"
    )


def _moment(date: str) -> str:
    """Return the first moment of a day."""
    return f"{date}T00:00:00Z"
