"""The rules of reading: what can be wrong with a page before any shape looks at the graph.

A code is never given to another rule. PK0xx: rules that shapes keep too, told here with the words and
the place that a graph has no more. PK1xx: the file. PK2xx: the page as a whole. PK3xx: a field. PK4xx:
a breakdown row. PK5xx: names and places.
"""

from privkg.model import Rule, Severity

_VIOLATION, _WARNING, _INFO = Severity.VIOLATION, Severity.WARNING, Severity.INFO

PLACE_MISSING = Rule("PK005", "incident-has-place", _WARNING)
HARMS_MISSING = Rule("PK006", "incident-states-harm", _WARNING)
STATED_WITHOUT_ROW = Rule("PK008", "stated-harm-has-row", _WARNING)
ROW_NOT_STATED = Rule("PK009", "row-harm-is-stated", _WARNING)
ROWS_MISSING = Rule("PK010", "incident-has-row", _VIOLATION)
ACTOR_WITHOUT_ROW = Rule("PK011", "stated-actor-acts-in-row", _WARNING)
DATE = Rule("PK012", "incident-has-date", _VIOLATION)
SOURCE_MISSING = Rule("PK013", "incident-has-source", _VIOLATION)
HIGH_RISK_APART = Rule("PK014", "high-risk-group-is-affected", _INFO)
ROW_HARM = Rule("PK017", "row-has-one-harm", _VIOLATION)
ROW_WITHOUT_ACTOR = Rule("PK018", "row-has-actor", _VIOLATION)
ROW_WITHOUT_GROUP = Rule("PK019", "row-has-group", _VIOLATION)
ROW_WITHOUT_THREAT = Rule("PK021", "row-has-act", _VIOLATION, covers=("PK018",))
ACTOR_UNTYPED = Rule("PK026", "actor-has-type", _WARNING)
GROUP_UNTYPED = Rule("PK031", "group-has-type", _WARNING)

UNREADABLE = Rule("PK100", "file-is-a-page", _VIOLATION)
UTF16_DECODED = Rule("PK101", "file-is-utf-8", _WARNING)
CONTROL_CHARACTER = Rule("PK102", "text-has-no-control-characters", _WARNING)
BIDI_CONTROL = Rule("PK103", "text-has-no-bidi-controls", _WARNING)

TITLE_MISSING = Rule("PK201", "page-has-title", _WARNING)
TITLE_DIFFERS = Rule("PK202", "page-has-one-title", _WARNING)
STRUCTURE_MISSING = Rule("PK203", "page-has-fields-and-sections", _WARNING)
SECTION_TWICE = Rule("PK204", "section-stands-once", _WARNING)
NOT_UNDERSTOOD = Rule("PK205", "text-is-understood", _WARNING)
SOURCE_UNUSABLE = Rule("PK207", "source-address-is-usable", _WARNING)
SAME_TITLE = Rule("PK209", "title-is-unique", _WARNING)
PERSON_NAMED = Rule("PK210", "victim-is-not-named", _WARNING)

FIELD_TWICE = Rule("PK301", "field-stands-once", _WARNING)
HARM_UNKNOWN = Rule("PK304", "harm-is-known", _VIOLATION, covers=("PK006", "PK017"))
HARM_DEPRECATED = Rule("PK305", "harm-is-current", _INFO)
INFORMATION_UNKNOWN = Rule("PK306", "information-is-known", _WARNING)
CONSEQUENCE_UNKNOWN = Rule("PK307", "consequence-is-known", _WARNING)
TECHNOLOGY_UNKNOWN = Rule("PK308", "technology-is-known", _WARNING)
LAW_UNKNOWN = Rule("PK309", "law-is-known", _WARNING)
NUMBER_UNREADABLE = Rule("PK310", "people-affected-is-a-number", _WARNING)

ROW_FIELD_TWICE = Rule("PK406", "row-field-stands-once", _WARNING)
STATUS_UNKNOWN = Rule("PK407", "claim-status-is-known", _WARNING)

PLACE_UNKNOWN = Rule("PK504", "place-is-known", _WARNING)
PLACE_AMBIGUOUS = Rule("PK505", "place-is-unambiguous", _WARNING)
