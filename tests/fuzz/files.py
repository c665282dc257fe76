"""Files that people write or share: pages, records, shapes, link tables, notices, questions."""

import bz2
import gzip
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from random import Random

from fuzz import grammars, oddities
from fuzz.noise import Step, broken
from fuzz.samples import Samples
from fuzz.trial import Kind, Trial
from privkg import sources
from privkg.build import read
from privkg.build.find import File
from privkg.build.read import ReadOptions
from privkg.check.reports import REPORTS
from privkg.check.shapes import worker
from privkg.link import catalogues
from privkg.publish.metadata import dataset
from privkg.query import questions
from privkg.reference import authority, notices
from privkg.reference.links import sssom
from privkg.store.sandbox import Limits

_ODD_NAMES = ("a b", "\u202ex", "a\nb", "\x1b[2J", "\ud800", "%s", "-x", ".")
_STEPS: Mapping[str, Sequence[Step]] = {
    ".txt": grammars.PAGE,
    ".md": (*grammars.PAGE, *grammars.MARKDOWN, *grammars.MARKDOWN),
    ".wiki": (*grammars.PAGE, *grammars.WIKITEXT, *grammars.WIKITEXT),
    ".html": (*grammars.PAGE, *grammars.MARKUP, *grammars.MARKUP),
    ".xml": (*grammars.PAGE, *grammars.WIKITEXT, *grammars.MARKUP, *grammars.MARKUP),
    ".json": (*grammars.JSON, *grammars.MARKUP, *grammars.WIKITEXT),
}
"""The mutations of a page, by the suffix of its form."""
_PACKED: Mapping[str, Callable[[bytes], bytes]] = {".gz": gzip.compress, ".bz2": bz2.compress}
_LIMITS = Limits(seconds=10, memory_bytes=1024**3)


