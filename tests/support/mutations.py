"""Mutation testing of shapes: each mutant lacks one constraint of a rule or has it slightly changed.

A mutant that no sample detects shows a constraint that is not tested. Run as a script, it prints the
survivors: `python tests/support/mutations.py [RULE…]`.
"""

import re
import sys
from collections.abc import Iterator

from pyparsing import ParseBaseException
from pyshacl.errors import ReportableRuntimeError
from rdflib import RDF, SH, Graph
from rdflib.collection import Collection
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.term import BNode, Literal, Node, URIRef

import samples

Mutant = tuple[str, Graph]
Triple = tuple[Node, Node, Node]

# Not removed: these constrain no data, or the shape is ill-formed without them.
_KEPT = {SH.message, SH.severity, SH.path, SH.select, SH.prefixes, SH.prefix, SH.namespace, SH.declare}
_KEPT |= {SH.alternativePath, SH.inversePath, SH.oneOrMorePath, SH.zeroOrMorePath}
_LISTS = (SH["or"], SH.xone, SH["in"], SH.alternativePath)
# Not removed: every focus node has a type; the line only binds $this.
_BINDS_THIS = "$this a ?type ."
_NEXT_SEVERITY = {SH.Violation: SH.Warning, SH.Warning: SH.Info, SH.Info: SH.Violation}
_SWAPPED = {
    "NOT EXISTS": "EXISTS",
    "||": "&&",
    "!=": "=",
    "!STRSTARTS": "STRSTARTS",
    " < ": " > ",
    " > ": " < ",
    '"/v"': '""',
    "* ": " ",
}


def survivors(rule: str) -> list[str]:
    """Return the mutants of a rule that none of its samples detects."""
    return [name for name, graph in mutants(samples.shapes(rule)) if not _is_noticed(rule, graph)]


def mutants(graph: Graph) -> Iterator[Mutant]:
    """Yield each mutant of a rule, with its name."""
    yield from _without_triples(graph)
    yield from _with_other_numbers(graph)
    yield from _with_shorter_lists(graph)
    yield from _with_looser_patterns(graph)
    yield from _with_other_paths(graph)
    yield from _with_other_queries(graph)
    yield _with_next_severity(graph)


def _is_noticed(rule: str, shapes: Graph) -> bool:
    try:
        return any(sample.findings(shapes) != sample.announced for sample in samples.of_rule(rule))
    except ReportableRuntimeError:  # pySHACL rejects the mutant
        return True


def _without_triples(graph: Graph) -> Iterator[Mutant]:
    for triple in sorted(graph):
        if str(triple[1]).startswith(str(SH)) and triple[1] not in _KEPT:
            yield f"without {_name(triple)}", _changed(graph, triple)


def _with_other_numbers(graph: Graph) -> Iterator[Mutant]:
    for triple in sorted(graph):
        value = triple[2]
        if isinstance(value, Literal) and isinstance(value.value, int) and triple[1] != SH.uniqueLang:
            for other in (value.value - 1, value.value + 1):
                if other >= 0 or value.value < 0:
                    yield f"{_name(triple)} as {other}", _changed(graph, triple, Literal(other))


def _with_shorter_lists(graph: Graph) -> Iterator[Mutant]:
    for predicate in _LISTS:
        for triple in sorted(graph.triples((None, predicate, None))):
            members = list(Collection(graph, triple[2]))
            for index, member in enumerate(members):
                shorter = members[:index] + members[index + 1 :]
                head = BNode() if shorter else RDF.nil
                copy = _changed(graph, triple, head)
                Collection(copy, head, shorter)
                yield f"{_local(predicate)} without {_local(member)}", copy
    for triple in sorted(graph.triples((None, SH.xone, None))):
        copy = _changed(graph, triple)
        copy.add((triple[0], SH["or"], triple[2]))
        yield "or for xone", copy


def _with_looser_patterns(graph: Graph) -> Iterator[Mutant]:
    for triple in sorted(graph.triples((None, SH.pattern, None))):
        pattern = str(triple[2])
        for looser in {pattern.removeprefix("^"), pattern.removesuffix("$")} - {pattern}:
            yield f"{_name(triple)} as {looser}", _changed(graph, triple, Literal(looser))
        for found in re.finditer(r"(?<=[(|])\^\||\|\$(?=[|)])", pattern):
            looser = pattern[: found.start()] + pattern[found.end() :]
            yield f"{_name(triple)} without {found[0]}", _changed(graph, triple, Literal(looser))


def _with_other_paths(graph: Graph) -> Iterator[Mutant]:
    for one, other in ((SH.oneOrMorePath, SH.zeroOrMorePath), (SH.zeroOrMorePath, SH.oneOrMorePath)):
        for triple in sorted(graph.triples((None, one, None))):
            copy = _changed(graph, triple)
            copy.add((triple[0], other, triple[2]))
            yield f"{_local(other)} for {_local(one)}", copy


def _with_other_queries(graph: Graph) -> Iterator[Mutant]:
    for triple in sorted(graph.triples((None, SH.select, None))):
        for name, text in _other_queries(str(triple[2])):
            if _is_query(text):
                yield name, _changed(graph, triple, Literal(text))


def _other_queries(text: str) -> Iterator[tuple[str, str]]:
    lines = text.split("\n")
    for index, line in enumerate(lines):
        if not line or line.strip() == _BINDS_THIS:
            continue
        before, after = lines[:index], lines[index + 1 :]
        yield f"query without {line.strip()}", "\n".join([*before, *after])
        if before and before[-1].endswith(";"):
            ended = before[-1].removesuffix(";") + "."
            yield f"query without {line.strip()}", "\n".join([*before[:-1], ended, *after])
    for old, new in _SWAPPED.items():
        for found in re.finditer(re.escape(old), text):
            yield f"query with {new} for {old}", text[: found.start()] + new + text[found.end() :]
    for found in re.finditer(r"\b\d{4}\b", text):
        for other in (int(found[0]) - 1, int(found[0]) + 1):
            yield f"query with {other}", text[: found.start()] + str(other) + text[found.end() :]


def _with_next_severity(graph: Graph) -> Mutant:
    copy = Graph() + graph
    for subject, predicate, severity in graph.triples((None, SH.severity, None)):
        copy.set((subject, predicate, _NEXT_SEVERITY[URIRef(str(severity))]))
    return "another severity", copy


def _changed(graph: Graph, triple: Triple, value: Node | None = None) -> Graph:
    copy = Graph() + graph
    copy.remove(triple)
    if value is not None:
        copy.add((triple[0], triple[1], value))
    return copy


def _is_query(text: str) -> bool:
    try:
        parseQuery(text)
    except ParseBaseException:
        return False
    return True


def _name(triple: Triple) -> str:
    return " ".join(map(_local, triple))


def _local(node: Node) -> str:
    return re.sub(r".*[#/]", "", str(node)) if isinstance(node, URIRef) else str(node)


def main() -> None:
    """Print the mutants that survive."""
    for rule in sys.argv[1:] or samples.rules():
        for name in survivors(rule):
            print(f"{rule}: {name}")  # noqa: T201


if __name__ == "__main__":
    main()
