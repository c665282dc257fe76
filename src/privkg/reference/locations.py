"""Parser of the field Location: finds one place, splits several, or returns why it cannot decide.

Commas are ambiguous: "Germany, France" lists two countries, "Moscow, Russia" is a city in a country,
"Georgia, United States" is a state that shares its name with a country. A text is split only if every
other reading is ruled out; a wrong place would put an incident into the wrong country.
"""

import functools
import re
from dataclasses import dataclass

from privkg.core import names
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import PREF_LABEL, PREFIXES, A, Term, iri_text, term
from privkg.reference import countries, places
from privkg.reference.authority import Authority
from privkg.reference.places import Ambiguous, Place, Unknown
from privkg.store.rdf import literal_text

_COUNTRY, _SUBDIVISION = term("pk:country"), term("pk:subdivision")
_LOC = f"<{PREFIXES['loc']}"
_COUNTRY_TYPE, _CITY_TYPE = term("schema:Country"), term("schema:City")
_AND = re.compile(r"\s+and\s+|\s*&\s*", re.IGNORECASE)
_OPENS_WITH_AND = re.compile(r"\s*(?:and\s+|&\s*)?", re.IGNORECASE)
_JOINER = re.compile(r"\s+(?:and|or|plus|as well as|[–—+-])\s+|\s*[&/|;]\s*", re.IGNORECASE)
_OFFICIAL = re.compile(r"([^,]+),\s*([^,]*\bof(?: the)?)", re.IGNORECASE)
"""The form of names in lists of the United Nations: `Korea, Republic of`."""
_LONGEST = 500
"""Maximum length of a text that is searched for several places; the search is quadratic."""
_ISO_IS_GEONAMES = "GB"
"""The country whose parts have the same codes in ISO 3166-2 as in GeoNames: ENG, NIR, SCT, WLS."""


@dataclass(frozen=True, slots=True)
class Found:
    """A place with its record, its entry in the gazetteer, or both; `is_area` is false for cities."""

    node: Term
    place: Place | None
    is_recorded: bool
    is_area: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """The name of one of several places, and its offset in the text."""

    text: str
    start: int


