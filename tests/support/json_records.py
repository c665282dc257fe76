"""Records of page readers in the form of JSON, to be compared with the expected result of a sample."""

from privkg.core.model import Finding, Passage, Span


def as_json(value: object) -> object:
    """Return a value of the parser in the form of JSON: spans as pairs, findings by code."""
    match value:
        case Span():
            return [value.start, value.end]
        case Passage():
            return [value.span.start, value.span.end, value.text]
        case Finding():
            return [value.rule.code, value.span.start, value.span.end]
        case tuple():
            return [as_json(one) for one in value]
        case _ if hasattr(value, "__dataclass_fields__"):
            fields = ((name, getattr(value, name)) for name in value.__dataclass_fields__)
            return {name: as_json(one) for name, one in fields if one not in ((), None)}
        case dict():
            return {name: as_json(one) for name, one in value.items()}
        case _:
            return value
