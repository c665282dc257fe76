"""The table of named graphs is complete, and is the only place with their names."""

import re

from checkout import ROOT
from privkg.rdf import graphs, iris
from privkg.rdf.graphs import Role
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import iri_text
from privkg.store import contents
from privkg.store.graph import Graph


class TestRoles:
    def test_each_graph_of_a_build_has_one(self, corpus: Graph) -> None:
        """
        A named graph is in the table, or of an incident, or has the evidence of an incident.
        """
        slugs = [page.incident for page in corpus.manifest.pages]
        known = [iri_text(of(slug)) for slug in slugs for of in (DEFAULT.graph, DEFAULT.prov_graph)]
        known += [iri_text(DEFAULT.graph(slug)) for slug in graphs.ROLES]

        assert corpus.manifest.graphs.keys() <= set(known)

    def test_facts_are_all_but_evidence_and_terms(self, corpus: Graph) -> None:
        """
        Formats without named graphs contain the graphs of incidents and of shared resources.
        """
        terms = {iri_text(DEFAULT.graph(slug)) for slug in graphs.of_role(Role.VOCABULARY)}
        others = {name for name in corpus.manifest.graphs if graphs.is_provenance(name)} | terms

        assert sorted(corpus.manifest.graphs.keys() - others) == sorted(contents.graphs_of_facts(corpus))

    def test_no_incident_has_a_reserved_slug(self) -> None:
        """
        An incident whose title is the name of a graph gets a longer slug.
        """
        slugs = iris.slugs((title, f"{at:064x}") for at, title in enumerate(graphs.RESERVED_SLUGS))

        assert not graphs.RESERVED_SLUGS & set(slugs.values())
        assert not any(graphs.is_provenance(DEFAULT.graph(slug)) for slug in slugs.values())
        assert all(graphs.is_provenance(DEFAULT.prov_graph(slug)) for slug in slugs.values())


class TestWords:
    def test_are_in_no_other_module(self) -> None:
        """
        No other module has the suffix of evidence graphs or the name of a graph as a literal.
        """
        assert [] == [
            f"{path.relative_to(ROOT)}: {found}"
            for path in sorted((ROOT / "src").rglob("*.py"))
            if path.name != "graphs.py"
            for found in re.findall(r'/prov[>"$]|\bgraph\("[a-z]+"\)', path.read_text("utf-8"))
        ]
