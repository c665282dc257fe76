"""Each bound in the security table: an input beyond it is rejected with one message.

The rows are read from `docs/explanation/security.md`. A row without a trial fails, and so does a trial
without a row.
"""

import importlib.util
import json
import os
import re
import shutil
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import graph_tables
import workbooks
from builders import PREFIX_LINES, page_text
from checkout import ROOT
from commands import process, run
from faults import JSON, FaultServer, Turn, Visit, gzipped, response, results, sends
from graph_stores import GraphServer
from privkg import build
from privkg.store import seal
from privkg.store.graph_table import Member
from publish.metadata.test_dataset import LEAST

pytestmark = pytest.mark.skipif(os.name == "nt", reason="makes FIFOs and sparse files")

_TABLE = (ROOT / "docs" / "explanation" / "security.md").read_text(encoding="utf-8")
_INPUTS = _TABLE.partition("# What is written")[0]
ROWS = [name.replace("`", "") for name in re.findall(r"^\| (.+?) \| .+ \|$", _INPUTS, re.MULTILINE)[1:]]
QUERY = ("query", "-e", "SELECT ?x { ?x ?p ?o }")
ASK = ("ask", "actors-linked-to-harms")
JSON_LEVELS = "[" * 101 + "]" * 101
DEEP_TOML = f"a = {JSON_LEVELS}\n"
PAGE = "{room}/page.txt:1:1 error PK100 file-is-a-page"
LINKS = "accepted.sssom.tsv"
HAS_KEYRING = importlib.util.find_spec("keyring") is not None
NO_PASSWORD = "the keyring cannot be read (" if HAS_KEYRING else "PRIVKG_USER is set without"
FIRST_GRAPH = "https://w3id.org/privkg/graph/authority"
DAMAGED = f"{{graph}}/gen-000001: damaged ({FIRST_GRAPH} is larger than 1000 MB); build again"
SHAPE = f"{PREFIX_LINES}pk:S a sh:NodeShape ; sh:targetClass pk:Incident"


@dataclass(slots=True, kw_only=True)
class Room:
    """The environment of a trial: a separate folder, a graph, servers, and standard input."""

    folder: Path
    graph: Path
    monkeypatch: pytest.MonkeyPatch
    stack: ExitStack
    stdin: str | bytes = ""
    url: str = ""
    is_unasked: bool = False
    visits: list[Visit] = field(default_factory=list)

    def write(self, name: str, content: str | bytes) -> Path:
        """Return a new file with some content."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def sparse(self, name: str, size: int) -> Path:
        """Return a sparse file of so many zero bytes, which takes no space on the disk."""
        path = self.write(name, b"")
        os.truncate(path, size)
        return path

    def fifo(self, name: str) -> Path:
        """Return a FIFO without a writer."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        os.mkfifo(path)
        return path

    def own_graph(self) -> Path:
        """Return the folder of a graph that the trial may change; commands read it from then on."""
        self.graph = shutil.copytree(self.graph, self.folder / "graph")
        return self.graph

    def endpoint(self, *turns: Turn) -> tuple[str, str]:
        """Return the option with the URL of a server that responds with some turns."""
        server = self.stack.enter_context(FaultServer(*turns))
        self.url, self.visits = server.url, server.visits
        return "--endpoint", server.url


Made = Sequence[str | Path]
Make = Callable[[Room], Made]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """An input beyond a bound: the command that reads it, its exit code, and its one message."""

    make: Make
    code: int
    words: str
    is_apart: bool


TRIALS: dict[str, list[Trial]] = defaultdict(list)


def bound(row: str, code: int, words: str, *, is_apart: bool = False) -> Callable[[Make], Make]:
    """Return a decorator that adds the trial of a row; `words` may have {room}, {graph} and {url}."""

    def added(make: Make) -> Make:
        TRIALS[row].append(Trial(make=make, code=code, words=words, is_apart=is_apart))
        return make

    return added


def checked(path: Path | str) -> Made:
    """Return the command that checks a page."""
    return "check", "--no-cache", "--jobs", "1", path


def built(room: Room, option: str, folder: Path) -> Made:
    """Return the command that builds a graph of a page, with another input folder."""
    room.graph = room.folder / "new"
    page = room.write("page.txt", page_text())
    return "build", "--no-cache", "--jobs", "1", page, option, folder


@bound("a page", 1, f"{PAGE} larger than 20 MB, too large for one page; split it")
def page_too_large(room: Room) -> Made:
    return checked(room.sparse("page.txt", 20_000_001))


@bound("a page", 1, f"{PAGE} not a regular file")
def page_is_a_fifo(room: Room) -> Made:
    return checked(room.fifo("page.txt"))


@bound("a page", 1, "/dev/zero:1:1 error PK100 file-is-a-page not a regular file")
def page_is_a_device(room: Room) -> Made:
    return checked("/dev/zero")


