"""What the tests of the command line share: invented pages, and the graph of two of them."""

from pathlib import Path

import pytest

from builders import page_text, row_text
from privkg import build

EVIL = "Stolen \x1b[31mletters\x1b]0;title\x07 of \u202eexample"


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two invented pages; the title of one would steer a terminal."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "cameras.txt").write_text(page_text(), encoding="utf-8")
    rows = (
        row_text(Harm="Disclosure"),
        row_text(Harm="Exposure", Threat="Example Agency doing | its \\ act"),
    )
    (folder / "letters.txt").write_text(page_text(EVIL, rows=rows), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def graph(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the pages' graph; tests ask it and leave it as it is."""
    directory = tmp_path_factory.mktemp("asked") / "graph"
    build.build([pages], directory)
    return directory
