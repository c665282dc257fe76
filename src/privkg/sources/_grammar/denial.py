"""Polarity of a harm in a sentence: stated, denied or left open.

A heuristic for English. In doubt a sentence is left open and reported, because a denied harm in the
graph accuses somebody. "Example of" counts as stated only in sentences of the known forms below, so
that a verb of denial which is missing from the list does not create a mark.
"""

import enum
import re

_DENIES = re.compile(
    r"\b(?i:no|not|never|neither|nor|none|nothing|nobody|nowhere|cannot|without|hardly|scarcely|barely"
    r"|rather than|instead of|far from|anything but|opposite of|(?:absence|lack|want) of|no longer"
    r"|den(?:y|ies|ied|ying|ials?)|reject\w*|dismiss\w*|refut\w*|disput\w*|contradict\w*|disagree\w*"
    r"|contest(?:s|ed|ing)?|acquit\w*|exonerat\w*|overturn\w*|annul\w*|withdr[ae]w\w*|refus\w*|few|rarely"
    r"|(?:is|are|was|were|be|been) (?:false|untrue|wrong|mistaken)|falsely|wrongly|mistakenly|counter"
    r"|rul(?:e|es|ed|ing) out|clear(?:s|ed|ing) (?:\w+ ){1,4}of|stop(?:s|ped)? short|avoid\w*"
    r"|prevent\w*|avert\w*|thwart\w*|foil\w*|quash\w*|debunk\w*|set(?:s|ting)? aside|baseless|unfounded"
    r"|groundless|unsubstantiated|unproven|little evidence|yet to be|contrary to"
    r"|fail(?:s|ed)? to (?:show|prove|find|establish|convince))\b|(?i:n['’]t\b)"
)
_LEAVES_OPEN = re.compile(
    r"\b(?i:whether|if|unless|unclear|uncertain|unknown|perhaps|possibly|probably|maybe"
    r"|doubt\w*|suppos\w*|so-called|as if|as though|potential(?:ly)?|almost|nearly|ask(?:s|ed)?"
    r"|will decide|questionable)\b|\bmay\b|\b(?i:could|should|would|might|can) (?:\w+ )?be\b"
    r"|\b(?i:could|should|would|might|can) have been\b"
)
_THING = (
    r"(?:(?:the|their|his|her|its|any|a|an|valid|prior|clear|informed|explicit|proper)\s+){0,3}"
    r"(?:consent|permission|knowledge|notice|warrants?|warnings?|authori[sz]ation)"
)
_NEUTRAL = re.compile(  # phrases with a negation that describe a harm ("without consent") or affirm
    rf"\b(?:(?:without|no|lack of)\s+{_THING}"
    r"|without\s+(?:asking|telling|informing|warning|being\s+(?:asked|told|informed|warned))"
    r"|(?:not|never|nobody|no one|nor)\s+(?:(?:was|were|been|being)\s+)?"
    r"(?:told|informed|asked|notified|warned|aware)"
    r"|not\s+(?:only|just|merely|simply)|(?:there\s+(?:is|was)\s+)?no\s+doubt(?:\s+that)?|without\s+(?:a\s+|any\s+)?doubt|undoubtedly)\b"
    r"|n['’]t\s+(?:told|informed|asked|notified|warned|aware)\b",
    re.IGNORECASE,
)
_ABBREVIATED = (
    r"(?<!\b\w\.)(?<!\b(?:Mr|Ms|Dr|St|No|Co|vs|cf|eg|ie)\.)(?<!\b(?:Mrs|Inc|Ltd|Sen|Gov|Gen|Rep)\.)"
)
_START = re.compile(
    rf"[.!?…]{_ABBREVIATED}[\"”’')\]]*\s+(?=[^a-z\s])|[\n\r\x85\u2028\u2029]\s*(?=[^a-z\s])"
)
_BOUNDARY = re.compile(r"[,;:—–]\s*(?=[^,;:—–]*$)")
_EXAMPLE = (
    r"(?:is|are|was|were)\s+(?:(?:also|clearly|thus|plainly|therefore|again|another|the|an?|one|clear|plain"
    r"|further|second|third|typical|textbook|good|obvious|classic|early|recent|new|serious|extreme)\s+){0,3}"
    r"examples?\s+of(?:\s+(?:an?|the))?\s*"
)
_REPORTING_VERB = (
    r"(?:say|says|said|argue[sd]?|believe[sd]?|held|holds?|finds?|found|rule[sd]?|conclude[sd]?|note[sd]?"
    r"|confirm(?:s|ed)?|agree[sd]?|shows?|showed|writes?|wrote)\s+(?:that\s+)?"
)
_STATES = re.compile(
    r"\s*(?:(?:and|but|so|thus|therefore|hence)\s+)?"
    rf"(?P<subject>this|these|it|which|that|those|both)\s+{_EXAMPLE}",
    re.IGNORECASE,
)
_STATES_PLAINLY = re.compile(
    rf"(?:[^,;:]*\b{_REPORTING_VERB}(?:this|these|it|those|both)|(?!.*\bthat\b.)[^,;:]+|that)\s+{_EXAMPLE}",
    re.IGNORECASE | re.DOTALL,
)
_GIVES_REASON = re.compile(r"\s*(?:as|because|since|although|though|when|after|once)\b[^,;:—–]*", re.I)
_DENIAL_OF_ACT = re.compile(
    r"(?i:no|not|never|neither|nor|nobody|none|nothing|without|n['’]t|few|cannot)"
)


