"""Laws by the names that pages write, disambiguated by jurisdiction.

Many laws share a name ("Data Protection Act", "PDPA"). A name is resolved to a law

1. by the country in the name or in brackets after it ("Privacy Act (Canada)", "UK GDPR"); else
2. by the places of the incident; else
3. if it is the only law of the list with this name, and the name is distinctive (`is_distinctive`).

In all other cases the name stays unresolved: a wrong law would accuse an actor of breaking it.
"""

import functools
import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from privkg.core import names
from privkg.rdf.terms import ALT_LABEL, PREF_LABEL, PREFIXES, Term, iri_text, term
from privkg.reference import concepts, countries
from privkg.reference.vocabulary import Concept
from privkg.store.rdf import literal_text

_JURISDICTION, _YEAR = term("dpv:hasJurisdiction"), term("dcterms:date")
_BROADER, _LOC = term("skos:broader"), f"<{PREFIXES['loc']}"
_SHORTEST = 4
"""Minimum length of a distinctive abbreviation; DPA, for one, is a law in many countries."""
_GENERIC = frozenset(
    (
        "act", "acts", "and", "bill", "code", "communications", "computer", "computers",
        "credit", "crime", "crimes", "criminal", "cyber", "cybercrime", "cybercrimes",
        "cybersecurity", "data", "decree", "decrees", "digital", "electronic", "electronics",
        "federal", "for", "general", "in", "individual", "individuals", "information",
        "intelligence", "internet", "interception", "law", "laws", "misuse", "national",
        "network", "networks", "of", "on", "ordinance", "penal", "personal", "privacy",
        "private", "processing", "protection", "public", "records", "regarding", "regulation",
        "regulations", "related", "right", "rights", "rule", "rules", "sector", "security",
        "state", "statute", "telecommunication", "telecommunications", "the", "to",
    )
)  # fmt: skip
"""Words in the names of laws of all countries; a name of these words alone is not distinctive."""
_NAMES_OF_PLACES = {"britain": "GB", "great britain": "GB", "uk": "GB", "usa": "US"}
_BRACKETED = re.compile(r"(?P<name>[^()]+?)\s*(?:\((?P<inside>.+)\)|,\s*(?P<after>[^(),]+))")
_OF = re.compile(r"(?P<place>[^()]+?)(?:['’]s)? (?P<name>(?:[A-Z\d]|\().*)")
_YEARS = re.compile(r"\b(?:1[89]|20)\d\d\b")
_PROVISION = re.compile(r",? (?:art(?:icles?|s?\.)|sections?|sec\.|§§?)\s*\d[\w().–-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Law:
    concept: Concept
    jurisdiction: Term


@dataclass(frozen=True, slots=True)
class Laws:
    """Finds laws by name for an incident; `jurisdictions` are those of the incident's places."""

    jurisdictions: Set[Term] = frozenset()
    kind: str = "law"

    def find(self, text: str) -> Concept | None:
        """Return the law of a name, or None if there is none or several fit."""
        found, is_decided = self._named(text)
        return found[0].concept if is_decided else None

    def candidates(self, text: str) -> list[Concept]:
        """Return the laws that an ambiguous name may mean, by label; empty if `find` returns one."""
        found, is_decided = self._named(text)
        concepts_ = [] if is_decided else [law.concept for law in found]
        return sorted(concepts_, key=lambda concept: concept.label)

    def suggest(self, text: str) -> str | None:
        """Return the label that a text most likely misspells, or None."""
        return concepts.laws().suggest(text)

    def _named(self, text: str) -> tuple[list[_Law], bool]:
        """Return the laws that a text may name, and whether the text is unambiguous."""
        text = _PROVISION.sub("", text)  # "GDPR, Article 5" names the law of which it is a part
        law = _by_label().get(_key(text))
        if law:
            return [law], True
        for name, place in _readings(text):
            found = _by_name().get(_key(name), [])
            if place is not None:
                # A country's law first; else a law of one of its states, whose ISO 3166-2 code
                # begins with the country's.
                found = [law for law in found if law.jurisdiction == place] or [
                    law for law in found if law.jurisdiction.startswith(f"{place[:-1]}-")
                ]
                if found:
                    return found, len(found) == 1
            elif found:
                return self._decided(name, found)
        return [], False

    def _decided(self, name: str, found: list[_Law]) -> tuple[list[_Law], bool]:
        here = [law for law in found if _applies_in(law, self.jurisdictions)]
        if here:
            return here, len(here) == 1
        if len(found) > 1:
            return found, False
        is_dated = not self.jurisdictions and bool(_YEARS.search(name))
        return found, is_dated or is_distinctive(name)


def is_distinctive(name: str) -> bool:
    """Return whether a name identifies a law in any country: it has a word that is not generic."""
    if _is_abbreviation(name):
        return len(name) >= _SHORTEST
    found = {word.folded for word in names.words(name) if not word.folded.isdigit()}
    return bool(found - _GENERIC)


def forms() -> Iterator[tuple[str, Term]]:
    """Yield pairs of a label and its law, without the variants of names that `find` generates."""
    for law, labels in _labels().items():
        for label in labels:
            yield label, law


def _is_abbreviation(name: str) -> bool:
    return " " not in name and sum(letter.isupper() for letter in name) > 1


def _readings(text: str) -> Iterator[tuple[str, Term | None]]:
    """Yield the names that a text may contain, each with its jurisdiction if the text states one.

    The whole text comes first; then the name without a country or an abbreviation in brackets; then
    the name without a country in front of it.
    """
    text = text.strip()
    yield text, None
    if match := _BRACKETED.fullmatch(text):
        aside = match["inside"] or match["after"]
        place = _place(aside)
        if place:
            yield match["name"], place
        elif _shares_law(match["name"], aside):
            yield aside if _is_unique(aside) else match["name"], None
    if match := _OF.fullmatch(text):
        place = _place(match["place"].removeprefix("the ").removeprefix("The "))
        if place:
            yield match["name"], place


def _shares_law(name: str, other: str) -> bool:
    found, others = (_by_name().get(_key(each), []) for each in (name, other))
    return any(law in others for law in found)


def _is_unique(name: str) -> bool:
    return len(_by_name()[_key(name)]) == 1


def _place(name: str) -> Term | None:
    """Return the country of a name, or the union or subdivision if a law of the list is from there."""
    folded = names.fold(name.replace(".", ""))
    code = _NAMES_OF_PLACES.get(folded) or countries.code(name)
    if code:
        return term(f"loc:{code}")
    return _places().get(folded) or _places().get(names.fold(name))


def _applies_in(law: _Law, jurisdictions: Iterable[Term]) -> bool:
    """Return whether a law is from one of the jurisdictions, a part of it, or a union it is in."""
    own = law.jurisdiction[:-1]
    for each in jurisdictions:
        is_part = own.startswith(f"{each[:-1]}-") or each.startswith(f"{own}-")
        if is_part or law.jurisdiction == each or law.jurisdiction in _unions().get(each, ()):
            return True
    return False


@functools.cache
def _labels() -> dict[Term, list[str]]:
    found: dict[Term, list[str]] = {}
    for subject, predicate, value in concepts.law_records():
        if predicate in (PREF_LABEL, ALT_LABEL):
            found.setdefault(subject, []).append(literal_text(value))
    return found


@functools.cache
def _by_label() -> dict[str, _Law]:
    """Return laws by the keys of their preferred labels, which contain the country and are unique."""
    laws = {law for found in _by_name().values() for law in found}
    return {_key(law.concept.label): law for law in laws}


@functools.cache
def _by_name() -> dict[str, list[_Law]]:
    """Return laws by the keys of their names, with and without the year of the law.

    "Data Protection Act" and "Data Protection Act 1998" both find the law of 1998.
    """
    values = {
        predicate: {s: o for s, p, o in concepts.law_records() if p == predicate}
        for predicate in (_JURISDICTION, _YEAR, PREF_LABEL)
    }
    found: dict[str, dict[Term, _Law]] = {}
    for node, labels in _labels().items():
        concept = Concept(node, literal_text(values[PREF_LABEL][node]))
        law = _Law(concept, values[_JURISDICTION][node])
        for label in labels:
            for form in _forms(label, literal_text(values[_YEAR][node])):
                found.setdefault(_key(form), {})[node] = law
    return {key: list(laws.values()) for key, laws in found.items() if key}


def _forms(label: str, year: str) -> Iterator[str]:
    yield label
    if not _YEARS.search(label):
        yield f"{label} {year}"
    elif year in label:
        yield label.replace(year, "")


def _key(name: str) -> str:
    """Return the letters and digits of a name, without a leading "the" and an "of" before a year."""
    found = [word.folded for word in names.words(name.replace("&", " and "))]
    if len(found) > 1 and found[0] == "the":
        del found[0]
    ends = {len(found), *(at for at, word in enumerate(found) if _YEARS.fullmatch(word))}
    return "".join(word for at, word in enumerate(found) if word != "of" or at + 1 not in ends)


@functools.cache
def _places() -> dict[str, Term]:
    """Return the jurisdictions of all laws by code and by DPV's label without its brackets."""
    of_laws = {o for _, p, o in concepts.law_records() if p == _JURISDICTION}
    found = {names.fold(iri_text(node).rpartition("#")[2]): node for node in of_laws}
    for node, predicate, label in concepts.foreign_labels():
        if node in of_laws and predicate == PREF_LABEL:
            found[names.fold(literal_text(label).partition(" (")[0])] = node
    return found


@functools.cache
def _unions() -> dict[Term, set[Term]]:
    """Return the broader locations of each location in DPV, such as the EU for France."""
    found: dict[Term, set[Term]] = {}
    for node, predicate, value in concepts.foreign_labels():
        if predicate == _BROADER and node.startswith(_LOC) and value.startswith(_LOC):
            found.setdefault(node, set()).add(value)
    return found
