"""A query that exceeds a limit ends with an error; the calling process is not affected."""

import json
import os
import re
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

import privkg
from builders import page_text
from commands import run
from privkg import build
from privkg.core.errors import (
    FailureError,
    LimitError,
    PrivkgError,
    QueryError,
    RdfError,
    StoreError,
    UsageError,
)
from privkg.store import result_formats, sandbox
from privkg.store.sandbox import Advice, Limits

SMALL = Limits(seconds=2, memory_bytes=256 * 1024**2)
ENOUGH = Limits(seconds=60)
ADVICE = Advice(on_time="take your time", on_memory="take less", on_rows="take fewer")
EVERYTHING = "?s ?p ?o . ?a ?b ?c . ?d ?e ?f"
STEPS = "/".join(["(<urn:p>|!<urn:p>)"] * 16)
GROWTH = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(30))
KILLERS = {
    "cross product": f"SELECT (COUNT(*) AS ?n) {{ {EVERYTHING} }}",
    "stars of stars": "SELECT (COUNT(*) AS ?n) { ?s ((!<urn:p>)*)* ?o . ?a (!<urn:p>|^!<urn:p>)* ?b }",
    "long path": f"SELECT (COUNT(*) AS ?n) {{ ?s {STEPS} ?o . {EVERYTHING} }}",
    "sorted product": f"SELECT * {{ {EVERYTHING} }} ORDER BY ?s ?b ?f",
    "doubled text": f"SELECT (STRLEN(?x30) AS ?n) {{ BIND('privacy' AS ?x0) {GROWTH} }}",
    "nested groups": "SELECT * " + "{" * 3000 + "}" * 3000,
    "nested brackets": f"ASK {{ FILTER ({'(' * 10_000}1{')' * 10_000}) }}",
    "negations": f"ASK {{ FILTER ({'!' * 10_000}true) }}",
    "nested path": f"ASK {{ ?s {'(' * 20_000}<urn:p>{')' * 20_000} ?o }}",
    "nested EXISTS": "ASK {" + "FILTER NOT EXISTS {" * 3000 + "}" * 3000 + "}",
    "long sum": f"SELECT ({'1+' * 100_000}1 AS ?n) {{}}",
    "optional chain": "SELECT * {"
    + "".join(f"OPTIONAL {{?s{n} ?p{n} ?o{n}}}" for n in range(3000))
    + "}",
    "large answer": f"SELECT * {{ {EVERYTHING} }} LIMIT 3000000",
}


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a graph of one invented page."""
    folder = tmp_path_factory.mktemp("sandbox")
    (folder / "page.txt").write_text(page_text(), encoding="utf-8")
    build.build([folder / "page.txt"], folder / "graph")
    return folder / "graph"


def answer_of(
    directory: Path,
    query: str,
    limits: Limits = SMALL,
    services: tuple[str, ...] = (),
    kind: str = "json",
) -> tuple[str, bytes]:
    return sandbox.answer(
        directory,
        query,
        answer_format=kind,
        graph_format="application/n-triples",
        limits=limits,
        advice=ADVICE,
        allowed_services=services,
    )


class TestAnswer:
    def test_an_answer_comes_with_its_format(self, directory: Path) -> None:
        """
        The answer to a SELECT has the format for rows.
        """
        kind, content = answer_of(directory, "SELECT (1 AS ?one) {}")

        assert "json" == kind
        assert "1" == json.loads(content)["results"]["bindings"][0]["one"]["value"]

    def test_triples_have_their_format(self, directory: Path) -> None:
        """
        The answer to a CONSTRUCT has the format for graphs.
        """
        query = "CONSTRUCT { <urn:s> <urn:p> 'é' } WHERE {}"

        assert ("application/n-triples", '<urn:s> <urn:p> "é" .\n'.encode()) == answer_of(
            directory, query
        )

    def test_the_query_is_passed_unchanged(self, directory: Path) -> None:
        """
        All characters of a query reach the worker unchanged.
        """
        query = "SELECT ('\u00e9\u200d\U0001f512\\n\"' AS ?x) {} # \x7f\u2028"

        found = json.loads(answer_of(directory, query)[1])
        assert '\u00e9\u200d\U0001f512\n"' == found["results"]["bindings"][0]["x"]["value"]


class TestKillers:
    @pytest.mark.parametrize("name", KILLERS)
    def test_a_hostile_query_is_ended(self, directory: Path, name: str) -> None:
        """
        A query that would crash or block its process is refused or ended with an error.
        """
        with pytest.raises(LimitError) as ended:
            answer_of(directory, KILLERS[name])

        assert 1 == len(str(ended.value).splitlines())
        assert "Traceback" not in str(ended.value)

    def test_the_next_query_is_answered(self, directory: Path) -> None:
        """
        After a query was killed, the next one is answered.
        """
        with pytest.raises(LimitError):
            answer_of(directory, KILLERS["doubled text"])

        assert b'"boolean":true' in answer_of(directory, "ASK { ?s ?p ?o }")[1]

    def test_the_time_limit_is_reported(self, directory: Path) -> None:
        """
        The error about the time limit has the limit and the advice.
        """
        with pytest.raises(LimitError, match=r"longer than 0\.5 s and was ended; take your time$"):
            answer_of(directory, KILLERS["cross product"], Limits(seconds=0.5))

    def test_advice_depends_on_the_caller(self, directory: Path) -> None:
        """
        The command's advice names its option, the Python API's its argument.
        """
        killer = KILLERS["cross product"]
        result = run("query", "-e", killer, "--timeout", "0.5", graph=directory)
        with pytest.raises(LimitError, match=r"; restrict the query, or allow more seconds$"):
            privkg.open(directory).query(killer, seconds=0.5)

        assert result.stderr.endswith("; restrict the query, or set --timeout\n")

    def test_the_memory_limit_is_reported(self, directory: Path) -> None:
        """
        The error about the memory limit has the limit and the advice.
        """
        patient = Limits(seconds=60, memory_bytes=256 * 1024**2)
        with pytest.raises(
            LimitError, match=r"needs more than 256 MB of memory and was ended; take less$"
        ):
            answer_of(directory, KILLERS["doubled text"], patient)

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits")
    def test_opening_a_graph_has_a_limit(self, directory: Path, tmp_path: Path) -> None:
        """
        A graph that needs more memory to open than the limit is not opened.
        """
        graph = shutil.copytree(directory, tmp_path / "graph")
        (generation,) = graph.glob("gen-*")
        (generation / "seal.json").write_text(f"[{'[],' * 18_000_000}0]")
        patient = Limits(seconds=60, memory_bytes=1024**2)

        with pytest.raises(LimitError, match="needs more than 1 MB of memory and was ended; take less"):
            answer_of(graph, "ASK {}", patient)

    def test_the_size_of_the_answer_is_limited(self, directory: Path) -> None:
        """
        An answer larger than the limit is an error, and is not truncated.
        """
        small = Limits(answer_bytes=2 * 1024**2)
        with pytest.raises(LimitError, match="larger than 2 MB; add a LIMIT"):
            answer_of(directory, "SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 50000", small)

    @pytest.mark.parametrize("kind", ["csv", "tsv", "json", "xml"])
    def test_the_number_of_rows_is_limited(self, directory: Path, kind: str) -> None:
        """
        An answer with the allowed number of rows is returned, one with more is an error, in each format.
        """
        query = "SELECT ?x { VALUES ?x { 'a\\n,\"<result>' 'b' 'c' } }"
        three, two = (Limits(answer_rows=rows) for rows in (3, 2))

        assert result_formats.count_rows(answer_of(directory, query, three, kind=kind)[1], kind) == 3
        with pytest.raises(LimitError, match="more than 2 rows; take fewer"):
            answer_of(directory, query, two, kind=kind)


class TestNetwork:
    def test_a_call_does_not_start(self, directory: Path) -> None:
        """
        A SERVICE is refused before a worker starts.
        """
        with pytest.raises(LimitError, match="would query another endpoint"):
            answer_of(directory / "nowhere", "SELECT * { SERVICE <https://example.org/sparql> {} }")

    def test_the_deadline_applies_to_an_allowed_endpoint(self, directory: Path) -> None:
        """
        The deadline applies to an allowed endpoint that never responds.
        """
        with socket.create_server(("127.0.0.1", 0)) as silent:
            service = f"http://127.0.0.1:{silent.getsockname()[1]}/"
            query = f"SELECT * {{ SERVICE SILENT <{service}> {{ ?s ?p ?o }} }}"

            with pytest.raises(LimitError, match="longer than 2 s"):
                answer_of(directory, query, services=(service,))

    def test_an_allowed_endpoint_that_is_down_is_an_error(self, directory: Path) -> None:
        """
        An allowed endpoint that is down is a LimitError.
        """
        service = "http://127.0.0.1:9/sparql"  # the discard port, where no server runs
        with pytest.raises(LimitError, match="the query could not be answered"):
            answer_of(directory, f"SELECT * {{ SERVICE <{service}> {{?s ?p ?o}} }}", SMALL, (service,))


class TestMistakes:
    @pytest.mark.parametrize(
        ("query", "place"),
        [("SELECT * {\n  ?s ?p\n}", "3:1"), ("SELECT ?x ORDER", "1:1"), ("ASK { ] ?p ?o }", "1:9")],
    )
    def test_a_syntax_error_has_its_place(self, directory: Path, query: str, place: str) -> None:
        """
        A syntax error has line and column, without the engine's list of expected tokens.
        """
        with pytest.raises(QueryError, match=f"^{place[0]}:[0-9]+: syntax error; the text") as raised:
            answer_of(directory, query)

        assert "expected" not in str(raised.value)

    def test_the_error_about_no_graph_names_the_command(self, tmp_path: Path) -> None:
        """
        The error about a missing graph names the command that builds one.
        """
        with pytest.raises(StoreError, match="build one with `privkg build`"):
            answer_of(tmp_path, "ASK {}")

    @pytest.mark.parametrize(
        ("media_type", "triple"),
        [
            ("application/rdf+xml", "<urn:s> <https://example.org/1> 'x'"),
            ("application/ld+json", "<urn:s> <urn:p> <<( <urn:a> <urn:b> <urn:c> )>>"),
        ],
    )
    def test_a_format_that_cannot_represent_the_answer(
        self, directory: Path, media_type: str, triple: str
    ) -> None:
        """
        Predicates without an XML name in RDF/XML, and triple terms in JSON-LD, are a UsageError.
        """
        with pytest.raises(
            UsageError, match=r"(?:RDF/XML|JSON-LD) cannot represent this answer .* choose another"
        ):
            sandbox.answer(
                directory,
                f"CONSTRUCT {{ {triple} }} WHERE {{}}",
                answer_format="json",
                graph_format=media_type,
                limits=SMALL,
                advice=ADVICE,
            )

    def test_a_damaged_graph_is_an_error(self, directory: Path, tmp_path: Path) -> None:
        """
        Damage that the worker finds is a StoreError in this process.
        """
        (tmp_path / "CURRENT").write_text("gen-000001\n")
        with pytest.raises(StoreError):
            answer_of(tmp_path, "ASK {}")

    def test_an_error_of_the_worker_is_received(self, directory: Path) -> None:
        """
        A service that is a variable is refused with an error.
        """
        with pytest.raises(PrivkgError):
            answer_of(directory, "SELECT * { SERVICE ?x {} }", SMALL, ("https://example.org/",))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
class TestEnds:
    @pytest.fixture
    def ended(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], PrivkgError]:
        """Return a function that runs code in a worker and returns the error."""
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))

        def run(text: str, limits: Limits = ENOUGH, advice: Advice = ADVICE) -> PrivkgError:
            (tmp_path / "any_worker.py").write_text(f"import os, sys\n{text}\n")
            with pytest.raises(PrivkgError) as raised:
                sandbox.run("any_worker", [], limits, "the query", advice)
            return raised.value

        return run

    @pytest.mark.parametrize(
        ("text", "how"),
        [
            ("os.kill(os.getpid(), 9)", "was ended by signal SIGKILL: it printed nothing"),
            ("os.kill(os.getpid(), 15)", "was ended by signal SIGTERM: it printed nothing"),
            ("print('lost', file=sys.stderr, flush=True); os.abort()", "signal SIGABRT: lost$"),
            ("raise KeyError('word')", "ended with code 1: KeyError: 'word'$"),
            ("sys.exit(9)", "ended with code 9: it printed nothing$"),
            ("sys.exit('x' * 5000)", "ended with code 1: x{300}$"),
        ],
    )
    def test_the_cause_is_reported(
        self, ended: Callable[[str], PrivkgError], text: str, how: str
    ) -> None:
        """
        A worker that ended for another reason is not reported as out of memory.
        """
        error = ended(text)

        assert FailureError is type(error)
        assert re.search(f"^the process for the query .*{how}", str(error))

    @pytest.mark.parametrize(
        "text",
        [
            "raise MemoryError",
            "sys.stderr.write('memory allocation of 16 bytes failed'); sys.stderr.flush(); os.abort()",
        ],
    )
    def test_memory_is_reported_if_it_was_that(
        self, ended: Callable[[str], PrivkgError], text: str
    ) -> None:
        """
        A worker whose allocation failed is reported as out of memory.
        """
        assert "needs more than 2048 MB of memory" in str(ended(text))

    def test_a_segmentation_fault_is_not_a_lack_of_memory(
        self, ended: Callable[[str], PrivkgError]
    ) -> None:
        """
        A worker that ended by SIGSEGV is reported with the likely causes, not as out of memory.
        """
        error = str(ended("os.kill(os.getpid(), 11)"))

        assert "(SIGSEGV): it is nested too deep or too long, or what it reads is damaged" in error
        assert "memory" not in error

    @pytest.mark.parametrize(
        ("text", "limits"),
        [("import time; time.sleep(600)", Limits(seconds=0.5)), ("raise MemoryError", ENOUGH)],
    )
    def test_a_message_without_advice(
        self, ended: Callable[..., PrivkgError], text: str, limits: Limits
    ) -> None:
        """
        Without advice of the caller, the message has only the cause.
        """
        assert str(ended(text, limits, Advice())).endswith(" and was ended")

    def test_output_of_libraries_is_removed(self, ended: Callable[[str], PrivkgError]) -> None:
        """
        What a library prints before an error is not part of the message.
        """
        error = ended(
            "from privkg.core.errors import RdfError\nfrom privkg.store import confinement\n"
            "print('Traceback of a library', file=sys.stderr)\n"
            "sys.exit(confinement.report_and_exit_code(RdfError('the \\0 reason')))"
        )

        assert (RdfError, "the \0 reason") == (type(error), str(error))


class TestProcess:
    def test_the_folder_of_the_caller_is_not_searched(
        self, directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        A file with the name of a module in the working directory is not imported.
        """
        (tmp_path / "pyoxigraph.py").write_text("raise SystemExit(99)")
        monkeypatch.chdir(tmp_path)

        assert b'"boolean":true' in answer_of(directory, "ASK {}")[1]

    def test_a_relative_path_is_found(self, directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        The path of a graph may be relative to the working directory.
        """
        monkeypatch.chdir(directory.parent)

        assert b'"boolean":true' in answer_of(Path(directory.name), "ASK {}")[1]

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits")
    def test_little_memory_is_enough_to_start(self, directory: Path) -> None:
        """
        The smallest memory limit applies to the query, in addition to what opening the graph needs.
        """
        growth = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(22))
        query = f"SELECT (STRLEN(?x22) AS ?n) {{ BIND('privacy' AS ?x0) {growth} }}"

        assert str(7 * 2**22).encode() in answer_of(directory, query)[1]
