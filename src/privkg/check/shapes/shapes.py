"""Loads shapes with their rules: the packaged shapes, one per file, and a user's shapes."""

import functools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from privkg.check.shapes import preflight
from privkg.check.shapes.graph import Triples
from privkg.core import resources
from privkg.core.errors import AssetError, RdfError, in_file
from privkg.core.model import Rule, Severity
from privkg.rdf.iris import DEFAULT, Base
from privkg.rdf.terms import A, Term, Triple, iri_text, literal, term
from privkg.store import rdf
from privkg.store.rdf import literal_text

_CODE, _SEVERITY, _MESSAGE = term("dcterms:identifier"), term("sh:severity"), term("sh:message")
_PATTERN = term("sh:pattern")
_NODE_SHAPE = term("sh:NodeShape")
_SEVERITIES = {
    term("sh:Violation"): Severity.VIOLATION,
    term("sh:Warning"): Severity.WARNING,
    term("sh:Info"): Severity.INFO,
}
_BASE, _ANY_BASE = "{base}", "^.*/id/"
"""Placeholders for the base IRI of the checked graph, in packaged shapes' messages and patterns."""
_HEAD = re.compile(r"# Rule: (?P<claim>.+)\n# Why: (?P<why>.+)\n# Question: (?P<question>.+)\n")
_OWN_CODE = re.compile(r"PK\d{3}")
_SUFFIXES = (".ttl", ".nt", ".rdf", ".jsonld")


@dataclass(frozen=True, slots=True)
class Shapes:
    """A shapes graph, the rule of each shape, and notes on ignored imports."""

    triples: Triples
    rules: Mapping[Term, Rule]
    notes: tuple[str, ...] = ()

    def targeting(self, kept: Collection[Term]) -> "Shapes":
        """Return the shapes with the targets of some of them, so that only these are validated."""
        stated = (t for t in self.triples.all if t[0] in kept or t[1] not in preflight.TARGETS)
        return replace(self, triples=Triples(stated))


def load_packaged(base: Base = DEFAULT) -> Shapes:
    """Return the packaged shapes for graphs with a base IRI.

    Raises:
        AssetError: a file is invalid.
    """
    return _packaged(tuple(resources.files("shapes", ".ttl")), base)


@functools.lru_cache(maxsize=4)
def _packaged(files: tuple[Path, ...], base: Base) -> Shapes:
    triples: list[Triple] = []
    rules: dict[Term, Rule] = {}
    for number, path in enumerate(files):
        stated = [_filled(t, base) for t in rdf.read_with_blank_nodes(path, f"s{number}n")]
        rule = _packaged_rule(path, Triples(stated))
        triples += stated
        rules |= dict.fromkeys((s for s, _, _ in stated), rule)
    return Shapes(Triples(triples), rules)


def load(paths: Iterable[Path]) -> Shapes:
    """Return a user's shapes, from files and folders.

    Raises:
        RdfError: a file cannot be read, has no shapes, or uses a feature that is not supported; located
            in the file.
    """
    triples: list[Triple] = []
    rules: dict[Term, Rule] = {}
    notes: list[str] = []
    for number, path in enumerate(_files(paths)):
        stated = Triples(rdf.read_with_blank_nodes(path, f"s{number}n"))
        preflight.check(path, stated)
        triples += stated.all
        notes += preflight.notes(path, stated)
        rules |= {shape: _own_rule(path, stated, shape) for shape in preflight.shapes(stated)}
    return Shapes(Triples(triples), rules, tuple(notes))


def text(path: Path, base: Base = DEFAULT) -> str:
    """Return the text of a packaged file of shapes for graphs with a base IRI."""
    escaped = _things(base).replace("\\", "\\\\")
    return resources.text(path).replace(_ANY_BASE, escaped).replace(_BASE, base.address)


def severity(value: Term | None) -> Severity:
    """Return the severity of a `sh:severity`; a severity that a user defines counts as a Violation."""
    return _SEVERITIES.get(value or term("sh:Violation"), Severity.VIOLATION)


def unwanted(triples: Triples, shape: Term) -> tuple[str, ...]:
    """Return the patterns below `sh:not` of a shape; a match in a value locates the violation."""
    todo, seen = list(triples.values(shape, term("sh:not"))), set[Term]()
    while todo:
        node = todo.pop()
        if node not in seen:
            seen.add(node)
            todo += [value for values in triples.about(node).values() for value in values]
    patterns = {literal_text(p) for node in seen for p in triples.values(node, term("sh:pattern"))}
    return tuple(sorted(patterns))


def _filled(triple: Triple, base: Base) -> Triple:
    """Return a triple with the placeholder in its value replaced by the base IRI."""
    subject, predicate, value = triple
    place, words = (_ANY_BASE, _things(base)) if predicate == _PATTERN else (_BASE, base.address)
    return subject, predicate, Term(value.replace(place, literal(words)[1:-1]))


def _things(base: Base) -> str:
    """Return a regular expression, valid in Python and SPARQL, for the start of a base's IRIs."""
    escaped = re.sub(r"[$()*+?{}|^\\\[\]]", r"\\\g<0>", base.things)
    return f"^{escaped.replace('.', '[.]')}"


def _packaged_rule(path: Path, triples: Triples) -> Rule:
    text = resources.text(path).replace("\n#   ", " ")
    head = _HEAD.match(text)
    shapes = triples.subjects(A, _NODE_SHAPE)
    code = triples.one(shapes[0], _CODE) if len(shapes) == 1 else None
    advice = triples.one(shapes[0], _MESSAGE) if code else None
    if not (head and code and advice):
        raise AssetError(
            "not a single shape with dcterms:identifier, sh:message and a comment with Rule, Why and"
            " Question",
            in_file(path),
        )
    return Rule(
        code=literal_text(code),
        name=path.stem,
        severity=severity(triples.one(shapes[0], _SEVERITY)),
        claim=head["claim"],
        why=head["why"],
        question=head["question"],
        advice=literal_text(advice),
    )


def _own_rule(path: Path, triples: Triples, shape: Term) -> Rule:
    """Return the rule of a user's shape, named by the nearest shape around it that has an IRI."""
    above = next((one for one in _around(triples, shape) if one.startswith("<")), None)
    name = re.split("[/#]", iri_text(above))[-1] if above else path.stem
    identifier = triples.one(above, _CODE) if above else None
    code = literal_text(identifier) if identifier and identifier.startswith('"') else name
    if _OWN_CODE.fullmatch(code):
        raise RdfError(
            f"the code {code} is reserved for privkg's rules; write another dcterms:identifier",
            in_file(path),
        )
    weight = severity(triples.one(shape, _SEVERITY))
    return Rule(code=code or path.stem, name=name or path.stem, severity=weight)


def _around(triples: Triples, shape: Term) -> Iterator[Term]:
    """Yield a shape and the nodes that refer to it, directly or indirectly, the nearest first."""
    seen: set[Term] = set()
    todo = [shape]
    while todo:
        node = todo.pop(0)
        if node not in seen:
            seen.add(node)
            yield node
            todo += sorted({s for s, p in triples.incoming(node) if p != A})


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        found = [path]
        if path.is_dir():
            found = sorted(p for p in path.rglob("*") if p.suffix.lower() in _SUFFIXES)
        if not found:
            suffixes = ", *".join(_SUFFIXES)
            raise RdfError(f"no files of shapes found; name them *{suffixes}", in_file(path))
        yield from found
