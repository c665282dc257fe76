"""How Turtle is written by hand: a line more changes one line, and blocks are found by name."""

import graphlib
import itertools
import re
from pathlib import Path

import pytest

from checkout import ROOT
from turtle_files import FILES, parse

every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))


def is_head(subject: str) -> bool:
    return (
        subject.startswith("<https://w3id.org/privkg/") and "/id/" not in subject
    ) or ":scheme" in subject


class TestTop:
    @every_file
    def test_says_what_the_file_is_for(self, path: Path) -> None:
        """
        The first line is a comment with a whole sentence.
        """
        assert re.match(r"# [A-Z].{20,}[.,\w]$", parse(path).comment[0])

    @every_file
    def test_prefixes_are_those_in_use(self, path: Path) -> None:
        """
        Prefixes stand in alphabetical order, each of them used, none missing.
        """
        turtle = parse(path)

        assert sorted(turtle.names) == turtle.prefixes


class TestBlocks:
    @every_file
    def test_have_a_line_for_each_predicate(self, path: Path) -> None:
        """
        The subject and the closing dot stand alone, and each predicate has one line.
        """
        odd = [
            line
            for subject, *lines, dot in parse(path).blocks
            for line, form in [
                (subject, r"\S+"),
                (dot, r"\."),
                *((each, r"    \S+ .+ ;") for each in lines),
            ]
            if not re.fullmatch(form, line)
        ]

        assert [] == odd

    @every_file
    def test_name_each_predicate_once(self, path: Path) -> None:
        """
        A predicate stands once in a block, with all its values.
        """
        blocks = {block[0]: [line.split()[0] for line in block[1:-1]] for block in parse(path).blocks}

        assert {name: sorted(set(found)) for name, found in blocks.items()} == {
            name: sorted(found) for name, found in blocks.items()
        }

    @every_file
    def test_stand_in_alphabetical_order(self, path: Path) -> None:
        """
        Ontology and scheme come first, then all blocks in the order of their names.
        """
        subjects = [block[0] for block in parse(path).blocks]
        rest = list(itertools.dropwhile(is_head, subjects))
        locals_ = [re.split("[:/#]", subject)[-1] for subject in rest]

        assert not [subject for subject in rest if is_head(subject)]
        assert rest == sorted(rest) or locals_ == sorted(locals_)

    def test_order_predicates_alike(self) -> None:
        """
        All blocks of all files follow one order of predicates.
        """
        order: graphlib.TopologicalSorter[str] = graphlib.TopologicalSorter()
        for path in FILES:
            for block in parse(path).blocks:
                for before, after in itertools.pairwise(line.split()[0] for line in block[1:-1]):
                    order.add(after, before)

        assert "a" in order.static_order()  # which fails on a circle

    def test_describe_no_subject_twice(self) -> None:
        """
        In our own files a term has one block, in one file; a shape's prefixes stand in its own file.
        """
        own = [path for path in FILES if "alignments" not in path.parts and "labels" not in path.parts]
        blocks = [block[0] for path in own for block in parse(path).blocks]
        subjects = [block for block in blocks if not block.startswith("shapes:prefix")]

        assert sorted(set(subjects)) == sorted(subjects)
