"""The project's prose uses the field's words."""

from functools import cache
from pathlib import Path

import pytest

import words


@cache
def _found() -> list[words.Occurrence]:
    return [each for path in words.files() for each in words.occurrences(path)]


class TestProse:
    def test_no_retired_word_is_used(self) -> None:
        """
        Messages, help, docs, comments, docstrings, names and the text of RDF have no retired word.
        """
        allowed = words.exceptions()

        assert [] == [
            str(each)
            for each in _found()
            if not any(each.path == file and part in each.text for file, part, _ in allowed)
        ]

    def test_each_exception_is_needed_and_has_a_reason(self) -> None:
        """
        An exception names a line that has a retired word, and a reason.
        """
        assert [] == [
            (file, part)
            for file, part, reason in words.exceptions()
            if not reason or not any(each.path == file and part in each.text for each in _found())
        ]


class TestOccurrences:
    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("a.py", '"""A file.\n\nWhat is said of it.\n"""\n'),
            ("a.py", "\n\nvalue = 1  # as told before\n"),
            ("a.py", '\n\nmessage = f"{1} is no date"\n'),
            ("a.py", "\n\ndef what_is_told() -> None: ...\n"),
            ("a.md", "# Title\n\nThis says it.\n"),
            ("a.ttl", 'PREFIX : <x>\n\n:a skos:note "It stands there."@en .\n'),
            ("a.rq", "#+ summary: x\n\n#+ description: what is asked\n"),
        ],
        ids=["docstring", "comment", "f-string", "name", "markdown", "literal", "query"],
    )
    def test_a_word_is_found_at_its_line(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str
    ) -> None:
        """
        A retired word is found in each kind of prose, at its line.
        """
        monkeypatch.setattr(words, "ROOT", tmp_path)
        (tmp_path / name).write_text(text, encoding="utf-8")

        assert [3] == [each.line for each in words.occurrences(tmp_path / name)]

    def test_code_and_its_output_are_left_out_of_markdown(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Code in a page may have any word.
        """
        monkeypatch.setattr(words, "ROOT", tmp_path)
        page = tmp_path / "a.md"
        page.write_text("`told`\n\n```text\nsaid\n```\n", encoding="utf-8")

        assert [] == list(words.occurrences(page))