_REACH = 400
"""Number of characters before a harm that are searched for denials; bounds the time per mark."""


class Polarity(enum.Enum):
    """Whether a sentence states its harm, denies it, or leaves it open."""

    STATED = "stated"
    DENIED = "denied"
    OPEN = "open"


def judge(words: str, start: int, end: int, *, is_tag: bool) -> Polarity:
    """Return the polarity of the harm at `words[start:end]` in its sentence.

    A tag in brackets never becomes DENIED: it names the harm of the words before it, where a "no" may
    describe the harm itself ("no password"). After "example of", exactly one denial denies the harm;
    two may cancel each other, so they leave it open.
    """
    opening = max(0, start - _REACH)
    for found in _START.finditer(words, opening, start):
        opening = found.end()
    before = _NEUTRAL.sub(" ", words[opening:start])
    denials, is_open = _DENIES.findall(before), bool(_LEAVES_OPEN.search(before))
    if "?" in words[end : end + 3]:
        return Polarity.OPEN
    if is_tag:
        return Polarity.OPEN if denials or is_open else Polarity.STATED
    if _is_separate_clause(before) or (
        not denials and not is_open and _STATES_PLAINLY.fullmatch(_last_clause(before))
    ):
        return Polarity.STATED
    return Polarity.DENIED if len(denials) == 1 and not is_open else Polarity.OPEN


def _last_clause(before: str) -> str:
    """Return the last clause of a sentence if it is a full sentence of a known form, else the text."""
    boundary = _BOUNDARY.search(before)
    rest = before[boundary.end() :] if boundary else before
    return rest if _STATES.fullmatch(rest) else before


def _is_separate_clause(before: str) -> bool:
    """Return whether the harm has a separate clause that the denials of the sentence do not affect.

    "Nobody was seen, which is an example of …" states it; "as the firm denied, this is …" does not.
    """
    boundary = _BOUNDARY.search(before)
    clause = _STATES.fullmatch(before[boundary.end() :]) if boundary else None
    if not boundary or not clause:
        return False
    rest = before[: boundary.start()]
    is_act = all(_DENIAL_OF_ACT.fullmatch(found) for found in _DENIES.findall(rest))
    has_reason = bool(_GIVES_REASON.fullmatch(rest))
    return is_act and not _LEAVES_OPEN.search(rest) and (has_reason or clause["subject"] == "which")
