"""No regular expression uses what `re` misreads before Python 3.11.5 (gh-106052)."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import privkg

SRC = Path(privkg.__file__).parent
MISREAD = {"POSSESSIVE_REPEAT", "ATOMIC_GROUP"}


class TestRegularExpressions:
    def test_none_is_possessive(self) -> None:
        """
        No pattern of a module or argument of `re` has a possessive quantifier or atomic group.
        """
        assert [] == [f"{place}: {text!r}" for place, text in patterns() if is_misread(text)]

    @pytest.mark.parametrize(
        "text", ["a*+", "a++", "a?+", "a{2}+", "(?>a)", "(b(?:a|c++)d)*", b"[+*]*+"]
    )
    def test_the_misread_is_recognised(self, text: str | bytes) -> None:
        """
        A possessive quantifier or an atomic group is found at any depth.
        """
        assert is_misread(text)

    @pytest.mark.parametrize("text", ["[*+]", r"a\*+", "a+?", "(?:a+)+", "x{x}+"])
    def test_what_looks_alike_is_not(self, text: str) -> None:
        """
        A plus after a bracket, an escape or a word is an ordinary quantifier.
        """
        assert not is_misread(text)

    def test_patterns_are_found(self) -> None:
        """
        Patterns of modules, also those composed of parts, and patterns inside functions are looked at.
        """
        places = {place for place, _ in patterns()}

        assert {"privkg.rdf.sparql", "store/generations.py"} <= places


def patterns() -> Iterator[tuple[str, str | bytes]]:
    """Yield the patterns of all modules, and those written where a function of `re` is called."""
    for found in pkgutil.walk_packages(privkg.__path__, "privkg."):
        if not found.name.endswith("__main__"):
            values = vars(importlib.import_module(found.name)).values()
            yield from ((found.name, v.pattern) for v in values if isinstance(v, re.Pattern))
    for path in sorted(SRC.rglob("*.py")):
        yield from ((path.relative_to(SRC).as_posix(), text) for text in given_to_re(path))


def given_to_re(path: Path) -> Iterator[str | bytes]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args and calls_re(node.func):
            text = written(node.args[0])
            if text is not None:
                yield text


def calls_re(function: ast.expr) -> bool:
    return ast.unparse(function).startswith("re.")


def written(node: ast.expr) -> str | bytes | None:
    """Return the text of a literal; each replacement field of an f-string becomes a group."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str | bytes) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(str(v.value) if isinstance(v, ast.Constant) else "a" for v in node.values)
    return None


def is_misread(text: str | bytes) -> bool:
    return bool(MISREAD & set(operators(importlib.import_module("re._parser").parse(text))))


def operators(parsed: Any) -> Iterator[str]:
    """Yield the names of the operators of a parsed pattern, at any depth."""
    if type(parsed).__name__ == "_NamedIntConstant":
        yield parsed.name
    elif not isinstance(parsed, str | bytes | int | None):
        for part in parsed:
            yield from operators(part)
