"""A worker reports each PrivkgError by an exit code and its standard error."""

import inspect

import pytest

from privkg.core import errors
from privkg.core.errors import FailureError, InputError, Place, PrivkgError, UnknownNameError, UsageError
from privkg.store import confinement

ROOTS = (InputError, UsageError, FailureError)
KINDS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, ROOTS) and kind is not UnknownNameError
]


class TestReportedErrors:
    @pytest.mark.parametrize("kind", KINDS)
    def test_each_error_has_a_code(
        self, kind: type[PrivkgError], capsys: pytest.CaptureFixture[str]
    ) -> None:
        """
        Each error is received as one with the same exit code on the command line.
        """
        place = Place(file="a.ttl", line=3, column=5, page="p")
        code = confinement.report_and_exit_code(kind("words", place))
        again = confinement.received(code, f"what a library prints{capsys.readouterr().err}\n")

        assert [issubclass(kind, root) for root in ROOTS] == [isinstance(again, root) for root in ROOTS]
        assert again is not None
        assert ("words", place) == (again.message, again.place)

    @pytest.mark.parametrize(("code", "printed"), [(1, '\0{"message": "x"}'), (64, "Traceback")])
    def test_another_exit_is_not_an_error(self, code: int, printed: str) -> None:
        """
        From a process that ended in another way no error is received.
        """
        assert confinement.received(code, printed) is None
