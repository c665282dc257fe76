"""The rules that apply to pages, before shapes check the graph.

A code is never reused for another rule. PK0xx: rules that shapes check too; here the finding has the
page's text and span, which the graph lacks. PK1xx: the file. PK2xx: the page as a whole. PK3xx: a
field. PK4xx: a breakdown row. PK5xx: names and places.
"""

from privkg.core.model import Rule, Severity

_VIOLATION, _WARNING, _INFO = Severity.VIOLATION, Severity.WARNING, Severity.INFO

BY_CODE: dict[str, Rule] = {}
"""The rules of this module by their codes, in the order of definition."""


def _rule(
    code: str,
    name: str,
    severity: Severity,
    *,
    covers: tuple[str, ...] = (),
    claim: str = "",
    why: str = "",
    advice: str = "",
) -> Rule:
    """Return a new rule, added to `BY_CODE`."""
    assert code not in BY_CODE, f"duplicate rule {code}"  # noqa: S101
    return BY_CODE.setdefault(code, Rule(code, name, severity, covers, claim, why, advice=advice))


PLACE_MISSING = _rule("PK005", "incident-has-place", _WARNING)
HARMS_MISSING = _rule("PK006", "incident-states-harm", _WARNING)
STATED_WITHOUT_ROW = _rule("PK008", "stated-harm-has-row", _WARNING)
ROW_NOT_STATED = _rule("PK009", "row-harm-is-stated", _WARNING)
ROWS_MISSING = _rule("PK010", "incident-has-row", _VIOLATION)
ACTOR_WITHOUT_ROW = _rule("PK011", "stated-actor-acts-in-row", _WARNING)
DATE = _rule("PK012", "incident-has-date", _VIOLATION)
SOURCE_MISSING = _rule("PK013", "incident-has-source", _VIOLATION)
HIGH_RISK_APART = _rule("PK014", "high-risk-group-is-affected", _INFO)
ROW_HARM = _rule("PK017", "row-has-one-harm", _VIOLATION)
ROW_WITHOUT_ACTOR = _rule("PK018", "row-has-actor", _VIOLATION)
ROW_WITHOUT_GROUP = _rule("PK019", "row-has-group", _VIOLATION)
ROW_WITHOUT_THREAT = _rule("PK021", "row-has-act", _VIOLATION, covers=("PK018",))
ACTOR_UNTYPED = _rule("PK026", "actor-has-type", _WARNING)
GROUP_UNTYPED = _rule("PK031", "group-has-type", _WARNING)
STATUS_UNKNOWN = _rule("PK040", "claim-status-is-known", _WARNING, covers=("PK041",))
NUMBER_UNREADABLE = _rule("PK044", "people-affected-is-a-number", _WARNING)
TECHNOLOGY_UNKNOWN = _rule("PK047", "technology-is-concept", _WARNING)
LAW_UNKNOWN = _rule("PK048", "law-is-concept", _WARNING)
HARM_DEPRECATED = _rule("PK069", "harm-is-current", _INFO)
REGISTER_ACTOR_UNTYPED = _rule("PK071", "register-actor-has-type", _INFO)
DECISION_KIND_UNKNOWN = _rule("PK077", "decision-has-kind", _VIOLATION)
AMOUNT_WITHOUT_CURRENCY = _rule("PK081", "amount-has-currency", _VIOLATION)
FOLLOWS_ITSELF = _rule("PK086", "follows-from-has-no-cycle", _VIOLATION)
ROLE_UNKNOWN = _rule("PK090", "role-is-known", _WARNING)

UNREADABLE = _rule(
    "PK100",
    "file-is-a-page",
    _VIOLATION,
    claim="A file that is given as a page has the layout of a page.",
    why="A page that cannot be read is missing from the graph and from all answers.",
    advice="Save the page as UTF-8 text, in the layout of the page format, and not larger than the "
    "limit.",
)

UTF16_DECODED = _rule(
    "PK101",
    "file-is-utf-8",
    _WARNING,
    claim="A page is UTF-8 text.",
    why="privkg decodes UTF-16, but an editor may count its lines and columns differently.",
    advice="Save the page as UTF-8.",
)

CONTROL_CHARACTER = _rule(
    "PK102",
    "text-has-no-control-characters",
    _WARNING,
    claim="A text has no control characters except line ends and tabs.",
    why="They are invisible, some formats cannot store them, and terminals execute them.",
    advice="Remove the character.",
)

BIDI_CONTROL = _rule(
    "PK103",
    "text-has-no-bidi-controls",
    _WARNING,
    claim="A text has no bidirectional control characters.",
    why="They can make a sentence look different from the one that is stored.",
    advice="Remove the character; letters have their direction without it.",
)

