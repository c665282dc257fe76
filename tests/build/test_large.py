"""A draft that is too large for memory is checked in a store on the disk, with the same findings."""

from pathlib import Path

import pytest

from builders import page_text
from privkg import build
from privkg.build import check


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Pages with findings of the reader and of shapes."""
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.txt").write_text(page_text(Date="soon", lead=""), encoding="utf-8")
    (folder / "b.txt").write_text(page_text("Letters read", lead="Write to jo@example.org."), "utf-8")
    return folder


def test_findings_are_the_same(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Check and build find the same in memory and on the disk, and build the same graph.
    """
    small = check.check([folder]), build.build([folder], tmp_path / "small")
    monkeypatch.setattr(check, "_MOST_IN_MEMORY", 0)
    large = check.check([folder]), build.build([folder], tmp_path / "large")

    assert 2 < len(small[0].findings)
    assert small[0].findings == large[0].findings == small[1].findings == large[1].findings
    assert small[1].manifest and large[1].manifest
    assert small[1].manifest.sha256 == large[1].manifest.sha256
