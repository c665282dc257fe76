"""The model as one diagram, its lines and labels from the ontology, and the page that shows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from privkg.rdf.terms import Term, term
from privkg.reference import concepts
from privkg.store import rdf

NAME = "model.svg"
_WIDTH, _HEIGHT = 960, 580
_BOX_WIDTH, _BOX_HEIGHT = 150, 50
_SIZE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A kind of things: its name, its class or the source of its terms, and its centre."""

    name: str
    curie: str
    x: int
    y: int

    @property
    def class_(self) -> Term | None:
        """The class of the ontology; None for terms of other vocabularies."""
        return term(self.curie) if self.curie.startswith("pk:") else None


BOXES = {
    box.name: box
    for box in (
        Box(name="source", curie="source of a page", x=110, y=50),
        Box(name="claim", curie="pk:Claim", x=425, y=50),
        Box(name="actor", curie="pk:Actor", x=665, y=50),
        Box(name="incident", curie="pk:Incident", x=110, y=230),
        Box(name="act (row)", curie="pk:Violation", x=425, y=230),
        Box(name="decision", curie="pk:Decision", x=850, y=230),
        Box(name="group", curie="pk:AtRiskGroup", x=110, y=450),
        Box(name="harm", curie="pk:Harm", x=300, y=450),
        Box(name="information", curie="categories of DPV", x=490, y=450),
        Box(name="law", curie="concepts of law:", x=720, y=450),
    )
}
VALUES = {"pk:information": "information", "pk:law": "law", "dcterms:source": "source"}
"""Properties whose values have no class of privkg, and the box that they lead to."""
_OF_CLAIMS = {"rdf:subject": "act (row)", "dcterms:source": "source"}
_SUMMED_UP = {"source", "act (row)", "decision"}
"""Where the lines of an incident lead; the rest of its page's infobox is the sum of its rows."""
_AROUND = ("incident", "decision")
"""The line that leads around the others, below them."""


def lines() -> dict[tuple[str, str], list[str]]:
    """Return the labels of the properties between boxes, by start and end."""
    found: dict[tuple[str, str], list[str]] = {}
    names = {box.class_: name for name, box in BOXES.items() if box.class_}
    for predicate, about in sorted(_properties().items()):
        ends = {names[o] for o in about.get("to", ()) if o in names}
        ends |= {VALUES[curie] for curie in VALUES if term(curie) == predicate}
        for start in sorted(names[o] for o in about.get("from", ()) if o in names):
            for end in sorted(ends):
                if start != "incident" or end in _SUMMED_UP:
                    found.setdefault((start, end), []).append(_label(predicate))
    for curie, end in _OF_CLAIMS.items():
        found.setdefault(("claim", end), []).append(_label(term(curie)))
    found.setdefault(("incident", "source"), []).append(_label(term("dcterms:source")))
    return found


def _properties() -> Mapping[Term, Mapping[str, set[Term]]]:
    """Return the domain and range of each asserted property; of two inverse properties, one."""
    sides = {
        term("rdfs:domain"): "from",
        term("schema:domainIncludes"): "from",
        term("rdfs:range"): "to",
        term("schema:rangeIncludes"): "to",
    }
    found: dict[Term, dict[str, set[Term]]] = {}
    triples = concepts.triples()
    derived = {s for s, p, o in triples if p == term("rdfs:comment") and "Derived, never" in o}
    derived |= {
        s for s, p, _ in triples if p == term("owl:inverseOf") and not s.startswith(term("pk:has")[:-1])
    }
    for subject, predicate, value in triples:
        if predicate in sides and subject not in derived:
            found.setdefault(subject, {}).setdefault(sides[predicate], set()).add(value)
    return found


def _label(predicate: Term) -> str:
    others = {term("dcterms:source"): "source", term("rdf:subject"): "is about"}
    labels = [o for s, p, o in concepts.triples() if (s, p) == (predicate, term("skos:prefLabel"))]
    return others.get(predicate) or rdf.literal_text(labels[0])


def svg() -> str:
    """Return the diagram."""
    drawn = [*_drawn(), *(_box(box) for box in BOXES.values())]
    body = "\n".join(drawn)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}" '
        f'viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" font-size="{_SIZE}" '
        f'role="img" aria-label={quoteattr(alternative())}>\n'
        '<defs><marker id="end" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" '
        'orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="#555"/></marker></defs>\n'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>\n{body}\n</svg>\n'
    )


def alternative() -> str:
    """Return the diagram in words."""
    parts = (f"{start} to {end}: {', '.join(names)}" for (start, end), names in lines().items())
    return f"The model of privkg. {'; '.join(parts)}."


def _drawn() -> Iterator[str]:
    labels = []
    for (start, end), names in lines().items():
        path, x, y = _route(BOXES[start], BOXES[end], len(names))
        yield f'<path d="{path}" fill="none" stroke="#555" stroke-width="1.3" marker-end="url(#end)"/>'
        labels.append(_words(names, x, y))
    yield from labels  # over all lines


def _route(start: Box, end: Box, rows: int) -> tuple[str, int, int]:
    """Return the path of a line, and the middle of its label."""
    if start is end:
        return _loop(start, rows)
    return _below(start, end) if (start.name, end.name) == _AROUND else _straight(start, end)


