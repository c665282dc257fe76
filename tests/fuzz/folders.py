"""Folders made by privkg and then damaged: graphs, published folders, caches, ledgers."""

import gzip
import hashlib
import json
import shutil
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from random import Random

import graph_tables
from checkout import ROOT
from exports import OF_STATEMENTS
from fuzz import grammars
from fuzz.files import put
from fuzz.noise import Step, broken
from fuzz.samples import SLUG, Samples
from fuzz.trial import Kind, Trial
from privkg import sources
from privkg.build import page_json
from privkg.build.cache import cache_in
from privkg.core import documents
from privkg.core.errors import StoreError
from privkg.store import ledger, seal

_NAMED = {".json": grammars.JSON, ".jsonl": grammars.JSON, ".jsonld": grammars.JSON}
_NAMED |= dict.fromkeys((".ttl", ".nt", ".nq", ".trig"), grammars.TURTLE)


def _graph(chosen: Random, room: Path, samples: Samples) -> Path:
    """Copy a graph, break one of its files, and in 60 % of cases seal it again."""
    graph = shutil.copytree(samples.graph, room / "in" / "graph")
    (generation,) = graph.glob("gen-*")
    named = ("CURRENT", "seal.json", "manifest.json", "graphs.tsv", "pages.jsonl", "quads.nq.gz")
    files = [*(generation / name for name in named[1:]), graph / "CURRENT"]
    stored = sorted(path for path in (generation / "store").iterdir() if path.is_file())
    path = chosen.choice(files if chosen.random() < 0.6 else stored)
    if path.name == "quads.nq.gz" and chosen.random() < 0.7:
        _break_text(chosen, generation)
    else:
        put(chosen, path, room, path.read_bytes(), _NAMED.get(path.suffix, ()))
    if path.name != seal.NAME and chosen.random() < 0.6:
        _seal(generation)
    return graph


def _break_text(chosen: Random, generation: Path) -> None:
    """Break the text of one named graph, with valid compression, offsets and hash."""
    known = graph_tables.read(generation)
    whole = (generation / "quads.nq.gz").read_bytes()
    graph = chosen.choice(sorted(known))
    start, size = known[graph].member.start, known[graph].member.size
    text = broken(chosen, gzip.decompress(whole[start : start + size]), grammars.TURTLE)
    graph_tables.replace_text(generation, graph, gzip.compress(text, 1))


def _seal(generation: Path) -> None:
    """Write a new seal of a generation, unless one of its files cannot be hashed."""
    special = [path for path in generation.rglob("*") if not path.is_file() and not path.is_dir()]
    large = [path for path in generation.rglob("*") if path.stat(follow_symlinks=False).st_size > 10**9]
    linked = [path for path in generation.rglob("*") if path.is_symlink()]
    if not (special or large or linked):
        with suppress(OSError, StoreError):
            (generation / seal.NAME).write_text(seal.of(generation), encoding="utf-8")


def _graph_used(chosen: Random, room: Path, samples: Samples) -> Trial:
    graph = _graph(chosen, room, samples)
    out = room / "out"
    whole = f"SELECT * {{ GRAPH ?g {{ ?s ?p {chosen.choice(('?o', '<a:b>', '?o FILTER(?o > 1)'))} }} }}"
    incident = f"https://w3id.org/privkg/id/incident/{SLUG}"
    argv, is_prose = chosen.choice(
        (
            (("show", incident), True),
            (("verify",), True),
            (("verify",), True),
            (("query", "--timeout", "20", "-e", whole, "--format", "table"), True),
            (("ask", "why-linked", "--evidence", "--format", "table"), True),
            (("ask", "incidents-by-year", "--format", "json"), False),
            (("check",), True),
            (
                ("export", "-", "--format", chosen.choice(OF_STATEMENTS)),
                False,
            ),
            (("export", str(out / "tables"), "--format", "csv"), False),
            (("publish", str(out / "site"), "--config", str(ROOT / "privkg.toml")), True),
            (("link", "--kind", "actor", "--links", str(out / "links")), True),
        )
    )
    written = tuple(out / name for name in ("tables", "site", "links"))
    return Trial(argv=(*argv, "--graph", str(graph)), written=written, is_prose=is_prose)


def _graphs_compared(chosen: Random, room: Path, samples: Samples) -> Trial:
    graphs = [str(samples.graph), str(_graph(chosen, room, samples))]
    chosen.shuffle(graphs)
    wanted = chosen.choice(("md", "json", "patch", "notice"))
    return Trial(argv=("diff", *graphs, "--format", wanted), is_prose=wanted == "md")


