"""A build reads pages from an object store as from a folder, and writes the same graph."""

import gzip
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

import stores
from builders import page_text, undecodable
from checkout import SAMPLE_PAGES, TESTS
from commands import Result, process, run
from privkg import build
from privkg.build import find
from privkg.build.pages import Rejected
from privkg.build.read import ReadOptions, read
from privkg.core.objects import Address
from privkg.store.graph import open_graph
from stores import Store

WORKBOOK = TESTS / "sources" / "records" / "sample.xlsx"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder with each kind of file that a build reads or leaves out."""
    folder = tmp_path / "pages"
    for name in ("deep/deeper", ".hidden"):
        (folder / name).mkdir(parents=True)
    for page in SAMPLE_PAGES[:3]:
        (folder / page.name).write_bytes(page.read_bytes())
    (folder / "deep" / "Twice.TXT").write_bytes((folder / SAMPLE_PAGES[0].name).read_bytes())
    (folder / "deep" / "deeper" / "sold é #1?.txt").write_text(
        page_text("Cameras sold"), encoding="utf-8"
    )
    (folder / "undecodable.txt").write_bytes(undecodable())
    (folder / ".hidden" / "page.txt").write_text(page_text("Hidden"), encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    records = (TESTS / "sources" / "veris" / "records.jsonl").read_bytes()
    (folder / "records.jsonl").write_bytes(records)
    (folder / "records-again.jsonl.gz").write_bytes(gzip.compress(records, mtime=0))
    return folder


@pytest.fixture
def variables(store: Store, monkeypatch: pytest.MonkeyPatch) -> Mapping[str, str]:
    """The variables by which the store is reached, which are set."""
    for name, value in store.variables.items():
        monkeypatch.setenv(name, value)
    return store.variables


def built(at: str | Path, graph: Path, *options: str) -> Result:
    return run("build", at, "--no-cache", *options, graph=graph)


@contextmanager
def listening(content: bytes) -> Iterator[str]:
    """Run a store whose objects have 5 bytes, and always the same content; yield its URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._send(200, 5)

        def do_GET(self) -> None:
            self._send(206, len(content))
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

        def _send(self, status: int, size: int) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(size))
            self.send_header("ETag", '"1"')
            self.end_headers()

    with stores.served(Handler) as url:
        yield url


def hash_of(graph: Path) -> str:
    return open_graph(graph).manifest.sha256


@pytest.mark.usefixtures("variables")
class TestFolder:
    def test_same_graph_and_report(self, store: Store, pages: Path, tmp_path: Path) -> None:
        """
        Graph, findings and counts are those of the folder, with addresses instead of paths.
        """
        store.copy(pages, "same")
        local = built(pages, tmp_path / "graph")
        shutil.move(tmp_path / "graph", tmp_path / "former")
        ours = built("s3://same/pages", tmp_path / "graph")

        assert (1, 1) == (local.code, ours.code), ours.stderr
        assert "s3://same/pages/undecodable.txt:1:4 error" in ours.stderr
        assert local.stderr.replace(str(pages), "s3://same/pages") == ours.stderr
        assert hash_of(tmp_path / "former") == hash_of(tmp_path / "graph")

    @pytest.mark.long(part="engines")
    def test_several_processes(self, store: Store, tmp_path: Path) -> None:
        """
        Each process reads its own objects.
        """
        texts = {f"{number:03}.txt": page_text(f"Letters {number}").encode() for number in range(220)}
        store.put("many", texts)
        ours = built("s3://many/", tmp_path / "graph", "--jobs", "2")

        assert 0 == ours.code, ours.stderr
        assert "read 220 = 220 accepted" in ours.stderr

    def test_folders_shown_by_consoles(self, store: Store, tmp_path: Path) -> None:
        """
        An empty object that consoles show as a folder is not reported; one with content is.
        """
        text = page_text("Letters opened").encode()
        store.put("shown", {"in/": b"", "in/a.txt": text, "in/b.txt/": b"not read", "in//c.txt": text})
        ours = built("s3://shown/in/", tmp_path / "graph")

        assert 0 == ours.code, ours.stderr
        assert "s3://shown/in/b.txt/: an object with the name of a folder" in ours.stderr
        assert "read 3 = 1 accepted + 1 duplicate + 1 left out + 0 rejected" in ours.stderr


