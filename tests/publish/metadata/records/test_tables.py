"""The descriptions of tables, and the research object: judged by their validators, and by the files."""

import csv
import hashlib
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

import programs
from credited import graph_of
from described_datasets import description_of, full
from privkg.publish import metadata
from privkg.publish.metadata.records import csvw, datapackage, rocrate
from privkg.store.graph import Graph

HOW = "install frictionless, csvw and roc-validator elsewhere, and name the program with {}"


@pytest.fixture(scope="module", params=["corpus", "registers"])
def folder(
    request: pytest.FixtureRequest, corpus: Graph, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A folder with dumps and records: of the corpus, and of a dataset with records of registers."""
    made = tmp_path_factory.mktemp("tables")
    graph = corpus if request.param == "corpus" else graph_of(tmp_path_factory.mktemp("credited"))
    for path, text in metadata.texts(description_of(graph, made, full())):
        (made / path).parent.mkdir(parents=True, exist_ok=True)
        (made / path).write_text(text, encoding="utf-8")
    return made


def loaded(folder: Path, name: str) -> Any:
    """Return the content of a record."""
    return json.loads((folder / name).read_text(encoding="utf-8"))


def lines(path: Path) -> list[list[str]]:
    """Return the header and the lines of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def judged(variable: str, *arguments: str, folder: Path) -> None:
    """Run the program that a variable names, else skip; fail with its output if it finds a fault."""
    named = os.environ.get(variable, "")
    programs.need(bool(named), variable, HOW.format(variable))
    program = programs.program(named, HOW.format(variable))
    done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, check=False, text=True)
    assert 0 == done.returncode, done.stdout + done.stderr


class TestCsvw:
    def test_the_judge_accepts_it(self, folder: Path) -> None:
        """
        The validator of the package csvw reads each table by its description.
        """
        at = folder / csvw.FILE
        judged("PRIVKG_CSVWVALIDATE", at.name, folder=at.parent)

    def test_each_table_has_its_columns(self, folder: Path) -> None:
        """
        Each table is described, with the columns of its header in their order.
        """
        tables = (folder / csvw.FILE).parent
        described = {
            table["url"]: [column["titles"] for column in table["tableSchema"]["columns"]]
            for table in loaded(folder, csvw.FILE)["tables"]
        }

        assert {path.name: lines(path)[0] for path in tables.glob("*.csv")} == described

    def test_keys_tell_lines_apart(self, folder: Path) -> None:
        """
        The column that is the key has a value of its own on each line.
        """
        tables = loaded(folder, csvw.FILE)["tables"]
        keyed = [table["url"] for table in tables if "primaryKey" in table["tableSchema"]]
        keys = {name: [line[0] for line in lines(folder / "data/tables" / name)[1:]] for name in keyed}

        assert len(tables) - 1 == len(keyed)
        assert [] == [name for name, found in keys.items() if len({*found, ""}) != len(found) + 1]

    def test_several_values_are_a_list(self, folder: Path) -> None:
        """
        A cell with several values is in a column that is described as a list.
        """
        single = {
            (table["url"], number)
            for table in loaded(folder, csvw.FILE)["tables"]
            for number, column in enumerate(table["tableSchema"]["columns"])
            if "separator" not in column
        }
        several = [
            (name, number, cell)
            for name in sorted({name for name, _ in single})
            for line in lines(folder / "data/tables" / name)[1:]
            for number, cell in enumerate(line)
            if " | " in cell and (name, number) in single
        ]
        assert [] == several


class TestDataPackage:
    def test_the_judge_accepts_it(self, folder: Path) -> None:
        """
        Frictionless finds the package valid, and each table by its schema, size and checksum.
        """
        judged("PRIVKG_FRICTIONLESS", "validate", datapackage.FILE, folder=folder)

    def test_it_agrees_with_csvw(self, folder: Path) -> None:
        """
        Both descriptions have the same tables with the same columns, lists and keys.
        """
        fields = {
            each["path"].removeprefix("data/tables/"): [
                (field["name"], field.get("delimiter"), "constraints" in field)
                for field in each["schema"]["fields"]
            ]
            for each in loaded(folder, datapackage.FILE)["resources"]
        }
        columns = {
            table["url"]: [
                (column["name"], column.get("separator"), "required" in column)
                for column in table["tableSchema"]["columns"]
            ]
            for table in loaded(folder, csvw.FILE)["tables"]
        }
        assert columns == fields

    def test_sizes_and_checksums_are_those_of_the_files(self, folder: Path) -> None:
        """
        Each resource has the size and the SHA-256 of its file.
        """
        for each in loaded(folder, datapackage.FILE)["resources"]:
            content = (folder / each["path"]).read_bytes()
            found = (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
            assert found == (each["bytes"], each["hash"]), each["path"]

    def test_an_agent_is_named_once(self, folder: Path) -> None:
        """
        Who has several roles is one contributor.
        """
        roles = {
            each["title"]: each["roles"] for each in loaded(folder, datapackage.FILE)["contributors"]
        }

        assert {
            "Example Group": ["creator", "publisher", "contact"],
            "Ada Example": ["creator"],
        } == roles


class TestRoCrate:
    def test_the_judge_accepts_it(self, folder: Path) -> None:
        """
        The validator by the authors of RO-Crate finds nothing that is required missing.
        """
        judged("PRIVKG_ROCRATE_VALIDATOR", "validate", "--skip-availability-check", ".", folder=folder)

    def test_references_lead_to_what_is_described(self, folder: Path) -> None:
        """
        The graph is flat: each `@id` is described once, and each reference but the standard's resolves.
        """
        entities = loaded(folder, rocrate.FILE)["@graph"]
        names = [entity["@id"] for entity in entities]
        values = [
            value
            for entity in entities
            for some in entity.values()
            for value in (some if isinstance(some, list) else [some])
            if isinstance(value, dict)
        ]

        assert len(set(names)) == len(names)
        assert [] == [value for value in values if value.keys() != {"@id"}]
        assert {"https://w3id.org/ro/crate/1.2"} == {value["@id"] for value in values} - set(names)

    def test_files_are_those_of_the_folder(self, folder: Path) -> None:
        """
        The root has each dump and table as a part, with its size and checksum.
        """
        entities = {entity["@id"]: entity for entity in loaded(folder, rocrate.FILE)["@graph"]}
        parts = [entities[part["@id"]] for part in entities["./"]["hasPart"]]
        records = (csvw.FILE,)
        files = {path.relative_to(folder).as_posix() for path in folder.glob("data/**/*.*")}

        assert files - {*records} == {part["@id"] for part in parts}
        for part in parts:
            content = (folder / part["@id"]).read_bytes()
            found = (str(len(content)), hashlib.sha256(content).hexdigest())
            assert found == (part["contentSize"], part["sha256"]), part["@id"]

    def test_the_licence_is_that_of_the_catalogue(self, folder: Path) -> None:
        """
        The licence of the root is described, and is that of schema.org's record.
        """
        entities = {entity["@id"]: entity for entity in loaded(folder, rocrate.FILE)["@graph"]}
        licence = entities["./"]["license"]["@id"]

        assert loaded(folder, "dataset.jsonld")["license"] == licence
        assert entities[licence]["name"]
