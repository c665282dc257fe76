"""What an export writes of each subject: the blocks of Turtle, the objects of JSON-LD."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any


def blocks(turtle: bytes) -> list[str]:
    """Return the subject of each block of Turtle that privkg wrote, in order."""
    heads = ("BASE", "PREFIX", ".", " ")
    return [line for line in turtle.decode().split("\n") if line and not line.startswith(heads)]


def objects(found: Any) -> Iterator[str]:
    """Yield the address of each object of JSON-LD that states something, those inside others too."""
    if isinstance(found, list):
        for each in found:
            yield from objects(each)
    elif isinstance(found, dict):
        if found.keys() > {"id"}:
            yield found["id"]
        for key, value in found.items():
            yield from objects(value) if key != "@value" and "@value" not in found else ()


def repeated(subjects: Iterable[str]) -> list[str]:
    """Return the subjects that are there more than once."""
    return [subject for subject, count in Counter(subjects).items() if count > 1]
