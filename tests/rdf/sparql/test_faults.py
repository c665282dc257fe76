"""Errors in queries have line and column, the source line, and a caret below it."""

import pytest

from privkg.core.errors import QueryError
from privkg.rdf import sparql
from privkg.rdf.sparql import prefixes
from privkg.rdf.terms import PREFIXES
from privkg.store.graph import Quads, in_memory

GROUPED = "is neither grouped nor aggregated; add it to GROUP BY, or wrap it: (SAMPLE({0}) AS ?one)"


@pytest.fixture(scope="module")
def quads() -> Quads:
    """A dataset of one quad."""
    return in_memory(["<urn:a> <urn:p> <urn:b> <urn:g> .\n"])


def error_lines(quads: Quads, query: str) -> list[str]:
    """Return the lines of the error of a query."""
    with pytest.raises(QueryError) as raised:
        quads.answer(query, "csv", "turtle")
    return str(raised.value).split("\n")


class TestPrefixes:
    @pytest.mark.parametrize(
        ("query", "place"),
        [
            ("SELECT ?i\nWHERE {\n  ?i a pk:Incident ;\n     dct:title ?t .\n}", "4:6"),
            ("SELECT * { ?s ?p dct:x }", "1:18"),
            ("SELECT * { ?s dct: ?o }", "1:15"),
            ("SELECT (dct:x AS ?x) {}", "1:9"),
            ("SELECT * { ?s ?p ?o FILTER(?o = 'a'^^dct:x) }", "1:38"),
            ("SELECT * { ?s ?p/dct:x ?o }", "1:18"),
            ("SELECT * FROM dct:x { ?s ?p ?o }", "1:15"),
            ("SELECT * { GRAPH dct:x { ?s ?p ?o } }", "1:18"),
            ("SELECT * { VALUES ?x { dct:x } }", "1:24"),
            ("DESCRIBE dct:x", "1:10"),
            ("CONSTRUCT { ?s dct:x ?o } WHERE { ?s ?p ?o }", "1:16"),
            ("SELECT * { { SELECT * { ?s dct:x ?o } } }", "1:28"),
            ("SELECT * { ?s ?p ?o } ORDER BY dct:f(?o)", "1:32"),
        ],
    )
    def test_an_undeclared_prefix_is_reported(self, quads: Quads, query: str, place: str) -> None:
        """
        An undeclared prefix is reported at its place, with the declaration to add.
        """
        advice = 'the prefix "dct:" is not declared; add PREFIX dct: <http://purl.org/dc/terms/>'

        assert f"{place}: {advice}" == error_lines(quads, query)[0]

    @pytest.mark.parametrize(
        ("prefix", "advice"),
        [
            (
                "foaf",
                'the prefix "foaf:" is not declared; add PREFIX foaf: <http://xmlns.com/foaf/0.1/>',
            ),
            ("dcterm", 'the prefix "dcterm:" is not declared; did you mean "dcterms:"?'),
            ("zz", 'the prefix "zz:" is not declared; add PREFIX zz: <…>'),
            ("", "the empty prefix is not declared; add PREFIX : <…>"),
        ],
    )
    def test_the_message_has_advice(self, quads: Quads, prefix: str, advice: str) -> None:
        """
        The message has the namespace of a well-known prefix, or the nearest known prefix.
        """
        assert f"1:15: {advice}" == error_lines(quads, f"SELECT * {{ ?s {prefix}:x ?o }}")[0]

    def test_an_earlier_error_comes_first(self, quads: Quads) -> None:
        """
        A syntax error before an undeclared prefix is reported first.
        """
        query = "ASK ] { ?a ?b ?c . ?d ?e ?f . ?s dct:x ?o }"

        assert "syntax error; the text cannot be parsed" in error_lines(quads, query)[0]

    def test_prefixes_of_privkg_are_predefined(self, quads: Quads) -> None:
        """
        The prefixes of privkg need no declaration; one in the query takes precedence.
        """
        query = "{} SELECT (STR(pk:x) AS ?x) {{}}".format

        assert b"x\r\nhttps://w3id.org/privkg/ns#x\r\n" == quads.answer(query(""), "csv", "turtle")[1]
        assert b"x\r\nurn:x\r\n" == quads.answer(query("PREFIX pk: <urn:>"), "csv", "turtle")[1]


