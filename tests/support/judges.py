"""Query engines that verify the gallery: each evaluates a SELECT query over some triples."""

import contextlib
import json
import shutil
import socket
import subprocess
import time
import urllib.parse
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Protocol

import pyoxigraph
import rdflib

from checkout import TESTS
from ports import free_port
from privkg.rdf.terms import Term, Triple
from privkg.store import result_formats
from privkg.store.rdflib_view import from_rdflib

HERE = TESTS / "engines"
Row = dict[str, Term]


class Engine(Protocol):
    """An engine with some triples loaded; `is_ordering` is true if ORDER BY is reliable."""

    @property
    def is_ordering(self) -> bool: ...

    def load(self, triples: Iterable[Triple]) -> None:
        """Replace the loaded triples with these."""

    def select(self, query: str) -> list[Row]:
        """Return the rows of a SELECT query."""


class Holder(ABC):
    """An engine that loads triples only if they differ from those it has."""

    _held: frozenset[Triple] | None = None

    def load(self, triples: Iterable[Triple]) -> None:
        """Replace the loaded triples with these."""
        wanted = frozenset(triples)
        if wanted != self._held:
            self._load(sorted(wanted))
            self._held = wanted

    @abstractmethod
    def _load(self, triples: list[Triple]) -> None: ...


def n_triples(triples: Iterable[Triple]) -> str:
    return "".join(f"{s} {p} {o} .\n" for s, p, o in triples)


class Pyoxigraph(Holder):
    """pyoxigraph, used without privkg."""

    is_ordering = True

    def _load(self, triples: list[Triple]) -> None:
        self._store = pyoxigraph.Store()
        self._store.load(n_triples(triples), format=pyoxigraph.RdfFormat.N_TRIPLES)

    def select(self, query: str) -> list[Row]:
        found = self._store.query(query)
        assert isinstance(found, pyoxigraph.QuerySolutions)
        names = [variable.value for variable in found.variables]
        return [{n: Term(str(row[n])) for n in names if row[n] is not None} for row in found]


class Rdflib(Holder):
    """rdflib's own engine."""

    is_ordering = True

    def _load(self, triples: list[Triple]) -> None:
        self._graph = rdflib.Graph()
        self._graph.parse(data=n_triples(triples), format="nt")

    def select(self, query: str) -> list[Row]:
        found = self._graph.query(query)
        names = [str(name) for name in found.vars or ()]
        return [
            {name: from_rdflib(row[name]) for name in names if row[name] is not None}
            for row in found
            if isinstance(row, rdflib.query.ResultRow)
        ]


class Comunica(Holder):
    """Comunica, a JavaScript engine, in one long-running node process.

    Its sort is not stable, and it sorts once for each key, so an order by several keys is not kept
    (https://github.com/comunica/comunica/pull/1788 is later than the version that node 20 can run).
    """

    is_ordering = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loads = 0
        self._start()

    def _start(self) -> None:
        self._process: subprocess.Popen[str] = subprocess.Popen(
            ["node", str(HERE / "comunica.mjs")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def _load(self, triples: list[Triple]) -> None:
        self._loads += 1  # it caches files by name, so each load has a new file
        self._data = self._folder / f"{self._loads}.nt"
        self._data.write_text(n_triples(triples), encoding="utf-8")

    def select(self, query: str) -> list[Row]:
        assert self._process.stdin
        assert self._process.stdout
        print(
            json.dumps({"data": str(self._data), "query": query}), file=self._process.stdin, flush=True
        )
        line = self._process.stdout.readline()
        if not line:  # an error in a stream ends the process
            self.close()
            self._start()
            raise AssertionError("Comunica ended: see standard error")
        answer = json.loads(line)
        assert "error" not in answer, answer
        return list(result_formats.read_results(json.dumps(answer).encode())[1])

    def close(self) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()


class Virtuoso(Holder):
    """OpenLink Virtuoso 7, started on loopback in a separate folder."""

    is_ordering = True
    GRAPH = "https://example.org/graph"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.sql_port, self.port = free_port(), free_port()
        settings = (HERE / "virtuoso.ini").read_text(encoding="utf-8")
        (folder / "virtuoso.ini").write_text(
            settings.format(sql_port=self.sql_port, port=self.port), encoding="utf-8"
        )
        self._log: IO[str] = (folder / "output.log").open("w", encoding="utf-8")
        self._process = subprocess.Popen(
            ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"],
            cwd=folder,
            stdout=self._log,
            stderr=self._log,
        )
        self._until_ready()
        self.sql('GRANT SPARQL_UPDATE TO "SPARQL"')
        self.sql("DB.DBA.RDF_DEFAULT_USER_PERMS_SET ('nobody', 7)")

    @property
    def endpoint(self) -> str:
        """The URL of its SPARQL endpoint, which also accepts updates."""
        return f"http://127.0.0.1:{self.port}/sparql"

    @property
    def graph_store(self) -> str:
        """The URL of its Graph Store; requires Digest authentication as `dba`, password `dba`."""
        return f"http://127.0.0.1:{self.port}/sparql-graph-crud-auth"

    def sql(self, statement: str) -> None:
        """Run a statement as the administrator."""
        address = f"127.0.0.1:{self.sql_port}"
        subprocess.run(
            ["isql-vt", address, "dba", "dba", f"exec={statement};"], check=True, capture_output=True
        )

    def load_files(self, paths: Iterable[Path]) -> None:
        """Load compressed N-Quads by the server's own loader."""
        for path in paths:
            shutil.copy(path, self._folder)
            self.sql(f"ld_dir ('.', '{path.name}', '{self.GRAPH}')")
        self.sql("rdf_loader_run ()")

    def _load(self, triples: list[Triple]) -> None:
        (self._folder / "data.nt").write_text(n_triples(triples), encoding="utf-8")
        self.sql(f"SPARQL CLEAR GRAPH <{self.GRAPH}>")
        self.sql(f"DB.DBA.TTLP(file_to_string_output('data.nt'), '', '{self.GRAPH}')")

    def select(self, query: str) -> list[Row]:
        form = urllib.parse.urlencode({"query": query}).encode()
        request = urllib.request.Request(
            self.endpoint, form, headers={"Accept": "application/sparql-results+json"}
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            return list(result_formats.read_results(response.read())[1])

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=60)
        self._log.close()

    def _until_ready(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError, subprocess.CalledProcessError):
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return self.sql("SELECT 1")
            time.sleep(0.2)
        raise TimeoutError("Virtuoso did not start within 60 s")


@contextlib.contextmanager
def comunica(folder: Path) -> Iterator[Comunica]:
    """Run Comunica while the block runs."""
    engine = Comunica(folder)
    try:
        yield engine
    finally:
        engine.close()


@contextlib.contextmanager
def virtuoso(folder: Path) -> Iterator[Virtuoso]:
    """Run Virtuoso while the block runs."""
    engine = Virtuoso(folder)
    try:
        yield engine
    finally:
        engine.close()