@pytest.mark.usefixtures("variables")
class TestObject:
    def test_named(self, store: Store, tmp_path: Path) -> None:
        """
        An object that the user named is read, whatever its suffix, and no other object of its folder.
        """
        text = page_text("Letters opened").encode()
        store.put("named", {"in/a.page": text, "in/a.page.txt": b"", "in/b.txt": b""})
        ours = built("s3://named/in/a.page", tmp_path / "graph")

        assert 0 == ours.code, ours.stderr
        assert "read 1 = 1 accepted + 0 duplicate + 0 left out + 0 rejected" in ours.stderr

    def test_workbook(self, store: Store, tmp_path: Path) -> None:
        """
        A workbook, whose directory is at its end, is read as from a file.
        """
        store.put("workbook", {WORKBOOK.name: WORKBOOK.read_bytes()})
        local = built(WORKBOOK, tmp_path / "former")
        ours = built(f"s3://workbook/{WORKBOOK.name}", tmp_path / "graph")

        assert local.code == ours.code
        assert local.stderr.splitlines()[:-1] == [
            line.replace("s3://workbook", str(WORKBOOK.parent)) for line in ours.stderr.splitlines()[:-1]
        ]

    def test_removed_after_it_was_listed(self, store: Store, tmp_path: Path) -> None:
        """
        An object that vanishes is rejected with its address; others are read.
        """
        texts = {f"{name}.txt": page_text(f"Letters {name}").encode() for name in "ab"}
        store.put("vanishing", texts)
        files = find.find([Address("vanishing", "")]).files
        store.client.delete_object(Bucket="vanishing", Key="a.txt")
        one, other = (list(read(file, ReadOptions())) for file in files)

        assert isinstance(one[0], Rejected)
        assert "s3://vanishing/a.txt" == one[0].path
        assert "removed after it was listed" == one[0].finding.message
        assert not isinstance(other[0], Rejected)


class TestLostConnection:
    def test_part_is_requested_again(self, store: Store, pages: Path, tmp_path: Path) -> None:
        """
        Connections that are lost while a part is received change neither the graph nor the messages.
        """
        store.copy(pages, "lost")
        former = process("build", "s3://lost/pages", graph=tmp_path / "graph", **store.variables)
        shutil.move(tmp_path / "graph", tmp_path / "former")
        with stores.faulty(store, stores.lose, 3) as variables:
            ours = process("build", "s3://lost/pages", graph=tmp_path / "graph", **variables)

        assert (1, 1) == (former.code, ours.code), ours.stderr
        assert former.stderr == ours.stderr
        assert hash_of(tmp_path / "former") == hash_of(tmp_path / "graph")

    def test_not_for_ever(self, store: Store, tmp_path: Path) -> None:
        """
        If the same part is lost again and again, the build stops, and the former graph is kept.
        """
        store.put("losing", {"a.txt": page_text("Letters opened").encode()})
        at, graph = "s3://losing/a.txt", tmp_path / "graph"
        assert 0 == process("build", at, graph=graph, **store.variables).code
        former = hash_of(graph)
        store.put("losing", {"a.txt": page_text("Letters read").encode()})
        with stores.faulty(store, stores.lose, 4) as variables:
            ours = process("build", at, graph=graph, **variables)

        assert 3 == ours.code, ours.stderr
        assert f"{at}: a part was not received in 4 attempts " in ours.stderr
        assert 1 == len(ours.stderr.splitlines())
        assert former == hash_of(graph)


@pytest.mark.usefixtures("variables")
class TestNextBuild:
    def test_only_changed_objects_are_read(self, store: Store, tmp_path: Path) -> None:
        """
        Of the objects only the changed one is read again, even if its size is the same.
        """
        texts = {f"{name}.txt": page_text(f"Letters {name}").encode() for name in "abc"}
        store.put("next", texts)
        at = Address("next", "")
        build.build([at], tmp_path / "graph")
        store.put("next", {"b.txt": texts["b.txt"].replace(b"A lead", b"A mead")})
        again = build.build([at], tmp_path / "graph")

        assert ["letters-b"] == [page.slug for page in again.draft.changes.written]
        assert (2, 1) == (again.draft.collected.cached, len(again.draft.changes.removed))

    def test_removed_object(self, store: Store, tmp_path: Path) -> None:
        """
        The incident of an object that was removed is not in the graph any more.
        """
        store.put("less", {f"{name}.txt": page_text(f"Letters {name}").encode() for name in "ab"})
        build.build([Address("less", "")], tmp_path / "graph")
        store.client.delete_object(Bucket="less", Key="a.txt")
        build.build([Address("less", "")], tmp_path / "graph")

        assert ["letters-b"] == [page.incident for page in open_graph(tmp_path / "graph").manifest.pages]