@bound("a page", 1, "{room}/page.txt:1:2 error PK100 file-is-a-page invalid UTF-8 at byte 1")
def page_in_another_encoding(room: Room) -> Made:
    return checked(room.write("page.txt", b"a\xff"))


@bound("a page", 1, "the name of this file is not UTF-8; rename it")
def page_of_an_odd_name(room: Room) -> Made:
    return checked(room.write(os.fsdecode(b"\xff.txt"), page_text()))


@bound(
    "a page",
    0,
    "{room}/pages/b.txt: a broken symbolic link, or one to a file outside {room}/pages; left out",
)
def page_outside_the_folder(room: Room) -> Made:
    folder = room.write("pages/a.txt", page_text()).parent
    (folder / "b.txt").symlink_to(room.write("other.txt", page_text("Other")))
    return checked(folder)


@bound("a page", 1, r"hidden\u202e.txt:1:1 error PK100 file-is-a-page")
def page_of_a_name_that_turns_text(room: Room) -> Made:
    return checked(room.fifo("hidden\u202e.txt"))


@bound(
    "lists of a page", 1, f"{PAGE} the page has more than 1000 rows, decisions, marks, sources or values"
)
def too_many_sources(room: Room) -> Made:
    addresses = "\n".join(f"https://example.org/{number}" for number in range(1_001))
    return checked(room.write("page.txt", page_text(sources=addresses)))


EXPORTED = "<mediawiki>"


@bound("an export of a wiki", 1, "a DOCTYPE, which may define entities, is refused")
def export_with_entities(room: Room) -> Made:
    return checked(room.write("export.xml", f'<!DOCTYPE m [<!ENTITY a "b">]>{EXPORTED}&a;'))


@bound("an export of a wiki", 1, "nested deeper than 100 levels; 0 whole pages before it")
def export_nested_too_deep(room: Room) -> Made:
    return checked(room.write("export.xml", EXPORTED + "<a>" * 101))


@bound("an export of a wiki", 1, "more than 1000 different names of elements and attributes; 0 whole")
def export_with_too_many_names(room: Room) -> Made:
    return checked(room.write("export.xml", EXPORTED + "".join(f"<a{n}/>" for n in range(1001))))


@bound("an export of a wiki", 1, "a tag or comment of more than 1 MB; 0 whole pages before it")
def export_with_an_endless_comment(room: Room) -> Made:
    return checked(room.write("export.xml", f"{EXPORTED}<!--{'a' * 3_000_000}"))


@bound("an export of a wiki", 1, "expands to more than 250 times its size; ")
def export_that_expands(room: Room) -> Made:
    machine = zlib.compressobj(9, wbits=31)
    pages = (machine.compress(b"<page></page>" * 80_000) for _ in range(110))
    first = machine.compress(EXPORTED.encode())
    return checked(room.write("export.xml.gz", b"".join([first, *pages, machine.flush()])))


@bound(
    "an answer of a wiki's API", 1, "{room}/answer.json:1:1 error PK100 file-is-a-page larger than 20 MB"
)
def answer_too_large(room: Room) -> Made:
    return checked(room.write("answer.json", '{"query": {"pages": []}}' + " " * 20_000_000))


@bound("an answer of a wiki's API", 1, "nested deeper than 100 levels")
def answer_nested_too_deep(room: Room) -> Made:
    return checked(room.write("answer.json", f'{{"query": {{"pages": {JSON_LEVELS}}}}}'))


@bound("an answer of a wiki's API", 1, "more than 1000000 values; split it")
def answer_with_too_many_values(room: Room) -> Made:
    return checked(room.write("answer.json", '{"query": {"pages": [' + "7," * 1_000_001))


@bound("an answer of a wiki's API", 1, 'an object has two members with the name "pages"')
def answer_with_a_name_twice(room: Room) -> Made:
    return checked(room.write("answer.json", '{"query": {"pages": [], "pages": []}}'))


@bound("an authority record", 1, "{room}/own/a.ttl: larger than 50 MB")
def record_too_large(room: Room) -> Made:
    return built(room, "--authority", room.sparse("own/a.ttl", 50_000_001).parent)


@bound("an authority record", 1, "{room}/own/a.ttl: not a regular file")
def record_is_a_fifo(room: Room) -> Made:
    return built(room, "--authority", room.fifo("own/a.ttl").parent)


@bound("an authority record", 1, "{room}/own/a.ttl:1:1: has a blank node or a triple term")
def record_without_a_name(room: Room) -> Made:
    return built(room, "--authority", room.write("own/a.ttl", "[] <urn:p> <urn:o> .\n").parent)


@bound("a notice", 1, "{room}/own/a.ttl: larger than 50 MB")
def notice_too_large(room: Room) -> Made:
    return built(room, "--notices", room.sparse("own/a.ttl", 50_000_001).parent)


@bound("a notice", 1, "{room}/own/a.ttl: not a regular file")
def notice_is_a_fifo(room: Room) -> Made:
    return built(room, "--notices", room.fifo("own/a.ttl").parent)


