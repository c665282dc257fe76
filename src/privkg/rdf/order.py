"""Sort keys of terms: English labels first, numbers at the end of IRIs by value."""

from privkg.rdf.terms import Term


def english_first(label: Term) -> tuple[bool, Term]:
    """Return a key that sorts English labels first, then by text."""
    return not is_english(label), label


def is_english(label: Term) -> bool:
    """Return whether a literal has the language tag `en`, without a region."""
    return label.endswith('"@en')


def natural(thing: Term) -> tuple[str, int]:
    """Return a key that sorts row v2 before v10, and an incident before its rows."""
    path = thing[:-1]
    end = path.rfind("/") + 2  # after the letter before the number: v2, e2, d2
    number = path[end:]
    is_number = number.isdecimal() and number.isascii() and len(number) < 19
    return (path[:end], int(number)) if is_number else (path, -1)
