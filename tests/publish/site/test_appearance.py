"""The shared files of a site: the logo in place of the icon, and accents in the style sheet."""

import dataclasses
from pathlib import Path

from builders import page_text
from described_datasets import full, own
from privkg import build
from privkg.publish.metadata.logos import Logo
from privkg.publish.metadata.look import PAPER, PAPER_DARK, Look
from privkg.publish.site import appearance, rendering
from privkg.publish.site.folder import publish
from privkg.publish.site.site import of_dataset
from privkg.rdf import iris
from privkg.store.graph import open_graph

SHEET = "assets/style.css"


class TestAssets:
    def test_a_logo_replaces_the_icon(self) -> None:
        """
        The icon of privkg is not in the folder of a dataset that has a logo.
        """
        look = Look(logo=Logo(".png", b"image"))

        found = appearance.assets(look)

        assert b"image" == found["assets/logo.png"]
        assert "assets/icon.svg" not in found
        assert "assets/logo.png" == appearance.logo(look)

    def test_without_a_look_the_files_are_those_that_ship(self) -> None:
        """
        Nothing is added for a dataset that has no table [site].
        """
        assert rendering.assets() == appearance.assets(Look())

    def test_accents_follow_the_rules_that_they_replace(self) -> None:
        """
        A colour for light screens leaves dark ones as they are, and the other way round.
        """
        shipped = rendering.assets()[SHEET].decode()
        light = appearance.assets(Look(accent="#1f5fa8"))[SHEET].decode().removeprefix(shipped)
        dark = appearance.assets(Look(accent_dark="#9cc4f2"))[SHEET].decode().removeprefix(shipped)

        assert (
            ":root { --accent: #1f5fa8; }" in light and "dark) { :root { --accent: var(--ink);" in light
        )
        assert "#9cc4f2" in dark and ":root" not in dark.partition("@media")[0]

    def test_backgrounds_are_those_of_the_sheet(self) -> None:
        """
        Colours are judged against the background that pages have.
        """
        sheet = rendering.assets()[SHEET].decode()

        assert [PAPER, PAPER_DARK] == [part[:7] for part in sheet.split("--paper: ")[1:3]]


class TestSite:
    def test_the_name_is_that_of_the_look(self) -> None:
        """
        The name in the head of pages is the title up to the colon, unless the table [site] has one.
        """
        named = dataclasses.replace(own(), look=Look(name="Example"))

        assert ("Example", "privkg") == (of_dataset(named).name, of_dataset(own()).name)


class TestPublished:
    def test_pages_show_nothing_of_another_dataset(self, tmp_path: Path) -> None:
        """
        No page has the title, the icon, the homepage or an IRI of an incident of privkg's own.
        """
        (tmp_path / "page.txt").write_text(page_text("Letters opened"), encoding="utf-8")
        base = iris.base("https://data.example.org/")
        build.build([tmp_path / "page.txt"], tmp_path / "graph", base=base)
        look = Look(name="Example", logo=Logo(".png", b"image"))
        described = dataclasses.replace(full(), title="Example incidents", creators=(), look=look)

        publish(open_graph(tmp_path / "graph"), described, tmp_path / "site")

        pages = [path.read_text(encoding="utf-8") for path in (tmp_path / "site").rglob("*.html")]
        own_words = (
            own().title,
            "icon.svg",
            f'href="{own().homepage}"',
            f"{own().homepage}id/incident/",
        )
        assert [] == [word for word in own_words for page in pages if word in page]
        assert (tmp_path / "site" / "assets" / "logo.png").exists()