@bound("a table of links (SSSOM)", 1, f"{{room}}/own/{LINKS}: larger than 50 MB")
def table_too_large(room: Room) -> Made:
    return built(room, "--links", room.sparse(f"own/{LINKS}", 50_000_001).parent)


@bound("a table of links (SSSOM)", 1, f"{{room}}/own/{LINKS}: not a regular file")
def table_is_a_fifo(room: Room) -> Made:
    return built(room, "--links", room.fifo(f"own/{LINKS}").parent)


@bound(
    "a table of links (SSSOM)",
    1,
    f"{{room}}/own/{LINKS}:1: a cell is longer than 131072 characters; shorten it",
)
def table_with_a_long_cell(room: Room) -> Made:
    return built(room, "--links", room.write(f"own/{LINKS}", "x" * 131_073 + "\n").parent)


@bound("a table of another catalogue", 1, "{room}/a.csv: larger than 200 MB")
def catalogue_too_large(room: Room) -> Made:
    return "link", "--catalogue", room.sparse("a.csv", 200_000_001)


@bound("a table of another catalogue", 1, "{room}/a.csv: not a regular file")
def catalogue_is_a_fifo(room: Room) -> Made:
    return "link", "--catalogue", room.fifo("a.csv")


@bound("a table of another catalogue", 1, "{room}/a.csv:1: not CSV: field larger than field limit")
def catalogue_with_a_long_cell(room: Room) -> Made:
    return "link", "--catalogue", room.write("a.csv", f"incident_id,{'x' * 131_073}\n")


@bound("a table of another catalogue", 1, "{room}/a.json: nested deeper than 100 levels")
def catalogue_too_deep(room: Room) -> Made:
    return "link", "--catalogue", room.write("a.json", JSON_LEVELS)


@bound("privkg.toml", 1, "{room}/privkg.toml: larger than 100 kB")
def description_too_large(room: Room) -> Made:
    return "publish", "out", "--config", room.sparse("privkg.toml", 100_001)


@bound("privkg.toml", 1, "{room}/privkg.toml: not a regular file")
def description_is_a_fifo(room: Room) -> Made:
    return "publish", "out", "--config", room.fifo("privkg.toml")


@bound("privkg.toml", 1, "{room}/privkg.toml:1:5: not TOML: nested deeper than 100 levels")
def description_too_deep(room: Room) -> Made:
    return "publish", "out", "--config", room.write("privkg.toml", DEEP_TOML)


@bound("privkg.toml", 1, "{room}/privkg.toml:1:5: not TOML: a number is too long")
def description_with_a_long_number(room: Room) -> Made:
    return "publish", "out", "--config", room.write("privkg.toml", f"a = {'9' * 4_301}\n")


@bound("the folder of a graph", 3, "{graph}/CURRENT: larger than 1 kB; build again")
def current_too_large(room: Room) -> Made:
    os.truncate(room.own_graph() / "CURRENT", 1_001)
    return QUERY


@bound("the folder of a graph", 3, "{graph}/gen-000001/seal.json: larger than 500 MB; build again")
def seal_too_large(room: Room) -> Made:
    os.truncate(room.own_graph() / "gen-000001" / "seal.json", 500_000_001)
    return ("verify",)


@bound("the folder of a graph", 3, "{graph}/gen-000001/quads.nq.gz: not a regular file; build again")
def text_is_a_device(room: Room) -> Made:
    text = room.own_graph() / "gen-000001" / "quads.nq.gz"
    text.unlink()
    text.symlink_to("/dev/zero")
    return ("verify",)


@bound(
    "the folder of a graph",
    3,
    "{graph}/gen-000001/seal.json: nested deeper than 100 levels; build again",
)
def seal_too_deep(room: Room) -> Made:
    (room.own_graph() / "gen-000001" / "seal.json").write_text(JSON_LEVELS)
    return ("verify",)


@bound("the folder of a graph", 3, DAMAGED)
def text_too_large(room: Room) -> Made:
    generation = room.own_graph() / "gen-000001"
    os.truncate(generation / "quads.nq.gz", 1_000_000_002)
    for graph in graph_tables.read(generation):
        graph_tables.place(generation, graph, Member(0, 1_000_000_001, "0" * 64))
    (generation / "seal.json").write_text(seal.of(generation))
    return "export", "-", "--format", "nquads"


def published(room: Room, name: str, size: int) -> Made:
    """Return the command that verifies a published folder with one file in its manifest."""
    known = {name: {"bytes": size, "sha256": "0" * 64}}
    manifest = {"format": 2, "dataset": {}, "incidents": {}, "files": known}
    return "verify", room.write("site/manifest.json", json.dumps(manifest)).parent


@bound(
    "a published folder, for verify",
    1,
    "{room}/site/manifest.json: no readable manifest (larger than 200 MB)",
)
def site_manifest_too_large(room: Room) -> Made:
    return "verify", room.sparse("site/manifest.json", 200_000_001).parent


