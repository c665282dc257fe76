"""No query that reaches the network, changes data or nests too deep gets to the engine."""

import contextlib
import random

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privkg import sparql
from privkg.errors import LimitError, PrivkgError, QueryError

CALL = "<urn:other>{?s ?p ?o}"
# Spellings that the engine takes for a SERVICE, put where a group's patterns stand.
SPELLINGS = [
    f"SERVICE {CALL}",
    f"service {CALL}",
    f"SeRvIcE {CALL}",
    f"SERVICE{CALL}",
    f"SERVICE SILENT {CALL}",
    f"SERVICESILENT{CALL}",
    f"SERVICE#a comment\n{CALL}",
    f"SERVICE # <urn:harmless>\n SILENT # }}\n {CALL}",
    f"SERVICE\t\r\n{CALL}",
    "SERVICE o:ther {?s ?p ?o}",
    "SERVICE:ther{?s ?p ?o}",
    "SERVICE : {?s ?p ?o}",
    "SERVICE silent:ther {?s ?p ?o}",
    "SERVICESILENT:ther{?s ?p ?o}",
    f"?a ?b ?c.SERVICE{CALL}",
    f"?a ?b 1.SERVICE{CALL}",
    f"?a ?b 'x'SERVICE{CALL}",
    f"?a ?b 'x'@en SERVICE {CALL}",
    f"?a ?b 'it\\'s'.SERVICE{CALL}",
    f"?a ?b '''x''y'''.SERVICE{CALL}",
    f'?a ?b """"x""".SERVICE{CALL}',
    f"?a ?b <urn:#>.SERVICE{CALL}",
    f"?a o:b-c o:d\\# .SERVICE{CALL}",
    f"FILTER(1<2) SERVICE{CALL}",
    f"FILTER(1<2#>\n) SERVICE{CALL}",
    f"BIND(1 AS ?x)SERVICE{CALL}",
    f"{{SERVICE{CALL}}}",
    f"OPTIONAL {{ SERVICE{CALL} }}",
    f"{{}} UNION {{ SERVICE{CALL} }}",
    f"MINUS {{ SERVICE{CALL} }}",
    f"GRAPH ?g {{ SERVICE{CALL} }}",
    f"FILTER EXISTS {{ SERVICE{CALL} }}",
    f"FILTER NOT EXISTS {{ ?s ?p ?o SERVICE SILENT {CALL} }}",
    f"{{ SELECT * {{ SERVICE{CALL} }} }}",
    f"SERVICE ?where {{ SERVICE{CALL} }}",
]
FORMS = ["SELECT * {%s}", "ASK {%s}", "CONSTRUCT {?s ?p ?o} WHERE {%s}", "DESCRIBE ?s {%s}"]
PREFIXES = "PREFIX o: <urn:o> PREFIX : <urn:> PREFIX silent: <urn:s> PREFIX SERVICESILENT: <urn:t> "
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


def engine() -> pyoxigraph.Store:
    one, store = pyoxigraph.NamedNode("urn:one"), pyoxigraph.Store()
    store.add(pyoxigraph.Quad(one, one, one))
    return store


def outcome(query: str) -> str:
    """Return what the engine does with a query: `no query`, `calls` another endpoint, or `answers`.

    The IRIs name no host, so that a call fails where it stands.
    """
    try:
        found = engine().query(query)
        if not isinstance(found, pyoxigraph.QueryBoolean):
            list(found)
    except SyntaxError:
        return "no query"
    except OSError:
        return "calls"
    except RuntimeError as error:
        return "calls" if "service name is unbound" in str(error) else "answers"
    return "answers"


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


FRAGMENTS = st.sampled_from(
    [
        *(
            "SERVICE",
            "service",
            "Service",
            "SILENT",
            "<urn:x>",
            "o:x",
            ":x",
            "<",
            ">",
            "#",
            "#>",
            "\n",
            " ",
        ),
        *(
            "'",
            '"',
            "'''",
            '"""',
            "\\",
            "\\'",
            "'a'",
            "@en",
            "@enSERVICE",
            "1",
            ".",
            ";",
            "?v",
            "?s ?p ?o",
        ),
        *(
            "{",
            "}",
            "(",
            ")",
            "{}",
            "{?s ?p ?o}",
            "FILTER(1<2",
            "FILTER(?s<?p)",
            "BIND(1 AS ?x)",
            "UNION",
        ),
        *("o:SERVICE", "SERVICE:", "o:a-SERVICE", "?xSERVICE", "é", "\u200d", "_:b", "^^", "OPTIONAL"),
    ]
)


class TestAnyText:
    @settings(max_examples=400)
    @given(st.one_of(st.text(), st.lists(FRAGMENTS, max_size=20).map("".join)))
    def test_nothing_but_our_errors_is_raised(self, text: str) -> None:
        """
        Whatever the text, it passes or is refused on purpose.
        """
        with contextlib.suppress(PrivkgError):
            sparql.check(text)

    @settings(max_examples=1500)
    @given(st.lists(FRAGMENTS, max_size=8).map("".join), st.lists(FRAGMENTS, max_size=4).map("".join))
    def test_no_call_passes(self, before: str, between: str) -> None:
        """
        Whatever the engine would take for a call to another endpoint does not pass.
        """
        query = f"{PREFIXES}SELECT * {{ {before}SERVICE{between}{CALL} }}"
        if outcome(query) == "calls":
            with pytest.raises(PrivkgError):
                sparql.check(query)

    @settings(max_examples=1500)
    @given(st.lists(FRAGMENTS, max_size=12).map("".join))
    def test_no_hidden_call_passes(self, group: str) -> None:
        """
        A group made of anything either calls nobody or does not pass.
        """
        query = f"{PREFIXES}SELECT * {{ {group} }}"
        if outcome(query) == "calls":
            with pytest.raises(PrivkgError):
                sparql.check(query)

    @settings(max_examples=300)
    @given(st.sampled_from(SPELLINGS), st.randoms(use_true_random=False))
    def test_case_does_not_matter(self, spelling: str, chance: random.Random) -> None:
        """
        A keyword in any mixture of cases is the same keyword.
        """
        mixed = spelling.replace(
            "SERVICE", "".join(map(chance.choice, zip("service", "SERVICE", strict=True)))
        )
        with pytest.raises(PrivkgError):
            sparql.check(f"{PREFIXES}ASK {{ {mixed} }}")
