"""Queries that call services, update data or are nested too deep never reach the engine."""

import pytest

from privkg.core.errors import LimitError, PrivkgError, QueryError
from privkg.rdf import sparql
from spellings import FORMS, PREFIXES, SPELLINGS, outcome

HARMLESS = [
    "SELECT * { ?service ?p ?o }",
    "SELECT ('SERVICE <urn:other> {}' AS ?x) {}",
    'SELECT ("""a "SERVICE" <urn:other>""" AS ?x) {}',
    "SELECT * { <https://example.org/SERVICE> ?p 'SERVICE'@en }",
    "SELECT * { ?s <https://example.org/ns#service> ?o }",
    "SELECT * {} # SERVICE <urn:other> {}",
    "# SERVICE <urn:other> {}\nASK {}",
    "PREFIX o: <urn:> SELECT * { ?s o:service ?o }",
    "PREFIX service: <urn:> SELECT * { ?s service:x ?o }",
    "SELECT * { ?s ?p 'it\\'s a SERVICE' }",
    "PREFIX load: <urn:> SELECT * { load:insert ?delete 'DROP' }",
    "SELECT (REPLACE('a', 'b', 'INSERT DATA {}') AS ?x) { ?s ?p ?o . FILTER (?o < 3 && ?o > 1) }",
]
ALLOWED = "https://example.org/sparql"


class TestServices:
    @pytest.mark.parametrize("form", FORMS)
    @pytest.mark.parametrize("spelling", SPELLINGS)
    def test_a_call_is_refused(self, spelling: str, form: str) -> None:
        """
        A call of another endpoint is refused in every spelling and position.
        """
        with pytest.raises(LimitError):
            sparql.check(PREFIXES + form % spelling)

    @pytest.mark.parametrize("spelling", SPELLINGS)
    def test_the_spellings_are_queries(self, spelling: str) -> None:
        """
        The engine parses each spelling as a query, so that the tests above are meaningful.
        """
        assert "no query" != outcome(f"{PREFIXES}SELECT * {{{spelling}}}")

    @pytest.mark.parametrize("query", HARMLESS)
    def test_the_word_alone_is_accepted(self, query: str) -> None:
        """
        Strings, IRIs, comments, variables and names may contain keywords.
        """
        sparql.check(query)

        assert "answers" == outcome(query)

    @pytest.mark.parametrize("call", ["SERVICE", "service silent", "SERVICE#\n"])
    def test_an_allowed_endpoint_is_accepted(self, call: str) -> None:
        """
        An endpoint allowed by its IRI is accepted; another one in the same query is not.
        """
        query = f"SELECT * {{ {call} <{ALLOWED}> {{?s ?p ?o}} %s }}"
        sparql.check(query % "", [ALLOWED])

        with pytest.raises(LimitError, match="--allow-service"):
            sparql.check(query % "SERVICE <https://example.org/other> {}", [ALLOWED])

    @pytest.mark.parametrize(
        "name", ["?endpoint", "o:sparql", "<sparql>", f"<{ALLOWED}/>", f"<{ALLOWED.upper()}>", "{", ""]
    )
    def test_only_the_iri_itself_allows(self, name: str) -> None:
        """
        A variable, a prefixed name, or an IRI similar to the allowed one is refused.
        """
        with pytest.raises(LimitError):
            sparql.check(f"PREFIX o: <https://example.org/> ASK {{ SERVICE {name} {{}} }}", [ALLOWED])


class TestUpdates:
    @pytest.mark.parametrize(
        "update",
        [
            "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
            "DELETE WHERE { ?s ?p ?o }",
            "LOAD <https://example.org/data.ttl>",
            "load silent <file:///data.ttl>",
            "CLEAR ALL",
            "DROP GRAPH <urn:g>",
            "CREATE GRAPH <urn:g>",
            "ADD <urn:g> TO <urn:h>",
            "MOVE DEFAULT TO <urn:h>",
            "COPY <urn:g> TO DEFAULT",
            "PREFIX select: <urn:> # SELECT\nCLEAR ALL",
            "WITH <urn:g> DELETE {} INSERT {} WHERE {}",
        ],
    )
    def test_an_update_is_refused(self, update: str) -> None:
        """
        An update is refused; the message has its keyword.
        """
        with pytest.raises(LimitError, match="is an update; a graph can only be queried"):
            sparql.check(update)