class TestCompleted:
    @pytest.mark.parametrize(
        ("query", "before"),
        [
            ("SELECT ?i { ?i a pk:Incident }", "PREFIX pk: <https://w3id.org/privkg/ns#>\n"),
            (
                "SELECT ?i\n{ ?i skos:note 'owl:x' ; pk:harm <sh:y> ; ?owl _:org }",
                "PREFIX pk: <https://w3id.org/privkg/ns#>\n"
                "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n",
            ),
            ("PREFIX pk: <urn:> SELECT ?i { ?i a pk:Incident } # skos:note", ""),
            ("BASE <urn:>\nprefix pk:<x> ASK { ?i a pk:Incident }", ""),
            ("ASK { ?s dct:title ?o }", ""),
            ("", ""),
        ],
    )
    def test_only_used_prefixes_are_added(self, query: str, before: str) -> None:
        """
        The known prefixes that a query uses without declaring them are declared before it.
        """
        assert before + query == prefixes.completed(query, PREFIXES)


class TestGroups:
    @pytest.mark.parametrize(
        ("query", "place", "name"),
        [
            ("SELECT ?i (COUNT(?i) AS ?n) WHERE { ?i a ?t }\n", "1:8", "?i"),
            ("SELECT $i (COUNT(*) AS ?n) { $i a ?t }", "1:8", "$i"),
            ("SELECT ?t ?i { ?i a ?t } GROUP BY ?t", "1:11", "?i"),
            ("SELECT ?t (STR(?i) AS ?x) { ?i a ?t } GROUP BY ?t", "1:16", "?i"),
            ("SELECT ?t (COUNT(?i) + ?i AS ?x) { ?i a ?t } GROUP BY ?t", "1:24", "?i"),
            ("SELECT ?t (?n + 1 AS ?m) (COUNT(?i) AS ?n) { ?i a ?t } GROUP BY ?t", "1:12", "?n"),
            ("SELECT (COUNT(?i) AS ?n) { ?i a ?t } HAVING (?t > 1)", "1:46", "?t"),
            ("SELECT ?t { ?i a ?t } GROUP BY ?t HAVING (?i > 1)", "1:43", "?i"),
            ("SELECT ?t { ?i a ?t } GROUP BY ?t ORDER BY ?i", "1:44", "?i"),
            ("SELECT (COUNT(?i) AS ?n) { ?i a ?t } ORDER BY DESC(STR(?t)) LIMIT 1", "1:56", "?t"),
            ("SELECT * {\n { SELECT ?i (MAX(?o) AS ?m) { ?i a ?o } }\n}", "2:11", "?i"),
            ("SELECT ?y { ?i a ?t } GROUP BY (STR(?i) AS ?x)", "1:8", "?y"),
        ],
    )
    def test_an_ungrouped_variable_is_reported(
        self, quads: Quads, query: str, place: str, name: str
    ) -> None:
        """
        A variable that is neither grouped nor aggregated is an error at its place.
        """
        assert f"{place}: {name} {GROUPED.format(name)}" == error_lines(quads, query)[0]

    @pytest.mark.parametrize(
        "query",
        [
            "SELECT ?t (COUNT(?i) AS ?n) { ?i a ?t } GROUP BY ?t HAVING (?n > 1) ORDER BY DESC(?n) ?t",
            "SELECT $t (COUNT(?i) AS ?n) (COUNT(?i) + 1 AS ?m) { ?i a ?t } GROUP BY ?t",
            "SELECT ?x (SUM(?o / 2) AS ?n) { ?i a ?o } GROUP BY (STR(?i) AS ?x) HAVING (MIN(?o) > 1)",
            "SELECT ?i { { SELECT ?i (MAX(?o) AS ?m) { ?i a ?o } GROUP BY ?i } ?i a ?x } ORDER BY ?x",
            "SELECT (COUNT(DISTINCT ?i) AS ?n) { ?i a ?t } HAVING (EXISTS { ?a ?b ?c })",
            "SELECT ?i { ?i a ?t { SELECT (COUNT(*) AS ?n) { ?i a ?t } } }",
            "SELECT ?group ?count { ?group a ?count } ORDER BY ?having",
            "SELECT ?t { ?i a ?t } GROUP BY ?t VALUES ?t { <urn:a> }",
            "ASK { ?s ?p ?o { SELECT ?s { ?s a ?o } GROUP BY ?s } FILTER(?p) }",
            "PREFIX count: <urn:> SELECT ?s { ?s count:sum ?o }",
            "SELECT (IF(COUNT(?i) > 1, 'many', 'few') AS ?n) { ?i a ?t } ORDER BY ?n",
        ],
    )
    def test_correct_queries_are_answered(self, quads: Quads, query: str) -> None:
        """
        Grouped variables, aggregates, aliases and variables of patterns are accepted.
        """
        quads.answer(query, "csv", "turtle")


