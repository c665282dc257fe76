"""Messages name only files that every user of privkg has."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import exception_lists
from checkout import ROOT
from privkg.check import rulebook
from privkg.core import resources
from privkg.query import questions

EXCEPTIONS = ROOT / "tests" / "words" / "paths.tsv"
"""Messages that may name a file of the repository, each with a part of it and the reason."""

# A path in the repository; `data/incidents` and `data/links` are folders of the user's own.
_PATH = re.compile(
    r"(?<![\w./-])(?:(?:docs|tests|queries|shapes|ontology|bench|src|requirements)/"
    r"|data/(?!incidents|links))[\w.-]*"
)


def messages() -> Iterator[tuple[str, str]]:
    """Yield the sentences of code, shapes, rules and questions, each with its file or code."""
    for path in sorted((ROOT / "src").rglob("*.py")):
        yield from ((_name(path), text) for text in sentences(path.read_text(encoding="utf-8")))
    for path in resources.files("shapes", ".ttl"):
        text = path.read_text(encoding="utf-8")
        yield from ((_name(path), each) for each in re.findall(r'sh:message "([^"]*)"', text))
    for code in rulebook.load():
        yield code, rulebook.explain(code)
    for name in questions.names():
        found = questions.load(name)
        words = (found.summary, found.description, found.note, *found.columns.values())
        yield from ((f"queries/{name}.rq", each) for each in words)


def sentences(code: str) -> Iterator[str]:
    """Yield the strings of a module with a space in them, docstrings left out.

    An f-string is one string, with {} for each value.
    """
    tree = ast.parse(code)
    docstrings = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    parts = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        text = _text(node)
        if text and " " in text and node not in docstrings and node not in parts:
            yield text


def _text(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str() as text):
            return text
        case ast.JoinedStr(values=values):
            return "".join(_text(value) or "{}" for value in values)
    return ""


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def exceptions() -> list[tuple[str, str, str]]:
    """Return the exceptions: file, a part of the message, and the reason."""
    return exception_lists.read(EXCEPTIONS)


class TestMessages:
    def test_no_message_names_a_file_of_the_repository(self) -> None:
        """
        Errors, findings and help do not name files that a user of `pip install` lacks.
        """
        allowed = exceptions()

        assert [] == [
            f"{file}: {text}"
            for file, text in messages()
            if _PATH.search(text) and not any(file == name and part in text for name, part, _ in allowed)
        ]

    def test_each_exception_is_needed_and_has_a_reason(self) -> None:
        """
        An exception names a message with such a path, and a reason.
        """
        found = [(file, text) for file, text in messages() if _PATH.search(text)]

        assert [] == [
            (file, part)
            for file, part, reason in exceptions()
            if not reason or not any(file == name and part in text for name, text in found)
        ]

    @pytest.mark.parametrize(
        "code",
        [
            'raise Error("see docs/how-to/publish.md")',
            'raise Error(f"{path}: see docs/{name}.md")',
            'def f():\n    """Return."""\n    return "the file shapes/a.ttl is wrong"',
            'message = ("a line that is long and names"\n    " data/authority/actors.ttl")',
        ],
    )
    def test_a_path_is_found(self, code: str) -> None:
        """
        A path is found in a plain string, a formatted one, and one of several lines.
        """
        assert [True] == [bool(_PATH.search(text)) for text in sentences(code)]

    @pytest.mark.parametrize(
        "code",
        [
            '"""The files of docs/ and tests/."""',
            'files("ontology/labels", ".ttl")',
            'help = "Without a PATH the pages of data/incidents are read."',
            'message = f"https://example.org/docs/{name} is a URL"',
        ],
    )
    def test_other_strings_are_left_alone(self, code: str) -> None:
        """
        Docstrings, bare paths, the user's own folders and URLs are not reported.
        """
        assert [] == [text for text in sentences(code) if _PATH.search(text)]
