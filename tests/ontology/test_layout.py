"""The layout of hand-written Turtle, which keeps diffs small and blocks easy to find."""

import graphlib
import itertools
import re
from collections.abc import Iterator

from checkout import ROOT
from turtle_files import FILES, Turtle, parse

PARSED = {path.relative_to(ROOT).as_posix(): parse(path) for path in FILES}


def blocks() -> Iterator[tuple[str, list[str]]]:
    """Yield each block of all files, with its file and subject."""
    for name, turtle in PARSED.items():
        for block in turtle.blocks:
            yield f"{name}: {block[0]}", block


def predicates(block: list[str]) -> list[str]:
    return [line.split()[0] for line in block[1:-1]]


def is_head(subject: str) -> bool:
    return (
        subject.startswith("https://w3id.org/privkg/") and "/id/" not in subject
    ) or ":scheme" in subject


def is_in_order(turtle: Turtle) -> bool:
    """Return whether headers come first, then the blocks in order of their full or local names."""
    subjects = [block[0].strip("<>") for block in turtle.blocks]
    rest = list(itertools.dropwhile(is_head, subjects))
    locals_ = [re.split("[:/#]", subject)[-1] for subject in rest]
    return not any(map(is_head, rest)) and (rest == sorted(rest) or locals_ == sorted(locals_))


class TestTop:
    def test_has_a_comment_on_the_purpose(self) -> None:
        """
        The first line is a comment with a whole sentence.
        """
        assert [] == [
            (name, turtle.comment)
            for name, turtle in PARSED.items()
            if not re.match(r"# [A-Z].{20,}[.,\w]$", turtle.comment[0])
        ]

    def test_prefixes_are_those_in_use(self) -> None:
        """
        Prefixes are in alphabetical order, each of them is used, and none is missing.
        """
        assert [] == [
            (name, turtle.prefixes, turtle.names)
            for name, turtle in PARSED.items()
            if turtle.prefixes != sorted(turtle.names)
        ]


class TestBlocks:
    def test_have_a_line_for_each_predicate(self) -> None:
        """
        The subject, each predicate and the closing dot have a line each.
        """
        assert [] == [
            (name, line)
            for name, (subject, *lines, dot) in blocks()
            for line, form in [
                (subject, r"\S+"),
                (dot, r"\."),
                *((each, r"    \S+ .+ ;") for each in lines),
            ]
            if not re.fullmatch(form, line)
        ]

    def test_name_each_predicate_once(self) -> None:
        """
        A predicate occurs once in a block, with all its values.
        """
        assert [] == [
            (name, predicates(block))
            for name, block in blocks()
            if len(set(predicates(block))) < len(predicates(block))
        ]

    def test_are_in_alphabetical_order(self) -> None:
        """
        Ontology and scheme come first, then all blocks in the order of their names.
        """
        assert [] == [name for name, turtle in PARSED.items() if not is_in_order(turtle)]

    def test_order_predicates_alike(self) -> None:
        """
        All blocks of all files follow one order of predicates.
        """
        order: graphlib.TopologicalSorter[str] = graphlib.TopologicalSorter()
        for _, block in blocks():
            for before, after in itertools.pairwise(predicates(block)):
                order.add(after, before)

        assert "a" in order.static_order()  # which fails on a circle

    def test_describe_no_subject_twice(self) -> None:
        """
        A term is described in one block of one file; the prefixes of a shape are in its own file.
        """
        own = [
            turtle
            for name, turtle in PARSED.items()
            if not {"alignments", "labels"} & {*name.split("/")}
        ]
        heads = [block[0] for turtle in own for block in turtle.blocks]
        subjects = [subject for subject in heads if not subject.startswith("shapes:prefix")]

        assert sorted(set(subjects)) == sorted(subjects)
