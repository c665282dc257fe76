"""Arguments and queries: SPARQL, values of questions, names and IRIs, arguments of every command."""

import os
import shutil
from pathlib import Path
from random import Random

from checkout import ROOT
from exports import GRAPHS
from fuzz import grammars
from fuzz.noise import ODD, broken
from fuzz.samples import SLUG, Samples
from fuzz.trial import Kind, Trial
from privkg.cli._options import ANSWERS
from privkg.query import questions
from privkg.store import query_worker
from privkg.store.query_worker import Request

_PROSE = ("table", "md", "html")
_QUERIES = (
    b"SELECT ?s ?p ?o WHERE { ?s ?p ?o . FILTER(isIRI(?o)) } ORDER BY ?s LIMIT 20",
    b"CONSTRUCT { ?s a ?t } WHERE { GRAPH ?g { ?s a ?t } OPTIONAL { ?s pk:harm ?h } }",
    b"DESCRIBE <https://w3id.org/privkg/id/incident/x>",
    b'ASK { ?s skos:prefLabel "City of Seattle"@en MINUS { ?s a owl:Thing } }',
    b"SELECT (COUNT(*) AS ?n) ?t { VALUES ?t { 1 2 } ?s a ?u . BIND(STR(?u) AS ?v) } GROUP BY ?t",
)
_WORDS: tuple[bytes, ...] = (
    *(b"City of Seattle", b"Surveillance", b"SecondaryUse", b"seattle", b"2018", b"US", b"10"),
    *(
        b"https://w3id.org/privkg/id/actor/city-of-seattle",
        b"pk:Company",
        b"2018-01-02",
        b"asserted",
        b"Denied",
    ),
)
_IRIS: tuple[bytes, ...] = (
    *(f"https://w3id.org/privkg/id/incident/{SLUG}".encode(), SLUG.encode(), b"seattle", b"wd:Q5083"),
    *(
        b"https://w3id.org/privkg/id/actor/city-of-seattle",
        b"http://example.org/",
        b"urn:a:b",
        b"pk:Harm",
    ),
)


def _query(chosen: Random, samples: Samples) -> bytes:
    content = chosen.choice((*_QUERIES, *_QUERIES, *samples.questions))
    return broken(chosen, content, grammars.SPARQL)


def _queried(chosen: Random, room: Path, samples: Samples) -> Trial:
    text = _query(chosen, samples).decode(errors="replace")
    request = Request(
        directory=str(samples.graph),
        whole="",
        query=text,
        answer_format=chosen.choice(("csv", "tsv", "json", "xml")),
        graph_format=chosen.choice(sorted(GRAPHS.values())),
        memory_bytes=1024**3,
        cpu_seconds=10,
        answer_rows=1_000,
        too_many_rows="the answer has too many rows",
        answer_bytes=1024**2,
        may_reach_network=False,
    )

    def run() -> int:
        from privkg.core.errors import PrivkgError
        from privkg.rdf import sparql
        from privkg.store import confinement

        try:
            sparql.check(text, ())  # as the caller does before it starts the process
        except PrivkgError as error:
            return confinement.report_and_exit_code(error)
        return query_worker.main()

    return Trial(call=run, stdin=request.to_json().encode(), is_worker=True, is_prose=False)


def _queried_by_command(chosen: Random, room: Path, samples: Samples) -> Trial:
    content, wanted = _query(chosen, samples), chosen.choice((*ANSWERS, *GRAPHS))
    argv = (
        "query",
        "--graph",
        str(samples.graph),
        "--timeout",
        "10",
        "--memory",
        "1024",
        "--format",
        wanted,
    )
    if chosen.random() < 0.5:
        return Trial(argv=argv, stdin=content, is_prose=wanted in _PROSE)
    path = room / "in" / "query.rq"
    path.write_bytes(content)
    return Trial(argv=(*argv, str(path)), is_prose=wanted in _PROSE)


def _word(chosen: Random, content: bytes) -> str:
    """Return a broken word that can be an argument: without NUL, and of at most 100 kB."""
    made = broken(chosen, content, grammars.TEXT).replace(b"\0", b"0")[:100_000]
    return os.fsdecode(made)


def _answered(chosen: Random, room: Path, samples: Samples) -> Trial:
    question = questions.load(chosen.choice(questions.names()))
    wanted = chosen.choice(ANSWERS)
    given: list[str] = []
    names = [each.name for each in (*question.parameters, *questions.COMMON)]
    for name in chosen.sample(names, k=min(len(names), chosen.choice((1, 1, 2, 3)))):
        given += [f"--{name}={_word(chosen, chosen.choice(_WORDS))}"]
    for name in question.needs:
        given += [f"--{name}={_word(chosen, chosen.choice(_WORDS))}"]
    more = [each for each in ("--evidence", "--sparql") if chosen.random() < 0.2]
    chart = ("--chart", str(room / "out" / "a.svg")) if chosen.random() < 0.1 else ()
    argv = (
        "ask",
        question.name,
        "--graph",
        str(samples.graph),
        "--format",
        wanted,
        *given,
        *more,
        *chart,
    )
    is_prose = wanted in _PROSE and "--sparql" not in more
    return Trial(argv=argv, written=(room / "out" / "a.svg",), is_prose=is_prose)


def _shown(chosen: Random, room: Path, samples: Samples) -> Trial:
    return Trial(argv=("show", "--graph", str(samples.graph), "--", _word(chosen, chosen.choice(_IRIS))))


