"""Attacks on a server, in words, and what may be sent to try them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from serving import ENDLESS

FORM = "application/x-www-form-urlencoded"
UPDATE = "INSERT DATA { <x:a> <x:b> <x:c> }"
ADDRESSES = (
    "/sparql",
    "/sparql?query=ASK%20{}",
    "/store?default",
    "/questions",
    "/questions/actors-by-incidents?format=html",
    "/openapi.json",
    "/health",
    "/ready",
    "/metrics",
    "/none",
)
MARKUP = ("<img src=x onerror=alert(1)>", '"><script>alert(1)</script>', "</td><script>alert(2)//")


@dataclass(frozen=True)
class Attack:
    """A query, and the statuses of which the response to it has one."""

    query: str
    statuses: tuple[int, ...]


def nested(begin: str, opening: str, core: str, closing: str, end: str, times: int) -> str:
    """Return a query that has a part within itself many times."""
    return begin + times * opening + core + times * closing + end


SERVICES = {
    "a service": "SELECT * { SERVICE <{url}> { ?s ?p ?o } }",
    "a service whose failure is ignored": "SELECT * { SERVICE SILENT <{url}> { ?s ?p ?o } }",
    "a service in small letters": "SELECT * { service<{url}>{ ?s ?p ?o } }",
    "a service behind a comment": "SELECT * { SERVICE#x\n<{url}> { ?s ?p ?o } }",
    "a service by a prefixed name": "PREFIX l: <{url}> SELECT * { SERVICE l: { ?s ?p ?o } }",
    "a service by a variable": "SELECT * { VALUES ?u { <{url}> } SERVICE ?u { ?s ?p ?o } }",
    "a service in a filter": "ASK { FILTER EXISTS { SERVICE <{url}> { ?s ?p ?o } } }",
    "a service in a subquery": "SELECT * { { SELECT * { SERVICE <{url}> { ?s ?p ?o } } } }",
    "a service of a construction": "CONSTRUCT { ?s ?p ?o } { SERVICE <{url}> { ?s ?p ?o } }",
    "a service of a description": "DESCRIBE ?s { SERVICE <{url}> { ?s ?p ?o } }",
    "loading a document": "LOAD <{url}>",
    "loading a file": "LOAD <file:///etc/passwd>",
    "an update that queries a service": "DELETE {{ ?s ?p ?o }} WHERE { SERVICE <{url}> { ?s ?p ?o } }",
}
FETCHES = {
    "a default graph": "SELECT * FROM <{url}> { ?s ?p ?o }",
    "a named graph": "SELECT * FROM NAMED <{url}> { GRAPH ?g { ?s ?p ?o } }",
    "a graph in the query": "SELECT * { GRAPH <{url}> { ?s ?p ?o } }",
    "a file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
}
ENDLESS_OR_LARGE = {
    "products of all triples": Attack(ENDLESS, (503,)),
    "a sorted product": Attack("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f", (503,)),
    "a constructed product": Attack("CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f }", (413, 503)),
    "a description of a product": Attack("DESCRIBE * { ?a ?b ?c . ?d ?e ?f }", (413, 503)),
    "repeated paths of paths": Attack("SELECT (COUNT(*) AS ?n) { ?a (((!<x:a>)*)*)* ?b }", (503,)),
    "paths in both directions": Attack("ASK { ?a (!<x:a>|^(!<x:b>))* ?b FILTER(1 = 2) }", (503,)),
    "a long path": Attack(
        f"SELECT (COUNT(*) AS ?n) {{ ?a {'/'.join(['(!<x:a>|^(!<x:b>))'] * 16)} ?b }}", (503,)
    ),
    "many optional parts": Attack(
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o "
        + " ".join(f"OPTIONAL {{ ?s ?p{n} ?o{n} }}" for n in range(300))
        + " }",
        (503,),
    ),
    "a doubled string": Attack(
        'SELECT (STRLEN(?a30) AS ?n) { BIND("0123456789abcdef" AS ?a0) '
        + " ".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(30))
        + " }",
        (503,),
    ),
    "a concatenated product": Attack(
        "SELECT (STRLEN(GROUP_CONCAT(?x)) AS ?n) { ?a ?b ?x . ?c ?d ?e . ?f ?g ?h }", (503,)
    ),
    "a replacement by a long text": Attack(
        f'SELECT (STRLEN(REPLACE("{"a" * 40_000}", "a", "{"b" * 40_000}")) AS ?n) {{}}', (503,)
    ),
    "a regular expression that backtracks": Attack(
        f'ASK {{ FILTER REGEX("{"a" * 50}!", "(a+)+$") }}', (200,)
    ),
    "a regular expression of many states": Attack(
        f'ASK {{ FILTER REGEX("{"a" * 50}!", "((a{{1,1000}}){{1,1000}}){{1,1000}}") }}', (200,)
    ),
    "more rows than the limit": Attack("SELECT ?s { ?s ?p ?o } LIMIT 51", (413,)),
    "many variables": Attack(
        f"SELECT {' '.join(f'?v{n}' for n in range(20_000))} {{ ?s ?p ?o }}", (413, 503)
    ),
}
DEEP = {
    "braces": Attack(nested("ASK ", "{", "", "}", "", 3_000), (400,)),
    "parentheses": Attack(nested("ASK { FILTER(", "(", "1", ")", ") }", 10_000), (400,)),
    "negations": Attack(nested("ASK { FILTER(", "!", "true", "", ") }", 10_000), (400,)),
    "minus signs": Attack(nested("ASK { FILTER(", "- ", "1", "", ") }", 10_000), (400, 503)),
    "paths": Attack(nested("ASK { ?a ", "(", "<x:p>", ")", " ?b }", 20_000), (400,)),
    "filters": Attack(nested("ASK { ", "FILTER NOT EXISTS { ", "", "}", " }", 3_000), (400,)),
    "lists": Attack(nested("ASK { ?s ?p ", "(", "", ")", " }", 3_000), (400,)),
    "blank nodes": Attack(nested("ASK { ?s ?p ", "[ ?p ", "1", "]", " }", 3_000), (400,)),
    "triple terms": Attack(nested("ASK { ?s ?p ", "<<( ?s ?p ", "1", ")>>", " }", 1_000), (400,)),
    "a sum": Attack(f"SELECT ({'+'.join(['1'] * 20_000)} AS ?n) {{}}", (503,)),
    "an alternative": Attack(f"ASK {{ ?a {'|'.join(['<x:p>'] * 20_000)} ?b }}", (503,)),
    "a disjunction": Attack(f"ASK {{ FILTER({'||'.join(['true'] * 20_000)}) }}", (503,)),
    "differences": Attack(f"ASK {{ ?s ?p ?o {'MINUS { ?s <x:p> ?o } ' * 5_000} }}", (503,)),
}
WRITES = {
    "an update as the body": ("POST", "/sparql", UPDATE, "application/sparql-update", 403),
    "an update in a form": ("POST", "/sparql", urlencode({"update": UPDATE}), FORM, 403),
    "an update as a query": ("POST", "/sparql", UPDATE, "application/sparql-query", 403),
    "an update as a query in a form": ("POST", "/sparql", urlencode({"query": UPDATE}), FORM, 403),
    "an update in the address": ("GET", f"/sparql?{urlencode({'update': 'CLEAR ALL'})}", "", "", 403),
    "an update and a query": (
        "POST",
        "/sparql",
        urlencode({"query": "ASK {}", "update": UPDATE}),
        FORM,
        403,
    ),
    "an update in plain text": ("POST", "/sparql", UPDATE, "text/plain", 415),
    "a graph that is replaced": ("PUT", "/store?default", "<x:a> <x:b> 1 .", "text/turtle", 403),
    "a graph that is extended": ("POST", "/store?default", "<x:a> <x:b> 1 .", "text/turtle", 403),
    "a graph that is removed": ("DELETE", "/store?graph=x:a", "", "", 403),
    "a graph that is patched": ("PATCH", "/store?default", UPDATE, "application/sparql-update", 403),
    "a question that is replaced": ("PUT", "/questions/actors-by-incidents", "ASK {}", "", 405),
}
INJECTIONS = (
    'Disclosure" } UNION { ?s ?p ?o } #',
    "Disclosure> } UNION { ?s ?p ?o } #",
    "https://example.org/> } UNION { ?s ?p ?o } #",
    "Disclosure\n} UNION { ?s ?p ?o }",
    "VALUES ?x { UNDEF }",
    "../../queries/actors-by-incidents",
    "%s{0}${x}",
    "\u202eClosure\x00",
)
OUTSIDE = (
    "/../../etc/passwd",
    "/..%2f..%2fetc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/%252e%252e/etc/passwd",
    "/..\\..\\etc\\passwd",
    "//etc/passwd",
    "/questions/..%2f..%2fetc%2fpasswd",
    "/questions/../../etc/passwd",
    "/questions/actors-by-incidents.rq",
    "/questions/actors-by-incidents%00.rq",
    "/questions//etc/passwd",
    "/file:///etc/passwd",
)
