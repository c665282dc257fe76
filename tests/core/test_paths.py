"""A path that leads nowhere is told as such, and raises nothing that nobody expects."""

import ast
from pathlib import Path

import pytest

from builders import page_text
from checkout import ROOT
from commands import process, run
from privkg.core.paths import real

SRC = ROOT / "src" / "privkg"


@pytest.fixture
def loop(tmp_path: Path) -> Path:
    """A link that leads to itself."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "page.txt").write_text(page_text(), encoding="utf-8")
    (tmp_path / "pages" / "loop.ttl").symlink_to("loop.ttl")
    return tmp_path / "pages" / "loop.ttl"


class TestLoops:
    def test_stays_as_it_is_named(self, loop: Path) -> None:
        """
        A loop of links is absolute, and raises nothing.
        """
        assert real(loop).is_absolute()

    def test_beside_records_is_left_out(self, loop: Path) -> None:
        """
        A folder that is both of pages and of records is built with a loop of links in it, which is told.
        """
        done = run(
            "build", loop.parent, "--graph", loop.parent.parent / "graph", "--authority", loop.parent
        )

        assert 1 == done.code
        assert "loop.ttl" in done.stderr

    @pytest.mark.parametrize("verb", ["publish", "export"])
    def test_is_no_target(self, loop: Path, corpus_folder: Path, verb: str) -> None:
        """
        Nothing is written to a loop of links.
        """
        config = ("--config", str(SRC.parent.parent / "privkg.toml")) if verb == "publish" else ()
        done = process(verb, str(loop / "x.nq"), *config, graph=corpus_folder)

        assert done.code in (1, 2, 3)
        assert "loop" in done.stderr
        assert "Traceback" not in done.stderr


def test_no_module_resolves_the_path_of_another() -> None:
    """
    Only strictly, or of its own file, is a path resolved by Python, which may raise at a loop of links.
    """
    calls = [
        (path.relative_to(SRC).as_posix(), ast.unparse(node))
        for path in sorted(SRC.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".resolve")
    ]

    assert [] == [each for each in calls if "__file__" not in each[1] and "strict=True" not in each[1]]