@bound(
    "a published folder, for verify",
    1,
    "{room}/site/manifest.json: no readable manifest (not a regular file)",
)
def site_manifest_is_a_fifo(room: Room) -> Made:
    return "verify", room.fifo("site/manifest.json").parent


@bound(
    "a published folder, for verify",
    1,
    "{room}/site/manifest.json: no readable manifest (nested deeper than 100 levels)",
)
def site_manifest_too_deep(room: Room) -> Made:
    return "verify", room.write("site/manifest.json", JSON_LEVELS).parent


@bound("a published folder, for verify", 1, "index.html: a link to outside of the folder; not read")
def site_with_a_link_out(room: Room) -> Made:
    (room.folder / "site").mkdir()
    (room.folder / "site" / "index.html").symlink_to(room.write("other.html", "x"))
    return published(room, "index.html", 1)


@bound("a dump in a published folder", 1, "data/a.nq: larger than 10000 MB; not read")
def dump_too_large(room: Room) -> Made:
    room.sparse("site/data/a.nq", 10_000_000_001)
    return published(room, "data/a.nq", 10_000_000_001)


@bound("a dump in a published folder", 1, "data/a.nq: cannot be parsed: larger than 1000 MB")
def altered_dump_too_large(room: Room) -> Made:
    room.sparse("site/data/a.nq", 1_000_000_001)
    return published(room, "data/a.nq", 1)


@bound("a dump in a published folder", 1, "data/a.nq: not a regular file")
def dump_is_a_fifo(room: Room) -> Made:
    room.fifo("site/data/a.nq")
    return published(room, "data/a.nq", 0)


def shaped(path: Path) -> Made:
    """Return the command that checks the graph with shapes."""
    return "check", "--no-cache", "--shapes", path


@bound("a user's shapes", 1, "{room}/a.ttl: larger than 50 MB")
def shapes_too_large(room: Room) -> Made:
    return shaped(room.sparse("a.ttl", 50_000_001))


@bound("a user's shapes", 1, "{room}/a.ttl: not a regular file")
def shapes_are_a_fifo(room: Room) -> Made:
    return shaped(room.fifo("a.ttl"))


@bound("a user's shapes", 1, "{room}/a.ttl: more than 200000 triples of shapes")
def shapes_of_many_triples(room: Room) -> Made:
    return shaped(room.write("a.ttl", "".join(f"<urn:s> <urn:p> {n} .\n" for n in range(200_001))))


@bound("a user's shapes", 1, "{room}/a.ttl: invalid query in the shapes: SERVICE <urn:x> would query")
def shapes_that_query_elsewhere(room: Room) -> Made:
    query = "SELECT $this { SERVICE <urn:x> { $this ?p ?o } }"
    return shaped(room.write("a.ttl", f'{SHAPE} ; sh:sparql [ sh:select "{query}" ] .\n'))


@bound("a user's shapes", 1, "is a number of more than 1,000 digits; write a shorter one")
def shapes_with_a_long_number(room: Room) -> Made:
    least = "9" * 1_001
    return shaped(
        room.write("a.ttl", f"{SHAPE} ; sh:property [ sh:path pk:harm ; sh:minCount {least} ] .\n")
    )


@bound("a user's shapes", 1, "a property path nests deeper than 32, or within itself")
def shapes_of_a_deep_path(room: Room) -> Made:
    path = "[ sh:inversePath " * 33 + "dcterms:title" + " ]" * 33
    return shaped(room.write("a.ttl", f"{SHAPE} ; sh:property [ sh:path {path} ; sh:minCount 1 ] .\n"))


@bound("a user's shapes", 1, "{room}/a.ttl: the import <https://example.org/more> is not fetched")
def shapes_that_import(room: Room) -> Made:
    return shaped(room.write("a.ttl", f"{SHAPE} . <urn:o> owl:imports <https://example.org/more> .\n"))


@bound("what check and build kept (.privkg_cache)", 0, "{room}/copied: not used, as privkg did not make")
def cache_of_somebody_else(room: Room) -> Made:
    page = room.write("page.txt", page_text())
    run("check", "--jobs", "1", page, "--cache", room.folder / "first")
    copied = shutil.copytree(room.folder / "first", room.folder / "copied")
    return "check", "--jobs", "1", "--verbose", page, "--cache", copied


@bound("what check and build kept (.privkg_cache)", 0, "cache: 0 hits, 1 misses")
def cached_page_too_large(room: Room) -> Made:
    page, cache = room.write("page.txt", page_text()), room.folder / "cache"
    run("check", "--jobs", "1", page, "--cache", cache)
    (kept,) = (path for path in cache.glob("*/*/*") if path.is_file())
    os.truncate(kept, 50_000_001)
    return "check", "--jobs", "1", "--verbose", page, "--cache", cache


