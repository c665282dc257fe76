"""The folder is the registry: its modules are the plug-ins, and an unknown name is an error."""

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
        Each public module of a folder is a name, sorted; a module that begins with _ is not.
        """
        folder = Path(privkg.cli.__path__[0])
        public = sorted(path.stem for path in folder.glob("[!_]*.py"))

        assert public == VERBS.names()

    def test_a_name_loads_its_module(self) -> None:
        """
        A format of findings is loaded by its name alone.
        """
        assert text is REPORTS.load("text")

    def test_an_unknown_name_is_an_error(self) -> None:
        """
        A name without a module is an error that suggests the nearest one.
        """
        with pytest.raises(UnknownNameError, match='unknown tool "tol"; did you mean "tool"'):
            Registry("json", "tool").load("tol")


class TestAssets:
    @pytest.mark.parametrize("name", ["ontology", "queries", "data/authority"])
    def test_shipped_folders_are_found(self, name: str) -> None:
        """
        The folders that privkg requires exist and are not empty.
        """
        assert resources.files(name, "")

    def test_files_come_in_order(self) -> None:
        """
        Files are sorted, those of subfolders included.
        """
        found = resources.files("ontology", ".ttl")

        assert sorted(found) == found
        assert "solove.ttl" in [path.name for path in found]

    def test_a_missing_folder_is_an_error(self) -> None:
        """
        A missing shipped folder is an error that advises to install again.
        """
        with pytest.raises(AssetError, match="install privkg again"):
            resources.folder("nowhere")