class TestSize:
    @pytest.mark.parametrize(
        ("opens", "closes"),
        [
            ("{", "}"),
            ("FILTER NOT EXISTS {", "}"),
            ("FILTER (", ")"),
            ("?s ?p [", "]"),
            ("?s ?p (", ")"),
        ],
    )
    def test_deep_nesting_is_refused(self, opens: str, closes: str) -> None:
        """
        A query nested so deep that it could overflow the engine's stack is refused.
        """
        deep = sparql.MAX_DEPTH
        with pytest.raises(LimitError, match="is nested deeper than 128 levels"):
            sparql.check(f"SELECT * {{ {opens * deep} {closes * deep} }}")

    def test_the_greatest_depth_is_accepted(self) -> None:
        """
        The greatest allowed depth is accepted, and closed groups do not count.
        """
        group = "{" * (sparql.MAX_DEPTH - 1) + "}" * (sparql.MAX_DEPTH - 1)

        sparql.check(f"SELECT * {{ {group} {group} }}")

    @pytest.mark.parametrize("nots", ["!" * 200, "! " * 200, "!\n# so it is not\n" * 200])
    def test_many_negations_are_refused(self, nots: str) -> None:
        """
        A run of negations counts as nesting.
        """
        with pytest.raises(LimitError, match="is nested deeper"):
            sparql.check(f"ASK {{ FILTER ({nots} true) }}")

    def test_brackets_in_strings_do_not_count(self) -> None:
        """
        A string may have any number of brackets.
        """
        sparql.check(f"SELECT ('{'{' * 1000}' AS ?x) {{}}")

    def test_a_long_query_is_refused(self) -> None:
        """
        A query of more than a million characters is refused.
        """
        with pytest.raises(LimitError, match="more than 1000000 characters"):
            sparql.check("ASK {}" + " " * sparql.MAX_LENGTH)

    @pytest.mark.parametrize(
        ("part", "end"),
        [
            ("'''", ""),
            ('""', '"'),
            ("\\a", ""),
            ("\\'", "\n"),
            ('"""\\"', ""),
            ("''a", "'"),
            ("<", ">"),
            ("<urn:", ""),
            ("a.", ""),
            ("a" + "." * 999, "-"),
            (":a.", "%4"),
            (":%41..", "%"),
            ("?v", "."),
            ("@a-", "-"),
            ("#", "\n"),
            ("ſ٣", "é"),
        ],
    )
    @pytest.mark.parametrize("before", ["", "'", '"', "'''", '"""', "<", ":", "a:", "@", "?"])
    def test_the_check_takes_linear_time(self, before: str, part: str, end: str) -> None:
        """
        A long repetitive text is tokenized in linear time; with backtracking this would not end.
        """
        with pytest.raises(PrivkgError):
            sparql.check(before + part * (200_000 // len(part)) + end)


class TestPlaces:
    @pytest.mark.parametrize(
        ("query", "place"),
        [
            ("", "1:1"),
            ("what is this", "1:1"),
            ("ASK {\n ?s ?p 'open }", "2:8"),
            ('ASK {\n\n"""open" }', "3:1"),
            ("ASK { ?s ?p '\udcff' }", "1:14"),
        ],
    )
    def test_a_text_that_is_not_a_query_is_refused(self, query: str, place: str) -> None:
        """
        A text that is not a query is refused with line and column.
        """
        with pytest.raises(QueryError, match=f"^{place}: "):
            sparql.check(query)
