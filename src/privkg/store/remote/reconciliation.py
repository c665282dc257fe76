"""A client of reconciliation services, which return candidate entities for names.

Source: W3C Entity Reconciliation Community Group, Reconciliation Service API 0.2,
https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

import json
import math
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.request import Request

from privkg.core import bounded
from privkg.core.errors import InvalidValueError
from privkg.core.text import quoted
from privkg.rdf.terms import Term, iri
from privkg.store.remote import address, requests
from privkg.store.remote.client import Exchange
from privkg.store.remote.limits import Limits

_BATCH = 10
"""Names per request; the protocol has no limit, and public services accept this number."""
_MOST_CANDIDATES = 5
_JSON = ("application/json", "text/json", "application/javascript", "text/javascript")
_VERSIONS = ("0.1", "0.2")
_LIMITS = Limits()
_WHOLE_IRI = re.compile("https?://|urn:", re.IGNORECASE)
_ENDS_AS_PREFIX = tuple("/#=:?&")
_MOST_CHARACTERS = 1_000
"""The length limit of a name: cells in tables of links must not exceed the limit of CSV readers."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate entity; `is_match` if the service is certain, `score` on the service's scale."""

    entity: Term
    name: str
    score: float
    is_match: bool


class Reconciler:
    """A reconciliation service at an address."""

    def __init__(
        self, url: str, *, limits: Limits = _LIMITS, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self._address = address.of(url)
        self._exchange = Exchange(self._address, limits, pause)
        self._space: str | None = None

    @property
    def name(self) -> str:
        """The address without its query string."""
        return self._address.name

    def candidates(self, names: Sequence[str]) -> list[list[Candidate]]:
        """Return the candidates for each name, best first.

        Raises:
            EndpointError: the service is down, refuses, or violates the protocol.
        """
        found: list[list[Candidate]] = []
        for start in range(0, len(names), _BATCH):
            found += self._batch(names[start : start + _BATCH])
        return found

    def _batch(self, names: Sequence[str]) -> Iterator[list[Candidate]]:
        queries = {f"q{n}": {"query": name, "limit": _MOST_CANDIDATES} for n, name in enumerate(names)}
        answer = self._sent(requests.form(self._address, {"queries": json.dumps(queries)}))
        space = self._identifier_space()
        for key in queries:
            yield [self._candidate(each, space) for each in self._results(answer, key)]

    def _results(self, answer: dict[str, Any], key: str) -> list[Any]:
        result = answer.get(key, {}).get("result") if isinstance(answer.get(key), dict) else None
        if not isinstance(result, list):
            raise self._exchange.error(f"it does not answer the query {key} with a list of results")
        return result[:_MOST_CANDIDATES]

    def _candidate(self, found: Any, space: str) -> Candidate:
        try:
            return Candidate(
                entity=iri(_address(found["id"], space)),
                name=_name(found["name"]),
                score=_score(found.get("score") or 0),
                is_match=found.get("match", False) is True,
            )
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            raise self._exchange.error(f"it names a candidate without id or name ({error})") from error

    def _identifier_space(self) -> str:
        """Return the `identifierSpace` of the service's manifest, the prefix of its entities' IRIs."""
        if self._space is None:
            manifest = self._sent(requests.form(self._address, None))
            versions = manifest.get("versions", list(_VERSIONS[:1]))
            if not isinstance(versions, list) or not set(_VERSIONS) & set(map(str, versions)):
                raise self._exchange.error(f"it supports none of the versions {', '.join(_VERSIONS)}")
            space = manifest.get("identifierSpace")
            if not isinstance(space, str) or not space.startswith(("http://", "https://")):
                raise self._exchange.error("its manifest has no identifierSpace on the web")
            self._space = space
        return self._space

    def _sent(self, request: Request) -> dict[str, Any]:
        answer = self._exchange.send(request)
        if answer.status != 200:
            raise self._exchange.error(self._exchange.status_of(answer))
        if answer.kind not in _JSON:
            raise self._exchange.error(f"answered with {answer.kind or 'no media type'}, not JSON")
        try:
            content = bounded.parse_json(answer.content)
        except ValueError as error:
            raise self._exchange.error(f"its JSON cannot be read ({error})") from error
        if not isinstance(content, dict):
            raise self._exchange.error("it does not answer with an object")
        return content


def _address(identifier: object, space: str) -> str:
    """Return the IRI of an entity: its identifier if that is an IRI, else `space` + identifier.

    Some manifests have the URL of RFC 3986 as their space, or one without a separator at its end: such a
    space cannot be a prefix of IRIs.
    """
    if not isinstance(identifier, str) or not identifier:
        raise InvalidValueError(f"its id is {quoted(identifier)}")
    if _WHOLE_IRI.match(identifier):
        return identifier
    if not space.endswith(_ENDS_AS_PREFIX) or "://" in identifier or identifier.startswith("//"):
        raise InvalidValueError(
            f"{identifier} is not an IRI, also not with the identifierSpace {space} before it"
        )
    return f"{space}{identifier}"


def _name(name: object) -> str:
    if not isinstance(name, str) or not name.strip() or len(name) > _MOST_CHARACTERS:
        raise InvalidValueError(f"its name is {quoted(name)}")
    return name


def _score(score: object) -> float:
    """Return a score on the service's own scale; services write it as a number or as text."""
    number = float(score) if isinstance(score, int | float | str) else math.nan
    if not math.isfinite(number):
        raise InvalidValueError(f"its score is {str(score)[:80]}")
    return number
