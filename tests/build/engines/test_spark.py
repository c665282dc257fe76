"""The Spark engine builds the graph of the local engine, on a real cluster of two workers."""

import gzip
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import copies
from builders import page_text, undecodable
from checkout import ROOT, SAMPLE_PAGES, TESTS
from commands import Result, run
from privkg.store.graph import open_graph
from processes import started, wait_until
from programs import need
from spark_cluster import Cluster, cluster
from stores import Store

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
RECORDS = TESTS / "sources" / "veris" / "records.jsonl"


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster that no test changes."""
    with cluster(tmp_path_factory.mktemp("spark")) as running:
        yield running


@pytest.fixture
def own_spark(tmp_path: Path) -> Iterator[Cluster]:
    """A cluster of one test."""
    folder = tmp_path / "spark"
    folder.mkdir()
    with cluster(folder) as running:
        yield running


def few(folder: Path) -> Path:
    """Write pages for several parts, among them a rejected file, a duplicate and a file left out."""
    many(folder, 150)
    for page in SAMPLE_PAGES:
        (folder / page.name).write_bytes(page.read_bytes())
    (folder / "twice.txt").write_bytes((folder / "page-7.txt").read_bytes())
    (folder / "notes.csv").write_text("a,b\n", encoding="utf-8")
    (folder / "records.jsonl").write_bytes(RECORDS.read_bytes())
    (folder / "undecodable.txt").write_bytes(undecodable())
    return folder


def many(folder: Path, count: int) -> Path:
    """Write so many pages; some have the same title, some follow from rows of others."""
    folder.mkdir()
    for number in range(count):
        text = page_text(f"Letters read in office {number // 2}", lead=f"It is story {number}.")
        (folder / f"page-{number}.txt").write_text(text, encoding="utf-8")
    return folder


def veris(folder: Path, shared_folder: Path) -> None:
    """Write a part of the VERIS community database, a record a line."""
    folder.mkdir()
    records = gzip.decompress((shared_folder / "data" / "veris" / "vcdb-a.jsonl.gz").read_bytes())
    (folder / "records.jsonl").write_bytes(records)


def built(
    folder: Path,
    graph: str,
    *options: str,
    environment: Mapping[str, str] | None = None,
    pages: str = "pages",
) -> Result:
    """Build the folder `pages` of a folder, from within it, or other pages."""
    with build_started(folder, graph, *options, environment=environment, pages=pages) as command:
        output, messages = command.communicate()
    return Result(command.returncode, output, messages)


def build_started(
    folder: Path,
    graph: str,
    *options: str,
    environment: Mapping[str, str] | None = None,
    pages: str = "pages",
) -> subprocess.Popen[str]:
    arguments = ("build", pages, "--graph", graph, "--no-cache", *options)
    return started(*arguments, cwd=folder, env=environment, start_new_session=True)


def on(spark: Cluster) -> tuple[str, ...]:
    return "--engine", "spark", "--master", spark.master


def kill_worker(spark: Cluster, folder: Path, count: int, written: str, files: int) -> None:
    """Kill a worker once some files of a build of pages are written; the graph is the local one."""
    many(folder / "pages", count)
    local = built(folder, "graph", "--quiet", "--jobs", "2")
    (folder / "graph").rename(folder / "former")
    with build_started(folder, "graph", *on(spark), environment=spark.environment) as command:
        wait_for_files(folder / "graph", written, files)
        spark.kill(spark.workers[0])
        _, messages = command.communicate()

    assert (0, 0) == (local.code, command.returncode), messages
    assert "Lost executor" in messages
    assert hash_of(folder / "former") == hash_of(folder / "graph")


def same_from_store(store: Store, folder: Path, bucket: str, code: int) -> None:
    """Build `pages` in a folder here, and from a store on a cluster, with the same results."""
    store.copy(folder / "pages", bucket)
    local = built(folder, "graph", "--jobs", "2")
    (folder / "graph").rename(folder / "former")
    (folder / "spark").mkdir()
    with cluster(folder / "spark", store.variables) as spark:
        where = f"s3://{bucket}/pages"
        ours = built(folder, "graph", *on(spark), environment=spark.environment, pages=where)

    assert (code, code) == (local.code, ours.code), ours.stderr
    assert ours.stderr.endswith(re.sub(r"\bpages/", f"{where}/", local.stderr))
    assert hash_of(folder / "former") == hash_of(folder / "graph")


def wait_for_files(graph: Path, pattern: str, count: int) -> None:
    """Wait until a cluster has written some files for the graph in a folder."""
    made = f"gen-*.partial/{pattern}"
    assert wait_until(lambda: count <= sum(1 for _ in graph.glob(made)), 300)


def hash_of(graph: Path) -> str:
    return open_graph(graph).manifest.sha256


class TestCluster:
    def test_same_graph_and_report(self, spark: Cluster, tmp_path: Path) -> None:
        """
        Graph, findings and counts are those of the local engine; a rejected file has its place.
        """
        few(tmp_path / "pages")
        local = built(tmp_path, "graph")
        (tmp_path / "graph").rename(tmp_path / "former")
        ours = built(tmp_path, "graph", *on(spark), environment=spark.environment)

        assert (1, 1) == (local.code, ours.code), ours.stderr
        assert "pages/undecodable.txt:1:4 error" in local.stderr
        assert ours.stderr.endswith(local.stderr)

    def test_other_privkg_on_the_workers(self, spark: Cluster, tmp_path: Path) -> None:
        """
        Workers that would read pages differently stop the build with a message, not with a stack trace.
        """
        many(tmp_path / "pages", 1)
        copied = copies.copy(tmp_path / "copy", {"src/privkg/sources/_other.py": '"""Other."""\n'})
        path = str(copied / "src") + spark.environment["PYTHONPATH"].removeprefix(str(ROOT / "src"))
        environment = {**spark.environment, "PYTHONPATH": path}
        ours = built(tmp_path, "graph", *on(spark), environment=environment)

        assert 3 == ours.code
        assert "has another Python, privkg or library" in ours.stderr.splitlines()[-1]
        assert "Traceback" not in ours.stderr

    @pytest.mark.long(part="engines", at_once="VERIS on a cluster")
    def test_veris(self, spark: Cluster, tmp_path: Path, shared_folder: Path) -> None:
        """
        The graph of the VERIS community database is that of the local engine.
        """
        veris(tmp_path / "pages", shared_folder)
        local = built(tmp_path, "graph")
        (tmp_path / "graph").rename(tmp_path / "former")
        ours = built(tmp_path, "graph", *on(spark), environment=spark.environment)

        assert local.code == ours.code, ours.stderr
        assert ours.stderr.endswith(local.stderr)

    @pytest.mark.long(part="engines")
    @pytest.mark.parametrize("written", ["spool/*", "parts/*"])
    def test_worker_is_killed(self, own_spark: Cluster, tmp_path: Path, written: str) -> None:
        """
        A build survives the death of a worker while it reads or writes, and writes the same graph.
        """
        kill_worker(own_spark, tmp_path, 2000, written, 3)

    @pytest.mark.long(part="engines", at_once="a worker that is killed with many pages")
    @pytest.mark.parametrize("written", ["spool/*", "parts/*"])
    def test_worker_is_killed_with_many_pages(
        self, own_spark: Cluster, tmp_path: Path, written: str
    ) -> None:
        """
        So does a build of many pages.
        """
        kill_worker(own_spark, tmp_path, 5000, written, 4)

    @pytest.mark.long(part="engines")
    @pytest.mark.parametrize("written", ["spool/*", "parts/*"])
    def test_build_is_killed(self, own_spark: Cluster, tmp_path: Path, written: str) -> None:
        """
        A build that is killed while a cluster reads or writes leaves no graph; the next one writes it.
        """
        many(tmp_path / "pages", 1000)
        local = built(tmp_path, "former", "--quiet")
        with build_started(
            tmp_path, "graph", *on(own_spark), environment=own_spark.environment
        ) as command:
            wait_for_files(tmp_path / "graph", written, 2)
            command.kill()
        after = run("verify", graph=tmp_path / "graph")
        again = built(tmp_path, "graph", "--quiet", *on(own_spark), environment=own_spark.environment)

        assert (0, 3, 0) == (local.code, after.code, again.code), again.stderr
        assert hash_of(tmp_path / "former") == hash_of(tmp_path / "graph")


class TestStore:
    def test_same_graph_and_report(self, store: Store, tmp_path: Path) -> None:
        """
        Machines that read their own objects from a store write the graph of the folder.
        """
        few(tmp_path / "pages")
        same_from_store(store, tmp_path, "on-spark", code=1)

    @pytest.mark.long(part="engines", at_once="many pages from a store on a cluster")
    def test_many(self, store: Store, tmp_path: Path) -> None:
        """
        So do many pages.
        """
        many(tmp_path / "pages", 5000)
        same_from_store(store, tmp_path, "many-on-spark", code=0)

    @pytest.mark.long(part="engines", at_once="VERIS from a store on a cluster")
    def test_veris(self, store: Store, tmp_path: Path, shared_folder: Path) -> None:
        """
        So does the VERIS community database.
        """
        veris(tmp_path / "pages", shared_folder)
        same_from_store(store, tmp_path, "veris-on-spark", code=1)

    @pytest.mark.long(part="engines")
    def test_credentials_of_machines(self, spark: Cluster, store: Store, tmp_path: Path) -> None:
        """
        A machine without credentials ends the build with a message, not with a stack trace.
        """
        store.copy(many(tmp_path / "pages", 1), "no-credentials")
        where = "s3://no-credentials/pages"
        environment = {**spark.environment, **store.variables}
        ours = built(tmp_path, "graph", *on(spark), environment=environment, pages=where)

        assert 3 == ours.code
        assert f"{where}/page-0.txt: the store " in ours.stderr.splitlines()[-1]
        assert "Traceback" not in ours.stderr


class TestUnreachable:
    @pytest.mark.long(part="engines")
    def test_master(self, tmp_path: Path) -> None:
        """
        A master that nobody started is named in one line.
        """
        pytest.importorskip("pyspark", reason="PySpark is not here: it is the extra spark")
        need(shutil.which("java") is not None, "Java", "install Java 17 or newer")
        many(tmp_path / "pages", 1)
        master = "spark://127.0.0.1:1"
        ours = built(tmp_path, "graph", "--engine", "spark", "--master", master)

        assert 3 == ours.code
        assert f"is its master {master} reachable?" in ours.stderr.splitlines()[-1]
        assert "Traceback" not in ours.stderr


class TestAbsent:
    def test_pyspark(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Without PySpark the message is the command that installs it.
        """
        monkeypatch.setitem(sys.modules, "pyspark", None)
        many(tmp_path / "pages", 1)
        ours = run("build", tmp_path / "pages", "--engine", "spark", graph=tmp_path / "graph")

        assert 2 == ours.code
        assert 'pip install "privkg[spark]"' in ours.stderr

    def test_java(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Without Java the message states where it was searched.
        """
        pytest.importorskip("pyspark", reason="PySpark is not here: it is the extra spark")
        monkeypatch.setenv("JAVA_HOME", str(tmp_path))
        many(tmp_path / "pages", 1)
        ours = run("build", tmp_path / "pages", "--engine", "spark", graph=tmp_path / "graph")

        assert 3 == ours.code
        assert f"Spark needs Java 17 or newer, and there is none in JAVA_HOME, {tmp_path}" in ours.stderr


class TestOptions:
    def test_master_of_this_machine(self, tmp_path: Path) -> None:
        """
        A master is refused for the local engine, which has none.
        """
        ours = run("build", tmp_path, "--master", "spark://127.0.0.1:7077", graph=tmp_path / "graph")

        assert 2 == ours.code
        assert "--master is for a cluster, and --engine local has none" in ours.stderr

    def test_jobs_of_a_cluster(self, tmp_path: Path) -> None:
        """
        A number of local processes is refused for a cluster.
        """
        ours = run("build", tmp_path, "--engine", "spark", "--jobs", "2", graph=tmp_path / "graph")

        assert 2 == ours.code
        assert "--jobs is for this machine, not for --engine spark" in ours.stderr
