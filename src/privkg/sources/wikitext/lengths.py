"""The lengths of parsed nodes: each is computed once, from those of its parts."""

from typing import Any

from mwparserfromhell import nodes
from mwparserfromhell.nodes.extras import Attribute, Parameter
from mwparserfromhell.wikicode import Wikicode


class Lengths:
    """The lengths of the nodes of one page, which is not changed and outlives them."""

    def __init__(self) -> None:
        """Begin without lengths."""
        self._known: dict[int, int] = {}

    def of(self, node: Any) -> int:
        """Return the number of characters of a node, or of several, in the page."""
        if type(node) is nodes.Text:
            return len(node.value)
        known = self._known.get(id(node))
        if known is None:
            known = self._known[id(node)] = self._computed(node)
        return known

    def _computed(self, node: Any) -> int:
        kind = type(node)
        if kind is Wikicode:
            return sum(map(self.of, node.nodes))
        if kind is Parameter:
            return (self.of(node.name) + 1 if node.showkey else 0) + self.of(node.value)
        if kind is nodes.Template:
            return 4 + self.of(node.name) + len(node.params) + sum(map(self.of, node.params))
        if kind is nodes.Heading:
            return 2 * int(node.level) + self.of(node.title)
        return self._of_tag(node) if kind is nodes.Tag else len(str(node))

    def attributes(self, tag: nodes.Tag) -> int:
        """Return the number of characters of the attributes of a tag."""
        found: list[Attribute] = tag.attributes
        return sum(len(str(one)) for one in found)

    def _of_tag(self, tag: Any) -> int:
        padding, attributes = len(tag.padding or ""), self.attributes(tag)
        if tag.wiki_markup:
            start = len(tag.wiki_markup) + attributes + padding + len(tag.wiki_style_separator or "")
            if tag.self_closing:
                return start
            return start + self.of(tag.contents) + len(tag.closing_wiki_markup or "")
        start = (2 if tag.invalid else 1) + self.of(tag.tag) + attributes + padding
        if tag.self_closing:
            return start + (1 if tag.implicit else 2)
        return start + 1 + self.of(tag.contents) + 2 + self.of(tag.closing_tag) + 1


def words_of(code: Wikicode) -> str:
    """Return the text of nodes; of one text it is not built again."""
    plain = plain_text(code)
    return str(code) if plain is None else plain


def plain_text(code: Wikicode) -> str | None:
    """Return the text of nodes if it is one text without markup, else None."""
    found = code.nodes
    if len(found) == 1:
        (node,) = found
        if type(node) is nodes.Text:
            return str(node.value)
    return None
