"""Spellings of SERVICE in SPARQL, and a check of whether the engine runs them."""

import pyoxigraph

CALL = "<urn:other>{?s ?p ?o}"
# Spellings that the engine parses as SERVICE inside a group graph pattern.
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
    f"FILTER(1<2#>'''\n) SERVICE{CALL} #'''\n",
    "FILTER(1<2)SERVICE:ther#>\n{?s ?p ?o}",
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


def engine() -> pyoxigraph.Store:
    one, store = pyoxigraph.NamedNode("urn:one"), pyoxigraph.Store()
    store.add(pyoxigraph.Quad(one, one, one))
    return store


def outcome(query: str) -> str:
    """Return what the engine does with a query: `no query`, `calls` another endpoint, or `answers`.

    The IRIs have no host, so a call fails without a network request.
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
