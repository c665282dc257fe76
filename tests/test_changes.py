"""What has changed between two graphs is told in words, and as a patch that makes one the other."""

import json
from pathlib import Path

import pytest

from builders import page_text, row_text
from commands import run
from privkg import changes, pipeline
from privkg.store.graph import Graph, open_graph

CAMERAS = page_text("Cameras sold")
LETTERS = page_text("Letters opened", rows=(row_text(), row_text(Harm="Disclosure")))


def built(folder: Path, **pages: str) -> Path:
    """Return the folder of the graph of some pages, by the names of their files."""
    (folder / "pages").mkdir(parents=True)
    for name, text in pages.items():
        (folder / "pages" / f"{name}.txt").write_text(text, encoding="utf-8")
    pipeline.build([folder / "pages"], folder / "graph")
    return folder / "graph"


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of two pages."""
    return built(tmp_path_factory.mktemp("old"), cameras=CAMERAS, letters=LETTERS)


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same graph with one harm another, and a page more."""
    letters = LETTERS.replace("Harm: Disclosure", "Harm: Exposure").replace("A lead", "A *new* lead")
    folder = tmp_path_factory.mktemp("new")
    return built(folder, cameras=CAMERAS, letters=letters, shop=page_text("A shop watches"))


class TestWords:
    def test_incidents_and_what_is_said_of_them(self, old: Path, new: Path) -> None:
        """
        What is new is named, and in what was there each change with its row.
        """
        said = run("diff", old, new)

        assert (0, "") == (said.code, said.stderr)
        assert said.stdout.splitlines() == [
            "1 incident added, 1 incident changed.",
            "",
            "- added: A shop watches (`a-shop-watches`)",
            "- Letters opened (`letters-opened`):",
            "  - `-` lead A lead that says what happened.",
            "  - `+` lead A \\*new\\* lead that says what happened.",
            "  - `-` harm disclosure, row 2",
            "  - `+` harm exposure, row 2",
        ]

    def test_nothing_has_changed(self, old: Path) -> None:
        """
        A graph and itself do not differ.
        """
        assert "No incident has changed.\n" == run("diff", old, old).stdout

    def test_programs_are_told_the_same(self, old: Path, new: Path) -> None:
        """
        JSON has the incidents, and each change with its terms.
        """
        told = json.loads(run("diff", old, new, "--format", "json").stdout)

        assert {"a-shop-watches": "A shop watches"} == told["added"]
        assert {"row": 2, "name": "harm", "text": "exposure", "is_added": True}.items() <= (
            told["changed"]["letters-opened"][1][-1].items()
        )


class TestVanishing:
    def test_what_names_nothing_any_more_is_an_error(self, old: Path, new: Path) -> None:
        """
        Where an IRI of the older graph is gone the code is 1, and the IRI is told.
        """
        said = run("diff", new, old)

        assert 1 == said.code
        assert "/id/incident/a-shop-watches names nothing any more" in said.stderr
        assert "- removed: A shop watches (`a-shop-watches`)" in said.stdout


class TestPatch:
    @pytest.mark.parametrize("is_back", [False, True])
    def test_it_makes_the_old_the_new(self, old: Path, new: Path, is_back: bool) -> None:
        """
        The quads of one graph, those deleted and those added, are the quads of the other.
        """
        before, after = map(open_graph, (new, old) if is_back else (old, new))
        held = quads(before)
        for line in changes.patch(before, after):
            if line.startswith("D "):
                held.remove(line[2:])
            elif line.startswith("A "):
                assert line[2:] not in held
                held.add(line[2:])

        assert quads(after) == held

    def test_it_is_one_transaction(self, old: Path, new: Path) -> None:
        """
        A patch names both graphs by their hashes, and is one transaction.
        """
        lines = run("diff", old, new, "--format", "patch").stdout.splitlines()

        assert [f"H prev <urn:sha256:{open_graph(old).manifest.sha256}> .", "TX ."] == lines[0:3:2]
        assert "TC ." == lines[-1]


def quads(graph: Graph) -> set[str]:
    return {f"{s} {p} {o} {name} .\n" for (s, p, o), name in graph.triples()}
