"""Which constraints are compiled to SPARQL completely, as listed in docs/explanation/checking.md."""

import re
from pathlib import Path

import pytest

import shacl_engines
from checkout import ROOT
from privkg.check.shapes import screen, shacl_names
from privkg.check.shapes.screen import Screen
from privkg.core.errors import RdfError
from privkg.store.graph import in_memory
from shacl_strategies import PREFIXES

DOCS = ROOT / "docs" / "explanation" / "checking.md"
SCREENED = [
    *("sh:class ex:C", "sh:nodeKind sh:IRI", "sh:minCount 1", "sh:maxCount 1", "sh:minCount 9"),
    *("sh:minLength 1", "sh:maxLength 9", 'sh:languageIn ( "en" )', "sh:disjoint ex:q"),
    *("sh:node [ sh:closed true ]", "sh:property [ sh:path ex:q ; sh:minCount 1 ]"),
    *("sh:not [ sh:class ex:C ]", "sh:and ( [ sh:class ex:C ] )", "sh:or ( [ sh:class ex:C ] )"),
    *("sh:xone ( [ sh:class ex:C ] )", "sh:minInclusive 1", "sh:maxInclusive 1", "sh:minExclusive 1"),
    *("sh:maxExclusive 1", "sh:datatype xsd:date", "sh:datatype ex:own", 'sh:pattern "^a+[b-c]$"'),
    *('sh:pattern "a" ; sh:flags "i"', "sh:in ( ex:a 1 )", "sh:hasValue ex:a", "sh:equals ex:q"),
    *("sh:lessThan ex:q", "sh:lessThanOrEquals ex:q", "sh:uniqueLang true"),
    "sh:qualifiedValueShape [ sh:class ex:C ] ; sh:qualifiedMinCount 1",
    "sh:qualifiedValueShape [ sh:class ex:C ] ; sh:qualifiedMaxCount 1",
    'sh:sparql [ sh:select "SELECT $this { $this ex:p ?v FILTER (isIRI(?v)) }" ]',
]
LEFT = [
    *('sh:pattern "\\\\d"', 'sh:pattern "a(?=b)"', 'sh:pattern "a++"', 'sh:pattern "[a&&b]"'),
    *('sh:pattern "[a--b]"', 'sh:pattern "a" ; sh:flags "x"', "sh:datatype xsd:byte"),
    *("sh:in ( [] )", "sh:hasValue []", "sh:not [ sh:equals ex:q ]", "sh:node ex:S"),
    *('sh:pattern "(?i)a"', 'sh:pattern "(?x)a"'),
    "sh:qualifiedValueShape [ sh:class ex:C ] ; sh:qualifiedMinCount 1 ;"
    " sh:qualifiedValueShapesDisjoint true",
    'sh:sparql [ sh:select "SELECT $this { $this ex:p ?v MINUS { $this ex:q ?v } }" ]',
    'sh:sparql [ sh:select "SELECT $this { VALUES ?v { 1 } $this ex:p ?v }" ]',
    'sh:sparql [ sh:select "SELECT $this { $this $PATH ?v }" ]',
    'sh:sparql [ sh:select "SELECT $this { $this ex:p ?target_class }" ]',
    'sh:sparql [ sh:select "SELECT $this (COUNT(?v) AS ?value) { $this ex:p ?v }" ]',
    'sh:sparql [ sh:select "SELECT $this { ?s ex:p ?v OPTIONAL { ?v ex:q ?w FILTER (?w = $this) } }" ]',
    'sh:sparql [ sh:select "SELECT $this { { SELECT ?v { ?s ex:p ?v } } $this ex:q ?v }" ]',
]


def screened(constraint: str, tmp_path: Path) -> Screen:
    path = tmp_path / "shapes.ttl"
    path.write_text(
        f"{PREFIXES}ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property ex:P .\n"
        f"ex:P sh:path ex:p ; {constraint} ."
    )
    (found,) = screen.screens(shacl_engines.shapes_of(path).triples, in_memory([]))
    return found


class TestScreens:
    @pytest.mark.parametrize("constraint", SCREENED)
    def test_are_complete(self, constraint: str, tmp_path: Path) -> None:
        """
        A constraint with the same meaning in SPARQL and pySHACL is compiled completely.
        """
        assert screened(constraint, tmp_path).is_complete

    @pytest.mark.parametrize("constraint", LEFT)
    def test_are_incomplete(self, constraint: str, tmp_path: Path) -> None:
        """
        A constraint on which SPARQL and pySHACL may disagree makes the screen incomplete.
        """
        assert not screened(constraint, tmp_path).is_complete

    def test_a_deactivated_shape_has_none(self, tmp_path: Path) -> None:
        """
        A deactivated shape has no screen.
        """
        path = tmp_path / "shapes.ttl"
        path.write_text(f"{PREFIXES}ex:S sh:targetClass ex:C ; sh:deactivated true ; sh:class ex:D .")

        assert [] == screen.screens(shacl_engines.shapes_of(path).triples, in_memory([]))

    def test_a_recursive_path_is_rejected(self, tmp_path: Path) -> None:
        """
        A path within itself is an error, not an endless recursion.
        """
        path = tmp_path / "shapes.ttl"
        path.write_text(
            f"{PREFIXES}ex:S sh:targetClass ex:C ; sh:property [ sh:path _:p ; sh:minCount 1 ] .\n"
            "_:p sh:inversePath _:p ."
        )
        with pytest.raises(RdfError, match="nests deeper than"):
            screen.screens(shacl_engines.shapes_of(path).triples, in_memory([]))


class TestDocs:
    def test_name_every_component(self) -> None:
        """
        The documentation names every constraint component of SHACL.
        """
        named = set(re.findall(r"`sh:(\w+)`", DOCS.read_text(encoding="utf-8")))
        aliases = {"SPARQL": "sparql", "QualifiedMinCount": "qualifiedValueShape"}
        aliases |= {"QualifiedMaxCount": "qualifiedValueShape"}

        assert set() == {
            name
            for name in shacl_names.COMPONENTS
            if aliases.get(name, name[0].lower() + name[1:]) not in named
        }