def put(chosen: Random, path: Path, room: Path, content: bytes, steps: Sequence[Step]) -> Path:
    """Write broken content to a file, or replace the file with something odd, such as a FIFO."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if chosen.random() < 0.04:
        oddities.plant(chosen, path, room)
    else:
        path.write_bytes(broken(chosen, content, steps))
    return path


def _page(chosen: Random, room: Path, samples: Samples) -> Path:
    is_text = chosen.random() < 0.4
    suffix, content = (".txt", chosen.choice(samples.pages)) if is_text else chosen.choice(samples.forms)
    name = chosen.choice(_ODD_NAMES) if chosen.random() < 0.1 else "page"
    encoded = os.fsencode(f"{name}{suffix}") if "\ud800" not in name else b"\xff" + suffix.encode()
    path = put(chosen, room / "in" / os.fsdecode(encoded), room, content, _STEPS[suffix])
    return _packed(chosen, path) if suffix == ".xml" else path


def _packed(chosen: Random, path: Path) -> Path:
    """Return a file, or in its place a compressed one, which may be broken too."""
    if chosen.random() < 0.5 or path.is_symlink() or not path.is_file():
        return path
    suffix = chosen.choice(sorted(_PACKED))
    content = _PACKED[suffix](path.read_bytes())
    packed = path.with_name(f"{path.name}{suffix}")
    packed.write_bytes(broken(chosen, content) if chosen.random() < 0.5 else content)
    path.unlink()
    return packed


def _read(chosen: Random, room: Path, samples: Samples) -> Trial:
    path = _page(chosen, room, samples)
    return Trial(call=lambda: list(read.read(File(path), ReadOptions())))


def _checked(chosen: Random, room: Path, samples: Samples) -> Trial:
    path = _page(chosen, room, samples)
    wanted = chosen.choice(("text", *REPORTS.names(), "turtle"))
    given = str(path.parent if chosen.random() < 0.3 else path)
    return Trial(
        argv=("check", "--no-cache", "-j1", "--format", wanted, "--", given), is_prose=wanted != "turtle"
    )


def _fixed(chosen: Random, room: Path, samples: Samples) -> Trial:
    path = _page(chosen, room, samples)
    is_dry = chosen.random() < 0.6
    written = () if is_dry or path.is_symlink() or not path.is_file() else (path,)
    how = "--diff" if is_dry else "--fix"
    return Trial(
        argv=("check", how, "--no-cache", "-j1", "--", str(path)), written=written, is_prose=False
    )


def _built(chosen: Random, room: Path, samples: Samples) -> Trial:
    path = _page(chosen, room, samples)
    return Trial(
        argv=("build", "--no-cache", "-j1", "--graph", str(room / "out" / "g"), "--", str(path)),
        written=(room / "out" / "g",),
    )


def _converted(chosen: Random, room: Path, samples: Samples) -> Trial:
    path = _page(chosen, room, samples)
    wanted, folder = chosen.choice(sorted(sources.writable_formats())), room / "out" / "pages"
    how = ("--output", str(folder)) if chosen.random() < 0.5 else ()
    return Trial(
        argv=("convert", "--format", wanted, *how, "--", str(path)), written=(folder,), is_prose=False
    )


def _record(chosen: Random, room: Path, samples: Samples) -> Path:
    path = room / "in" / "records" / "own.ttl"
    return put(chosen, path, room, chosen.choice(samples.authority), grammars.TURTLE).parent


def _records(chosen: Random, room: Path, samples: Samples) -> Trial:
    folder = _record(chosen, room, samples)
    return Trial(call=lambda: authority.load([folder]))


def _records_used(chosen: Random, room: Path, samples: Samples) -> Trial:
    folder = _record(chosen, room, samples)
    return Trial(argv=("check", "--no-cache", "-j1", "--authority", str(folder), str(samples.page)))


def _shape(chosen: Random, room: Path, samples: Samples) -> Path:
    path = room / "in" / "own.ttl"
    return put(chosen, path, room, chosen.choice(samples.shapes), grammars.SHAPES)


def _shapes(chosen: Random, room: Path, samples: Samples) -> Trial:
    content = {
        "shapes": [str(_shape(chosen, room, samples))],
        "graph": str(samples.graph),
        "limits": asdict(_LIMITS),
    }
    request = json.dumps(content).encode() + b"\n"
    return Trial(call=worker.main, stdin=request, is_worker=True, is_prose=False)


def _shapes_used(chosen: Random, room: Path, samples: Samples) -> Trial:
    path = _shape(chosen, room, samples)
    wanted = chosen.choice(("text", "json", "turtle"))
    limits = ("--timeout", "15", "--memory", "1024", "--format", wanted)
    return Trial(
        argv=("check", "--graph", str(samples.graph), "--shapes", str(path), *limits),
        is_prose=wanted != "turtle",
    )


def _table(chosen: Random, room: Path, samples: Samples) -> Path:
    folder = room / "in" / "links"
    folder.mkdir()
    broken_one = chosen.choice(sorted(samples.tables))
    for name, content in samples.tables.items():
        if name == broken_one:
            put(chosen, folder / name, room, content, grammars.TABLE)
        else:
            (folder / name).write_bytes(content)
    return folder


def _tables(chosen: Random, room: Path, samples: Samples) -> Trial:
    path = put(
        chosen,
        room / "in" / "accepted.sssom.tsv",
        room,
        chosen.choice(sorted(samples.tables.values())),
        grammars.TABLE,
    )
    return Trial(call=lambda: sssom.read(path))


def _tables_changed(chosen: Random, room: Path, samples: Samples) -> Trial:
    folder = _table(chosen, room, samples)
    pair = ("https://w3id.org/privkg/id/actor/city-of-seattle", "wd:Q5083")
    decide = ("--accept", *pair) if chosen.random() < 0.5 else ("--reject", *pair, "--because", "x")
    return Trial(argv=("link", "--links", str(folder), *decide), written=(folder,))


def _tables_built(chosen: Random, room: Path, samples: Samples) -> Trial:
    folder = _table(chosen, room, samples)
    (folder / "accepted.sssom.tsv").touch()
    return _built_with(room, samples, "--links", folder)


def _notice(chosen: Random, room: Path, samples: Samples) -> Path:
    path = room / "in" / "notices" / "notices.ttl"
    return put(chosen, path, room, samples.notices, grammars.TURTLE).parent


def _notices(chosen: Random, room: Path, samples: Samples) -> Trial:
    folder = _notice(chosen, room, samples)
    return Trial(call=lambda: notices.load([folder]))


def _notices_built(chosen: Random, room: Path, samples: Samples) -> Trial:
    return _built_with(room, samples, "--notices", _notice(chosen, room, samples))


def _built_with(room: Path, samples: Samples, option: str, folder: Path) -> Trial:
    graph = room / "out" / "g"
    argv = ("build", "--no-cache", "-j1", "--graph", str(graph), option, str(folder), str(samples.page))
    return Trial(argv=argv, written=(graph,))


def _described(chosen: Random, room: Path, samples: Samples) -> Path:
    return put(chosen, room / "in" / "privkg.toml", room, samples.toml, grammars.TOML)


def _toml(chosen: Random, room: Path, samples: Samples) -> Trial:
    path = _described(chosen, room, samples)
    return Trial(call=lambda: dataset.read(path))


def _toml_used(chosen: Random, room: Path, samples: Samples) -> Trial:
    config, site = _described(chosen, room, samples), room / "out" / "site"
    how = ("--check",) if chosen.random() < 0.7 else (str(site),)
    argv = ("publish", *how, "--graph", str(samples.graph), "--config", str(config))
    return Trial(argv=argv, written=(site,))


def _question(chosen: Random, room: Path, samples: Samples) -> Trial:
    content = chosen.choice(samples.questions)
    path = put(chosen, room / "in" / "question.rq", room, content, grammars.QUESTION)
    return Trial(call=lambda: questions.read(path))


def _catalogue(chosen: Random, room: Path, samples: Samples) -> Path:
    content = chosen.choice(samples.catalogues)
    steps = grammars.JSON if content[:1] == b"[" else grammars.TABLE
    return put(chosen, room / "in" / "catalogue", room, content, steps)


def _catalogues(chosen: Random, room: Path, samples: Samples) -> Trial:
    path = _catalogue(chosen, room, samples)
    return Trial(call=lambda: catalogues.read(path))


def _catalogues_used(chosen: Random, room: Path, samples: Samples) -> Trial:
    path, folder = _catalogue(chosen, room, samples), room / "out" / "links"
    how = ("--graph", str(samples.graph), "--links", str(folder), "--kind", "incident")
    return Trial(argv=("link", *how, "--catalogue", str(path)), written=(folder,))


KINDS = (
    Kind("page", 1_300, _read),
    Kind("page-check", 200, _checked),
    Kind("page-fix", 300, _fixed),
    Kind("page-build", 150, _built),
    Kind("page-convert", 300, _converted),
    Kind("authority", 900, _records),
    Kind("authority-check", 300, _records_used),
    Kind("shapes", 500, _shapes, 60),
    Kind("shapes-check", 200, _shapes_used, 60),
    Kind("sssom", 1_400, _tables),
    Kind("sssom-link", 600, _tables_changed),
    Kind("sssom-build", 150, _tables_built),
    Kind("notices", 1_000, _notices),
    Kind("notices-build", 300, _notices_built),
    Kind("toml", 1_800, _toml),
    Kind("toml-publish", 300, _toml_used),
    Kind("question", 1_500, _question),
    Kind("catalogue", 1_500, _catalogues),
    Kind("catalogue-link", 300, _catalogues_used),
)