TITLE_MISSING = _rule(
    "PK201",
    "page-has-title",
    _WARNING,
    claim="A page begins with its title.",
    why="The incident's label and IRI are made from the title.",
    advice="Write the title as the first line.",
)

TITLE_DIFFERS = _rule(
    "PK202",
    "page-has-one-title",
    _WARNING,
    claim="A page has one title.",
    why="An incident has one name and one IRI; other names belong under Short Title.",
    advice="Keep one title.",
)

STRUCTURE_MISSING = _rule(
    "PK203",
    "page-has-fields-and-sections",
    _WARNING,
    claim="A page has the fields and sections of its format.",
    why="A text without them may not be a page of an incident, and little can be read from it.",
    advice="Begin with a template; the command privkg new writes one.",
)

SECTION_TWICE = _rule(
    "PK204",
    "section-stands-once",
    _WARNING,
    claim="A section occurs once in a page.",
    why="Two sections of one name are merged, which may not be intended.",
    advice="Join the two sections.",
)

NOT_UNDERSTOOD = _rule(
    "PK205",
    "text-is-understood",
    _WARNING,
    claim="Every line of a page is a field, a section, a row or a sentence.",
    why="A line that is not understood is kept unchanged, but is missing from answers.",
    advice="Look for a misspelt label, or move the line into a section.",
)

SOURCE_UNUSABLE = _rule(
    "PK207",
    "source-address-is-usable",
    _WARNING,
    claim="The address of a source is a web address.",
    why="Readers of an answer want to open the sources that it is based on.",
    advice="Write the whole address, such as https://example.org/story.",
)

SAME_TITLE = _rule(
    "PK209",
    "title-is-unique",
    _WARNING,
    claim="No two pages have the same title.",
    why="Their IRIs would differ only by eight digits, which readers confuse.",
    advice="Give one of the pages another title.",
)

PERSON_NAMED = _rule(
    "PK210",
    "victim-is-not-named",
    _WARNING,
    claim="A page does not name the people who were harmed.",
    why="The graph documents what was done to people, and must not expose them again.",
    advice="Describe them without the name, such as a nurse; public figures may be named.",
)

MARK_UNDECIDED = _rule(
    "PK211",
    "mark-is-stated",
    _WARNING,
    claim="A harm that is marked in a sentence is stated by it, not denied or left open.",
    why="A denied harm that counts as established would accuse somebody without evidence.",
    advice="Write the harm after the sentence that states it, or leave the sentence as it is.",
)

MARKUP_UNREAD = _rule(
    "PK212",
    "markup-is-read",
    _WARNING,
    claim="A page has no templates and no footnotes in wiki markup.",
    why="The text of a template is not in the page, and the text of a footnote is in no field.",
    advice="Copy the page as a browser shows it, or write the text instead and addresses in Sources.",
)

HYPHENATED = _rule(
    "PK213",
    "word-is-on-one-line",
    _WARNING,
    claim="A word is not split by a hyphen at the end of a line.",
    why="The hyphen may belong to the word, so the value is read with it.",
    advice="Write the word on one line.",
)

ADDRESS_UNUSABLE = _rule(
    "PK214",
    "page-address-is-usable",
    _WARNING,
    claim="The field Address is the web address of the page.",
    why="Two pages with one address are one incident, and readers follow the address to the page.",
    advice="Write one address that begins with https://, or leave the field out.",
)

SOURCE_DATE_UNREADABLE = _rule(
    "PK220",
    "source-date-is-readable",
    _WARNING,
    claim="A date of a source is one day, month or year.",
    why="A date that cannot be read is left out, and the source then has no date of publication.",
    advice="Write it as 9 November 2020, November 2020, 2020 or 2020-11-09.",
)

SOURCE_DETAIL_UNKNOWN = _rule(
    "PK221",
    "source-detail-is-known",
    _WARNING,
    claim="Text next to the address of a source is its publisher, a date or an archived address.",
    why="Other text is kept only in the quote; as a publisher it would be wrong.",
    advice="Separate publisher and dates by bars: https://example.org/story | The Example | 2020.",
)

FIELD_TWICE = _rule(
    "PK301",
    "field-stands-once",
    _WARNING,
    claim="A field occurs once in the infobox.",
    why="Only the first value is read; the other would be lost silently.",
    advice="Keep one field, with all values in it.",
)

HARM_UNKNOWN = _rule(
    "PK304",
    "harm-is-known",
    _VIOLATION,
    covers=("PK006", "PK017"),
    claim="A harm is one of Solove's sixteen, or the page states that the harms are not known.",
    why="Incidents are compared by their harms; a harm outside the scheme cannot be compared.",
    advice="Write one of the sixteen names, such as Secondary Use.",
)

INFORMATION_UNKNOWN = _rule(
    "PK306",
    "information-is-known",
    _WARNING,
    claim="The information is a category of personal data in DPV.",
    why="Text that matches no category is kept, but is missing from answers about categories.",
    advice="Write the name of a category, such as Location or Health.",
)

