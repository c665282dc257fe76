"""Whether a graph keeps to shapes: screened on the store, reported by pySHACL where need be."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from privkg.check.shapes import preflight, results, screen
from privkg.check.shapes.results import Result
from privkg.check.shapes.screen import Screen
from privkg.check.shapes.shapes import Shapes, unwanted
from privkg.core.model import Rule
from privkg.rdf.terms import Term, term
from privkg.store.graph import Quads


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a validation found, and of each shape that found something its rule and unwanted patterns.

    `screened` are the shapes told whole in SPARQL; `unscreened` those that are not, whose targets
    pySHACL looked at one by one. `notes` are about what the shapes import. `towards` are, of a shape
    that looks at the objects of properties, these properties.
    """

    results: tuple[Result, ...]
    rules: Mapping[Term, Rule]
    unwanted: Mapping[Term, tuple[str, ...]]
    screened: tuple[Term, ...]
    unscreened: tuple[Term, ...]
    notes: tuple[str, ...] = ()
    towards: Mapping[Term, tuple[Term, ...]] = field(default_factory=dict)


def validate(shapes: Shapes, quads: Quads, *, needs_focus: bool = False, threads: int = 1) -> Report:
    """Return what is wrong with a graph, by shapes, as pySHACL tells it.

    Args:
        shapes: the shapes.
        quads: the graph; its union is looked at.
        needs_focus: tell a shape that has nothing to look at as an error.
        threads: how many shapes are screened at once.

    Raises:
        RdfError: the shapes cannot be used, or have nothing to look at.
        LimitError: pySHACL could not finish.
    """
    found = screen.screens(shapes.triples, quads)
    if needs_focus:
        preflight.check_focus(
            shapes.triples, {one.shape: len(screen.targets(one, quads)) for one in found}
        )
    reported = results.ordered(_reported(shapes, found, quads, int(needs_focus), threads))
    telling = {result.shape for result in reported}
    return Report(
        results=reported,
        rules={shape: shapes.rules[shape] for shape in telling},
        unwanted={shape: unwanted(shapes.triples, shape) for shape in telling},
        screened=tuple(one.shape for one in found if one.is_complete),
        unscreened=tuple(one.shape for one in found if not one.is_complete),
        notes=shapes.notes,
        towards={
            shape: tuple(shapes.triples.values(shape, term("sh:targetObjectsOf"))) for shape in telling
        },
    )


def _reported(
    shapes: Shapes, screens: list[Screen], quads: Quads, at_least: int, threads: int
) -> list[Result]:
    """Return pySHACL's results on the candidates, and on so many other targets of each shape.

    A shape that pySHACL cannot use is told only if it is asked of something.
    """

    def looked_at(one: Screen) -> list[Term]:
        more = screen.targets(one, quads)[:at_least] if at_least else []
        return sorted({*screen.candidates(one, quads), *more})

    with ThreadPoolExecutor(threads) as pool:
        candidates = dict(zip([one.shape for one in screens], pool.map(looked_at, screens), strict=True))
    if not any(candidates.values()):
        return []
    from privkg.check.shapes.pyshacl_report import report  # half a second, for nothing if all is well

    return report(shapes.triples, candidates, quads)
