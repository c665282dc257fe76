"""Commands on damaged or forged graphs end with an exit code and one message."""

import random
import shutil
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest

import graph_tables
from builders import page_text
from checkout import ROOT
from commands import Result
from forked import run_each
from graph_stores import GraphServer
from privkg import build
from privkg.store import seal, text_files
from privkg.store.graph_table import Member

SLUG = "cameras-for-sale-in-an-example"
PARTS = (
    "*.sst",
    "MANIFEST-*",
    "CURRENT",
    "OPTIONS-*",
    "*.log",
    "../graphs.tsv",
    "../pages.jsonl",
    "../quads.nq.gz",
)
VERIFY = 8

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="commands are tried in forked processes")


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def empty(content: bytes) -> bytes:
    return b""


def noise(content: bytes) -> bytes:
    return random.Random(1).randbytes(len(content))


def bit(content: bytes) -> bytes:
    """Return content with some bits changed."""
    altered = bytearray(content)
    for at in range(len(altered) // 2, len(altered), 20_000):
        altered[at] ^= 4
    return bytes(altered)


def sealed(generation: Path) -> None:
    """Write a new seal for the current files, as a forger would."""
    (generation / seal.NAME).write_text(seal.of(generation))


def bomb(generation: Path) -> None:
    """Replace the text of each graph by one that decompresses to more than the limit."""
    packing = zlib.compressobj(9, zlib.DEFLATED, 31)
    begin = packing.compress(bytes(1_000_000)) + packing.flush(zlib.Z_FULL_FLUSH)
    again = packing.compress(bytes(1_000_000)) + packing.flush(zlib.Z_FULL_FLUSH)
    member = begin + again * 1_000
    (generation / text_files.ONE).write_bytes(member)
    for name in graph_tables.read(generation):
        place = Member(0, len(member), graph_tables.digest(name, member))
        graph_tables.place(generation, name, place)
    sealed(generation)


@dataclass(frozen=True, slots=True)
class Tried:
    """The results of a command on a damaged graph and on the undamaged one."""

    name: str
    sound: Result
    result: Result

    @property
    def is_right(self) -> bool:
        """Whether the results are equal."""
        return self.sound == self.result

    @property
    def is_refused(self) -> bool:
        """Whether it ended with an error code and one message."""
        lines = self.result.stderr.splitlines()
        return self.result.code in (1, 2, 3) and len(lines) == 1 and lines[0].startswith("privkg: ")

    @property
    def is_harmless(self) -> bool:
        """Whether it was not ended by a signal, and printed no traceback."""
        broken = ("Traceback" in self.result.stderr, "panicked" in self.result.stderr)
        return self.result.code in (0, 1, 2, 3) and not any(broken)


@pytest.fixture(scope="module")
def server() -> Iterator[GraphServer]:
    with GraphServer().running() as running:
        yield running


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of another graph, to compare with."""
    folder = tmp_path_factory.mktemp("other")
    (folder / "page.txt").write_text(page_text("Letters opened in an example"), encoding="utf-8")
    build.build([folder / "page.txt"], folder / "graph")
    return folder / "graph"


def commands(graph: Path, other: Path, url: str) -> list[tuple[str, ...]]:
    """Return a command of each kind that reads a graph."""
    out = graph.parent
    given = ("--graph", str(graph))
    return [
        ("show", SLUG, *given),
        ("ask", "why-linked", "--evidence", *given),
        ("query", "-e", "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o", *given),
        ("export", "-", "--format", "turtle", *given),
        ("diff", str(other), str(graph)),
        ("link", "--kind", "actor", "--links", str(out / "links"), *given),
        ("publish", str(out / "site"), "--config", str(ROOT / "privkg.toml"), *given),
        ("push", url, *given),
        ("verify", *given),
    ]


def tried(
    directory: Path, other: Path, server: GraphServer, cases: list[tuple[Path, list[int]]]
) -> list[list[Tried]]:
    """Return the results of some commands, by number, on damaged copies of a graph and on the graph."""
    chosen = [(directory, list(range(9))), *cases]
    every = [commands(graph, other, server.url)[n] for graph, numbers in chosen for n in numbers]
    result = iter(run_each(every))
    (sound, *found) = [[_alike(next(result), graph) for _ in numbers] for graph, numbers in chosen]
    assert all(each.code in (0, 1) for each in sound)
    return [
        [Tried(every[n][0], sound[n], each) for n, each in zip(numbers, answers, strict=True)]
        for (_, numbers), answers in zip(cases, found, strict=True)
    ]


def _alike(result: Result, graph: Path) -> Result:
    """Return a result without the name of the folder."""
    names = (text.replace(str(graph.parent), "") for text in (result.stdout, result.stderr))
    return Result(result.code, *names)


def broken(
    directory: Path, room: Path, part: str, damage: Callable[[bytes], bytes], *, is_sealed: bool
) -> Path:
    """Return a copy of a graph with a damaged part."""
    graph = shutil.copytree(directory, room / "graph")
    (generation,) = graph.glob("gen-*")
    path = max((generation / "store").glob(part), key=lambda path: path.stat().st_size)
    path.write_bytes(damage(path.read_bytes()))
    if is_sealed:
        sealed(generation)
    return graph


@pytest.mark.long(part="hostile")
class TestDamage:
    def test_damage_is_reported_by_every_command(
        self, directory: Path, other: Path, server: GraphServer, tmp_path: Path
    ) -> None:
        """
        Each command refuses a graph that differs from its seal, with one message.
        """
        damages = list(product(PARTS, (cut, noise, bit)))
        cases = [
            (broken(directory, tmp_path / f"{n}", part, damage, is_sealed=False), [n % 9])
            for n, (part, damage) in enumerate(damages)
        ]
        found = tried(directory, other, server, cases)

        assert [] == [
            (damages[n], each.name, each.result)
            for n, of in enumerate(found)
            for each in of
            if not each.is_refused
        ]

    def test_forged_seals_do_no_harm(
        self, directory: Path, other: Path, server: GraphServer, tmp_path: Path
    ) -> None:
        """
        Damage with a forged seal crashes no command, and `verify` detects it.
        """
        damages = list(product(PARTS, (empty, noise, bit)))
        cases = [
            (
                broken(directory, tmp_path / f"{n}", part, damage, is_sealed=True),
                sorted({(n + n // 9) % 9, VERIFY}),
            )
            for n, (part, damage) in enumerate(damages)
        ]
        found = tried(directory, other, server, cases)

        assert [] == [
            (damages[n], each.name, each.result)
            for n, of in enumerate(found)
            for each in of
            if not each.is_harmless or not (each.is_right or each.is_refused or of[-1].is_refused)
        ]

    def test_a_bomb_is_not_inflated(
        self, directory: Path, other: Path, server: GraphServer, tmp_path: Path
    ) -> None:
        """
        A text that decompresses to more than the limit is an error of each command that reads it.
        """
        graph = shutil.copytree(directory, tmp_path / "bomb" / "graph")
        bomb(next(graph.glob("gen-*")))
        (found,) = tried(directory, other, server, [(graph, [3, VERIFY])])

        assert [] == [each for each in found if not each.is_refused]