def _graph_built_on(chosen: Random, room: Path, samples: Samples) -> Trial:
    graph = _graph(chosen, room, samples)
    argv = ("build", "--no-cache", "-j1", "--graph", str(graph), str(samples.page))
    return Trial(argv=argv, written=(graph,))


def _site(chosen: Random, room: Path, samples: Samples) -> Path:
    site = shutil.copytree(samples.site, room / "in" / "site")
    if chosen.random() < 0.5:
        path = site / "manifest.json"
        put(chosen, path, room, path.read_bytes(), grammars.JSON)
    for _ in range(chosen.choice((0, 1, 1, 2))):
        path = chosen.choice(sorted(p for p in samples.site.rglob("*") if p.is_file()))
        steps: Sequence[Step] = _NAMED.get(path.suffix, ())
        put(chosen, site / path.relative_to(samples.site), room, path.read_bytes(), steps)
    if chosen.random() < 0.2:
        put(chosen, site / "more" / "x\u202ey", room, b"more", ())
    return site


def _site_verified(chosen: Random, room: Path, samples: Samples) -> Trial:
    return Trial(argv=("verify", str(_site(chosen, room, samples))))


def _site_replaced(chosen: Random, room: Path, samples: Samples) -> Trial:
    site = _site(chosen, room, samples)
    config = str(ROOT / "privkg.toml")
    argv = ("publish", str(site), "--graph", str(samples.graph), "--config", config)
    return Trial(argv=argv, written=(site,))


def _cached(chosen: Random, room: Path, samples: Samples) -> Path:
    """Make a valid cache, and break its entry for the page that will be checked, or a marker file."""
    folder = room / "out" / "cache"
    cache = cache_in(folder, ())
    document = samples.read.page.document
    cache.put(document, _source(samples), [samples.read])
    (entry,) = (path for path in cache.folder.rglob("*") if path.is_file())
    if chosen.random() < 0.7:
        text = broken(
            chosen,
            json.dumps(page_json.to_json(document, [samples.read]), indent=1).encode(),
            grammars.JSON,
        )
        packed = zlib.compress(text)
        mark = hashlib.sha256(packed).hexdigest().encode()
        entry.write_bytes(mark + b"\n" + (broken(chosen, packed) if chosen.random() < 0.1 else packed))
    elif chosen.random() < 0.7:
        put(chosen, entry, room, entry.read_bytes(), ())
    else:
        path = folder / chosen.choice(("CACHEDIR.TAG", ".gitignore"))
        put(chosen, path, room, path.read_bytes(), ())
    return folder


def _source(samples: Samples) -> str:
    """Return the page format of the sample page."""
    found = sources.recognise(samples.page.suffix, samples.page.read_bytes(), is_named=True)
    assert found
    return found


def _cache_used(chosen: Random, room: Path, samples: Samples) -> Trial:
    folder = _cached(chosen, room, samples)
    argv = ("check", "-v", "-j1", "--cache", str(folder), str(samples.page))
    return Trial(argv=argv, written=(folder,))


def _cache_read(chosen: Random, room: Path, samples: Samples) -> Trial:
    folder = _cached(chosen, room, samples)
    known = documents.decode(samples.page.read_bytes(), str(samples.page))
    return Trial(call=lambda: cache_in(folder, ()).get(known, _source(samples)), written=(folder,))


def _ledger_read(chosen: Random, room: Path, samples: Samples) -> Trial:
    folder = room / "out"
    put(chosen, folder / "pushed.jsonl", room, samples.ledger, grammars.JSON)

    def read() -> None:
        with ledger.opened(folder, "http://127.0.0.1:1/data") as opened:
            for graph in sorted(opened.graphs):
                opened.has(graph, "0" * 64)
                opened.note(graph, "1" * 64)

    return Trial(call=read, written=(folder,))


KINDS = (
    Kind("graph", 500, _graph_used, 60),
    Kind("graph-diff", 300, _graphs_compared, 60),
    Kind("graph-build", 200, _graph_built_on, 60),
    Kind("site-verify", 300, _site_verified, 60),
    Kind("site-publish", 200, _site_replaced, 60),
    Kind("cache", 400, _cache_read),
    Kind("cache-check", 200, _cache_used),
    Kind("ledger", 1_000, _ledger_read),
)
