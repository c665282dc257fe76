"""Fixtures for tests of the store: a graph that may be damaged, and pages to build others."""

import shutil
from pathlib import Path

import pytest

from builders import page_text
from privkg import build


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented page."""
    path = tmp_path_factory.mktemp("page") / "page.txt"
    path.write_text(page_text(), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def other_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another invented page, so that its graph has another hash."""
    path = tmp_path_factory.mktemp("other") / "page.txt"
    path.write_text(page_text("Letters opened in an example"), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def _built(page: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("built") / "graph"
    build.build([page], directory)
    return directory


@pytest.fixture
def directory(_built: Path, tmp_path: Path) -> Path:
    """The folder of a graph of the page, a copy for each test."""
    return shutil.copytree(_built, tmp_path / "graph")
