"""The JSON-LD frame with which a framing processor makes the document of an incident.

Source:
    JSON-LD 1.1 Framing, https://www.w3.org/TR/json-ld11-framing/.
"""

import json

from privkg.export.jsonld.context import context
from privkg.rdf.terms import A, Term, iri_text, shorten
from privkg.reference import properties
from privkg.reference.columns import IN_SHORT

_MAY_LACK: dict[str, object] = {"@omitDefault": True}
_ANY = _MAY_LACK | {"id": {}}
_EMBED_ALWAYS: dict[str, object] = {"@embed": "@always"}
_PARTS = ("hasViolation", "hasDecision")
_TO_PARTS = ("amends", "appealOf", "decidesOn", "decisionOf", "followsFrom", "reverses", "violationOf")
"""Properties from a part of an incident to another part, or back to the incident."""


def to_json() -> str:
    """Return the frame, which makes the documents of all incidents from the graphs of facts."""
    frame = {"@context": context(), "type": "pk:Incident"} | _with_named()
    by_address = dict.fromkeys(_TO_PARTS, _ANY | {"@embed": "@never"})
    parts = dict.fromkeys(_PARTS, _ANY | _with_named() | by_address)
    return json.dumps(frame | parts, indent=1, ensure_ascii=False) + "\n"


def _with_named() -> dict[str, object]:
    """Return the frames of referenced resources, which are embedded in short form at each use."""
    named = (
        _ANY
        | _EMBED_ALWAYS
        | {"@explicit": True}
        | {_name(shown): _MAY_LACK for shown in IN_SHORT if shown != A}
    )
    names = sorted(name for name, _ in properties.names().values())
    return _EMBED_ALWAYS | dict.fromkeys(names, named)


def _name(predicate: Term) -> str:
    return properties.names().get(predicate, (shorten(iri_text(predicate)), False))[0]
