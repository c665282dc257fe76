"""The folder is the registry: what is in it exists, and what is not is told."""

from pathlib import Path

import pytest

import privkg.cli
from privkg.check.reports import REPORTS, text
from privkg.cli import VERBS
from privkg.core import resources
from privkg.core.errors import AssetError, UnknownNameError
from privkg.core.registry import Registry


class TestModules:
    def test_names_are_those_of_the_folder(self) -> None:
        """
        Each public file of a folder is a name, in order; what begins with _ is not.
        """
        folder = Path(privkg.cli.__path__[0])
        public = sorted(path.stem for path in folder.glob("[!_]*.py"))

        assert public == VERBS.names()

    def test_a_name_loads_its_module(self) -> None:
        """
        A format of findings is found by its name alone.
        """
        assert text is REPORTS.load("text")

    def test_an_unknown_name_is_told(self) -> None:
        """
        A name without a file is an error that says what is there.
        """
        with pytest.raises(UnknownNameError, match='unknown tool "tol"; did you mean "tool"'):
            Registry("json", "tool").load("tol")


class TestAssets:
    @pytest.mark.parametrize("name", ["ontology", "queries", "data/authority"])
    def test_what_ships_is_found(self, name: str) -> None:
        """
        The folders that privkg cannot do without are there and hold something.
        """
        assert resources.files(name, "")

    def test_files_come_in_order(self) -> None:
        """
        Files are listed in one order, those of folders within among them.
        """
        found = resources.files("ontology", ".ttl")

        assert sorted(found) == found
        assert "solove.ttl" in [path.name for path in found]

    def test_a_missing_folder_is_told(self) -> None:
        """
        What should have shipped and did not is a failure of the installation.
        """
        with pytest.raises(AssetError, match="install privkg again"):
            resources.folder("nowhere")
