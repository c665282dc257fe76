"""A build after any changes of its files is the build of a new graph from them."""

import tempfile
import time
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from builders import page_text
from changes import SLOW, Step, Written, steps
from privkg import build
from privkg.search.find import find
from privkg.search.index import Index
from privkg.store import generations
from privkg.store.graph import open_graph


def check_sequence(sequence: list[list[Step]]) -> None:
    """Check after each group of steps that the build is that of a new graph from the same files."""
    with tempfile.TemporaryDirectory() as name:
        folder, graph = Path(name, "pages"), Path(name, "graph")
        folder.mkdir()
        Written("always.txt", page_text("A page that is always there"))(folder)
        for number, group in enumerate(sequence):
            for step in group:
                step(folder)
            time.sleep(0.02)  # a file that has just been changed is read again
            found = build.build([folder], graph)
            expected = build.build([folder], Path(name, f"fresh{number}"))
            assert outcome(expected) == outcome(found)
            opened = open_graph(graph)
            assert list(open_graph(Path(name, f"fresh{number}")).manifest.pages) == list(
                opened.manifest.pages
            )
            assert indexed(Path(name, f"fresh{number}")) == indexed(graph)
            opened.verify()


def indexed(graph: Path) -> tuple[object, ...]:
    """Return what the index of a graph has, and what it answers."""
    index = Index(generations.current(graph))
    answers = [find(index, text) for text in ("lead", "moscow agency", "watching", "letters", "")]
    return list(index.entries()), answers


def outcome(report: build.Report) -> tuple[object, ...]:
    """Return what a build found and wrote, without the folder that it wrote in."""
    assert report.manifest
    lines = [line.replace(str(report.directory), "graph") for line in report.lines()]
    return lines, report.manifest.sha256, dict(report.manifest.graphs)


class TestSequences:
    @settings(SLOW, max_examples=6)
    @given(st.lists(st.lists(steps, min_size=1, max_size=4), min_size=2, max_size=4))
    def test_a_build_is_that_of_a_new_graph(self, sequence: list[list[Step]]) -> None:
        """
        Whatever is added, changed, renamed or removed, graph and findings are those of a new build.
        """
        check_sequence(sequence)

    def test_of_a_page_with_separators_of_lines(self) -> None:
        """
        U+2028 and its like in a text are parts of a literal, and do not end a line of N-Quads.
        """
        words = "It\u2028happened\x0bin\x1cthe\x85open."
        texts = (page_text("Letters opened", lead=lead, description=words) for lead in ("One.", "Two."))

        check_sequence([[Written("a.txt", text)] for text in texts])