def pushed(room: Room) -> Made:
    """Return the command that pushes the graph to a server that stores it."""
    room.url = room.stack.enter_context(GraphServer().running()).url
    return "push", room.url


@bound("the record of pushed graphs (pushed.jsonl)", 3, "{graph}/pushed.jsonl: larger than 500 MB")
def ledger_too_large(room: Room) -> Made:
    ledger = room.own_graph() / "pushed.jsonl"
    ledger.touch()
    os.truncate(ledger, 500_000_001)
    return pushed(room)


@bound("the record of pushed graphs (pushed.jsonl)", 3, "{graph}/pushed.jsonl: not a regular file")
def ledger_is_a_fifo(room: Room) -> Made:
    os.mkfifo(room.own_graph() / "pushed.jsonl")
    return pushed(room)


@bound("the record of pushed graphs (pushed.jsonl)", 3, "{graph}/pushed.jsonl: cannot be read: ")
def ledger_is_a_link(room: Room) -> Made:
    (room.own_graph() / "pushed.jsonl").symlink_to(room.write("pushed.jsonl", ""))
    return pushed(room)


@bound("the record of pushed graphs (pushed.jsonl)", 0, ", 0 unchanged, ")
def ledger_too_deep(room: Room) -> Made:
    room.own_graph()
    made = pushed(room)
    run(*made, graph=room.graph)
    with (room.graph / "pushed.jsonl").open("a") as ledger:
        ledger.write(f"{JSON_LEVELS}\n")
    return made


@bound("the record of what was published (published.tsv)", 0, " files in ")
def publication_too_large(room: Room) -> Made:
    return published_with(lambda record: os.truncate(record, 500_000_001), room)


@bound("the record of what was published (published.tsv)", 0, " files in ")
def publication_is_a_fifo(room: Room) -> Made:
    def pipe(record: Path) -> None:
        record.unlink()
        os.mkfifo(record)

    return published_with(pipe, room)


@bound("the record of what was published (published.tsv)", 0, " files in ")
def publication_is_a_link(room: Room) -> Made:
    def link(record: Path) -> None:
        record.rename(room.folder / "record")
        record.symlink_to(room.folder / "record")

    return published_with(link, room)


@bound("the record of what was published (published.tsv)", 0, " files in ")
def publication_names_other_files(room: Room) -> Made:
    def change(record: Path) -> None:
        content = record.read_text(encoding="utf-8")
        record.write_text(content.replace("\tid/", "\t../../id/"), encoding="utf-8")

    return published_with(change, room)


def published_with(change: Callable[[Path], object], room: Room) -> Made:
    """Return the command that publishes a graph again, after its record was changed."""
    command = "publish", room.folder / "out", "--config", room.write("privkg.toml", LEAST)
    run(*command, graph=room.own_graph())
    change(room.graph / "published.tsv")
    return command


@bound("the name of a question", 2, 'unknown question "{room}/mine.rq"; ')
def question_by_its_path(room: Room) -> Made:
    return "ask", room.write("mine.rq", "SELECT * {}")


@bound("a word for a question", 2, f'unknown harm "{"x" * 99} … {"x" * 99}"; ')
def word_too_long(room: Room) -> Made:
    return *ASK, "--harm", "x" * 100_000


@bound("a word for a question", 2, '"1000001" is not a whole number from 1 to 1000000')
def number_too_large(room: Room) -> Made:
    return "ask", "recurring-actors", "--at-least", "1000001"


@bound("a word for a question", 2, f'"{"9" * 99} … {"9" * 99}" is not a date; write 2014')
def date_too_long(room: Room) -> Made:
    return *ASK, "--from", "9" * 5_000


@bound("a SPARQL query", 3, "{room}/a.rq: the query has more than 1000000 characters; it is not run")
def query_file_too_long(room: Room) -> Made:
    return "query", room.write("a.rq", f"ASK {{}} #{'x' * 1_000_000}")


@bound("a SPARQL query", 3, "/dev/zero: the query has more than 1000000 characters; it is not run")
def query_file_is_a_device(room: Room) -> Made:
    return "query", "/dev/zero"


@bound("a SPARQL query", 2, '"{room}": Is a directory')
def query_file_is_a_folder(room: Room) -> Made:
    return "query", room.folder


@bound("a SPARQL query", 3, "<stdin>: the query has more than 1000000 characters; it is not run")
def query_from_standard_input_too_long(room: Room) -> Made:
    room.stdin = f"ASK {{}} #{'x' * 1_000_000}"
    return ("query",)


@bound("a SPARQL query", 1, "<stdin>:1:1: not UTF-8 text")
def query_from_standard_input_in_another_encoding(room: Room) -> Made:
    room.stdin = b"ASK {} # \xff"
    return ("query",)


@bound("a SPARQL query", 3, "the query is nested deeper than 128 levels; it is not run")
def query_too_deep(room: Room) -> Made:
    return "query", "-e", f"SELECT * {'{' * 129}{'}' * 129}"