def _linked(chosen: Random, room: Path, samples: Samples) -> Trial:
    one, other = (_word(chosen, chosen.choice(_IRIS)) for _ in range(2))
    folder = room / "out" / "links"
    how = chosen.choice(("--accept", "--reject"))
    more = ["--because", _word(chosen, b"is another one")] if how == "--reject" else []
    more += ["--as", _word(chosen, b"skos:closeMatch")] if chosen.random() < 0.3 else []
    again = ("link", "--links", str(folder), how, one, other, *more)
    return Trial(argv=again, written=(folder,))


_PATHS = (
    "",
    ".",
    "a/b/c",
    "x" * 300,
    "a\nb",
    "\u202e",
    "-",
    "/dev/null",
    "/dev/full",
    "~",
    "*",
    " ",
)
_NUMBERS = (
    "0",
    "-1",
    "9" * 5_000,
    "nan",
    "inf",
    "1e309",
    "\u0663",
    "",
    "1_0",
    "0x1",
    "2147483648",
    "1 ",
)


def _argument(chosen: Random, room: Path, samples: Samples) -> Trial:
    graph, page = str(samples.graph), str(samples.page)
    own = room / "out" / "own.txt"
    own.write_bytes(samples.pages[0])
    path = chosen.choice((*_PATHS, str(room / "out" / "new"), str(own), str(own.parent)))
    number = chosen.choice(_NUMBERS)
    word = _word(
        chosen, chosen.choice((*_WORDS, b"text", b"json", b"--help", b"--graph", b"PK001", b"nquads"))
    )
    url = _word(chosen, chosen.choice((b"http://127.0.0.1:1/sparql", b"https://a:b@[::1]:1/x?y#z")))
    argv: tuple[str, ...] = chosen.choice(
        (
            ("new", "--", word),
            ("new", "--", word, "a.txt"),
            ("new", "title", path),
            ("check", path, "--no-cache", "-j1"),
            ("check", page, "--no-cache", "-j", number),
            ("check", page, "--cache", path, "-j1"),
            ("check", page, "--shapes", path, "--no-cache", "-j1"),
            ("check", page, "--authority", path, "--no-cache", "-j1"),
            ("check", "--explain", word),
            ("check", "--graph", path),
            ("check", page, "--format", word, "--no-cache"),
            ("build", page, "--graph", path, "--no-cache", "-j1"),
            ("build", page, "--graph", "g", "--links", path, "--no-cache", "-j1"),
            ("build", page, "--graph", "g", "--notices", path, "--no-cache", "-j1"),
            ("query", "-e", word, "--graph", graph),
            ("query", "-e", "ASK {}", "--graph", path),
            ("query", "-e", "ASK {}", "--graph", graph, "--timeout", number),
            ("query", "-e", "ASK {}", "--graph", graph, "--memory", number),
            ("query", "-e", "ASK {}", "--graph", graph, "--max-rows", number),
            ("query", "-e", "ASK {}", "--graph", graph, "--allow-service", word),
            ("query", "-e", "ASK {}", "--endpoint", url, "--timeout", "1"),
            ("query", path, "--graph", graph),
            ("ask", word, "--graph", graph),
            ("ask", "incidents-by-year", f"--{word}", "--graph", graph),
            ("ask", "incidents-by-year", "--graph", graph, "--chart", path),
            ("ask", "incidents-by-year", "--graph", path),
            ("show", "--", word),
            ("show", "seattle", "--endpoint", url, "--timeout", "1"),
            ("export", path, "--graph", graph, "--format", "nquads"),
            ("export", path, "--graph", graph, "--format", "csv"),
            ("export", path, "--graph", graph),
            ("export", "a", "--graph", graph, "--format", word),
            ("publish", path, "--graph", graph, "--config", str(ROOT / "privkg.toml")),
            ("publish", "--check", "--graph", graph, "--config", path),
            ("verify", path),
            ("diff", graph, path),
            ("push", url, "--graph", graph, "--timeout", "0.2"),
            ("push", "--timeout", number, "--graph", graph, "http://127.0.0.1:1/"),
            ("link", "--links", "links", "--graph", graph, "--catalogue", path),
            ("link", "--links", "links", "--graph", graph, "--kind", word),
            ("--", word),
            (word,),
        )
    )
    argv = tuple(os.fsdecode(os.fsencode(each).replace(b"\0", b"0")) for each in argv)
    if argv[0] == "push":  # which writes its ledger into the graph's folder
        copy = shutil.copytree(samples.graph, room / "out" / "graph")
        argv = tuple(str(copy) if each == graph else each for each in argv)
    is_prose = argv[0] != "export" and "--explain" not in argv and argv[:1] != ("new",)
    return Trial(argv=argv, written=(room / "out",), is_prose=is_prose)


def _environment(chosen: Random, room: Path, samples: Samples) -> Trial:
    odd = chosen.choice(ODD).replace(b"\0", b"0")[:20_000]
    name = chosen.choice(
        ("COLUMNS", "NO_COLOR", "PRIVKG_GRAPH", "LINES", "TERM", "LANG", "PRIVKG_CACHE")
    )
    if name == "PRIVKG_CACHE" and (b"." in odd or b"/" in odd):
        odd = b"c"
    argv = chosen.choice(
        (("show", "seattle"), ("ask", "incidents-by-year", "--format", "table"), ("verify",))
    )
    graph = ("--graph", str(samples.graph)) if name != "PRIVKG_GRAPH" else ()
    return Trial(argv=(*argv, *graph), environment={name: os.fsdecode(odd)}, written=(room / "out",))


KINDS = (
    Kind("query", 1_200, _queried, 60),
    Kind("query-command", 300, _queried_by_command, 60),
    Kind("words", 700, _answered, 60),
    Kind("show", 400, _shown),
    Kind("link-iris", 600, _linked),
    Kind("arguments", 800, _argument, 60),
    Kind("environment", 300, _environment),
)
