"""Keys that sort terms for readers: English labels first, numbers that end an IRI by their value."""

from privkg.rdf.terms import Term


def english_first(label: Term) -> tuple[bool, Term]:
    """Return a key by which English labels come first, and labels of one rank in order of their text."""
    return not is_english(label), label


def is_english(label: Term) -> bool:
    """Return whether a literal is tagged as English, without a region."""
    return label.endswith('"@en')


def natural(thing: Term) -> tuple[str, int]:
    """Return a key by which row v2 comes before v10, and an incident before its rows."""
    path = thing[:-1]
    end = path.rfind("/") + 2  # after the letter that numbers begin with: v2, e2, d2
    number = path[end:]
    is_number = number.isdecimal() and number.isascii() and len(number) < 19
    return (path[:end], int(number)) if is_number else (path, -1)
