"""What a reconciliation service says a name may mean, on privkg's scale."""

from privkg.link.propose import Lookup
from privkg.reference.links.mapping import Alternative
from privkg.store.remote.reconciliation import Candidate, Reconciler

_MATCH = 0.95
_MOST_UNSURE = 0.89
"""Below what counts as sure: a service's own scale says nothing to others, only that it is sure."""


def lookup(service: Reconciler) -> Lookup:
    """Return the lookup of names at a service."""

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
