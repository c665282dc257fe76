"""SHACL validation: a SPARQL prefilter on the store, then a pySHACL report on what it finds.

pySHACL validates every focus node in Python, which is slow on large graphs. So each shape is first
compiled to SPARQL queries that select candidates: all focus nodes that may violate it, and few others.
pySHACL then validates the candidates alone. Every result comes from pySHACL; the queries may select too
many nodes, but never too few.
"""

from collections import ChainMap
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain

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
    focus: Collection[Term] | None = None,
    is_wanted: Callable[[Term], bool] = lambda _: True,
    needs_focus: bool = False,
    threads: int = 1,
    progress: Progress = SILENT,
) -> Report:
    """Return the SHACL report of a graph.

    Args:
        shapes: the shapes.
        quads: the graph; the union of its named graphs is validated.
        focus: the IRIs to validate, each with the shapes that target it; None for all focus nodes.
        is_wanted: returns whether to validate a focus node; it suits large parts of a graph, since the
            queries select candidates among all focus nodes.
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

    def selected(one: Screen) -> list[Term]:
        # pySHACL reports an invalid shape only when it validates a node with it, so that a user's shapes
        # are always run on at least one target.
        first = screen.targets(one, quads)[:1] if needs_focus else []
        return sorted({*filter(is_wanted, screen.candidates(one, quads, focus)), *first})

    with ThreadPoolExecutor(threads) as pool:
        selections = followed(pool.map(selected, found), progress, "screening shapes", len(found))
        candidates = dict(zip([one.shape for one in found], selections, strict=True))
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


def merged(reports: Iterable[Report]) -> Report:
    """Return the report of a validation that was run in parts, with the same shapes or others."""
    parts = tuple(reports)

    return Report(
        results=results.ordered(chain.from_iterable(part.results for part in parts)),
        rules=dict(ChainMap(*(dict(part.rules) for part in parts))),
        unwanted=dict(ChainMap(*(dict(part.unwanted) for part in parts))),
        screened=_union(part.screened for part in parts),
        unscreened=_union(part.unscreened for part in parts),
        notes=tuple(dict.fromkeys(note for part in parts for note in part.notes)),
        target_objects_of=dict(ChainMap(*(dict(part.target_objects_of) for part in parts))),
    )


def _union(parts: Iterable[Iterable[Term]]) -> tuple[Term, ...]:
    return tuple(sorted(set(chain.from_iterable(parts))))


def _reported(
    shapes: Shapes, candidates: Mapping[Term, list[Term]], quads: Quads, progress: Progress
) -> list[Result]:
    """Return pySHACL's results for the candidates."""
    if not any(candidates.values()):
        return []
    from privkg.check.shapes.pyshacl_report import report  # importing pySHACL takes half a second

    with progress.step("validating candidates"):
        return report(shapes.triples, candidates, quads)
