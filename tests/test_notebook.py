"""The example notebook shows the outputs of its cells on the graph of the project's own data."""

import shutil
from pathlib import Path

import pytest

import notebooks
from checkout import ROOT
from privkg import build

NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))


class TestNotebook:
    @pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
    def test_cells_show_their_outputs(
        self, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Run from top to bottom with a graph of `data/`, each cell has the outputs that it shows.
        """
        shutil.copytree(ROOT / "data", tmp_path / "data")
        monkeypatch.chdir(tmp_path)
        build.build([Path("data")], Path(".privkg"))
        cells = notebooks.read(path)
        shown = [cell["outputs"] for cell in cells if cell["cell_type"] == "code"]

        assert shown == list(notebooks.outputs(cells))

    def test_there_is_one(self) -> None:
        """
        There is a notebook to test.
        """
        assert [] != NOTEBOOKS
