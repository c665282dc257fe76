"""Looks names up at a reconciliation service, and converts its scores to privkg's scale."""

from privkg.link.propose import Lookup
from privkg.reference.links.mapping import Alternative
from privkg.store.remote.reconciliation import Candidate, Reconciler

_MATCH = 0.95
_MOST_UNSURE = 0.89
"""Less than `candidates.SURE`: scores of services have no common scale, so only `match` is certain."""


def lookup(service: Reconciler) -> Lookup:
    """Return a function that looks names up at a service."""

    def look_up(_kind: str, name: str) -> list[Alternative]:
        (found,) = service.candidates([name])
        ranked = [Alternative(_score(each), each.entity, each.name) for each in found]
        return sorted(ranked, key=lambda each: (-each.score, each.object))

    return look_up


def _score(candidate: Candidate) -> float:
    if candidate.is_match:
        return _MATCH
    share = candidate.score / 100 if candidate.score > 1 else candidate.score
    return round(min(max(share, 0.0), _MOST_UNSURE), 2)
