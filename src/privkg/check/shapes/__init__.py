"""SHACL validation: a SPARQL prefilter on the store, then a pySHACL report on what it finds.

pySHACL validates every focus node in Python, which is slow on large graphs. So each shape is first
compiled to SPARQL queries that select candidates: all focus nodes that may violate it, and few others.
pySHACL then validates the candidates alone. Every result comes from pySHACL; the queries may select too
many nodes, but never too few.
"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from privkg.check.shapes import preflight, results, screen
from privkg.check.shapes.results import Result
from privkg.check.shapes.screen import Screen
from privkg.check.shapes.shapes import Shapes, unwanted
from privkg.core.model import Rule
from privkg.core.progress import SILENT, Progress, followed
from privkg.rdf.terms import Term, term
from privkg.store.graph import Quads


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The results of a validation, and facts about the shapes with results, to locate and explain them.

    Attributes:
        rules: the rule of each shape with results.
        unwanted: the patterns under `sh:not` of each shape with results.
        screened: the shapes that were compiled to SPARQL completely.
        unscreened: the shapes that were compiled in part, so that pySHACL validated more nodes.
        notes: notes about imports of the shapes.
        target_objects_of: the values of `sh:targetObjectsOf` of each shape with results.
    """

    results: tuple[Result, ...]
    rules: Mapping[Term, Rule]
    unwanted: Mapping[Term, tuple[str, ...]]
    screened: tuple[Term, ...]
    unscreened: tuple[Term, ...]
    notes: tuple[str, ...] = ()
    target_objects_of: Mapping[Term, tuple[Term, ...]] = field(default_factory=dict)


def validate(
    shapes: Shapes,
    quads: Quads,
    *,
    needs_focus: bool = False,
    threads: int = 1,
    progress: Progress = SILENT,
) -> Report:
    """Return the SHACL report of a graph.

    Args:
        shapes: the shapes.
        quads: the graph; the union of its named graphs is validated.
        needs_focus: raise an error for a shape without focus nodes.
        threads: the number of shapes to screen in parallel.
        progress: receives the shapes that were screened.

    Raises:
        RdfError: the shapes are invalid, or have no focus nodes.
        LimitError: pySHACL could not finish.
    """
    found = screen.screens(shapes.triples, quads)
    if needs_focus:
        preflight.check_focus(
            shapes.triples, {one.shape: len(screen.targets(one, quads)) for one in found}
        )
    candidates = _candidates(found, quads, int(needs_focus), threads, progress)
    reported = results.ordered(_reported(shapes, candidates, quads, progress))
    violated = {result.shape for result in reported}
    return Report(
        results=reported,
        rules={shape: shapes.rules[shape] for shape in violated},
        unwanted={shape: unwanted(shapes.triples, shape) for shape in violated},
        screened=tuple(one.shape for one in found if one.is_complete),
        unscreened=tuple(one.shape for one in found if not one.is_complete),
        notes=shapes.notes,
        target_objects_of={
            shape: tuple(shapes.triples.values(shape, term("sh:targetObjectsOf"))) for shape in violated
        },
    )


def _candidates(
    screens: list[Screen], quads: Quads, at_least: int, threads: int, progress: Progress
) -> dict[Term, list[Term]]:
    """Return the candidates and the first `at_least` targets of each shape.

    pySHACL reports an invalid shape only when it validates a node with it, so that a user's shapes are
    always run on at least one target.
    """

    def focus_nodes(one: Screen) -> list[Term]:
        more = screen.targets(one, quads)[:at_least] if at_least else []
        return sorted({*screen.candidates(one, quads), *more})

    with ThreadPoolExecutor(threads) as pool:
        found = followed(pool.map(focus_nodes, screens), progress, "screening shapes", len(screens))
        return dict(zip([one.shape for one in screens], found, strict=True))


def _reported(
    shapes: Shapes, candidates: Mapping[Term, list[Term]], quads: Quads, progress: Progress
) -> list[Result]:
    """Return pySHACL's results for the candidates."""
    if not any(candidates.values()):
        return []
    from privkg.check.shapes.pyshacl_report import report  # importing pySHACL takes half a second

    with progress.step("validating candidates"):
        return report(shapes.triples, candidates, quads)
