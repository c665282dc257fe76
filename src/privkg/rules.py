"""The rules of reading: what can be wrong with a page before any shape looks at the graph.

A code is never given to another rule. PK1xx: the file. PK2xx: the page as a whole. PK3xx: a field.
PK4xx: a breakdown row. PK5xx: names and places.
"""

from privkg.model import Rule, Severity

_VIOLATION, _WARNING, _INFO = Severity.VIOLATION, Severity.WARNING, Severity.INFO

UTF16_DECODED = Rule("PK101", "file-is-utf-8", _WARNING)
CONTROL_CHARACTER = Rule("PK102", "text-has-no-control-characters", _WARNING)
BIDI_CONTROL = Rule("PK103", "text-has-no-bidi-controls", _WARNING)

TITLE_MISSING = Rule("PK201", "incident-has-title", _WARNING)
TITLE_DIFFERS = Rule("PK202", "incident-has-one-title", _WARNING)
STRUCTURE_MISSING = Rule("PK203", "page-has-fields-and-sections", _WARNING)
SECTION_TWICE = Rule("PK204", "section-stands-once", _WARNING)
NOT_UNDERSTOOD = Rule("PK205", "text-is-understood", _WARNING)
SOURCE_MISSING = Rule("PK206", "incident-has-source-address", _VIOLATION)
SOURCE_UNUSABLE = Rule("PK207", "source-address-is-usable", _WARNING)
ROWS_MISSING = Rule("PK208", "incident-has-breakdown-row", _VIOLATION)
SAME_TITLE = Rule("PK209", "title-is-unique", _WARNING)

FIELD_TWICE = Rule("PK301", "field-stands-once", _WARNING)
DATE_UNREADABLE = Rule("PK302", "date-is-readable", _VIOLATION)
DATE_MISSING = Rule("PK303", "incident-has-date", _VIOLATION)
HARM_UNKNOWN = Rule("PK304", "harm-is-known", _VIOLATION)
HARM_DEPRECATED = Rule("PK305", "harm-is-current", _INFO)
INFORMATION_UNKNOWN = Rule("PK306", "information-is-known", _WARNING)
CONSEQUENCE_UNKNOWN = Rule("PK307", "consequence-is-known", _WARNING)
TECHNOLOGY_UNKNOWN = Rule("PK308", "technology-is-known", _WARNING)
LAW_UNKNOWN = Rule("PK309", "law-is-known", _WARNING)
NUMBER_UNREADABLE = Rule("PK310", "people-affected-is-a-number", _WARNING)
HARMS_MISSING = Rule("PK311", "incident-states-harm", _WARNING)

ROW_WITHOUT_THREAT = Rule("PK401", "row-has-threat", _VIOLATION)
ROW_WITHOUT_ACTOR = Rule("PK402", "row-has-actor", _VIOLATION)
ROW_WITHOUT_GROUP = Rule("PK403", "row-has-at-risk-group", _VIOLATION)
ROW_WITHOUT_HARM = Rule("PK404", "row-has-harm", _VIOLATION)
ROW_WITH_HARMS = Rule("PK405", "row-has-one-harm", _VIOLATION)
ROW_FIELD_TWICE = Rule("PK406", "row-field-stands-once", _WARNING)
STATUS_UNKNOWN = Rule("PK407", "claim-status-is-known", _WARNING)
STATED_WITHOUT_ROW = Rule("PK408", "stated-harm-has-row", _WARNING)
ROW_NOT_STATED = Rule("PK409", "row-harm-is-stated", _WARNING)
ACTOR_WITHOUT_ROW = Rule("PK410", "stated-actor-acts-in-row", _WARNING)

ACTOR_UNTYPED = Rule("PK501", "actor-has-authority-record", _WARNING)
GROUP_UNTYPED = Rule("PK502", "group-has-type", _WARNING)
HIGH_RISK_APART = Rule("PK503", "high-risk-group-is-affected", _INFO)
PLACE_UNKNOWN = Rule("PK504", "place-is-known", _WARNING)
PLACE_AMBIGUOUS = Rule("PK505", "place-is-unambiguous", _WARNING)
PLACE_MISSING = Rule("PK506", "incident-has-place", _WARNING)
