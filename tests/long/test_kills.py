"""Every command can be killed by any signal at any moment: the next run works as if it had not been."""

import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from checkout import TESTS
from graph_stores import GraphServer
from killing import SIGNALS, Command, Trials

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

QUERY = "SELECT (COUNT(*) AS ?n) { ?a a ?b . ?c a ?b }"
ACCEPT = ("--accept", "pkid:actor/example-agency", "wd:Q1", "--as", "owl:sameAs")
COMMANDS = {
    "build": Command(arguments=("build", "pages", "--jobs", "2"), uses=("pages",)),
    "build again": Command(
        arguments=("build", "other-pages", "--no-cache"), uses=("graph", "other-pages")
    ),
    "check": Command(arguments=("check", "pages", "--jobs", "2"), uses=("pages",)),
    "check --fix": Command(
        arguments=("check", "--fix", "to-fix", "--no-cache"), uses=("to-fix",), repeats_output=False
    ),
    "check --shapes": Command(arguments=("check", "--shapes", "shapes"), uses=("graph", "shapes")),
    # An interrupted run may have made the store of all quads, which is printed once.
    "query": Command(arguments=("query", "-e", QUERY, "--timeout", "300"), repeats_output=False),
    "query --endpoint": Command(
        arguments=("query", "-e", QUERY, "--endpoint", "URL"), uses=(), is_served=True
    ),
    "ask": Command(arguments=("ask", "incidents-by-year", "--chart", "chart.svg")),
    "show": Command(arguments=("show", "https://w3id.org/privkg/id/place/moscow-russia")),
    "export": Command(arguments=("export", "graph.nq"), uses=("graph", "graph.nq")),
    "export csv": Command(arguments=("export", "tables", "--format", "csv")),
    "publish": Command(arguments=("publish", "site"), uses=("graph", "privkg.toml")),
    "publish again": Command(arguments=("publish", "site"), uses=("graph", "privkg.toml", "site")),
    "publish --check": Command(arguments=("publish", "--check"), uses=("graph", "privkg.toml")),
    "verify": Command(arguments=("verify",)),
    "verify FOLDER": Command(arguments=("verify", "site"), uses=("site",)),
    "diff": Command(arguments=("diff", "other", "graph"), uses=("graph", "other")),
    "link": Command(arguments=("link", "--links", "links")),
    "link --accept": Command(arguments=("link", "--links", "links", *ACCEPT), uses=()),
    "push": Command(arguments=("push", "URL"), repeats_output=False),
    "push --method": Command(
        arguments=("push", "URL", "--method", "update", "--endpoint", "URL"), repeats_output=False
    ),
    "new": Command(arguments=("new", "Parcels opened", "new.txt"), uses=(), repeats_output=False),
    "init": Command(arguments=("init", "project"), uses=(), repeats_output=False),
}
QUICK = (
    *("ask", "build", "check", "diff", "export", "export csv", "init", "link --accept", "new"),
    *("publish", "push", "query", "show", "verify"),
)
"""One command for each subcommand."""
OPERATIONS = {
    "new": ("create_all", "put_new"),
    "init": ("create_all",),
    "stamp": ("write",),
    "folder": ("_swap",),
    "replace": (),
    "replace_all": (),
    "scratch": (),
}
"""The operations of `each_line`, with the functions in which the order of steps matters most."""


class TestKills:
    @pytest.mark.long(part="kills")
    @pytest.mark.parametrize("name", QUICK)
    def test_at_one_moment_each(self, few: Path, tmp_path: Path, server: GraphServer, name: str) -> None:
        """
        After a kill by each signal, the next run in the folder has the result of an undisturbed run.
        """
        trials = Trials(COMMANDS[name], few, tmp_path, server)
        kills = trials.kill([(number, trials.moments(number, 1)[0]) for number in SIGNALS])

        assert [] == kills.faults

    @pytest.mark.long(part="kills")
    @pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
    @pytest.mark.parametrize("name", COMMANDS)
    def test_at_ten_moments(
        self,
        many: Path,
        tmp_path: Path,
        server: GraphServer,
        table: dict[str, dict[str, Counter[str]]],
        name: str,
        number: signal.Signals,
    ) -> None:
        """
        A kill at any of ten moments of a run, each in a new folder, leaves nothing wrong.
        """
        trials = Trials(COMMANDS[name], many, tmp_path, server)
        faults, counts = trials.measure(), Counter[str]()
        for moment in trials.moments(number, 10):
            kills = trials.kill([(number, moment)])
            counts["failed" if kills.faults else next(iter(kills.counts))] += 1
            faults += kills.faults
        table.setdefault(name, {})[number.name] = counts

        assert [] == faults
        assert counts["ended"] <= counts.total() // 2


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=lambda number: number.name)
class TestEachLine:
    @pytest.mark.parametrize("operation", [name for name, functions in OPERATIONS.items() if functions])
    def test_of_the_steps_whose_order_matters(
        self, tmp_path: Path, operation: str, number: signal.Signals
    ) -> None:
        """
        A kill at any line between two steps loses nothing, half-writes nothing and blocks no later run.
        """
        assert [] == each_line(operation, number, tmp_path, *OPERATIONS[operation])

    @pytest.mark.long(part="kills")
    @pytest.mark.parametrize("operation", OPERATIONS)
    def test_of_all_that_writes(self, tmp_path: Path, operation: str, number: signal.Signals) -> None:
        """
        The same is true for each line of the modules that write.
        """
        assert [] == each_line(operation, number, tmp_path)


def each_line(operation: str, number: signal.Signals, folder: Path, *functions: str) -> list[str]:
    """Return the faults after kills at each line of an operation, or of some of its functions."""
    script = TESTS / "support" / "each_line.py"
    command = [sys.executable, str(script), operation, number.name, str(folder / "here")]
    done = subprocess.run([*command, *functions], capture_output=True, text=True, check=True)
    *faults, runs = done.stdout.splitlines()
    assert int(runs) > len(functions)
    return faults
