"""The forms in which a name may be written: those of the page and those of its authority record."""

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from privkg.core import company_forms, names
from privkg.rdf.terms import Term
from privkg.reference import places

_BRACKETED = re.compile(r"(.*\S)\s*[(\[]\s*([^()\[\]]+?)\s*[)\]]\s*")


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a name: its words without the company form, the company form, and its rank.

    The rank is 0 for the form that the page states and grows with the distance from it.
    """

    words: tuple[str, ...]
    company: tuple[str, ...]
    rank: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name that may open a sentence: its node, its text on the page, and all its forms."""

    node: Term
    text: str
    forms: tuple[Form, ...]


def name(node: Term, stated: str, labels: Iterable[str] = ()) -> Name:
    """Return a name with its forms on the page and those of `labels`, from its authority record."""
    return Name(node, stated, _forms(stated, tuple(labels)))


def has_company_form(text: str) -> bool:
    """Return whether a name ends with a company form, as "Acme, Inc." does."""
    return any(form.company for form in _forms(text, ()))


@functools.lru_cache(maxsize=4096)
def _forms(stated: str, labels: tuple[str, ...]) -> tuple[Form, ...]:
    texts = [(stated, 0), *((label, 1) for label in labels)]
    for text, rank in list(texts):
        texts += [(part, rank + 2) for part in _bracket_forms(text)]
    forms = dict.fromkeys(form for text, rank in texts if (form := _form(text, rank)))
    return tuple(forms)


def _form(text: str, rank: int) -> Form | None:
    tokens = names.bare(list(names.tokens(text)))
    end, company = company_forms.name_end(tokens)
    return Form(company_forms.words_at(tokens, 0, end), company, rank) if tokens else None


def _bracket_forms(text: str) -> list[str]:
    """Return both forms of "Federal Data Office (FDO)", or only the text before the brackets.

    The text in brackets is a form if it is an acronym after a name of several words, or if one of the
    two has the initials of the other; a place or a description ("Police (Oslo)", "Alpha (a broker)")
    is not a form.
    """
    found = _BRACKETED.fullmatch(text)
    if not found:
        return []
    outer, inner = found.groups()
    is_acronym = inner.isupper() and inner.isalpha() and len(inner) > 2 and " " in outer
    is_form = _are_initials(inner, outer) or _are_initials(outer, inner)
    return [outer, inner] if is_form or (is_acronym and not _is_country_code(inner)) else [outer]


def _are_initials(short: str, long: str) -> bool:
    initials = "".join(word[0] for word in long.split() if word[0].isupper())
    return len(short) > 1 and short == initials


def _is_country_code(text: str) -> bool:
    codes = places.country_codes().values()
    return text in {"UAE", "USA"} or text in {places.alpha3(code) for code in codes}
