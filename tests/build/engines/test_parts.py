"""Parts of the work run at the same time, and their results are in order."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from privkg.build.engines import _parts


class TestInOrder:
    @given(st.integers(0, 400), st.integers(1, 90), st.integers(1, 9))
    def test_all_results(self, count: int, size: int, pending: int) -> None:
        """
        There is a result for each item, in the order of the items.
        """
        items = range(count)
        with ThreadPoolExecutor(4) as threads:
            found = _parts.in_order(lambda part: threads.submit(list, part).result, items, size, pending)

            assert list(items) == list(found)

    def test_bounded(self) -> None:
        """
        A part is submitted only when few others wait to be used.
        """
        parts: list[Sequence[int]] = []

        def submit(part: Sequence[int]) -> Callable[[], list[int]]:
            parts.append(part)
            return lambda: list(part)

        found = _parts.in_order(submit, range(1000), 64, 2)
        next(found)

        assert 2 == len(parts)