@bound("a SPARQL query", 3, "DROP is an update; a graph can only be queried")
def query_that_writes(room: Room) -> Made:
    return "query", "-e", "DROP ALL"


@bound("a SPARQL query", 3, "the answer has more than 100000 rows; add a LIMIT, or set --max-rows")
def query_of_many_rows(room: Room) -> Made:
    return (
        "query",
        "-e",
        "SELECT (1 AS ?n) { ?a rdfs:label ?b . ?c rdfs:label ?d . ?e rdfs:label ?f } LIMIT 100001",
    )


@bound("SERVICE", 3, "SERVICE <{url}> would query another endpoint; allow it with")
def service_that_is_not_allowed(room: Room) -> Made:
    _, url = room.endpoint(sends(response(results("urn:a"))))
    room.is_unasked = True
    return "query", "-e", f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"


@bound("FROM", 0, '{{"head":{{"vars":["x"]}},"results":{{"bindings":[]}}}}')
def dataset_elsewhere(room: Room) -> Made:
    _, url = room.endpoint(sends(response(results("urn:a"))))
    room.is_unasked = True
    return "query", "--format", "json", "-e", f"SELECT ?x FROM <{url}> {{ ?x ?p ?o }}"


@bound("an endpoint's answer", 3, "{url}: the answer is larger than 64 MB; restrict the query")
def answer_that_inflates(room: Room) -> Made:
    return *QUERY, *room.endpoint(sends(gzipped(b" " * (64 * 1024**2 + 1))))


@bound("an endpoint's answer", 3, "the answer has more than 100000 rows; add a LIMIT, or set --max-rows")
def answer_of_many_rows(room: Room) -> Made:
    return *QUERY, *room.endpoint(sends(response(results(*["urn:a"] * 100_001))))


@bound(
    "an endpoint's answer", 3, "{url}: the answer cannot be read: it is nested deeper than 128 levels"
)
def answer_too_deep(room: Room) -> Made:
    return *QUERY, *room.endpoint(sends(response(b"[" * 129 + b"]" * 129)))


@bound("an endpoint's answer", 3, "{url}: a row of its answer has no value for ?")
def answer_with_a_gap(room: Room) -> Made:
    return "show", "cameras", *room.endpoint(sends(response(results("urn:a"))))


@bound("an endpoint's headers", 3, "{url}: the response is not HTTP")
def too_many_headers(room: Room) -> Made:
    headers = {f"X-{number}": "x" for number in range(101)}
    return *QUERY, *room.endpoint(sends(response(results("urn:a"), 200, JSON, **headers)))


@bound("an endpoint's headers", 3, "{url}: the response is not HTTP")
def header_too_long(room: Room) -> Made:
    return *QUERY, *room.endpoint(sends(response(results("urn:a"), X="x" * 65_537)))


@bound("an endpoint's headers", 3, "{url}: redirects more than 5 times")
def redirects_without_end(room: Room) -> Made:
    return *QUERY, *room.endpoint(sends(response(status=302, Location="/sparql")))


@bound("an endpoint's headers", 3, "{url}: redirects to http://127.0.0.1:9, which is not followed")
def redirect_elsewhere(room: Room) -> Made:
    return *QUERY, *room.endpoint(sends(response(status=302, Location="http://127.0.0.1:9/")))


@bound("an endpoint's headers", 0, "urn:a")
def number_of_rows_too_long(room: Room) -> Made:
    answer = response(results("urn:a"), X_SPARQL_MaxRows="9" * 5_000)
    return *QUERY, *room.endpoint(sends(answer))


def reconciled(room: Room, answer: str, kind: str = "application/json") -> Made:
    """Return the command that queries a reconciliation service: its manifest, then a response."""
    manifest = {"versions": ["0.2"], "identifierSpace": "https://example.org/"}
    first = response(json.dumps(manifest).encode(), kind="application/json")
    _, url = room.endpoint(sends(response(answer.encode(), kind=kind)), sends(first))
    return "link", "--kind", "actor", "--service", url


@bound("a reconciliation service's answer", 3, "{url}: its JSON cannot be read (nested deeper than 100")
def candidates_too_deep(room: Room) -> Made:
    return reconciled(room, f'{{"q0": {JSON_LEVELS}}}')


@bound(
    "a reconciliation service's answer",
    3,
    '{url}: it names a candidate without id or name (its name is "xxx',
)
def candidate_of_a_long_name(room: Room) -> Made:
    candidate = {"id": "https://example.org/1", "name": "x" * 1_001, "score": 1}
    return reconciled(room, json.dumps({"q0": {"result": [candidate]}}))


@bound("a reconciliation service's answer", 3, "{url}: answered with text/html, not JSON")
def candidates_of_another_kind(room: Room) -> Made:
    return reconciled(room, "<p>", kind="text/html")


