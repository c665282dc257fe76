"""Databases in the folder of a generation."""

import os
from pathlib import Path

import pytest

from privkg.store.database import Database

_SCHEMA = "CREATE TABLE IF NOT EXISTS numbers (number INTEGER);"
_ALL = "SELECT number FROM numbers"


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="reads open files from /proc")
class TestDatabase:
    def test_a_forked_process_reads_the_file_for_itself(self, tmp_path: Path) -> None:
        """
        A process that is forked opens the file again, as it would share the position in it.
        """
        path = tmp_path / "numbers.sqlite"
        written = Database(_SCHEMA, path)
        written.write("INSERT INTO numbers VALUES (?)", [(1,)])
        written.close()
        read = Database(_SCHEMA, path, is_writable=False)
        before = [*read.rows(_ALL)], times_open(path)

        child = os.fork()
        if child == 0:
            found = [*read.rows(_ALL)], times_open(path)
            os._exit(found != (before[0], before[1] + 1))

        assert ([(1,)], 1) == before
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def times_open(path: Path) -> int:
    """Return how many descriptors of this process are of a file."""
    return [os.path.realpath(each) for each in Path("/proc/self/fd").iterdir()].count(str(path))
