"""The site of generated pages in tests."""

from privkg.publish.site.pages import Link
from privkg.publish.site.site import Site


def site(title: str) -> Site:
    """Return a site with a title and nothing that its pages need not show."""
    return Site(
        title=title,
        name=title,
        logo="assets/icon.svg",
        description="",
        homepage="https://example.org/",
        creators="",
        year=2026,
        version="1",
        modified="2026-11-23",
        licence=Link(text="CC0"),
        contact=None,
    )
