"""Company forms at the end of names, such as "Inc." and "GmbH"."""

from privkg.core import names
from privkg.core.names import Token

# Spellings of company forms, each with its canonical form. Two-letter forms with another meaning
# are in the table only with dots: AG is an attorney general, AS a word, NV a state.
_COMPANY_FORMS = {
    tuple(token.text for token in names.tokens(spelling)): meaning
    for meaning, spellings in {
        "inc": "Inc Incorporated",
        "corp": "Corp Corporation",
        "co": "Co",
        "ltd": "Ltd Limited",
        "llc": "LLC L.L.C",
        "llp": "LLP",
        "plc": "PLC plc",
        "gmbh": "GmbH",
        "bv": "BV B.V",
        "nv": "N.V",
        "sa": "S.A",
        "ag": "A.G",
        "spa": "S.p.A",
        "srl": "Srl S.r.l",
        "sarl": "SARL",
        "pty": "Pty",
        "pte": "Pte",
        "oy": "Oy Oyj",
        "asa": "ASA",
        "aps": "ApS",
        "a/s": "A/S",
        "kg": "KG",
    }.items()
    for spelling in spellings.split()
}
_LONGEST_FORM = max(map(len, _COMPANY_FORMS))
_FIRST_WORDS = frozenset(form[0] for form in _COMPANY_FORMS)


def company_end(tokens: list[Token], at: int) -> tuple[int, tuple[str, ...]]:
    """Return the index after the company forms of a name, and the forms: ("inc",) for ", Inc."."""
    found: list[str] = []
    while True:
        start = at + 1 if at < len(tokens) and tokens[at].text == "," else at
        if start >= len(tokens) or tokens[start].text not in _FIRST_WORDS:
            return at, tuple(found)
        spellings = (words_at(tokens, start, size) for size in range(_LONGEST_FORM, 0, -1))
        spelling = next((each for each in spellings if each in _COMPANY_FORMS), None)
        if not spelling:
            return at, tuple(found)
        found.append(_COMPANY_FORMS[spelling])
        at = start + len(spelling)
        if at < len(tokens) and tokens[at].text == "." and not tokens[at].is_spaced:
            at += 1


def name_end(tokens: list[Token]) -> tuple[int, tuple[str, ...]]:
    """Return the number of tokens before the company forms that end a name, and the forms.

    A name has one token at least: "Limited" is a name without a company form.
    """
    for end in range(1, len(tokens)):
        after, company = company_end(tokens, end)
        if after == len(tokens):
            return end, company
    return len(tokens), ()


def words_at(tokens: list[Token], at: int, size: int) -> tuple[str, ...]:
    """Return the words of `size` tokens, or of fewer at the end of the sentence."""
    return tuple(token.text for token in tokens[at : at + size])
