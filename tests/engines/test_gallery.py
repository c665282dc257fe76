"""Every question returns the same rows in the same order on four engines."""

from pathlib import Path

import pytest

from judges import Engine
from privkg.query import ask, questions, results
from programs import NODE_MODULES
from query.test_questions import cases, data_of, triples_of, values_of


class TestGallery:
    @pytest.mark.parametrize(("name", "arguments", "expected"), list(cases()))
    def test_gives_the_expected_answer(
        self, engine: Engine, name: str, arguments: str, expected: Path
    ) -> None:
        """
        On its sample data each question returns the rows of its expected file, on each engine.
        """
        engine.load(t for triples in triples_of(data_of(name)).values() for t in triples)

        answer = ask.ask(engine, questions.load(name), values_of(arguments))

        wanted = expected.read_text(encoding="utf-8").splitlines()
        given = results.to_results(answer, "csv").decode().splitlines()
        if not engine.is_ordering:
            wanted, given = sorted(wanted), sorted(given)
        assert wanted == given


class TestJudges:
    def test_are_where_npm_puts_them(self) -> None:
        """
        The tests look for npm packages in the folder next to `package.json`.
        """
        assert (NODE_MODULES.parent / "package.json").is_file()