def _loop(box: Box, rows: int) -> tuple[str, int, int]:
    """Return a line from a box to itself, above it or in the lowest row below it."""
    away = -1 if box.y < _HEIGHT / 2 else 1
    y, far = box.y + away * _BOX_HEIGHT // 2, box.y + away * (_BOX_HEIGHT // 2 + 45)
    middle = box.x + (45 if box.x > _WIDTH * 3 / 4 else -50)  # away from the lines to other boxes
    left, right = middle - 17, middle + 17
    path = f"M{right},{y} C{right + 5},{far} {left - 5},{far} {left},{y}"
    return path, middle, y + away * (34 + 7 * (rows - 1))


def _below(start: Box, end: Box) -> tuple[str, int, int]:
    """Return a line from the left of a box to the right of another, below all."""
    left, right = start.x - _BOX_WIDTH // 2, end.x + _BOX_WIDTH // 2
    low, out = _HEIGHT - 25, 20
    path = f"M{left},{start.y} H{left - out} V{low} H{right + out} V{end.y} H{right}"
    return path, (left + right) // 2, low


def _straight(start: Box, end: Box) -> tuple[str, int, int]:
    """Return a straight line from border to border, and the middle of its label, nearer to its end."""
    x1, y1 = _border(start, end)
    x2, y2 = _border(end, start)
    share = 0.6 if start.x != end.x and start.y != end.y else 0.45
    return f"M{x1},{y1} L{x2},{y2}", round(x1 + share * (x2 - x1)), round(y1 + share * (y2 - y1))


def _border(box: Box, other: Box) -> tuple[int, int]:
    """Return where the line from the middle of a box to the middle of another leaves it."""
    dx, dy = other.x - box.x, other.y - box.y
    shares = [abs(side / 2 / d) for side, d in ((_BOX_WIDTH, dx), (_BOX_HEIGHT, dy)) if d]
    return round(box.x + min(shares) * dx), round(box.y + min(shares) * dy)


def _words(names: list[str], x: int, y: int) -> str:
    """Return a label of a line or more, on an opaque background."""
    width = round(max(map(len, names)) * _SIZE * 0.56) + 8
    height = len(names) * (_SIZE + 2) + 2
    top = y - height // 2
    rows = "".join(
        f'<text x="{x}" y="{top + (number + 1) * (_SIZE + 2) - 2}" text-anchor="middle" fill="#333">'
        f"{escape(name)}</text>"
        for number, name in enumerate(names)
    )
    return f'<rect x="{x - width // 2}" y="{top}" width="{width}" height="{height}" fill="#fff"/>{rows}'


def _box(box: Box) -> str:
    x, y = box.x - _BOX_WIDTH // 2, box.y - _BOX_HEIGHT // 2
    fill = "#fbe9d7" if box.class_ else "#e8eef7"
    return (
        f'<rect x="{x}" y="{y}" width="{_BOX_WIDTH}" height="{_BOX_HEIGHT}" rx="6" fill="{fill}" '
        'stroke="#8a2f1d"/>'
        f'<text x="{box.x}" y="{box.y - 4}" text-anchor="middle" font-size="14" font-weight="bold">'
        f"{escape(box.name)}</text>"
        f'<text x="{box.x}" y="{box.y + 14}" text-anchor="middle" font-size="11" fill="#555">'
        f"{escape(box.curie)}</text>"
    )


_PAGE = """# The model

<!-- Written by `make docs` from the ontology; change that, or docs/model.py. -->

![{alternative}]({name})

A page about one case becomes an *incident*. Each row of its Breakdown is an *act*: an *actor* did
something to a *group* of people, with *information* about them, and the act is exactly one of
Solove's *harms*; it may break a *law*, and follow from an earlier act. A *decision* is the outcome
before a court or an authority, and a later decision may change it. A *claim* is a statement with the
words of the page that it rests on, and the *sources* that the page names for it; every line of the
diagram has claims, not only those of acts.

The harms, actors, information, laws and groups of an incident are separate from those of its rows:
they are the sum, and do not connect one to another. Blue boxes are values of other vocabularies,
without a class of privkg.

| in the diagram | in the graph | what it is |
|---|---|---|
"""


def page() -> Iterator[str]:
    """Yield the page that shows the diagram and explains its boxes."""
    yield _PAGE.format(alternative=alternative(), name=NAME)
    for box in BOXES.values():
        what = _OTHERS.get(box.name) or definition(term(box.curie))
        where = f"`{box.curie}`" if box.class_ else box.curie
        yield f"| {box.name} | {where} | {what} |\n"
    yield "\nAll classes and properties are in the [vocabulary](../reference/vocabulary.md); which"
    yield " named graph holds what is described in [the graph](graph.md).\n"


_OTHERS = {
    "source": "A document that the page cites as its source, with its address.",
    "information": "A category of personal data from the Data Privacy Vocabulary (DPV).",
    "law": "A legal act of one jurisdiction, from privkg's list of laws.",
}


def definition(node: Term) -> str:
    """Return the definition that the ontology has for a term."""
    return next(rdf.literal_text(o) for s, p, o in concepts.triples() if (s, p) == (node, _DEFINITION))


_DEFINITION = term("skos:definition")
