"""Diagrams of a vocabulary as SVG: a tree of terms, and classes with the properties between them.

The width of text is estimated, without a font: every character is as wide as the widest common one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from privkg.rdf.terms import Term

Name = Callable[[Term], tuple[str, str]]
"""Returns a term's label in a diagram, and the anchor that it links to."""

_LETTER = 8
_LINE = 24
_INDENT = 26
_GAP = 180
_PAD = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A label at a position in a diagram, in pixels, with the anchor that it links to."""

    text: str
    anchor: str
    x: int
    y: int
    is_head: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A box around words, in pixels."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """A drawing: its size in pixels, its labels and boxes, and its lines as SVG path data."""

    title: str
    width: int
    height: int
    words: tuple[Word, ...]
    boxes: tuple[Box, ...] = ()
    lines: tuple[str, ...] = ()


def tree(
    title: str, roots: Sequence[Term], below: Callable[[Term], Sequence[Term]], name: Name
) -> Diagram:
    """Return the diagram of a tree: one line of text for each term, below its parent and indented."""
    words: list[Word] = []
    lines: list[str] = []
    for node, depth, parent in _walk(roots, below):
        text, anchor = name(node)
        y = (len(words) + 1) * _LINE
        if parent is not None:
            hook = words[parent].x + 5
            lines.append(f"M{hook},{words[parent].y + 6} V{y - 5} H{hook + _INDENT - 9}")
        words.append(Word(text=text, anchor=anchor, x=_PAD + depth * _INDENT, y=y, is_head=not depth))
    return Diagram(
        title=title,
        width=max((word.x + _width(word.text) for word in words), default=0) + _PAD,
        height=(len(words) + 1) * _LINE,
        words=tuple(words),
        lines=tuple(lines),
    )


def classes(title: str, properties: Mapping[Term, Sequence[tuple[Term, Term]]], name: Name) -> Diagram:
    """Return a diagram: classes with their properties on the left, lines to the ranges on the right.

    Args:
        title: the heading of the diagram.
        properties: for each class, its properties, each with its range.
        name: returns the label and anchor of a term.
    """
    words: list[Word] = []
    boxes: list[Box] = []
    ends: list[tuple[int, Term]] = []
    width = max((_width(name(p)[0]) for some in properties.values() for p, _ in some), default=0)
    y = _PAD
    for node, some in properties.items():
        height = (len(some) + 1) * _LINE + _PAD
        boxes.append(Box(x=_PAD, y=y, width=width + 2 * _PAD, height=height))
        for number, each in enumerate((node, *(p for p, _ in some))):
            words.append(_word(name(each), 2 * _PAD, y + (number + 1) * _LINE - 4, is_head=not number))
        ends += [(y + (number + 2) * _LINE - 9, value) for number, (_, value) in enumerate(some)]
        y += height + _PAD
    left, right = width + 3 * _PAD, width + 3 * _PAD + _GAP
    targets = _spread(sorted({value for _, value in ends}), ends)
    for value, middle in targets.items():
        text = name(value)
        boxes.append(Box(x=right, y=middle - 15, width=_width(text[0]) + 2 * _PAD, height=_LINE + 4))
        words.append(_word(text, right + _PAD, middle + 4, is_head=True))
    return Diagram(
        title=title,
        width=right + max((_width(name(value)[0]) for value in targets), default=0) + 4 * _PAD,
        height=max([y, *(middle + _LINE for middle in targets.values())]),
        words=tuple(words),
        boxes=tuple(boxes),
        lines=tuple(_curve(left, start, right, targets[value]) for start, value in ends),
    )


def _walk(
    roots: Sequence[Term], below: Callable[[Term], Sequence[Term]]
) -> Iterator[tuple[Term, int, int | None]]:
    """Yield each term with its depth and the index of its parent, parents first."""
    todo: list[tuple[Term, int, int | None]] = [(root, 0, None) for root in reversed(roots)]
    number = 0
    while todo:
        node, depth, parent = todo.pop()
        yield node, depth, parent
        todo += [(child, depth + 1, number) for child in reversed(below(node))]
        number += 1


def _spread(values: Sequence[Term], ends: Sequence[tuple[int, Term]]) -> dict[Term, int]:
    """Return a y position for each range: the mean of its lines' starts, lower where ranges overlap."""
    means = {v: sum(y for y, o in ends if o == v) // sum(o == v for _, o in ends) for v in values}
    placed: dict[Term, int] = {}
    free = _LINE
    for value in sorted(values, key=lambda value: (means[value], value)):
        placed[value] = max(means[value], free)
        free = placed[value] + 2 * _LINE - _PAD
    return placed


def _word(name: tuple[str, str], x: int, y: int, *, is_head: bool) -> Word:
    return Word(text=name[0], anchor=name[1], x=x, y=y, is_head=is_head)


def _curve(x: int, y: int, to_x: int, to_y: int) -> str:
    middle = (x + to_x) // 2
    return f"M{x},{y} C{middle},{y} {middle},{to_y} {to_x},{to_y}"


def _width(text: str) -> int:
    return len(text) * _LETTER
