"""Steps of progress count the items that are done."""

import pytest

from privkg.core.progress import SILENT, followed
from steps import Steps


class TestFollowed:
    def test_an_item_is_done_when_the_next_is_requested(self) -> None:
        """
        While an item is in use, only those before it are counted.
        """
        steps = Steps()

        seen = [(item, steps.done["reading"]) for item in followed("abc", steps, "reading", 3)]

        assert [("a", 0), ("b", 1), ("c", 2)] == seen
        assert ({"reading": 3}, {"reading": 3}) == (steps.totals, steps.done)

    def test_the_step_lasts_as_long_as_the_items(self) -> None:
        """
        A step begins with the first item and ends after the last one.
        """
        steps = Steps()
        items = followed(range(2), steps, "reading")
        before = list(steps.open)
        next(items)
        during = list(steps.open)
        rest = list(items)

        assert ([], ["reading"], [1], []) == (before, during, rest, steps.open)

    def test_the_step_ends_with_an_error(self) -> None:
        """
        A step ends if the items fail.
        """
        steps = Steps()

        with pytest.raises(ZeroDivisionError):
            list(followed((1 // number for number in (1, 0)), steps, "reading"))
        assert ({"reading": 1}, []) == (steps.done, steps.open)

    def test_without_a_listener_items_are_the_same(self) -> None:
        """
        Silent progress yields all items.
        """
        assert [0, 1, 2] == list(followed(range(3), SILENT, "reading", 3))
