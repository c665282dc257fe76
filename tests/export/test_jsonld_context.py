"""The JSON-LD context: names of properties and prefixes of vocabularies do not shadow each other."""

from privkg.export.jsonld import context
from privkg.rdf import prefixes
from privkg.rdf.terms import PREFIXES
from privkg.reference import properties


class TestContext:
    def test_no_prefix_is_the_name_of_a_property(self) -> None:
        """
        A prefix that a property is called by too would give every IRI below it another meaning.
        """
        names = {name for name, _ in properties.names().values()}

        assert set() == names & prefixes.IN_JSON.keys()

    def test_has_all_other_prefixes(self) -> None:
        """
        Each prefix that is not the name of a property is in the context with its namespace.
        """
        found = context.context()
        names = {name for name, _ in properties.names().values()}

        assert {p: n for p, n in PREFIXES.items() if p not in names} == {
            p: found[p] for p in prefixes.IN_JSON
        }
