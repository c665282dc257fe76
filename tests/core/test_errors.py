"""The exceptions of privkg are one tree, drawn in the module's docstring."""

import inspect
import pickle
import re
from pathlib import Path

import pytest

from privkg.core import errors
from privkg.core.errors import (
    HasName,
    InvalidValueError,
    Place,
    PrivkgError,
    UnknownNameError,
    in_file,
    suggest,
)

ERRORS = errors.__name__
KINDS = [
    kind
    for kind in vars(errors).values()
    if inspect.isclass(kind) and kind.__module__ == ERRORS and kind not in (Place, HasName)
]


class TestTree:
    def test_all_descend_from_one(self) -> None:
        """
        Every error is a PrivkgError.
        """
        assert [] == [kind.__name__ for kind in KINDS if not issubclass(kind, PrivkgError)]

    def test_the_drawing_is_the_tree(self) -> None:
        """
        Each error is in the drawing once, at its depth in the tree.
        """
        lines = re.findall(r"^([│├└─ ]*)(\w+Error)\b", errors.__doc__ or "", re.M)
        drawn = {name: len(branch) // 4 for branch, name in lines}

        depths = {kind: sum(issubclass(above, PrivkgError) for above in kind.__mro__) for kind in KINDS}

        assert {kind.__name__: depth - 1 for kind, depth in depths.items()} == drawn

    def test_each_has_a_docstring(self) -> None:
        """
        Each error has a docstring that is a sentence.
        """
        assert [] == [kind for kind in KINDS if not (kind.__doc__ or "").endswith(".")]


class TestPlaces:
    @pytest.mark.parametrize(
        ("place", "expected"),
        [
            (None, "wrong"),
            (Place(file="a.ttl"), "a.ttl: wrong"),
            (Place(file="a.ttl", line=3), "a.ttl:3: wrong"),
            (Place(file="a.ttl", line=3, column=5), "a.ttl:3:5: wrong"),
            (Place(line=3, column=5), "3:5: wrong"),
            (Place(file="a.json", page="/7"), "a.json#/7: wrong"),
            (Place(file="a.csv", line=8, page="7"), "a.csv:8: wrong"),
        ],
    )
    def test_are_printed_before_the_message(self, place: Place | None, expected: str) -> None:
        """
        An error prints its place as `file:line:col`, then its message; both remain attributes.
        """
        error = PrivkgError("wrong", place)

        assert (expected, "wrong", place) == (str(error), error.message, error.place)

    def test_a_path_is_a_file(self, tmp_path: Path) -> None:
        """
        A place is made from a path with or without a line and a column.
        """
        assert Place(file=str(tmp_path), line=2, column=7) == in_file(tmp_path, 2, 7)

    @pytest.mark.parametrize("kind", KINDS)
    def test_survive_another_process(self, kind: type[PrivkgError]) -> None:
        """
        An error that is raised in a worker process is equal in the parent.
        """
        place = in_file("a.txt", 1, 2)
        given = UnknownNameError("rule", "x", []) if kind is UnknownNameError else kind("wrong", place)
        again = pickle.loads(pickle.dumps(given))

        assert (type(given), str(given), given.place) == (type(again), str(again), again.place)

    def test_an_invalid_value_is_a_value_error(self) -> None:
        """
        An InvalidValueError is caught by `except ValueError`, as errors of Python's parsers are.
        """
        assert issubclass(InvalidValueError, ValueError)


class TestSuggestions:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [("Surveilance", "Surveillance"), ("SURVEILLANCE", "Surveillance"), ("xyz", None), ("", None)],
    )
    def test_only_misspellings_get_a_suggestion(self, name: str, expected: str | None) -> None:
        """
        A misspelling in any case gets a suggestion; any other word gets none.
        """
        assert expected == suggest(name, ["Surveillance", "Exposure"])

    @pytest.mark.parametrize(
        ("known", "message"),
        [
            (["b", "a"], 'unknown thing "xyz"; known: a, b'),
            ([], 'unknown thing "xyz"; there is none yet'),
            (["xyzz", "a"], 'unknown thing "xyz"; did you mean "xyzz"?'),
            (
                map(str, range(20)),
                'unknown thing "xyz"; known: 0, 1, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, …',
            ),
        ],
    )
    def test_an_unknown_name_gets_suggestions(self, known: list[str], message: str) -> None:
        """
        The message has the nearest name, or the first known names, or states that there is none.
        """
        assert message == str(UnknownNameError("thing", "xyz", known))
