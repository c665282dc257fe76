"""Lifts the Status of a row: its claim status, and the claimant in "Denied by the company".

A claimant after "by" is accepted only if each of its words can be part of one: a proper name, or a noun
such as company, court or activists with its determiners and adjectives, and "of", "for" or a place after
it. "Denied by the company, then admitted" and "never established" do not parse, and are a finding.
"""

import re
from dataclasses import dataclass

from privkg.build.lifting.recorder import Recorder
from privkg.core import names, rules
from privkg.core.model import Passage, Row
from privkg.rdf.terms import Term, literal, term
from privkg.reference import concepts

_BY = re.compile(r"(\w+),?\s+(by|with|according\s+to)\s+(.*?)(,?\swithout\s+admission)?\.?")
_BY_IN_BRACKETS = re.compile(r"(\w+)\s+\((by|with|according\s+to)\s+([^()]+)\)()\.?")
_FOUND = ("confirmed", "established", "found", "proven")
_FINDER = re.compile(
    r"(?:court|tribunal|judge|jury|regulator|commissioner|ombudsman|supervisory authority"
    r"|data protection (?:authority|agency|commission))s?(?:['’]s office)?$",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s+(?:of|for|in|at|from)\s")
_NOUNS = frozenset(
    re.findall(
        r"\w+",
        """
        administration agency association attorney authority bank board campaigner city claimant
        commission commissioner committee complainant council critic defendant department
        developer director expert family firm government group institute judge jury lawyer
        manager mayor media minister ministry municipality newspaper office officer official
        ombudsman operator organisation organization owner plaintiff prosecutor provider
        researcher source spokesman spokesperson spokeswoman team union university victim
        witness
        """,
    )
)
_DETERMINERS = frozenset(re.findall(r"\w+", "a an its many several some the their three two"))
_NEVER = frozenset(
    re.findall(
        r"\w+",
        """
        admitted after again alleged although and because before but by claimed confirmed
        contested denied disputed dropped established except false first found however if
        default initially later nearly neither never no nobody none nor not now once only or proven
        reported settled since still that then though today uncontested until unless which while who
        without withdrawn yesterday yet january february march april may june july august september
        october november december monday tuesday wednesday thursday friday saturday sunday
        """,
    )
)
_NAME = "D?[LPN]{0,4}N|D?L{0,2}P+(?:AP+)*"
_PARTY = re.compile(f"(?:{_NAME})(?:O(?:{_NAME})|IP+(?:AP+)*|A(?:{_NAME}))*")
_ESTABLISHED, _SETTLED, _UNCONTESTED = (
    term(f"pk:{name}") for name in ("Established", "Settled", "Uncontested")
)
# The statuses that a page may state, and the words that introduce a party after each.
_JOINTS = {
    term("pk:Reported"): ("by", "according"),
    term("pk:Alleged"): ("by", "according"),
    _ESTABLISHED: ("by",),
    term("pk:Disputed"): ("by",),
    term("pk:Denied"): ("by",),
    _SETTLED: ("by", "with"),
    _UNCONTESTED: ("by",),
}
# A party that settles, or does not answer, is not the claimant.
_CLAIMED_BY_NOBODY = (_SETTLED, _UNCONTESTED)


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A status, and the offsets of its claimant in the text, if it names one."""

    status: Term
    party: tuple[int, int] | None = None


def claim_status(recorder: Recorder, row: Row) -> None:
    """State the claim status and claimant of a row; a row without a Status is `pk:Reported`."""
    predicate = term("pk:claimStatus")
    if row.inferred_by:
        recorder.fact(predicate, term("pk:Derived"))
        recorder.fact(term("pk:derivedBy"), recorder.rule(row.inferred_by))
        return
    if row.status is None:
        recorder.fact(predicate, term("pk:Reported"))
        return
    claimed = _claimed(row.status.text)
    if claimed is None:
        message = f'unknown status "{row.status.text}"; write {_choices()}'
        recorder.reject(rules.STATUS_UNKNOWN, message, row.status, predicate)
        return
    recorder.state(predicate, claimed.status, row.status)
    if claimed.party:
        _attribute(recorder, row.status.part(*claimed.party), row.according_to)


def _attribute(recorder: Recorder, party: Passage, according_to: Passage | None) -> None:
    """State the claimant, unless the field According to names the same one."""
    if according_to is None or names.key(according_to.text) != names.key(party.text):
        recorder.state(term("pk:attributedTo"), literal(party.text), party)


def _claimed(text: str) -> _Claimed | None:
    status = _status(text)
    if status:
        return _Claimed(status)
    match = _BY_IN_BRACKETS.fullmatch(text) or _BY.fullmatch(text)
    if not match or not _is_party(match[3]):
        return None
    verb, joint = match[1].casefold(), match[2].split()[0].casefold()
    if verb in _FOUND:
        is_certain = joint == "by" and not match[4] and _FINDER.search(_TAIL.split(match[3])[0])
        return _Claimed(_ESTABLISHED, match.span(3)) if is_certain else None
    status = _status(verb)
    if status is None or joint not in _JOINTS[status] or (match[4] and status != _SETTLED):
        return None
    return _Claimed(status, None if status in _CLAIMED_BY_NOBODY else match.span(3))


def _status(text: str) -> Term | None:
    """Return the status that a text names; `pk:Derived` is not one that a page may state."""
    found = concepts.claim_statuses().find_exactly(text)
    return found.iri if found and found.iri in _JOINTS else None


def _choices() -> str:
    """Return the labels of the statuses that a page may state, as an enumeration."""
    labels = {each.iri: each.label for each in concepts.claim_statuses()}
    *first, last = (labels[status].capitalize() for status in _JOINTS)
    return f"{', '.join(first)} or {last}"


def _is_party(text: str) -> bool:
    words = re.sub(r",(?= (?:Inc|Ltd|LLC)\b)", "", text).split()
    return bool(_PARTY.fullmatch("".join(map(_kind, words))))


def _kind(word: str) -> str:
    """Return the class of a word, a letter of `_PARTY`.

    D determiner, N noun that names a party, P proper name, O "of" or "for", I preposition of place,
    A conjunction, L another lower-case word, X a word that no party has.
    """
    plain = word.casefold()
    joint = {"of": "O", "for": "O", "in": "I", "at": "I", "from": "I", "and": "A", "&": "A"}.get(plain)
    if joint:
        return joint
    if plain in _NEVER or not re.fullmatch(r"[^\W\d_][\w.&'’-]*", word):
        return "X"
    if plain in _DETERMINERS:
        return "D"
    if _is_noun(plain):
        return "N"
    return "P" if word[0].isupper() else "X" if plain.endswith("ly") else "L"


def _is_noun(word: str) -> bool:
    singulars = {word, word.removesuffix("s"), re.sub("ies$", "y", word)}
    is_type = concepts.actor_types().find(word) or concepts.group_types().find(word)
    return bool(singulars & _NOUNS or is_type)
