"""Whether a graph keeps to shapes: screened on the store, reported by pySHACL where need be."""

from dataclasses import dataclass

from privkg.store.graph import Quads
from privkg.terms import Term
from privkg.validation import screen
from privkg.validation.results import Result
from privkg.validation.triples import Triples


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a validation found: results in the order of their focus nodes, and how it came to them.

    `unscreened` are the shapes that no query tells whole, whose targets pySHACL looked at one by one.
    """

    results: tuple[Result, ...]
    graph: bytes
    screened: tuple[Term, ...]
    unscreened: tuple[Term, ...]


def validate(triples: Triples, quads: Quads) -> Report:
    """Return what is wrong with a graph, by shapes, as pySHACL tells it.

    Raises:
        LimitError: pySHACL could not finish.
    """
    found = screen.screens(triples, quads)
    candidates = {one.shape: nodes for one in found if (nodes := screen.candidates(one, quads))}
    results: list[Result] = []
    if candidates:
        from privkg.validation import report  # half a second, and not needed where nothing is wrong

        _, results = report.report(triples, candidates, quads)
    return Report(
        results=tuple(sorted(results, key=_order)),
        graph=b"",
        screened=tuple(one.shape for one in found if one.is_complete),
        unscreened=tuple(one.shape for one in found if not one.is_complete),
    )


def _order(result: Result) -> tuple[str, str, str, str, str]:
    return result.focus, result.shape, result.path, result.component, result.value or ""
