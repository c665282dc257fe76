"""Finds technologies and laws that a page names in its title, lead or description.

They become `schema:mentions` of the page, not statements about the incident. A name is matched as whole
words. A technology is matched by a name of two words or more ("face recognition cameras"), in any case
and number, or by an abbreviation ("GPS"); a law by its name as the vocabulary writes it, capitals
included, if name and places of the incident identify one law. Single ordinary words ("model", "robot",
"profiling") are never matched. A name next to another capitalised word ("Washington Privacy Act") is
matched only if it is distinctive.
"""

import functools
import re
from collections.abc import Iterable, Iterator

from privkg.build.lifting.recorder import Recorder
from privkg.core.model import Incident
from privkg.rdf.terms import ALT_LABEL, PREF_LABEL, Term, term
from privkg.reference import concepts, laws
from privkg.reference.laws import Laws
from privkg.store.rdf import literal_text

_MENTIONS, _BY_NAME = term("schema:mentions"), term("pk:MentionByName")
_WORD = re.compile(r"(?<![\w'’\u0300-\u036f-])\w+")
_END = r"(?![\w\u0300-\u036f])"
_ABBREVIATION = re.compile(r"(?=.*[A-Z].*[A-Z])[A-Za-z]{3,}")
_AFTER = re.compile(r"(?:,? (?:of )?(?:1[89]|20)\d\d\b)?(?: \([^()]{2,40}\))?")
_YEAR_AFTER = re.compile(r"(?:,? (?:of )?(?:1[89]|20)\d\d\b)?")
_CAPITAL_BEFORE = re.compile(r"(?:^|\s)(?!(?:A|An|By|In|Its?|The|This|Under)\s)[A-Z][\w'’.-]*\s$")
_PLACE_BEFORE = re.compile(r"(?:^|\s)([A-Z][\w.]*(?: [A-Z][\w.]*)?(?:['’]s)?)\s$")
_CAPITAL_AFTER = re.compile(r"\s[A-Z]")
_COMMON = (term("tech:PersonalComputer"), term("tech:Telephone"))
"""Technologies so common that a mention of one carries no information."""
_LONGEST_WORD = 40
_LONG = 8
"""The minimum length of a single word, such as Personopplysningsloven, to be matched as a law."""


def state(recorder: Recorder, incident: Incident, page: Term) -> None:
    """State the technologies and laws that a page mentions, each at its first mention."""
    on_page, seen = recorder.about(page), set[Term]()
    for passage in (*incident.title_passages, *incident.leads, *incident.descriptions):
        for start, end, concept in named(passage.text, Laws(frozenset(recorder.jurisdictions))):
            if concept not in seen:
                seen.add(concept)
                on_page.state(_MENTIONS, concept, passage.part(start, end), _BY_NAME)


def named(text: str, known: Laws) -> Iterator[tuple[int, int, Term]]:
    """Yield start, end and concept of the technologies and laws in a text, without overlaps.

    Args:
        text: sentences.
        known: the laws, by the jurisdictions of the incident's places.
    """
    end, by_word = 0, _by_first_word()
    if by_word.keys().isdisjoint(map(str.lower, _WORD.findall(text))):
        return  # as in most texts
    for word in _WORD.finditer(text) if not text.isupper() else ():
        first, start = word[0].lower(), word.start()
        if first not in by_word or start < end:
            continue
        for pattern in _compiled(first):
            found = pattern.match(text, start)
            if found:
                concept, end = _meant(text, start, found, known)
                if concept:
                    yield start, end, concept
                break


def _meant(text: str, start: int, found: re.Match[str], known: Laws) -> tuple[Term | None, int]:
    """Return the concept of a matched name, or None, and the end of the name."""
    technology = _technologies().get(_key(found[0]))
    if technology:
        return technology, found.end()
    for tail in (_AFTER, _YEAR_AFTER):
        after = tail.match(text, found.end())
        end = after.end() if after else found.end()
        name = " ".join(text[start:end].split())
        before = _PLACE_BEFORE.search(text[max(0, start - _LONGEST_WORD) : start])
        of_place = known.find(f"{before[1]} {name}") if before else None
        if of_place:
            return of_place.iri, end
        law = known.find(name)
        if law:
            is_whole = laws.is_distinctive(name) or not _is_part_of_longer_name(text, start, end)
            return (law.iri if is_whole else None), end
    return None, found.end()


def _is_part_of_longer_name(text: str, start: int, end: int) -> bool:
    """Return whether a capitalised word before or after a name makes it part of a longer name."""
    before = text[max(0, start - _LONGEST_WORD) : start]
    return bool(_CAPITAL_BEFORE.search(before) or _CAPITAL_AFTER.match(text, end))


@functools.cache
def _technologies() -> dict[str, Term]:
    """Return the technologies by the keys of their names, singular and plural."""
    vocabulary = concepts.technologies()
    members = {concept.iri for concept in vocabulary}.difference(*map(concepts.with_narrower, _COMMON))
    found: dict[str, Term] = {}
    for node, predicate, value in (*concepts.triples(), *concepts.foreign_labels()):
        if node in members and predicate in (PREF_LABEL, ALT_LABEL):
            for label in filter(None, re.split(r" \((.+)\)", literal_text(value))):
                concept = vocabulary.find_exactly(label)
                is_recognisable = " " in label or "-" in label or _ABBREVIATION.fullmatch(label)
                if concept and concept.iri == node and is_recognisable:
                    found |= {_key(form): node for form in _numbers(label)}
    return found


def _numbers(label: str) -> Iterable[str]:
    """Return the singular and plural of a name."""
    if _ABBREVIATION.fullmatch(label):
        return (label, f"{label}s")
    plural = re.sub("([^aeiou])y$", r"\1ies", label)
    return (label, plural if plural != label else f"{label}s")


def _key(name: str) -> str:
    if _ABBREVIATION.fullmatch(name):
        return name
    return " ".join(re.split(r"[\s–-]+", name.lower()))


@functools.lru_cache(maxsize=4096)
def _compiled(first: str) -> list[re.Pattern[str]]:
    """Return the compiled patterns of the names that start with a word, longest name first."""
    return [re.compile(pattern + _END) for _, pattern in sorted(_by_first_word()[first])]


@functools.cache
def _by_first_word() -> dict[str, list[tuple[int, str]]]:
    """Return the patterns of all names with negated lengths, by first word in lower case.

    Compiling all patterns takes longer than reading a page, so `_compiled` does it on demand.
    """
    patterns: dict[str, list[tuple[int, str]]] = {}
    for key in _technologies():
        words = r"[\s–-]+".join(map(re.escape, key.split(" ")))
        pattern = words if _ABBREVIATION.fullmatch(key) else f"(?i:{words})"
        patterns.setdefault(_first(key), []).append((-len(key), pattern))
    for name in {name for name, _ in laws.forms() if _is_recognisable(name)}:
        pattern = r"\s+".join(re.escape(part).replace("'", "['’]") for part in name.split())
        patterns.setdefault(_first(name), []).append((-len(name), pattern))
    return patterns


def _is_recognisable(name: str) -> bool:
    """Return whether the name of a law is specific enough to be matched in a sentence."""
    if not re.match(r"\w", name):
        return False
    if " " in name:
        return True
    return laws.is_distinctive(name) and (bool(_ABBREVIATION.fullmatch(name)) or len(name) >= _LONG)


def _first(name: str) -> str:
    found = re.match(r"\w+", name)
    return found[0].lower() if found else ""
