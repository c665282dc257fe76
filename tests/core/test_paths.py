"""A loop of links is reported as an error that privkg expects."""

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
    """A link to itself."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "page.txt").write_text(page_text(), encoding="utf-8")
    (tmp_path / "pages" / "loop.ttl").symlink_to("loop.ttl")
    return tmp_path / "pages" / "loop.ttl"


class TestLoops:
    def test_is_made_absolute(self, loop: Path) -> None:
        """
        A loop of links becomes an absolute path without an exception.
        """
        assert real(loop).is_absolute()

    def test_among_records_is_reported(self, loop: Path) -> None:
        """
        A build reports a loop of links in a folder of pages and records.
        """
        done = run(
            "build", loop.parent, "--graph", loop.parent.parent / "graph", "--authority", loop.parent
        )

        assert 1 == done.code
        assert "loop.ttl" in done.stderr

    @pytest.mark.parametrize("verb", ["publish", "export"])
    def test_is_not_a_target(self, loop: Path, corpus_folder: Path, verb: str) -> None:
        """
        A loop of links cannot be written to.
        """
        config = ("--config", str(SRC.parent.parent / "privkg.toml")) if verb == "publish" else ()
        done = process(verb, str(loop / "x.nq"), *config, graph=corpus_folder)

        assert done.code in (1, 2, 3)
        assert "loop" in done.stderr
        assert "Traceback" not in done.stderr


def test_no_module_resolves_the_path_of_another() -> None:
    """
    `Path.resolve`, which may raise at a loop of links, is called only strictly or for `__file__`.
    """
    calls = [
        (path.relative_to(SRC).as_posix(), ast.unparse(node))
        for path in sorted(SRC.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".resolve")
    ]

    assert [] == [each for each in calls if "__file__" not in each[1] and "strict=True" not in each[1]]
