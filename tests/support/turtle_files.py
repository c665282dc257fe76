"""Reads the project's hand-written Turtle as blocks of text, and the IRIs allowed in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from checkout import ROOT

ONTOLOGY = ROOT / "ontology"
FILES = sorted(
    [*ONTOLOGY.rglob("*.ttl"), *(ROOT / "data").rglob("*.ttl"), *(ROOT / "shapes").rglob("*.ttl")]
)
OWN = "https://w3id.org/privkg"

_PREFIX = re.compile(r"PREFIX ([\w-]+): <([^>]+)>")
_MANY_LINES = re.compile(r'"""(?:[^"]|"(?!""))*"""|\[ [\w:]+ \(\n(?: {8}.*\n)+ {4}\) \]')
_STRING = re.compile(r'"""(?:[^"]|"(?!""))*"""|"(?:[^"\\]|\\.)*"')


@dataclass(frozen=True, slots=True)
class Turtle:
    """A Turtle file: its comment, its prefixes in file order, and its blocks of lines."""

    comment: list[str]
    prefixes: list[str]
    blocks: list[list[str]]

    @property
    def names(self) -> set[str]:
        """The prefixes that the blocks use, text inside string literals ignored."""
        body = "\n".join(line for block in self.blocks for line in block)
        return set(
            re.findall(r"(?<![\w<:/#-])([\w-]+):[\w-]", re.sub("<[^>]*>", "", _STRING.sub("", body)))
        )


def parse(path: Path) -> Turtle:
    """Return a file split at its blank lines; a multi-line query or list stays in one block."""
    text = _MANY_LINES.sub(lambda found: " ".join(found[0].split()), path.read_text(encoding="utf-8"))
    chunks = [chunk.splitlines() for chunk in text.strip().split("\n\n")]
    head = [line for chunk in chunks for line in chunk if line.startswith("#")]
    lines = [line for chunk in chunks for line in chunk if line.startswith("PREFIX")]
    blocks = [[line for line in chunk if line not in head and line not in lines] for chunk in chunks]
    return Turtle(head, [_PREFIX.fullmatch(line)[1] for line in lines], [b for b in blocks if b])  # type: ignore[index]


def kept_iris() -> Iterator[str]:
    """Yield the IRIs in the stored term lists, taken from the pinned version of each vocabulary."""
    for path in sorted((ROOT / "tests" / "vocabularies").glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        yield from (line for line in lines if line and not line.startswith("#"))
