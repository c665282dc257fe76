"""Commands name the licences of registers, and whom to credit."""

from pathlib import Path

import pytest

from commands import run
from credited import AIAAIC, ATTRIBUTION, HIBP, RECORD, SHARE_ALIKE, graph_of
from privkg.export.formats import FORMATS
from privkg.query import fetch
from privkg.query.evidence import Reader
from privkg.store.graph import open_graph
from publish.metadata.test_dataset import LEAST

OF_AIAAIC = (
    f"2 incidents of {AIAAIC}: CC BY-SA 4.0, {SHARE_ALIKE}; credit: {AIAAIC};"
    " share-alike: share what you make of them under this licence\n"
)
OF_HIBP = f"1 incident of {HIBP}: CC BY 4.0, {ATTRIBUTION}; credit: {HIBP}\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a graph of records of two registers and of a page."""
    folder = tmp_path_factory.mktemp("credited")
    graph_of(folder)
    return folder / "graph"


class TestExport:
    @pytest.mark.parametrize("name", FORMATS.names())
    def test_names_each_licence(self, folder: Path, tmp_path: Path, name: str) -> None:
        """
        An export in any format prints a line for each register, and one for the other incidents.
        """
        result = run("export", tmp_path / "out", "--format", name, graph=folder)

        others = "1 incident of no register: the licence is not in the graph\n"
        assert (0, "") == (result.code, result.stdout)
        assert result.stderr.startswith(OF_AIAAIC + OF_HIBP + others + "exported ")

    def test_prints_nothing_if_quiet(self, folder: Path, tmp_path: Path) -> None:
        """
        With --quiet nothing is printed.
        """
        assert "" == run("export", tmp_path / "out.nq", "--quiet", graph=folder).stderr

    def test_to_standard_output_has_data_only(self, folder: Path) -> None:
        """
        The lines go to standard error if the graph goes to standard output.
        """
        result = run("export", "-", "--format", "nquads", graph=folder)

        assert result.stderr.startswith(OF_AIAAIC)
        assert {"<"} == {line[0] for line in result.stdout.splitlines()}


class TestPublish:
    def test_names_each_licence(self, folder: Path, tmp_path: Path) -> None:
        """
        The licences of registers are printed, and that of the dataset for the other incidents.
        """
        config = tmp_path / "privkg.toml"
        config.write_text(LEAST, encoding="utf-8")
        result = run("publish", tmp_path / "out", "--config", config, graph=folder)
        quiet = run("publish", tmp_path / "out", "--config", config, "--quiet", graph=folder)

        *lines, _ = result.stderr.splitlines(keepends=True)
        assert [OF_AIAAIC, OF_HIBP] == lines[:2]
        assert ["1 incident of no register: CC BY 4.0, " + ATTRIBUTION + "\n"] == lines[2:]
        assert (0, "") == (quiet.code, quiet.stderr)


class TestShow:
    @pytest.mark.parametrize("part", ["", "/v1"])
    def test_names_register_licence_and_credit(self, folder: Path, part: str) -> None:
        """
        An incident of a register, or a row of it, is shown with register, licence and credit.
        """
        iri = f"https://w3id.org/privkg/id/incident/hibp-examplemail{part}"
        lines = run("show", iri, graph=folder).stdout.splitlines()
        found = dict(line.split(maxsplit=1) for line in lines if line.startswith("  "))

        assert f"{HIBP}  https://w3id.org/privkg/id/register/hibp" == found["isPartOf"]
        assert f"CC BY 4.0  {ATTRIBUTION}" == found["license"]
        assert HIBP == found["creditText"]

    def test_of_an_endpoint_too(self, folder: Path) -> None:
        """
        What is fetched from an endpoint about an incident has the licence and credit of its register.
        """
        graph = open_graph(folder)
        incident = graph.base.incident(RECORD)

        assert Reader(graph).credits(incident) == Reader(fetch.fetch(graph, [incident])).credits(
            incident
        )
        assert Reader(graph).credits(incident)
