"""The table [site]: its name, logo and colours, and what each may not be."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from described_datasets import own
from privkg.core.colours import contrast
from privkg.core.errors import InputError, PublishError
from privkg.publish.metadata import dataset, logos
from privkg.publish.metadata.look import PAPER, Look

DATASET = """\
[dataset]
title = "Example incidents: a test"
description = "Incidents of an example, made for a test, in more than fifty characters."
homepage = "https://example.org/incidents/"
version = "1"
issued = 2026-11-23
modified = 2026-11-23
licence = "CC-BY-4.0"
[[dataset.creators]]
name = "Example Group"
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1">{}</svg>'
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
SAFE = (
    '<path fill="url(#a)" d="M0 0h2"/>',
    '<style>.a { fill: url( "#b" ) }</style><defs><linearGradient id="b"/></defs><use href="#b"/>',
    "<!-- drawn by hand --><text>Example</text>",
)
UNSAFE = (
    "<script>alert(1)</script>",
    '<path onclick="alert(1)"/>',
    '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>',
    '<use href="https://example.org/x.svg#a"/>',
    '<use xmlns:x="http://www.w3.org/1999/xlink" x:href="data:image/svg+xml,x"/>',
    '<image href="photo.png"/>',
    '<path style="fill: url(https://example.org/x)"/>',
    "<style>@import 'x.css'</style>",
    r"<style>.a { fill: u\72l(//example.org) }</style>",
    '<set attributeName="href" to="javascript:alert(1)"/>',
    '<?xml-stylesheet href="https://example.org/x.css"?>',
    '<a href="#a"><path/></a>',
)


def look(folder: Path, site: str) -> Look:
    """Return the look of a file whose table [site] has these lines."""
    (folder / "privkg.toml").write_text(f"{DATASET}\n[site]\n{site}\n", encoding="utf-8")
    return dataset.read(folder / "privkg.toml").look


def fault(folder: Path, site: str) -> str:
    """Return the faults of a table [site], with the path of the file shortened to its name."""
    with pytest.raises(PublishError) as raised:
        look(folder, site)
    return str(raised.value).replace(f"{folder}/", "")


class TestRead:
    def test_all_keys(self, tmp_path: Path) -> None:
        """
        A name, a logo next to the file, and a colour for light and dark screens.
        """
        (tmp_path / "logo.png").write_bytes(PNG)

        found = look(
            tmp_path, 'name = "Example"\nlogo = "logo.png"\naccent = "#1f5fa8"\naccent-dark = "#9cc4f2"'
        )

        assert ("Example", "#1f5fa8", "#9cc4f2") == (found.name, found.accent, found.accent_dark)
        assert logos.Logo(".png", PNG) == found.logo

    def test_without_the_table(self) -> None:
        """
        Nothing of it is required.
        """
        assert Look() == own().look

    def test_faults_are_at_their_lines(self, tmp_path: Path) -> None:
        """
        All faults are reported together, with those of the dataset's own keys.
        """
        lines = fault(tmp_path, 'accent = "blue"\nlogo = "none.svg"\ncolour = "#000000"').splitlines()

        assert ["privkg.toml:13:1", "privkg.toml:14:1", "privkg.toml:15:1"] == sorted(
            line.partition(" ")[0].rstrip(":") for line in lines
        )

    def test_a_colour_that_cannot_be_read(self, tmp_path: Path) -> None:
        """
        A colour with too little contrast is refused, with its contrast and the background.
        """
        words = fault(tmp_path, 'accent = "#ffdd00"')

        assert "has a contrast of 1.3 to the background #fbfaf6; choose a colour that has 4.5" in words

    @given(st.integers(0, 0xFFFFFF))
    def test_colours_are_kept_if_they_can_be_read(
        self, tmp_path_factory: pytest.TempPathFactory, number: int
    ) -> None:
        """
        A colour is accepted if its contrast is that of WCAG AA, and refused otherwise.
        """
        colour, folder = f"#{number:06x}", tmp_path_factory.getbasetemp()
        if contrast(colour, PAPER) >= 4.5:
            assert colour == look(folder, f'accent = "{colour}"').accent
        else:
            assert colour in fault(folder, f'accent = "{colour}"')

    def test_the_table_is_a_table(self, tmp_path: Path) -> None:
        """
        A value in place of the table is an error.
        """
        (tmp_path / "privkg.toml").write_text(f'site = "x"\n{DATASET}', encoding="utf-8")

        with pytest.raises(PublishError, match=r"write \[site\]"):
            dataset.read(tmp_path / "privkg.toml")


class TestLogo:
    @pytest.mark.parametrize("inside", SAFE)
    def test_drawings_are_kept_as_they_are(self, tmp_path: Path, inside: str) -> None:
        """
        An SVG of shapes, texts and styles that refer only to the file itself is accepted unchanged.
        """
        content = ('<?xml version="1.0"?>\n' + SVG.format(inside)).encode()
        (tmp_path / "logo.svg").write_bytes(content)

        assert content == logos.read(tmp_path / "logo.svg").content

    @pytest.mark.parametrize("inside", UNSAFE)
    def test_what_does_more_than_draw_is_refused(self, tmp_path: Path, inside: str) -> None:
        """
        Scripts, events, links, animations, and anything that is loaded.
        """
        (tmp_path / "logo.svg").write_text(SVG.format(inside), encoding="utf-8")

        with pytest.raises(InputError, match="the logo has"):
            logos.read(tmp_path / "logo.svg")

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("logo.svg", b"<svg"),
            ("logo.svg", b"<svg/>"),
            ("logo.svg", b"\xff\xfe<svg/>"),
            ("logo.svg", b'<!DOCTYPE svg [<!ENTITY a "aa">]><svg xmlns="http://www.w3.org/2000/svg"/>'),
            ("logo.svg", b'<html xmlns="http://www.w3.org/1999/xhtml"/>'),
            ("logo.svg", PNG),
            ("logo.png", b"<svg/>"),
            ("logo.gif", b"GIF89a"),
            ("logo.svg", b" " * 200_001),
        ],
    )
    def test_other_files_are_refused(self, tmp_path: Path, name: str, content: bytes) -> None:
        """
        What is not an image of these kinds, is damaged, or is too large.
        """
        (tmp_path / name).write_bytes(content)

        with pytest.raises(InputError):
            logos.read(tmp_path / name)
