"""Processes that share work: their results, errors, and what happens if one is killed."""

import math
import signal
import sys

import pytest

from privkg.core.errors import FailureError
from privkg.store import processes
from processes import wait_until


class TestRun:
    def test_has_all_results(self) -> None:
        """
        Each item has its result, in whatever order.
        """
        with processes.pool(2, "works") as pool:
            found = sorted(pool.run(math.sqrt, [4, 9, 16]))

        assert [2, 3, 4] == found

    def test_one_job_is_done_by_this_process(self) -> None:
        """
        Without other processes an item is worked on when its result is wanted.
        """
        worked = list[int]()
        with processes.runner(1, "works") as runner:
            results = runner.run(worked.append, [1, 2])
            next(results)

        assert [1] == worked

    def test_an_error_is_raised_with_its_result(self) -> None:
        """
        An error of an item is raised where its result is read.
        """
        with pytest.raises(ValueError, match="math domain"), processes.pool(1, "works") as pool:
            list(pool.run(math.sqrt, [-1]))


class TestCheck:
    def test_raises_an_error_without_waiting(self) -> None:
        """
        While other work goes on, an error is known before the results are read.
        """

        def has_failed() -> bool:
            try:
                pool.check()
            except ValueError:
                return True
            return False

        with processes.pool(1, "works") as pool:
            pool.run(math.sqrt, [4])
            assert not has_failed()
            pool.run(math.sqrt, [-1, 4])

            assert wait_until(has_failed, 60)


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal of POSIX")
class TestKilled:
    def test_is_reported(self) -> None:
        """
        If a process is killed, the message has what it was doing.
        """
        message = "a process that works was killed; try --jobs 1"
        with pytest.raises(FailureError, match=message), processes.pool(1, "works") as pool:
            list(pool.run(signal.raise_signal, [signal.SIGKILL]))
