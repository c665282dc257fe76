"""A query that is too much ends with a sentence, and whoever asked goes on."""

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


def asked(
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
        A SELECT answers in the format for rows.
        """
        kind, content = asked(directory, "SELECT (1 AS ?one) {}")

        assert "json" == kind
        assert "1" == json.loads(content)["results"]["bindings"][0]["one"]["value"]

    def test_triples_come_in_theirs(self, directory: Path) -> None:
        """
        A CONSTRUCT answers in the format for graphs.
        """
        query = "CONSTRUCT { <urn:s> <urn:p> 'é' } WHERE {}"

        assert ("application/n-triples", '<urn:s> <urn:p> "é" .\n'.encode()) == asked(directory, query)

    def test_the_query_goes_as_it_is(self, directory: Path) -> None:
        """
        No character of a query is lost on the way to the process that answers it.
        """
        query = "SELECT ('\u00e9\u200d\U0001f512\\n\"' AS ?x) {} # \x7f\u2028"

        found = json.loads(asked(directory, query)[1])
        assert '\u00e9\u200d\U0001f512\n"' == found["results"]["bindings"][0]["x"]["value"]


class TestKillers:
    @pytest.mark.parametrize("name", KILLERS)
    def test_a_hostile_query_is_ended(self, directory: Path, name: str) -> None:
        """
        A query that would end or block its process is refused or ended, in a sentence.
        """
        with pytest.raises(LimitError) as ended:
            asked(directory, KILLERS[name])

        assert 1 == len(str(ended.value).splitlines())
        assert "Traceback" not in str(ended.value)

    def test_the_graph_outlives_them(self, directory: Path) -> None:
        """
        After a query was killed the next one is answered.
        """
        with pytest.raises(LimitError):
            asked(directory, KILLERS["doubled text"])

        assert b'"boolean":true' in asked(directory, "ASK { ?s ?p ?o }")[1]

    def test_time_is_told(self, directory: Path) -> None:
        """
        What takes too long is told the time it had, and what would give it more.
        """
        with pytest.raises(LimitError, match=r"longer than 0\.5 s and was ended; take your time$"):
            asked(directory, KILLERS["cross product"], Limits(seconds=0.5))

    def test_each_caller_names_what_it_has(self, directory: Path) -> None:
        """
        The command names its option; in Python it is the argument.
        """
        killer = KILLERS["cross product"]
        said = run("query", "-e", killer, "--timeout", "0.5", graph=directory)
        with pytest.raises(LimitError, match=r"; ask for less, or give it more seconds$"):
            privkg.open(directory).query(killer, seconds=0.5)

        assert said.stderr.endswith("; ask for less, or set --timeout\n")

    def test_memory_is_told(self, directory: Path) -> None:
        """
        What needs too much memory is told what it had, and what would give it more.
        """
        patient = Limits(seconds=60, memory_bytes=256 * 1024**2)
        with pytest.raises(LimitError, match=r"too much for 256 MB of memory and was ended; take less$"):
            asked(directory, KILLERS["doubled text"], patient)

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits")
    def test_opening_a_graph_has_a_limit(self, directory: Path, tmp_path: Path) -> None:
        """
        A graph that takes more memory to open than is allowed is not opened.
        """
        graph = shutil.copytree(directory, tmp_path / "graph")
        (generation,) = graph.glob("gen-*")
        (generation / "seal.json").write_text(f"[{'[],' * 18_000_000}0]")
        patient = Limits(seconds=60, memory_bytes=1024**2)

        with pytest.raises(LimitError, match="too much for 1 MB of memory and was ended; take less"):
            asked(graph, "ASK {}", patient)

    def test_the_answer_has_a_size(self, directory: Path) -> None:
        """
        An answer larger than its limit is told so, not cut.
        """
        small = Limits(answer_bytes=2 * 1024**2)
        with pytest.raises(LimitError, match="larger than 2 MB; add a LIMIT"):
            asked(directory, "SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 50000", small)

    @pytest.mark.parametrize("kind", ["csv", "tsv", "json", "xml"])
    def test_the_answer_has_a_length(self, directory: Path, kind: str) -> None:
        """
        An answer of as many rows as are allowed is given, one of more is refused, in each format.
        """
        query = "SELECT ?x { VALUES ?x { 'a\\n,\"<result>' 'b' 'c' } }"
        three, two = (Limits(answer_rows=rows) for rows in (3, 2))

        assert result_formats.count_rows(asked(directory, query, three, kind=kind)[1], kind) == 3
        with pytest.raises(LimitError, match="more than 2 rows; take fewer"):
            asked(directory, query, two, kind=kind)


class TestNetwork:
    def test_a_call_does_not_start(self, directory: Path) -> None:
        """
        A SERVICE is refused before any process runs.
        """
        with pytest.raises(LimitError, match="would query another endpoint"):
            asked(directory / "nowhere", "SELECT * { SERVICE <https://example.org/sparql> {} }")

    def test_an_allowed_endpoint_that_never_answers_is_left(self, directory: Path) -> None:
        """
        An endpoint that takes the call and says nothing is waited for as long as is allowed.
        """
        with socket.create_server(("127.0.0.1", 0)) as silent:
            service = f"http://127.0.0.1:{silent.getsockname()[1]}/"
            query = f"SELECT * {{ SERVICE SILENT <{service}> {{ ?s ?p ?o }} }}"

            with pytest.raises(LimitError, match="longer than 2 s"):
                asked(directory, query, services=(service,))

    def test_an_allowed_endpoint_that_is_down_is_told(self, directory: Path) -> None:
        """
        An endpoint that is allowed and does not answer is a failure in a sentence.
        """
        service = "http://127.0.0.1:9/sparql"  # the discard port, where nobody listens
        with pytest.raises(LimitError, match="the query could not be answered"):
            asked(directory, f"SELECT * {{ SERVICE <{service}> {{?s ?p ?o}} }}", SMALL, (service,))


class TestMistakes:
    @pytest.mark.parametrize(
        ("query", "place"),
        [("SELECT * {\n  ?s ?p\n}", "3:1"), ("SELECT ?x ORDER", "1:1"), ("ASK { ] ?p ?o }", "1:9")],
    )
    def test_what_is_no_query_is_told_its_place(self, directory: Path, query: str, place: str) -> None:
        """
        The engine's complaint comes with line and column, without its list of what might follow.
        """
        with pytest.raises(QueryError, match=f"^{place[0]}:[0-9]+: syntax error; the text") as told:
            asked(directory, query)

        assert "expected" not in str(told.value)

    def test_no_graph_is_told(self, tmp_path: Path) -> None:
        """
        Without a graph the answer is how to build one.
        """
        with pytest.raises(StoreError, match="build one with `privkg build`"):
            asked(tmp_path, "ASK {}")

    @pytest.mark.parametrize(
        ("media_type", "triple"),
        [
            ("application/rdf+xml", "<urn:s> <https://example.org/1> 'x'"),
            ("application/ld+json", "<urn:s> <urn:p> <<( <urn:a> <urn:b> <urn:c> )>>"),
        ],
    )
    def test_a_format_that_cannot_hold_the_answer_is_told(
        self, directory: Path, media_type: str, triple: str
    ) -> None:
        """
        XML cannot name every predicate, JSON-LD has no triples in triples; another format has.
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

    def test_a_damaged_graph_is_told(self, directory: Path, tmp_path: Path) -> None:
        """
        What the process finds damaged is an error of the store here.
        """
        (tmp_path / "CURRENT").write_text("gen-000001\n")
        with pytest.raises(StoreError):
            asked(tmp_path, "ASK {}")

    def test_what_the_process_says_is_an_error_of_ours(self, directory: Path) -> None:
        """
        A service whose name is not known until the query runs is no accident of the program.
        """
        with pytest.raises(PrivkgError):
            asked(directory, "SELECT * { SERVICE ?x {} }", SMALL, ("https://example.org/",))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
class TestEnds:
    @pytest.fixture
    def ended(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], PrivkgError]:
        """What is raised of a worker that runs a text."""
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
        A worker that ended for a reason of its own is not reported as too large.
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
        A worker that got no more memory is reported as too large.
        """
        assert "too much for 2048 MB of memory" in str(ended(text))

    def test_a_fault_of_memory_is_no_lack_of_it(self, ended: Callable[[str], PrivkgError]) -> None:
        """
        A worker that ended by SIGSEGV is reported as what that can mean, and not as too large.
        """
        error = str(ended("os.kill(os.getpid(), 11)"))

        assert "(SIGSEGV): it is nested too deep or too long, or what it reads is damaged" in error
        assert "memory" not in error

    @pytest.mark.parametrize(
        ("text", "limits"),
        [("import time; time.sleep(600)", Limits(seconds=0.5)), ("raise MemoryError", ENOUGH)],
    )
    def test_who_cannot_help_it_gets_no_advice(
        self, ended: Callable[..., PrivkgError], text: str, limits: Limits
    ) -> None:
        """
        Where a caller has no advice, the message ends with what happened.
        """
        assert str(ended(text, limits, Advice())).endswith(" and was ended")

    def test_libraries_are_not_quoted(self, ended: Callable[[str], PrivkgError]) -> None:
        """
        What a library prints before an error is no part of its message.
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
        A file that is called as a module is, in the folder where privkg is used, is not run.
        """
        (tmp_path / "pyoxigraph.py").write_text("raise SystemExit(99)")
        monkeypatch.chdir(tmp_path)

        assert b'"boolean":true' in asked(directory, "ASK {}")[1]

    def test_a_path_from_the_callers_folder_is_found(
        self, directory: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        A graph may be named from the folder where privkg is used.
        """
        monkeypatch.chdir(directory.parent)

        assert b'"boolean":true' in asked(Path(directory.name), "ASK {}")[1]

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits")
    def test_little_memory_is_enough_to_start(self, directory: Path) -> None:
        """
        The least memory that can be set is what the query may use, beside what opening a graph takes.
        """
        growth = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(22))
        query = f"SELECT (STRLEN(?x22) AS ?n) {{ BIND('privacy' AS ?x0) {growth} }}"

        assert str(7 * 2**22).encode() in asked(directory, query)[1]