@bound(
    "the address of an endpoint",
    2,
    '"file:///etc/passwd" is not the URL of an endpoint; begin it with http',
)
def address_of_a_file(room: Room) -> Made:
    return *QUERY, "--endpoint", "file:///etc/passwd"


@bound("the address of an endpoint", 2, "leave the user out of the URL of example.org")
def address_with_a_password(room: Room) -> Made:
    return *QUERY, "--endpoint", "https://u:secret@example.org/"


@bound("credentials", 2, "PRIVKG_USER has a character that HTTP cannot send")
def user_with_a_colon(room: Room) -> Made:
    room.monkeypatch.setenv("PRIVKG_USER", "a:b")
    return *QUERY, "--endpoint", "https://example.org/"


@bound("credentials", 2, "http://example.org/: a token is not sent over plain http")
def token_over_plain_http(room: Room) -> Made:
    room.monkeypatch.setenv("PRIVKG_TOKEN", "secret")
    return *QUERY, "--endpoint", "http://example.org/"


@bound("the keyring", 2, NO_PASSWORD, is_apart=True)
def keyring_that_fails(room: Room) -> Made:
    room.monkeypatch.setenv("PRIVKG_USER", "somebody")
    room.monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    return *QUERY, "--endpoint", "https://example.org/"


@bound("the keyring", 2, NO_PASSWORD, is_apart=True)
def keyring_that_is_none(room: Room) -> Made:
    room.monkeypatch.setenv("PRIVKG_USER", "somebody")
    room.monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "nonsense")
    return *QUERY, "--endpoint", "https://example.org/"


@bound("environment variables", 0, "/incident/cameras-for-sale-in-an-example", is_apart=True)
def columns_of_many_digits(room: Room) -> Made:
    room.monkeypatch.setenv("COLUMNS", "9" * 5_000)
    room.monkeypatch.setenv("LINES", "9" * 5_000)
    return "show", "cameras"


@bound("environment variables", 0, "x" * 90)
def columns_of_a_table(room: Room) -> Made:
    room.monkeypatch.setenv("COLUMNS", "9" * 5_000)
    return "query", "-e", f"SELECT ('{'x' * 90}' AS ?x) {{}}", "--format", "table"


@bound("environment variables", 3, "xxx; build one with `privkg build`")
def graph_of_a_long_name(room: Room) -> Made:
    room.graph = Path("x" * 5_000)
    return QUERY


@bound("environment variables", 1, f"{PAGE} larger than 20 MB")
def cache_of_a_long_name(room: Room) -> Made:
    room.monkeypatch.setenv("PRIVKG_CACHE", "x" * 5_000)
    return "check", "--jobs", "1", room.sparse("page.txt", 20_000_001)


@bound("command-line arguments", 2, f'unknown command "{"x" * 99} … {"x" * 99}"; ')
def verb_too_long(room: Room) -> Made:
    return ("x" * 100_000,)


@bound(
    "command-line arguments", 2, "invalid value for --timeout: give a number of seconds; see `privkg "
)
def timeout_that_is_not_a_number(room: Room) -> Made:
    return *QUERY, "--timeout", "nan"


@bound("command-line arguments", 2, "invalid value for --max-rows: 10000001 is not in the range")
def too_many_rows_allowed(room: Room) -> Made:
    return *QUERY, "--max-rows", "10000001"


@bound("command-line arguments", 2, 'invalid value for --memory: "' + "9" * 5_000)
def memory_of_many_digits(room: Room) -> Made:
    return *QUERY, "--memory", "9" * 5_000


@bound("an IRI", 2, f'"https://x y{"x" * 88} … {"x" * 99}" is not an IRI: it has the character U+0020')
def iri_too_long_for_a_message(room: Room) -> Made:
    return "link", "--accept", "https://x y" + "x" * 100_000, "wd:Q1", "--as", "owl:sameAs"


@bound("an IRI", 2, f'unknown incident "https://{"x" * 91} … {"x" * 98}<"; ')
def text_that_is_not_an_iri(room: Room) -> Made:
    return "show", "https://" + "x" * 100_000 + "<"


MAPPING = """\
title = "Leaks"
homepage = "https://leaks.example.org/"
licence = "https://creativecommons.org/licenses/by/4.0/"
credit = "Leaks"
key = "No."
"""
REGISTER = "error PK100 file-is-a-page "


def mapped(path: Path, more: str = 'format = "csv"\n') -> Made:
    """Return the command that checks a table by a mapping next to it."""
    mapping = path.with_name("mapping.toml")
    mapping.write_text(MAPPING + more, encoding="utf-8")
    return *checked(path), "--mapping", mapping


@bound("a table of a register", 1, f"{{room}}/a.csv:1:1 {REGISTER}not a regular file")
def register_is_a_fifo(room: Room) -> Made:
    return mapped(room.fifo("a.csv"))