class TestOthers:
    @pytest.mark.parametrize(
        ("query", "words"),
        [
            (
                "SELECT * { ?i a ?t } GROUP BY ?t",
                "SELECT * cannot be used with GROUP BY; list the variables",
            ),
            ("SELECT ?x (1 AS ?x) {}", "SELECT lists a variable twice"),
            ("SELECT ?t (COUNT(?t) AS ?t) {} GROUP BY ?t", "the variable after AS is already bound"),
            ("SELECT (COUNT(?i) AS ?n) (?n + 1 AS ?m) { ?i a ?t }", "that the same SELECT defines"),
        ],
    )
    def test_messages_of_the_engine_are_translated(self, quads: Quads, query: str, words: str) -> None:
        """
        Known errors of the engine have a message with the cause.
        """
        assert words in error_lines(quads, query)[0]


class TestCarets:
    @pytest.mark.parametrize(
        ("query", "line", "marked"),
        [
            ("SELECT * {\n     ?s dct:title ?t .\n}", "?s dct:title ?t .", "dct"),
            ("SELECT * {\n\t?s\t\tdct:title ?t .\n}", "?s  dct:title ?t .", "dct"),
            ("SELECT * {\r\n ?s dct:title ?t .\r\n}", "?s dct:title ?t .", "dct"),
            (
                "SELECT * { ?s ?p 'e\u0301' ; dct:x ?t }",
                "SELECT * { ?s ?p 'e\u0301' ; dct:x ?t }",
                "dct",
            ),
        ],
    )
    def test_the_caret_is_below_the_place(
        self, quads: Quads, query: str, line: str, marked: str
    ) -> None:
        """
        The message has the source line, tabs as one space, and a caret below the place.
        """
        _, shown, caret = error_lines(quads, query)
        columns = "".join(c for c in shown if c != "\u0301")

        assert f"  {line}" == shown
        assert " " * columns.index(marked) + "^" == caret

    def test_wide_characters_take_two_columns(self, quads: Quads) -> None:
        """
        The position of the caret takes into account that Chinese characters are two columns wide.
        """
        _, shown, caret = error_lines(quads, "ASK { ?s ?p '宽字', dct:x }")

        assert shown.index("dct") + 2 == len(caret) - 1

    def test_long_lines_are_cut(self, quads: Quads) -> None:
        """
        Of a long line only the text around the place is shown.
        """
        _, shown, caret = error_lines(
            quads, f"ASK {{ {'?s ?p ?o . ' * 500} ?s dct:x ?o {'. ?s ?p ?o ' * 500} }}"
        )

        assert 110 > len(shown)
        assert "dct:x" == shown[len(caret) - 1 :][:5]

    def test_control_characters_are_not_shown(self, quads: Quads) -> None:
        """
        A control character is shown as U+FFFD, one column wide.
        """
        _, shown, caret = error_lines(quads, "ASK { ?s ?p '\x1b[31m\u202e', dct:x }")

        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert "dct:x" == shown[len(caret) - 1 :][:5]

    def test_unterminated_strings_too(self) -> None:
        """
        An error of the tokenizer is shown in the same way.
        """
        with pytest.raises(QueryError) as raised:
            sparql.check("ASK {\n ?s ?p 'open }")

        assert [
            "2:8: the string that begins here is not terminated",
            "  ?s ?p 'open }",
            "        ^",
        ] == str(raised.value).split("\n")