MESSAGES = {
    "no bucket": ("s3://absent/pages", {}, 2, "s3://absent/pages: no such bucket"),
    "no folder": ("s3://there/pages", {}, 2, "s3://there/pages: no such object or folder; name a page"),
    "no credentials": (
        "s3://there/pages",
        {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""},
        3,
        "s3://there/pages: the store needs credentials; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and",
    ),
    "no store": (
        "s3://there/pages",
        {"AWS_ENDPOINT_URL": "http://127.0.0.1:1"},
        3,
        's3://there/pages: the store failed: Could not connect to the endpoint URL: "http://127.0.0.1:1/',
    ),
    "no profile": (
        "s3://there/pages",
        {"AWS_PROFILE": "absent"},
        3,
        "the store failed: The config profile",
    ),
    "no endpoint": (
        "s3://there/pages",
        {"AWS_ENDPOINT_URL": "nowhere"},
        3,
        "settings for S3 are not valid",
    ),
    "no scheme": ("https://example.org/pages", {}, 2, "is not an address such as s3://bucket/folder"),
}


@pytest.mark.usefixtures("variables")
class TestOtherCommands:
    def test_check(self, store: Store, pages: Path) -> None:
        """
        `privkg check` has the findings of the folder, with addresses instead of paths.
        """
        store.copy(pages, "checked")
        local = run("check", pages, "--no-cache")
        ours = run("check", "s3://checked/pages", "--no-cache")

        assert (1, 1) == (local.code, ours.code), ours.stderr
        assert local.stdout.replace(str(pages), "s3://checked/pages") == ours.stdout
        assert local.stderr.replace(str(pages), "s3://checked/pages") == ours.stderr

    def test_convert(self, store: Store, pages: Path, tmp_path: Path) -> None:
        """
        `privkg convert` writes the pages that it writes of the folder.
        """
        store.copy(pages, "converted")
        written = []
        for what, folder in (pages, tmp_path / "former"), ("s3://converted/pages", tmp_path / "ours"):
            result = run("convert", what, "--format", "markdown", "--output", folder)
            text = result.stderr.replace(str(what), "").replace(str(folder), "")
            files = {path.name: path.read_bytes() for path in folder.iterdir()}
            written.append((result.code, text, files))

        assert written[0] == written[1]
        assert written[0][2]

    @pytest.mark.parametrize("option", ["--fix", "--diff"])
    def test_fix(self, option: str) -> None:
        """
        Nothing in a store is corrected.
        """
        ours = run("check", "s3://there/pages", option)

        assert 2 == ours.code
        assert f"{option} is for local files; leave it out for s3://there/pages" in ours.stderr


class TestMessages:
    @pytest.mark.parametrize("case", MESSAGES)
    def test_one_line(self, store: Store, tmp_path: Path, case: str) -> None:
        """
        What prevents a build is one line, and no graph is written.
        """
        store.put("there", {"a.txt": b""})
        at, variables, code, message = MESSAGES[case]
        ours = process("build", at, graph=tmp_path / "graph", **{**store.variables, **variables})

        assert code == ours.code, ours.stderr
        assert message in ours.stderr
        assert 1 == len(ours.stderr.splitlines())

    @pytest.mark.parametrize("content", [b"", b"1234", b"123456"])
    def test_store_that_returns_other_bytes(self, store: Store, tmp_path: Path, content: bytes) -> None:
        """
        What a store returns is never taken for a part that was not requested.
        """
        with listening(content) as url:
            variables = {**store.variables, "AWS_ENDPOINT_URL": url}
            ours = process("build", "s3://wrong/a.txt", graph=tmp_path / "graph", **variables)

        assert 3 == ours.code, ours.stderr
        assert "s3://wrong/a.txt: the store returned another part than requested" in ours.stderr
        assert 1 == len(ours.stderr.splitlines())

    def test_watch(self, tmp_path: Path) -> None:
        """
        A store is not watched.
        """
        ours = run("build", "s3://there/pages", "--watch", graph=tmp_path / "graph")

        assert 2 == ours.code
        assert "--watch is for local files; leave it out for s3://there/pages" in ours.stderr
