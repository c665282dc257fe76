"""Every question gives the same rows, in the same order, on four engines."""

from pathlib import Path

import pytest

from judges import Engine
from privkg.query import ask, questions, results
from query.test_questions import cases, data_of, triples_of, values_of


class TestGallery:
    @pytest.mark.parametrize(("name", "arguments", "expected"), list(cases()))
    def test_gives_the_expected_answer(
        self, engine: Engine, name: str, arguments: str, expected: Path
    ) -> None:
        """
        On its sample data a question answers as its expected file says, whatever engine is asked.
        """
        engine.load(t for triples in triples_of(data_of(name)).values() for t in triples)

        answer = ask.ask(engine, questions.load(name), values_of(arguments))

        wanted = expected.read_text(encoding="utf-8").splitlines()
        given = results.to_results(answer, "csv").decode().splitlines()
        assert wanted == given if engine.is_ordering else sorted(wanted) == sorted(given)
