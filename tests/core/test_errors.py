"""What privkg raises on purpose is one tree, drawn, and each branch has its exit code."""

import inspect
import re

import pytest

from privkg.core import errors
from privkg.core.errors import PrivkgError, UnknownNameError, suggest

ERRORS = errors.__name__
KINDS = [kind for kind in vars(errors).values() if inspect.isclass(kind) and kind.__module__ == ERRORS]


class TestTree:
    def test_all_descend_from_one(self) -> None:
        """
        Whoever catches the root catches everything.
        """
        assert [] == [kind.__name__ for kind in KINDS if not issubclass(kind, PrivkgError)]

    def test_the_drawing_is_the_tree(self) -> None:
        """
        Each error stands in the drawing once, as deep as it is in the tree.
        """
        lines = re.findall(r"^([│├└─ ]*)(\w+Error)\b", errors.__doc__ or "", re.M)
        drawn = {name: len(branch) // 4 for branch, name in lines}

        assert {kind.__name__: len(kind.__mro__) - 4 for kind in KINDS} == drawn

    @pytest.mark.parametrize("kind", KINDS)
    def test_each_says_what_it_means(self, kind: type[PrivkgError]) -> None:
        """
        An error has a sentence of its own.
        """
        assert (kind.__doc__ or "").endswith(".")


class TestSuggestions:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [("Surveilance", "Surveillance"), ("SURVEILLANCE", "Surveillance"), ("xyz", None), ("", None)],
    )
    def test_only_what_is_near_is_suggested(self, name: str, expected: str | None) -> None:
        """
        A misspelling finds its word whatever its case; anything else finds none.
        """
        assert expected == suggest(name, ["Surveillance", "Exposure"])

    @pytest.mark.parametrize(
        ("known", "message"),
        [
            (["b", "a"], "no thing named 'xyz'; known: a, b"),
            ([], "no thing named 'xyz'; there is none yet"),
            (["xyzz", "a"], "no thing named 'xyz'; did you mean xyzz?"),
            (
                map(str, range(20)),
                "no thing named 'xyz'; known: 0, 1, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, …",
            ),
        ],
    )
    def test_an_unknown_name_offers_what_there_is(self, known: list[str], message: str) -> None:
        """
        The message names the nearest, or the first known in order, or that there is none.
        """
        assert message == str(UnknownNameError("thing", "xyz", known))
