"""A process that does what others wrote ends with a code for whatever it raises on purpose."""

import inspect

import pytest

from privkg.core import errors
from privkg.core.errors import FailureError, InputError, PrivkgError, UnknownNameError, UsageError
from privkg.store import confinement

ROOTS = (InputError, UsageError, FailureError)
KINDS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, ROOTS) and kind is not UnknownNameError
]


class TestTold:
    @pytest.mark.parametrize("kind", KINDS)
    def test_each_error_has_a_code(
        self, kind: type[PrivkgError], capsys: pytest.CaptureFixture[str]
    ) -> None:
        """
        Each error is raised again as one that ends the command line with the same exit code.
        """
        again = confinement.CODES[confinement.told(kind("words"))]

        assert [issubclass(kind, root) for root in ROOTS] == [issubclass(again, root) for root in ROOTS]
        assert "\0words" == capsys.readouterr().err