class Locator:
    """Finds places in authority records, in the gazetteer, and among DPV's names of countries."""

    def __init__(self, records: Authority) -> None:
        self._records = records
        self._known = functools.lru_cache(maxsize=4096)(self._one)  # pages repeat places

    def find(self, text: str) -> Found | Unknown | Ambiguous:
        """Return the place of a text if it is unambiguous, else the reason why it is not."""
        return self._known(text)

    def minted(self, name: str) -> Term:
        """Return the IRI that is minted for a place without an authority record, from its full name."""
        return self._records.iri_of(self._records.base.place(name))

    def jurisdictions(self, found: Found) -> set[Term]:
        """Return the DPV locations of a place: its country, subdivision or union."""
        recorded = {
            value
            for predicate in (_COUNTRY, _SUBDIVISION, term("rdfs:seeAlso"))
            for value in self._records.values(found.node, predicate)
            if value.startswith(_LOC)
        }
        return recorded | ({term(f"loc:{found.place.country_code}")} if found.place else set())

    def _by_gazetteer(self, found: Place | Unknown | Ambiguous) -> Found | Unknown | Ambiguous:
        return self._found(found) if isinstance(found, Place) else found

    def _found(self, place: Place) -> Found:
        node = self.minted(place.name)
        return Found(node, place, is_recorded=False, is_area=place.kind != "City")

    def _one(self, text: str) -> Found | Unknown | Ambiguous:
        # The order is the precedence: a user's record, a country, a place in a country, the gazetteer.
        record = self._records.find(Kind.PLACE, text)
        if record:
            return self._recorded(record)
        official = _OFFICIAL.fullmatch(text.strip())
        code = self._country(f"{official[2]} {official[1]}" if official else text)
        parts = _parts(text)
        country = places.country(code) if code else None
        if country and (official or len(parts) == 1) and not places.state_name(text):
            return self._found(country)
        return self._in_country(parts) if len(parts) > 1 else self._by_gazetteer(places.find(text))

    def several(self, text: str) -> list[Piece]:
        """Return the areas that a text certainly lists, such as "France, Spain and Italy"; else none.

        Only countries and parts of countries are split: a list with a city may be a city and its
        country.
        """
        if len(text) > _LONGEST:
            return []
        pieces: list[Piece] = []
        commas = [Piece(match[0], match.start()) for match in re.finditer("[^,]+", text)]
        has_and = False
        for number, part in enumerate(commas):
            opening = _OPENS_WITH_AND.match(part.text) if number else None
            found = self._areas(_cut(part, opening.end() if opening else 0))
            has_and = has_and or len(found) > 1 or bool(opening and opening[0].strip())
            if not found:
                return []
            pieces += found
        is_list = has_and or len(commas) > 2 or (len(pieces) == 2 and self._are_separate(*pieces))
        is_list = is_list and len({names.key(piece.text) for piece in pieces}) > 1
        return pieces if is_list and not self._are_nested(pieces) else []

    def may_be_several(self, text: str) -> bool:
        """Return whether a text that `find` cannot resolve may name more than one place."""
        if len(text) > _LONGEST:
            return True
        parts = _parts(text)
        code = self._code_of_last(parts) if len(parts) > 1 else None
        joined = [part for part in parts if _JOINER.search(part) and not self._is_name(part)]
        if joined:
            chunks = (chunk for part in joined for chunk in _JOINER.split(part))
            return any(self._is_known(chunk, code) for chunk in chunks)
        return len({*map(names.key, parts)}) > 1 and self._is_row_of_places(parts, code)

    def names_several(self, text: str) -> bool:
        """Return whether a text names more than one place, certainly or possibly."""
        is_one = isinstance(self.find(text), Found)
        return not is_one and (bool(self.several(text)) or self.may_be_several(text))

    def _recorded(self, record: Term) -> Found:
        """Return the place of a record, with the gazetteer's entry if there is one of the same type.

        A country is looked up by its code, any other place by the record's preferred label.
        """
        types, code = self._records.values(record, A), self._code_of(record)
        found: Place | Unknown | Ambiguous | None = places.country(code) if code else None
        if _COUNTRY_TYPE not in types:
            name = literal_text(self._records.values(record, PREF_LABEL)[0])
            found = places.find(name, self._country(name.rpartition(",")[2]), is_region_known=True)
        is_same = isinstance(found, Place) and term(f"schema:{found.kind}") in types
        place = found if is_same and isinstance(found, Place) else None
        return Found(record, place, is_recorded=True, is_area=_CITY_TYPE not in types)

    def _in_country(self, parts: list[str]) -> Found | Unknown | Ambiguous:
        """Return the place of `City, Country`, `City, State, USA`, `City, Region`, `Region, Country`."""
        code, last = self._country(parts[-1]), self._records.find(Kind.PLACE, parts[-1])
        if code is None and last:  # the last part is a region that has an authority record
            return self._in_region(parts[:-1], last)
        first = self._records.find(Kind.PLACE, parts[0])
        if code and len(parts) == 2 and first and self._code_of(first) == code:
            return self._recorded(first)
        other = self._country(parts[0]) if code and len(parts) == 2 else None
        if code and other not in (None, code) and not (code == "US" and places.state_name(parts[0])):
            if not countries.is_part(other, code):
                return Ambiguous(
                    f"{parts[0]} and {parts[1]} are both countries; write {parts[0]}; {parts[1]}"
                )
            return self.find(parts[0])
        middle = self._records.find(Kind.PLACE, parts[-2]) if code else None
        if middle and len(parts) > 2 and self._code_of(middle) == code:
            return self._in_region(parts[:-2], middle)
        return self._by_gazetteer(places.find(", ".join(parts), code))

    def _in_region(self, parts: list[str], record: Term) -> Found | Unknown | Ambiguous:
        code, regions = self._code_of(record), self._records.values(record, _SUBDIVISION)
        if code != _ISO_IS_GEONAMES or not regions:
            return Ambiguous(
                f"the gazetteer does not list the places in {parts[-1]}; write City, Country"
            )
        region = iri_text(regions[0]).rpartition("-")[2]
        return self._by_gazetteer(places.find(", ".join([*parts, code]), code, region=region))

    def _country(self, text: str) -> str | None:
        """Return the ISO 3166-1 code of a country by its name; authority records take precedence."""
        record = self._records.find(Kind.PLACE, text)
        if record:
            is_country = _COUNTRY_TYPE in self._records.values(record, A)
            return self._code_of(record) if is_country else None
        return countries.code(_with_and(text))

    def _code_of_last(self, parts: list[str]) -> str | None:
        """Return the code of the country that the last part names, or that its record is in."""
        record = self._records.find(Kind.PLACE, parts[-1])
        return self._country(parts[-1]) or (self._code_of(record) if record else None)

    def _code_of(self, record: Term) -> str | None:
        codes = self._records.values(record, _COUNTRY)
        return iri_text(codes[0]).removeprefix(PREFIXES["loc"]) if codes else None

    def _areas(self, piece: Piece) -> list[Piece]:
        """Return the areas of a text joined by "and"; none if any part of the text is not an area.

        Each "and" is tried in turn, since it may be part of a name (Trinidad and Tobago).
        """
        if self._is_one_area(piece.text):
            return [piece]
        for match in _AND.finditer(piece.text):
            left, right = Piece(piece.text[: match.start()], piece.start), _cut(piece, match.end())
            rest = self._areas(right) if self._is_one_area(left.text) else []
            if rest:
                return [left, *rest]
        return []

    def _is_row_of_places(self, parts: list[str], code: str | None) -> bool:
        """Return whether parts between commas list places, instead of narrowing down one place."""
        inner = parts[:-1]
        if code is None and places.state_name(parts[-1]):
            return self._are_known(inner, "US") or (len(inner) == 1 and _is_state(inner[0]))
        if code is None:
            return all(self._is_known(part, None) for part in parts)
        if len(inner) > 1 and self._is_region(inner[-1], code):
            is_row = any(self._is_region(part, code) for part in inner[:-1])
            return is_row or self._are_known(inner[:-1], code)
        return any(map(self._is_area, inner)) or self._are_known(inner, code)

    def _are_separate(self, one: Piece, other: Piece) -> bool:
        """Return whether "A, B" means two countries, and cannot mean a place called A in B."""
        code, around = self._country(one.text), self._country(other.text)
        if code is None or around is None or countries.may_lie_in(code, around):
            return False
        namesakes = (place for place in places.called(one.text) if place.kind != "Country")
        return all(place.country_code != around for place in namesakes)

    def _are_nested(self, areas: list[Piece]) -> bool:
        """Return whether any area lies in the next one, as Minnesota in the United States."""
        codes = [self._country(area.text) for area in areas]
        return any(
            code is not None and (self._is_region(area.text, code) or countries.is_part(own, code))
            for area, own, code in zip(areas, codes, codes[1:], strict=False)
        )

    def _is_name(self, text: str) -> bool:
        """Return whether an "and" in a text is part of a name, as in Trinidad and Tobago."""
        return self._country(text) is not None or countries.has_part_called(_with_and(text))

    def _are_known(self, parts: list[str], code: str) -> bool:
        return len(parts) > 1 and all(self._is_known(part, code) for part in parts)

    def _is_area(self, text: str) -> bool:
        record = self._records.find(Kind.PLACE, text)
        return self._country(text) is not None or (record is not None and self._recorded(record).is_area)

    def _is_one_area(self, text: str) -> bool:
        return isinstance(found := self.find(text), Found) and found.is_area

    def _is_region(self, text: str, code: str) -> bool:
        record = self._records.find(Kind.PLACE, text)
        is_part = record is not None and self._country(text) is None and self._code_of(record) == code
        return is_part or (code == "US" and places.state_name(text) is not None)

    def _is_known(self, text: str, code: str | None) -> bool:
        """Return whether a place has this name; with a code, only places in that country count."""
        if self._country(text) or self._records.find(Kind.PLACE, text):
            return True
        return any(code in (None, place.country_code) for place in places.called(text))


@functools.lru_cache(maxsize=8)
def locator(records: Authority) -> Locator:
    """Return the locator of some records; it is cached, because pages repeat places."""
    return Locator(records)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _with_and(text: str) -> str:
    return _AND.sub(" and ", text)


def _cut(piece: Piece, start: int) -> Piece:
    """Return the rest of a piece from `start`, stripped."""
    rest = piece.text[start:]
    return Piece(rest.strip(), piece.start + start + len(rest) - len(rest.lstrip()))


def _is_state(text: str) -> bool:
    """Return whether a text is the full name of a state of the United States, not its postal code."""
    return names.key(places.state_name(text) or "") == names.key(text)
