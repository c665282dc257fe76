"""The Spark engine: runs on the machines of an Apache Spark cluster, as plain jobs of one task each.

A job returns its results to this process, so that Spark writes no files. A task that is lost with its
machine runs again on another; attempts have equal results.
"""

import importlib.util
import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent import futures
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from privkg.build.engines import FILES, Session, Workers, _parts
from privkg.core.errors import FailureError, PrivkgError, UsageError

if TYPE_CHECKING:
    from pyspark import SparkContext

TITLE = "a cluster of Apache Spark"
HAS_CLUSTER = True

Item = TypeVar("Item")
Result = TypeVar("Result")

_JOBS = 64
"""Jobs at the same time: at most so many processors of the cluster are used."""

_LOOK_SECONDS = 5
_END_SECONDS = 10

_TRACEBACK = "Traceback (most recent call last):\n"


@contextmanager
def started(workers: Workers) -> Iterator[Session]:
    """Yield a session on a cluster, given its address."""
    with ExitStack() as stack:
        yield _Spark(workers.master, stack)


class _Spark:
    """A session on a cluster, which is connected to when there is work."""

    has_cluster = HAS_CLUSTER

    def __init__(self, master: str, stack: ExitStack) -> None:
        self._master, self._stack = master, stack

    @cached_property
    def _context(self) -> "SparkContext":
        return self._stack.enter_context(_context(self._master))

    def run(
        self,
        work: Callable[[Sequence[Item]], Iterable[Result]],
        items: Sequence[Item],
        size: int = FILES,
    ) -> Iterator[Result]:
        """Yield the results of `work` for all items, in order; without items Spark is not started.

        Raises:
            UsageError: PySpark is not installed.
            FailureError: there is no Java, the cluster cannot be reached, or a part failed repeatedly.
        """
        if not items:
            return
        context = self._context
        with _threads() as threads:

            def submit(part: Sequence[Item]) -> Callable[[], list[Result]]:
                return partial(_result, context, threads.submit(_job, context, work, part))

            yield from _parts.in_order(submit, items, size, _JOBS)


def _result(context: "SparkContext", submitted: Future[list[Result]]) -> list[Result]:
    """Wait for a job, and return its results.

    Raises:
        FailureError: the job failed, or Spark stopped, after which a job may never return.
    """
    while not futures.wait([submitted], _LOOK_SECONDS).done:
        if _is_stopped(context):
            raise _stopped(context)
    return submitted.result()


def _job(
    context: "SparkContext",
    work: Callable[[Sequence[Item]], Iterable[Result]],
    items: Sequence[Item],
) -> list[Result]:
    """Run the work on some items as a job, and return the results.

    Raises:
        FailureError: the task failed repeatedly, or the cluster is not reachable any more.
    """
    from py4j.protocol import Py4JError

    results: list[Result]
    try:
        ((results, error),) = context.parallelize([items], 1).map(partial(_task, work)).collect()
    except (Py4JError, OSError) as failure:
        if _is_stopped(context):  # whatever the failure then is
            raise _stopped(context) from failure
        message = f"Spark did not finish a part of the work: {_cause(failure)}; see its messages above"
        raise FailureError(message) from failure
    if error:
        raise error
    return results


def _is_stopped(context: "SparkContext") -> bool:
    """Return whether Spark stopped, or its Java process ended."""
    from py4j.protocol import Py4JError

    try:
        return bool(context._jsc.sc().isStopped())
    except (Py4JError, OSError):
        return True


def _stopped(context: "SparkContext") -> FailureError:
    return FailureError(
        f"Spark stopped before the work was done; is its master {context.master} reachable? See its"
        " messages above"
    )


def _task(
    work: Callable[[Sequence[Item]], Iterable[Result]], items: Sequence[Item]
) -> tuple[list[Result], PrivkgError | None]:
    """Return the results of the work, or its error, which Spark would only print as a stack trace."""
    try:
        return _parts.results(work, items), None
    except PrivkgError as error:
        return [], error


@contextmanager
def _threads() -> Iterator[ThreadPoolExecutor]:
    """Threads that wait for jobs; at the end, jobs that are not needed any more are not waited for."""
    threads = ThreadPoolExecutor(_JOBS)
    try:
        yield threads
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _context(master: str) -> Iterator["SparkContext"]:
    """Connect to a cluster; the one of Spark's own configuration if no address is given.

    Raises:
        UsageError: PySpark is not installed.
        FailureError: there is no Java, or the cluster cannot be reached.
    """
    if importlib.util.find_spec("pyspark") is None:
        raise UsageError(
            'the engine "spark" needs PySpark; install it with `pip install "privkg[spark]"`'
        )
    _find_java()
    context = _connected(master)
    try:
        yield context
    finally:
        _disconnect(context)


def _connected(master: str) -> "SparkContext":
    from py4j.protocol import Py4JError
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkException

    # By default Spark runs the first python3 of each machine's PATH.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = SparkConf().setAppName("privkg").set("spark.ui.showConsoleProgress", "false")
    if master:
        settings.setMaster(master)
    try:
        with _own_interrupts():
            return SparkContext(conf=settings)
    except (Py4JError, PySparkException) as error:
        where = f" with the master {master}" if master else ""
        raise FailureError(f"Spark did not start{where}: {_cause(error)}") from error


def _disconnect(context: "SparkContext") -> None:
    """Stop Spark and end its Java process.

    A job that is submitted while Spark stops never returns, unless its process ends.
    """
    from pyspark import SparkContext

    gateway = context._gateway
    context.stop()
    # Otherwise the next context of this process, that of --watch, would connect to the same one.
    SparkContext._gateway = SparkContext._jvm = None
    logging.getLogger("py4j").setLevel(logging.CRITICAL)  # it logs the traces of errors that it raises
    if gateway.proc:
        gateway.proc.stdin.close()  # which Spark ends at, unless such a job prevents it
        with suppress(subprocess.TimeoutExpired):
            gateway.proc.wait(_END_SECONDS)
        gateway.proc.kill()
        gateway.proc.wait()


@contextmanager
def _own_interrupts() -> Iterator[None]:
    """Keep the handler of Ctrl-C, which PySpark replaces by one of its own."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former)


def _find_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if not shutil.which("java", path=str(Path(home, "bin")) if home else None):
        where = f"in JAVA_HOME, {home}" if home else "on the PATH"
        raise FailureError(f"Spark needs Java 17 or newer, and there is none {where}")


def _cause(error: Exception) -> str:
    """Return the reason of an error in one line, without the stack traces of Java and Python."""
    from py4j.protocol import Py4JJavaError

    text = str(error.java_exception.getMessage() if isinstance(error, Py4JJavaError) else error)
    message, _, trace = text.partition(_TRACEBACK)
    lines = trace.partition("\n\n")[0].splitlines()[-1:] or message.strip().splitlines()[:1]
    return lines[0] if lines else type(error).__name__
