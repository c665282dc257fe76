"""The glossary: each class of the model is in it, in one or two sentences."""

import re

from checkout import ROOT
from privkg.rdf.terms import term
from privkg.reference import concepts
from privkg.store.rdf import literal_text

TEXT = (ROOT / "docs" / "reference" / "glossary.md").read_text(encoding="utf-8")
MODEL = (ROOT / "docs" / "explanation" / "model.md").read_text(encoding="utf-8")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
ENTRIES = {
    name: _LINK.sub(r"\1", text)
    for name, text in re.findall(r"^## (.*)\n\n(.*)$", TEXT, flags=re.MULTILINE)
}
CLASSES = dict(re.findall(r"^## (.*)\n\n.*\n\nIn the graph: `(.*)`\.$", TEXT, flags=re.MULTILINE))


class TestGlossary:
    def test_each_class_of_the_diagram_is_defined(self) -> None:
        """
        Each class that the diagram of the model shows has an entry.
        """
        classes = set(re.findall(r"\| `(pk:\w+)` \|", MODEL))

        assert classes
        assert set() == classes - set(CLASSES.values())

    def test_a_class_has_the_definition_of_the_ontology(self) -> None:
        """
        The entry of a class begins with the definition that the ontology has.
        """
        definitions = {s: literal_text(o) for s, p, o in concepts.triples() if p == _DEFINITION}

        assert [] == [
            name
            for name, curie in CLASSES.items()
            if not ENTRIES[name].startswith(definitions[term(curie)])
        ]

    def test_entries_are_short_and_in_order(self) -> None:
        """
        Entries are in the order of the alphabet, each of one or two sentences.
        """
        names = [name.casefold() for name in ENTRIES]
        endings = {name: re.findall(r"\.(?= [A-Z]|$)", text) for name, text in ENTRIES.items()}

        assert sorted(names) == names
        assert [] == [name for name, found in endings.items() if len(found) not in (1, 2)]


_DEFINITION = term("skos:definition")
