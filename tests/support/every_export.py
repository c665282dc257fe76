"""Prints the hash of each file that a graph is written to: `python -m every_export PAGE…`."""

import hashlib
import sys
from pathlib import Path

from privkg import build
from privkg.export import write
from privkg.export.formats import FORMATS
from privkg.export.resource import Describer
from privkg.rdf.iris import DEFAULT
from privkg.store.graph import open_graph


def main() -> None:
    """Build the pages in the current folder; write every export format and the documents of pages."""
    build.build(map(Path, sys.argv[1:]), Path("graph"))
    graph, out = open_graph(Path("graph")), Path("out")
    out.mkdir()
    for name in FORMATS.names():
        write.export(graph, out / name, name, sys.stdout.buffer)
    for number, page in enumerate(graph.manifest.pages):
        kinds = {
            "incident": DEFAULT.incident(page.incident),
            "page": DEFAULT.page(page.incident),
        }
        for kind, node in kinds.items():
            written = Describer(graph).jsonld(node) + Describer(graph).turtle(node)
            (out / f"{kind}-{number}").write_text(written, encoding="utf-8")
    for path in sorted(path for path in out.rglob("*") if path.is_file()):
        sys.stdout.write(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n")


if __name__ == "__main__":
    main()
