"""No query that reaches the network, changes data or nests too deep gets to the engine."""

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
        Another endpoint is not asked, however the call is spelt and wherever it stands.
        """
        with pytest.raises(LimitError):
            sparql.check(PREFIXES + form % spelling)

    @pytest.mark.parametrize("spelling", SPELLINGS)
    def test_the_spellings_are_such(self, spelling: str) -> None:
        """
        The engine takes each spelling for a query, so that refusing it means something.
        """
        assert "no query" != outcome(f"{PREFIXES}SELECT * {{{spelling}}}")

    @pytest.mark.parametrize("query", HARMLESS)
    def test_the_word_alone_does_no_harm(self, query: str) -> None:
        """
        Strings, IRIs, comments, variables and names may say what keywords say.
        """
        sparql.check(query)

        assert "answers" == outcome(query)

    @pytest.mark.parametrize("call", ["SERVICE", "service silent", "SERVICE#\n"])
    def test_an_allowed_endpoint_may_be_asked(self, call: str) -> None:
        """
        An endpoint allowed by its IRI passes, and no other beside it.
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
        A variable, a prefixed name, or an IRI that merely resembles the allowed one is refused.
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
        A built graph is read, not written; the message names what would change it.
        """
        with pytest.raises(LimitError, match="changes data; a built graph is read, not written"):
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
    def test_what_nests_too_deep_is_refused(self, opens: str, closes: str) -> None:
        """
        A query that would end the engine by its depth is not given to it.
        """
        deep = sparql.MAX_DEPTH
        with pytest.raises(LimitError, match="nests more than 128 deep"):
            sparql.check(f"SELECT * {{ {opens * deep} {closes * deep} }}")

    def test_what_nests_less_passes(self) -> None:
        """
        As deep as allowed is allowed, and what is closed does not count.
        """
        group = "{" * (sparql.MAX_DEPTH - 1) + "}" * (sparql.MAX_DEPTH - 1)

        sparql.check(f"SELECT * {{ {group} {group} }}")

    @pytest.mark.parametrize("nots", ["!" * 200, "! " * 200, "!\n# so it is not\n" * 200])
    def test_many_negations_are_refused(self, nots: str) -> None:
        """
        Negations nest without a bracket.
        """
        with pytest.raises(LimitError, match="nests more"):
            sparql.check(f"ASK {{ FILTER ({nots} true) }}")

    def test_brackets_in_strings_do_not_count(self) -> None:
        """
        A string may hold any number of brackets.
        """
        sparql.check(f"SELECT ('{'{' * 1000}' AS ?x) {{}}")

    def test_what_is_too_long_is_refused(self) -> None:
        """
        A query has at most a million characters.
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
    def test_no_text_keeps_the_check_busy(self, before: str, part: str, end: str) -> None:
        """
        A long text is cut into tokens in linear time, whatever it repeats: else this would never end.
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
    def test_what_is_no_query_is_told_its_place(self, query: str, place: str) -> None:
        """
        A text that is no query is refused with line and column.
        """
        with pytest.raises(QueryError, match=f"^{place}: "):
            sparql.check(query)
