"""The parameters of a template, with their places in the page."""

from typing import NamedTuple

from mwparserfromhell.nodes import Template
from mwparserfromhell.wikicode import Wikicode

from privkg.sources.wikitext.lengths import Lengths, plain_text, words_of


class Parameter(NamedTuple):
    """A parameter of a template.

    Attributes:
        name: its name as written, with the white space around it; empty if it has none.
        value: its value.
        is_text: whether its value is text without markup.
        start: the offset of its first character.
        value_start: the offset of its value.
        end: the offset of its end.
    """

    name: str
    value: Wikicode
    is_text: bool
    start: int
    value_start: int
    end: int


def parameters(node: Template, at: int, lengths: Lengths) -> list[Parameter]:
    """Return the parameters of a template that begins at an offset."""
    at += 2 + lengths.of(node.name)
    found = []
    for one in node.params:
        start = value_start = at + 1
        name, value = "", one.value
        if one.showkey:
            name = words_of(one.name)
            value_start += len(name) + 1
        plain = plain_text(value)
        at = value_start + (lengths.of(value) if plain is None else len(plain))
        found.append(Parameter(name, value, plain is not None, start, value_start, at))
    return found