CONSEQUENCE_UNKNOWN = _rule(
    "PK307",
    "consequence-is-known",
    _WARNING,
    covers=("PK022",),
    claim="A consequence is a concept of the ontology.",
    why="Text that matches no consequence is kept, but is missing from answers about consequences.",
    advice="Write the name of a consequence, such as Anxiety.",
)

CONSEQUENCE_CONTRADICTED = _rule(
    "PK308",
    "consequence-status-is-alone",
    _WARNING,
    covers=("PK022",),
    claim="A status such as not known or none is the only value of a list of consequences.",
    why="Together with a consequence, or with another status, its meaning is not certain.",
    advice="Write the consequences, or not known, or none, but not two of them.",
)

VALUE_UNREADABLE = _rule(
    "PK309",
    "value-is-of-its-form",
    _WARNING,
    claim="A value of a table has the form that its mapping names, such as a JSON list of strings.",
    why="A value of another form cannot be read, so that the graph lacks it.",
    advice="Correct the value in the table, or the form in the mapping.",
)

VALUE_UNKNOWN = _rule(
    "PK310",
    "value-is-in-its-table",
    _INFO,
    claim="The table of values of a mapping has the value.",
    why="What a value that is not in the table means is not known, so that the graph lacks it.",
    advice="Add a row to the table of values, or to your own mapping.",
)

PERSON_WITHHELD = _rule(
    "PK311",
    "text-is-without-private-persons",
    _INFO,
    claim="The free text of a register names no private person.",
    why="A register is copied into the graph without its editor's choice; a private person in it did not"
    " agree to that.",
    advice="Nothing need be done: the sentence is left out. Describe the person without the name if it"
    " matters.",
)

ITEM_UNCLEAR = _rule(
    "PK320",
    "item-is-on-one-line",
    _WARNING,
    claim="An item of a list is on one line, or each line of the list is an item.",
    why="A name that is wrapped over two lines looks like two names.",
    advice="Write the item on one line, or begin each with a bullet.",
)

BRACKET_OPEN = _rule(
    "PK321",
    "bracket-is-closed",
    _WARNING,
    claim="A bracket in a list is closed.",
    why="A comma within brackets does not separate items; without the closing bracket it is ambiguous.",
    advice="Write the missing bracket.",
)

DATE_SHORTENED = _rule(
    "PK325",
    "date-is-exact",
    _INFO,
    claim="A date consists of days, months, seasons, quarters, halves, years or decades.",
    why="EDTF has no form for words such as early, mid or late; only the year or month is kept.",
    advice="Write the months if they are known, such as January-March 2019.",
)

ROW_FIELD_TWICE = _rule(
    "PK406",
    "row-field-stands-once",
    _WARNING,
    claim="A field occurs once in a row.",
    why="A row describes one act of one actor against one group; the second value is not read.",
    advice="Write a row for each.",
)

ROW_FIELD_UNKNOWN = _rule(
    "PK407",
    "row-field-is-known",
    _WARNING,
    claim="A field or column of a row is one of the page format.",
    why="The value of an unknown field is not in the graph.",
    advice="Write the name of a field, such as At-Risk group.",
)

CELL_WITHOUT_COLUMN = _rule(
    "PK408",
    "cell-has-column",
    _WARNING,
    claim="Each cell of a table is in a column that has a name.",
    why="The text of a cell outside the columns is not in the graph.",
    advice="Write the name of a field above the cell.",
)

DECISION_FIELD_TWICE = _rule(
    "PK411",
    "decision-field-stands-once",
    _WARNING,
    claim="A field occurs once in a decision.",
    why="Only the first value is read; the other would be lost silently.",
    advice="Write several bodies, laws or numbers in one line, and each decision as a block.",
)

DECISION_FIELD_UNKNOWN = _rule(
    "PK412",
    "decision-field-is-known",
    _WARNING,
    claim="A field or column of a decision is one of the page format.",
    why="The value of an unknown field is not in the graph.",
    advice="Write the name of a field, such as Body.",
)

LABEL_DOUBTFUL = _rule(
    "PK413",
    "row-field-has-colon",
    _INFO,
    claim="The name of a row's or decision's field begins with a capital and ends with a colon.",
    why="A wrapped line may also begin with a word such as Law or Source and continue the value above.",
    advice="Write the field as Source: 2, or leave the line if it continues the value above.",
)

DATE_UNREADABLE = _rule(
    "PK421",
    "other-date-is-readable",
    _WARNING,
    covers=("PK080",),
    claim="The date of a row or a decision, Reported and Last checked are dates.",
    why="A date that cannot be read is missing from answers about how long a case took.",
    advice="Write a day, month or year, such as 24 October 2018.",
)

