"""Finds the blocks of subjects in exported Turtle, and the objects in exported JSON-LD."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any


def blocks(turtle: bytes) -> list[str]:
    """Return the subject of each block of Turtle written by privkg, in order."""
    heads = ("BASE", "PREFIX", ".", " ")
    return [line for line in turtle.decode().split("\n") if line and not line.startswith(heads)]


def objects(found: Any) -> Iterator[str]:
    """Yield the IRI of each JSON-LD object that has properties, nested objects included."""
    if isinstance(found, list):
        for each in found:
            yield from objects(each)
    elif isinstance(found, dict):
        if found.keys() > {"id"}:
            yield found["id"]
        for key, value in found.items():
            yield from objects(value) if key != "@value" and "@value" not in found else ()


def repeated(subjects: Iterable[str]) -> list[str]:
    """Return the subjects that occur more than once."""
    return [subject for subject, count in Counter(subjects).items() if count > 1]
