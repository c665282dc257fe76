"""A Spark cluster for tests: a standalone master and two workers on the loopback interface."""

import importlib.util
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from checkout import ROOT
from processes import of_session, wait_until
from programs import need

_MASTER = "org.apache.spark.deploy.master.Master"
_WORKER = "org.apache.spark.deploy.worker.Worker"
_URL = re.compile(r"Starting Spark master at (spark://\S+)")
_START_SECONDS = 120
_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running cluster.

    Attributes:
        master: the address of its master.
        workers: the processes of its workers, each the leader of a session.
        environment: the variables of a program that uses it.
    """

    master: str
    workers: tuple[int, ...]
    environment: Mapping[str, str]

    def kill(self, worker: int) -> None:
        """Kill a worker, its executor and their Python processes."""
        for process in of_session(worker):
            os.kill(process, signal.SIGKILL)


@contextmanager
def cluster(folder: Path, variables: Mapping[str, str] = _NONE) -> Iterator[Cluster]:
    """Run a cluster whose files are in a folder; skip the test if PySpark or Java is missing.

    Args:
        folder: the folder.
        variables: environment variables of its machines, in addition to those of this process.
    """
    found = importlib.util.find_spec("pyspark")
    need(found is not None, "PySpark", 'run `pip install "privkg[spark]"`')
    need(shutil.which("java") is not None, "Java", "install Java 17 or newer")
    assert found and found.submodule_search_locations
    home = Path(found.submodule_search_locations[0])
    environment = {
        **os.environ,
        **variables,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_HOME": str(home),
        "SPARK_CONF_DIR": str(folder),
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), os.environ.get("PYTHONPATH", ""))),
    }
    (folder / "spark-defaults.conf").write_text("spark.ui.enabled false\n", encoding="utf-8")
    command = (str(home / "bin" / "spark-class"),)
    at = ("--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
    with ExitStack() as stack:
        log = folder / "master.log"
        stack.enter_context(_running((*command, _MASTER, *at), environment, log))
        master = _waited_for(log, _URL)
        workers = []
        for name in ("first", "second"):
            log = folder / f"{name}.log"
            limits = ("--cores", "1", "--memory", "1g", "--work-dir", str(folder / name))
            arguments = (*command, _WORKER, *at, *limits, master)
            workers.append(stack.enter_context(_running(arguments, environment, log)))
            _waited_for(log, re.compile("Successfully registered with master (.*)"))
        yield Cluster(master, tuple(workers), environment)


@contextmanager
def _running(arguments: tuple[str, ...], environment: Mapping[str, str], log: Path) -> Iterator[int]:
    with (
        log.open("wb") as output,
        subprocess.Popen(
            arguments,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
        ) as process,
    ):
        try:
            yield process.pid
        finally:
            for each in of_session(process.pid):
                with suppress(ProcessLookupError):
                    os.kill(each, signal.SIGKILL)


def _waited_for(log: Path, words: re.Pattern[str]) -> str:
    assert wait_until(lambda: words.search(log.read_text()), _START_SECONDS), log.read_text()
    found = words.search(log.read_text())
    assert found
    return found[1]