ROW_ABSENT = _rule(
    "PK422",
    "row-number-is-known",
    _WARNING,
    claim="The numbers under Follows from and About are those of rows of the page.",
    why="A number without a row links to nothing, and no other row is guessed.",
    advice="Count the rows of the Breakdown from 1, and write their numbers, such as 2, 3.",
)

ROW_ELSEWHERE_ABSENT = _rule(
    "PK423",
    "row-of-another-page-is-known",
    _WARNING,
    claim="A row of another page that a row follows from is on one of the pages that are read.",
    why="A chain of acts that leaves the graph cannot be followed.",
    advice="Read the other page too, or correct the end of its IRI, such as letters-opened/v2.",
)

SOURCE_ABSENT = _rule(
    "PK424",
    "source-number-is-known",
    _WARNING,
    claim="The numbers under Source are those of the page's Sources.",
    why="A claim that cites a missing source cannot be looked up.",
    advice="Count the Sources from 1, and write their numbers, such as 1, 4.",
)

PASSAGE_ABSENT = _rule(
    "PK425",
    "passage-is-in-description",
    _WARNING,
    claim="A Passage consists of words of the Description.",
    why="The passage is the evidence of the act; words that are not on the page prove nothing.",
    advice="Copy the words from the Description, and write … for omitted words.",
)

AMOUNT_UNREADABLE = _rule(
    "PK426",
    "amount-is-readable",
    _WARNING,
    claim="An amount is a number in one currency.",
    why="A fine that cannot be read is missing from every total.",
    advice="Write digits and an ISO 4217 code, such as 500,000 GBP or 1.2 million EUR.",
)

CURRENCY_UNKNOWN = _rule(
    "PK427",
    "currency-is-known",
    _WARNING,
    claim="The currency of an amount is an ISO 4217 code, or a sign that only one currency has.",
    why="More than twenty countries have a currency called dollar.",
    advice="Write the code of the currency, such as 500,000 USD.",
)

DECISION_NOT_EARLIER = _rule(
    "PK428",
    "decision-number-is-earlier",
    _WARNING,
    claim="The numbers under Reverses, Amends and Appeal of are those of earlier decisions of the page.",
    why="These numbers determine which decision is in force.",
    advice="Count the blocks of Decisions from 1, sort them by date, and write the number.",
)

PLACE_UNKNOWN = _rule(
    "PK504",
    "place-is-known",
    _WARNING,
    claim="A place is in the gazetteer or in an authority record.",
    why="A place without a country is missing from answers about countries.",
    advice="Write the place as City, Country, or describe it in an authority record.",
)

PLACE_AMBIGUOUS = _rule(
    "PK505",
    "place-is-unambiguous",
    _WARNING,
    claim="The name of a place matches one place only.",
    why="privkg does not guess: if two places are called Moscow, neither is taken.",
    advice="Add the region or the country, such as Moscow, Russia.",
)

NAME_JOINED = _rule(
    "PK506",
    "threat-actor-is-one-name",
    _WARNING,
    claim="An item of Threat Actors, or of another list of parties, is one name.",
    why='"A and B" may be one organisation or two, and privkg does not guess.',
    advice='Write each name on a line of its own that begins with "- ".',
)

PARTY_UNSTATED = _rule(
    "PK507",
    "acting-party-is-stated",
    _WARNING,
    claim="Every actor of a row is a Threat Actor of the page.",
    why="An unnamed party that acts together with a stated actor is missing from answers about actors.",
    advice="Add the name to Threat Actors, and write it in the Threat.",
)

PLACES_JOINED = _rule(
    "PK510",
    "places-are-separated-by-semicolons",
    _INFO,
    claim="Several places in a Location are separated by semicolons.",
    why="A comma separates a city from its country, and Trinidad and Tobago is one place.",
    advice="Separate several places with semicolons, such as Germany; France.",
)

PLACE_SEVERAL = _rule(
    "PK511",
    "location-is-one-place",
    _WARNING,
    covers=("PK005",),
    claim="Each part of a Location, between semicolons, is certainly one place.",
    why="One node for several places would be linked to the first and be none of them.",
    advice="Write one place as City, Country, and separate several places with semicolons.",
)

PLACE_NONE = _rule(
    "PK512",
    "location-is-a-place",
    _WARNING,
    covers=("PK005",),
    claim="A Location names a place, not the lack of one.",
    why="Otherwise unrelated pages would share a place called unknown.",
    advice="Write City, Country, or Global for the whole world.",
)

LAW_UNDECIDED = _rule(
    "PK513",
    "law-is-one-law",
    _WARNING,
    covers=("PK048",),
    claim="The name of a law identifies exactly one law.",
    why="Many countries have a Data Protection Act; the wrong one must not be recorded as violated.",
    advice="Write the country after the name, such as Privacy Act (Canada).",
)
