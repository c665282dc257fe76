"""An InputError becomes a finding at the place of the error."""

import pytest

from privkg.core import findings
from privkg.core.errors import InputError, Place, in_file


class TestRejection:
    @pytest.mark.parametrize(
        ("place", "expected"),
        [
            (in_file("a.txt", 3, 5), "a.txt:3:5 wrong at 7:8: here"),
            (in_file("a.txt"), "a.txt:1:1 wrong at 7:8: here"),
            (Place(file="a.txt", page="/7"), "a.txt:1:1 a.txt#/7: wrong at 7:8: here"),
            (Place(file="a.txt", line=3, column=5, page="/7"), "a.txt:3:5 wrong at 7:8: here"),
            (in_file("b.ttl", 3, 5), "a.txt:1:1 b.ttl:3:5: wrong at 7:8: here"),
            (Place(line=3, column=5), "a.txt:1:1 3:5: wrong at 7:8: here"),
            (None, "a.txt:1:1 wrong at 7:8: here"),
        ],
    )
    def test_is_at_the_place_of_the_error(self, place: Place | None, expected: str) -> None:
        """
        The finding has the error's place if it is in the file; another place stays in the message.
        """
        found = findings.rejection("a.txt", InputError("wrong at 7:8: here", place))

        assert expected == f"{found.place} {found.message}"
