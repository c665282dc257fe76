"""The functions of `mapping.ttl`; morph-kgc defines `udf` and executes this file."""

import hashlib
import json

_THINGS = "https://w3id.org/privkg/id"
_PAGE = "https://incidentdatabase.ai/cite"


@udf(  # type: ignore[name-defined,untyped-decorator]  # noqa: F821
    fun_id="https://example.org/function#actors", cell="https://example.org/function#cell"
)
def actors(cell: str) -> list[str]:
    """Return the IRIs of the actors in a cell, a JSON list of names that are slugs."""
    return [f"{_THINGS}/actor/{name}" for name in json.loads(cell) if name != "unknown"]


@udf(  # type: ignore[name-defined,untyped-decorator]  # noqa: F821
    fun_id="https://example.org/function#source", number="https://example.org/function#number"
)
def source(number: str) -> str:
    """Return the IRI of the page of an incident, given its number."""
    return f"{_THINGS}/source/{hashlib.sha256(f'{_PAGE}/{number}'.encode()).hexdigest()[:16]}"
