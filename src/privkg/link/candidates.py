"""Ranks candidates for a name among the places, laws, concepts and actors that ship with privkg.

The score is 1 for the main name and less for an alternative one. Of several places with the name, it is
weighted by their share of the population, as most texts mean the largest. A hint that contradicts a
candidate, such as another country, lowers its score to less than a third.
"""

import functools
from collections.abc import Iterable, Iterator

from privkg.core import names
from privkg.link.kinds import CONCEPT, LAW
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import ALT_LABEL, PREF_LABEL, PREFIXES, Term, iri, iri_text, term
from privkg.reference import concepts, places
from privkg.reference.authority import Authority
from privkg.reference.laws import Laws
from privkg.reference.links.mapping import Alternative
from privkg.reference.places import Place
from privkg.store.rdf import literal_text

SURE = 0.9
"""The minimum score of a certain candidate."""
_ALSO_CALLED, _CONTRADICTED = 0.95, 0.3
_LEAST_PEOPLE_OF_STATE, _MOST_PEOPLE_OF_STATE = 500_000, 40_000_000
"""Population of the smallest and largest US state, 2020, rounded: https://www.census.gov/."""
_ABBREVIATIONS = {
    "ala": "Alabama", "ariz": "Arizona", "ark": "Arkansas", "calif": "California", "colo": "Colorado",
    "conn": "Connecticut", "del": "Delaware", "fla": "Florida", "ga": "Georgia", "ill": "Illinois",
    "ind": "Indiana", "kan": "Kansas", "ky": "Kentucky", "la": "Louisiana", "md": "Maryland",
    "mass": "Massachusetts", "mich": "Michigan", "minn": "Minnesota", "miss": "Mississippi",
    "mo": "Missouri", "mont": "Montana", "neb": "Nebraska", "nev": "Nevada", "okla": "Oklahoma",
    "ore": "Oregon", "pa": "Pennsylvania", "tenn": "Tennessee", "tex": "Texas", "vt": "Vermont",
    "va": "Virginia", "wash": "Washington", "wis": "Wisconsin", "wyo": "Wyoming",
}  # fmt: skip
"""Abbreviations of US states in newspapers."""
_CONCEPTS = tuple(PREFIXES[name] for name in ("pd", "tech", "ai"))


def candidates(
    kind: str, name: str, country_code: str | None = None, records: Authority | None = None
) -> list[Alternative]:
    """Return the candidates for a name, best first.

    Args:
        kind: the kind of thing that is named.
        name: the name as a page writes it.
        country_code: the ISO 3166-1 code of its country, or `EU`, if that is known.
        records: the authority records; without them there are no candidates for actors, and none for
            places by region.
    """
    found = {
        Kind.ACTOR: lambda: _actors(name, records),
        Kind.PLACE: lambda: _places(name, country_code, records),
        LAW: lambda: _laws(name, country_code),
        CONCEPT: lambda: _labelled(name),
    }[kind]()
    return sorted(found, key=lambda each: (-each.score, each.object))


def decided(found: list[Alternative]) -> Alternative | None:
    """Return the first candidate if it is certain."""
    return found[0] if found and found[0].score >= SURE else None


def geonames(place: Place) -> Term:
    """Return the IRI of a place in GeoNames."""
    return iri(f"https://sws.geonames.org/{place.geonames_id}/")


def label(node: Term) -> str | None:
    """Return the label of a term of another vocabulary, if it ships with privkg."""
    labels = (value for s, p, value in concepts.foreign_labels() if (s, p) == (node, PREF_LABEL))
    return next(map(literal_text, labels), None)


def _actors(name: str, records: Authority | None) -> Iterator[Alternative]:
    record = records.find(Kind.ACTOR, name) if records else None
    if record and records:
        for same in records.values(record, term("owl:sameAs")):
            yield Alternative(1.0, same, name)


def _places(name: str, country_code: str | None, records: Authority | None) -> Iterator[Alternative]:
    parts = [part.strip(" .") for part in name.split(",") if part.strip(" .")]
    code, state = country_code, None
    if len(parts) > 1 and places.country_code(parts[-1]):
        code = places.country_code(parts.pop())
    if len(parts) > 1 and code in (None, "US"):
        state = _state(parts[-1])
        code = "US" if state else code
    is_recorded = records is not None and records.find(Kind.PLACE, name) is not None
    if not parts or (len(parts) != (2 if state else 1) and not is_recorded):
        return  # a part is neither a state nor a country: "London, Paris"
    found = [place for place in places.called(parts[0]) if not (state and place.kind != "City")]
    fitting = [place for place in found if _fits(place, code, state)]
    for place in found:
        is_named = names.fold(place.name.split(",")[0]) == names.fold(parts[0])
        score = 1.0 if is_named else _ALSO_CALLED
        if place not in fitting:
            score *= _CONTRADICTED
        elif len(fitting) > 1:
            score *= 0.5 + 0.5 * _share(place, fitting)
        yield Alternative(round(score, 2), geonames(place), place.name)


def _state(text: str) -> str | None:
    return _ABBREVIATIONS.get(text.casefold()) or places.state_name(text)


def _fits(place: Place, code: str | None, state: str | None) -> bool:
    is_there = code is None or place.country_code == code
    return is_there and (state is None or place.name.split(", ")[1:2] == [state])


def _share(place: Place, fitting: list[Place]) -> float:
    """Return a lower bound of a place's share of the population of all places with its name.

    The gazetteer has no population of states: the bound assumes a small one for the place
    itself, and a large one for the other places.
    """
    own = _LEAST_PEOPLE_OF_STATE if place.people is None else place.people
    others = (other.people for other in fitting if other != place)
    rest = sum(_MOST_PEOPLE_OF_STATE if people is None else people for people in others)
    return own / max(own + rest, 1)


def _laws(name: str, country_code: str | None) -> Iterator[Alternative]:
    known = Laws({term(f"loc:{country_code}")} if country_code else set())
    law = known.find(name)
    if law:
        yield Alternative(1.0, law.iri, law.label)
    several = known.candidates(name)
    for each in several:
        yield Alternative(round(_ALSO_CALLED / max(len(several), 2), 2), each.iri, each.label)


def _labelled(name: str) -> Iterator[Alternative]:
    found = _concepts().get(names.key(name), [])
    for node, label in found:
        yield Alternative(round(0.5 + 0.5 / len(found), 2), node, label)


@functools.cache
def _concepts() -> dict[str, list[tuple[Term, str]]]:
    """Return the terms by the keys of their labels, and of the parts before and in brackets."""
    found: dict[str, dict[Term, str]] = {}
    for node, predicate, value in (*concepts.foreign_labels(), *concepts.triples()):
        if predicate in (PREF_LABEL, ALT_LABEL) and iri_text(node).startswith(_CONCEPTS):
            for name in _names(literal_text(value)):
                found.setdefault(names.key(name), {}).setdefault(node, literal_text(value))
    return {key: sorted(terms.items()) for key, terms in found.items()}


def _names(label: str) -> Iterable[str]:
    """Return the forms of a label such as `Data Protection Act (DPA)`."""
    plain, _, short = label.rstrip(")").partition(" (")
    return filter(None, {label, plain, short})
