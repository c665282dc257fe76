"""What SARIF 2.1.0 allows of the objects that privkg writes. Source: OASIS, SARIF 2.1.0, part 3."""

from collections.abc import Callable
from typing import Any

Check = Callable[[Any], None]


def text(value: Any) -> None:
    """Check for a string."""
    assert isinstance(value, str)


def number(value: Any) -> None:
    """Check for a line or column: a whole number from 1."""
    assert isinstance(value, int)
    assert value >= 1


def index(value: Any) -> None:
    """Check for a place in a list: a whole number from 0."""
    assert isinstance(value, int)
    assert value >= 0


def one_of(*allowed: str) -> Check:
    """Return a check for one of some words."""

    def check(value: Any) -> None:
        assert value in allowed

    return check


def each(item: Check) -> Check:
    """Return a check for a list."""

    def check(value: Any) -> None:
        assert isinstance(value, list)
        for one in value:
            item(one)

    return check


def record(required: dict[str, Check], **optional: Check) -> Check:
    """Return a check for an object that has no other properties."""

    def check(value: Any) -> None:
        assert required.keys() <= value.keys()
        for name, said in value.items():
            (required | optional)[name](said)

    return check


def fingerprints(value: Any) -> None:
    """Check for an object of strings."""
    assert all(isinstance(one, str) for one in value.values())


LEVEL = one_of("none", "note", "warning", "error")
MESSAGE = record({"text": text})
REGION = record({}, startLine=number, startColumn=number, endLine=number, endColumn=number)
ARTIFACT = record({}, uri=text, uriBaseId=text)
PHYSICAL = record({"artifactLocation": ARTIFACT}, region=REGION)
LOCATION = record(
    {}, physicalLocation=PHYSICAL, logicalLocations=each(record({}, fullyQualifiedName=text))
)
RULE = record(
    {"id": text},
    name=text,
    shortDescription=MESSAGE,
    fullDescription=MESSAGE,
    help=MESSAGE,
    defaultConfiguration=record({}, level=LEVEL),
)
DRIVER = record({"name": text}, version=text, rules=each(RULE))
RESULT = record(
    {"message": MESSAGE},
    ruleId=text,
    ruleIndex=index,
    level=LEVEL,
    locations=each(LOCATION),
    relatedLocations=each(LOCATION),
    partialFingerprints=fingerprints,
)
RUN = record(
    {"tool": record({"driver": DRIVER})},
    columnKind=one_of("utf16CodeUnits", "unicodeCodePoints"),
    results=each(RESULT),
)
LOG: Check = record({"version": one_of("2.1.0"), "runs": each(RUN)}, **{"$schema": text})