@bound("a table of a register", 1, f"{{room}}/a.csv:2:1 {REGISTER}a line of more than 20 MB")
def register_of_a_long_row(room: Room) -> Made:
    return mapped(room.write("a.csv", f"No.\n{'1,' * 11_000_000}\n"))


@bound(
    "a table of a register", 1, f"{{room}}/a.csv:1:1 {REGISTER}the header has more than 16384 columns"
)
def register_of_many_columns(room: Room) -> Made:
    return mapped(room.write("a.csv", "No." + ",x" * 20_000))


@bound("a table of a register", 1, f"{{room}}/a.csv:2:1 {REGISTER}a cell of more than 131072 characters")
def register_of_a_long_cell(room: Room) -> Made:
    return mapped(room.write("a.csv", "No.\n" + "x" * 131_073))


@bound("a table of a register", 1, "No. has 5000 characters; what identifies a record has at most 200")
def register_of_a_long_key(room: Room) -> Made:
    return mapped(room.write("a.csv", "No.\n" + "9" * 5_000))


@bound("a table of a register", 1, f"{{room}}/a.json#1:1:108 {REGISTER}nested deeper than 100 levels")
def register_too_deep(room: Room) -> Made:
    return mapped(room.write("a.json", f'{{"No.": {JSON_LEVELS}}}'), 'format = "json"\n')


@bound("a workbook (XLSX)", 1, 'the part "xl/sharedStrings.xml" expands to more than ')
def workbook_that_expands(room: Room) -> Made:
    strings = workbooks.root("sst", "<si><t>a</t></si>" * 1_500_000)
    path = workbooks.write(room.folder, workbooks.texts("No."), STRINGS=strings)
    return mapped(path.rename(room.folder / "a.xlsx"), 'format = "xlsx"\n')


@bound("a workbook (XLSX)", 1, "the cell A2: a formula without a result; open the workbook and save it")
def workbook_with_a_formula(room: Room) -> Made:
    rows = workbooks.texts("No.") + "<row><c><f>1+1</f></c></row>"
    path = workbooks.write(room.folder, rows)
    return mapped(path.rename(room.folder / "a.xlsx"), 'format = "xlsx"\n')


@bound("a mapping", 1, "{room}/mapping.toml: larger than 200 kB")
def mapping_too_large(room: Room) -> Made:
    return mapped(room.write("a.csv", "No.\n1\n"), "#" * 200_000)


@bound("a mapping", 1, "{room}/mapping.toml:6:1: the header or the data is to begin below row 1048576")
def mapping_of_a_far_header(room: Room) -> Made:
    return mapped(room.write("a.csv", "No.\n1\n"), 'format = "csv"\nheader = 1048577\n')


@bound("a mapping", 1, "{room}/mapping.toml:7:8: not TOML: a number is too long")
def mapping_of_many_digits(room: Room) -> Made:
    return mapped(room.write("a.csv", "No.\n1\n"), f'format = "csv"\nstart ={"9" * 5_000}\n')


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the graph of one page, which trials read or copy."""
    folder = tmp_path_factory.mktemp("security")
    (folder / "cameras.txt").write_text(page_text(), encoding="utf-8")
    build.build([folder / "cameras.txt"], folder / "graph")
    return folder / "graph"


@pytest.fixture
def room(graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """A folder in which commands run, and an environment without user settings."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("PRIVKG_")]:
        monkeypatch.delenv(name)
    with ExitStack() as stack:
        yield Room(folder=tmp_path, graph=graph, monkeypatch=monkeypatch, stack=stack)


class TestRows:
    @pytest.mark.parametrize(
        ("row", "trial"),
        [
            pytest.param(
                row,
                trial,
                id=f"{row}-{trial.make.__name__ if trial else 'no trial'}",
                # Until the bound is reached, some hundred megabytes are read.
                marks=[pytest.mark.long(part="hostile")]
                if trial and trial.make is export_that_expands
                else [],
            )
            for row in ROWS
            for trial in TRIALS.get(row, [None])
        ],
    )
    def test_the_bound_holds(self, row: str, trial: Trial | None, room: Room) -> None:
        """
        An input beyond a bound ends with the exit code and one message that names the input.
        """
        assert trial, f"the row {row!r} has no trial"
        given = trial.make(room)
        result = (
            process(*given, graph=room.graph)
            if trial.is_apart
            else run(*given, stdin=room.stdin, graph=room.graph)
        )
        words = trial.words.format(room=room.folder, graph=room.graph, url=room.url)
        lines = [line for line in (result.stdout + result.stderr).splitlines() if words in line]

        assert (trial.code, 1) == (result.code, len(lines)), result
        assert trial.code != 3 or 1 == result.stderr.count("\n"), result
        assert not (room.is_unasked and room.visits)

    def test_each_trial_has_a_row(self) -> None:
        """
        Each trial has a row in the table, and no row occurs twice.
        """
        assert set() == TRIALS.keys() - set(ROWS)
        assert sorted(set(ROWS)) == sorted(ROWS)
