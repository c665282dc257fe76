"""Lifts the Locations of an incident to places, by authority record or gazetteer."""

from collections.abc import Iterator
from dataclasses import dataclass

from privkg.build.lifting import readings
from privkg.build.lifting.recorder import Recorder
from privkg.build.lifting.shared_nodes import Mention
from privkg.core import names, rules
from privkg.core.model import Passage
from privkg.rdf.terms import A, Term, iri, literal, term
from privkg.reference import concepts, places
from privkg.reference.locations import Found, Locator

_SPATIAL, _SAME = term("dcterms:spatial"), term("schema:sameAs")
_BY_GAZETTEER = term("pk:PlaceByGazetteer")
_NO_PLACE = frozenset(
    (
        "international", "internet", "multiple countries", "n a", "nationwide", "none", "online",
        "several countries", "tbd", "unspecified", "various", "various countries", "various locations",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Places:
    """Adds the statements of an incident's places."""

    recorder: Recorder
    locator: Locator

    def state(self, passage: Passage) -> None:
        """State the place that a passage names, or each of several; report an uncertain one."""
        given = readings.terms(passage)
        if given is not None:
            self._state_given(given, passage)
            return
        found = self.locator.find(passage.text)
        if isinstance(found, Found):
            self._state(found, passage)
            return
        several = self.locator.several(passage.text)
        if several:
            listed = "; ".join(piece.text for piece in several)
            message = (
                f"is read as {len(several)} places; separate several places with semicolons: {listed}"
            )
            self.recorder.report(rules.PLACES_JOINED, f'"{passage.text}" {message}', passage.span)
            for piece in several:
                self.state(passage.part(piece.start, piece.start + len(piece.text)))
        else:
            self._open(passage, found)

    def _state_given(self, given: tuple[Term, ...], passage: Passage) -> None:
        """State the places that a value of a register means: of countries, or with a record."""
        labels = concepts.country_labels()
        if not given:
            self.recorder.state(_SPATIAL, None, passage)
        for node in given:
            found = self.locator.find(labels[node]) if node in labels else None
            if isinstance(found, Found):
                self._state(found, passage)
            else:
                self._state(Found(node, None, is_recorded=True, is_area=True), passage)

    def _state(self, found: Found, passage: Passage) -> None:
        triples = tuple(_triples(found.node, found.place)) if found.place else ()
        self.recorder.mentions.append(Mention(found.node, passage.text, triples))
        self.recorder.jurisdictions.update(self.locator.jurisdictions(found))
        rule = None if found.is_recorded else _BY_GAZETTEER
        self.recorder.state(_SPATIAL, found.node, passage, rule)
        if found.place:
            same = _geonames(found.place)
            self.recorder.about(found.node).claim(_SAME, same, passage, _BY_GAZETTEER)

    def _open(self, passage: Passage, why: str) -> None:
        """Report an uncertain place; state a name that may be one place as a place without a country."""
        if is_no_place(passage.text):
            message = "is not a place; write City, Country, or Global for the whole world"
            self.recorder.reject(rules.PLACE_NONE, f'"{passage.text}" {message}', passage, _SPATIAL)
            return
        if self.locator.may_be_several(passage.text):
            message = (
                f'"{passage.text}" may name several places; separate several places with semicolons,'
                " such as Oslo, Norway; Berlin, Germany, and write one place as City, Country"
            )
            self.recorder.reject(rules.PLACE_SEVERAL, message, passage, _SPATIAL)
            return
        node = self.locator.minted(passage.text)
        self.recorder.mentions.append(Mention(node, passage.text, ((node, A, term("schema:Place")),)))
        rule = rules.PLACE_AMBIGUOUS if isinstance(why, places.Ambiguous) else rules.PLACE_UNKNOWN
        self.recorder.report(rule, f'"{passage.text}" is not located: {why}', passage.span)
        self.recorder.state(_SPATIAL, node, passage)


def is_no_place(text: str) -> bool:
    """Return whether a text, such as "online" or "not known", does not name a place."""
    return names.key(text) in _NO_PLACE or concepts.knowledge_statuses().find(text) is not None


def _triples(node: Term, place: places.Place) -> Iterator[tuple[Term, Term, Term]]:
    yield node, A, term(f"schema:{place.kind}")
    yield node, term("pk:country"), term(f"loc:{place.country_code}")
    yield node, _SAME, _geonames(place)
    if place.latitude is not None and place.longitude is not None:
        yield node, term("schema:latitude"), literal(_decimal(place.latitude), "xsd:decimal")
        yield node, term("schema:longitude"), literal(_decimal(place.longitude), "xsd:decimal")


def _geonames(place: places.Place) -> Term:
    return iri(f"https://sws.geonames.org/{place.geonames_id}/")


def _decimal(degrees: float) -> str:
    """Return degrees in the canonical form of xsd:decimal, to five places (about a metre)."""
    return f"{degrees:.5f}".rstrip("0").rstrip(".")
