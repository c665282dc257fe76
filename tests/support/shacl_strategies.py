"""Strategies for shapes and data graphs in Turtle, with few names and unusual literals."""

from hypothesis import strategies as st

PREFIXES = """\
PREFIX ex: <http://example.org/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
_NODES = st.sampled_from(["ex:a", "ex:b", "ex:c"])
_CLASSES = st.sampled_from(["ex:C", "ex:D", "ex:E"])
_PREDICATES = st.sampled_from(["ex:p", "ex:q"])
_LITERALS = st.sampled_from(
    [
        *("1", "2", "10", "-1", "1.5", "true", "1.0e0", '"01"^^xsd:integer', '"x"^^xsd:integer'),
        *('""', '"a"', '"A"', '"ab"', '"a\\n"', '"\\na"', '"é"', '"É"', '"1"', '"a.b"', '"a b"'),
        *('"a"@en', '"b"@en', '"a"@en-GB', '"a"@de', '"a"@DE'),
        *('"2014"^^xsd:gYear', '"2014-02"^^xsd:gYearMonth', '"14"^^xsd:gYear'),
        *('"2014-02-28"^^xsd:date', '"2014-02-30"^^xsd:date', '"2014-03-01Z"^^xsd:date'),
        *('"2014-02-28T12:00:00"^^xsd:dateTime', '"x"^^ex:type'),
    ]
)
_VALUES = st.one_of(_NODES, _LITERALS)
_DATATYPES = st.sampled_from(
    [
        *("xsd:integer", "xsd:decimal", "xsd:string", "xsd:boolean", "xsd:date", "xsd:dateTime"),
        *("xsd:gYear", "xsd:gYearMonth", "xsd:double", "rdf:langString", "ex:type"),
    ]
)
_PATTERNS = st.sampled_from(
    [
        *("^a", "a$", "^a$", "^$", "[a-c]+", "^[^a]*$", "a.b", "a\\\\.b", "(a|1)", "^.{1,2}$"),
        *("\\\\d", "\\\\bA", "é", "^(?:a|b)?$", "a(?=b)", "[0-9]{2}"),
    ]
)
_KINDS = st.sampled_from(
    ["IRI", "Literal", "BlankNode", "IRIOrLiteral", "BlankNodeOrIRI", "BlankNodeOrLiteral"]
)
_ORDERS = st.sampled_from(["minInclusive", "maxInclusive", "minExclusive", "maxExclusive"])
_BOUNDS = st.sampled_from(
    [
        *("1", "1.5", "10", '"2014-02-28"^^xsd:date', '"a"'),
        *('"2014"^^xsd:gYear', '"2013"^^xsd:gYear', '"2014-02"^^xsd:gYearMonth'),
    ]
)
_COUNTS = st.integers(0, 5)

_PATHS = st.recursive(
    _PREDICATES,
    lambda path: st.one_of(
        path.map("[ sh:inversePath {} ]".format),
        path.map("[ sh:zeroOrMorePath {} ]".format),
        path.map("[ sh:oneOrMorePath {} ]".format),
        path.map("[ sh:zeroOrOnePath {} ]".format),
        st.tuples(path, path).map("( {0[0]} {0[1]} )".format),
        st.tuples(path, path).map("[ sh:alternativePath ( {0[0]} {0[1]} ) ]".format),
    ),
    max_leaves=3,
)


def _listed(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(values, min_size=1, max_size=3).map(lambda some: f"( {' '.join(some)} )")


# Constraints that apply to any value node, including the focus node of a node shape.
_OF_A_VALUE = st.one_of(
    _CLASSES.map("sh:class {} ;".format),
    _DATATYPES.map("sh:datatype {} ;".format),
    _KINDS.map("sh:nodeKind sh:{} ;".format),
    st.tuples(_ORDERS, _BOUNDS).map("sh:{0[0]} {0[1]} ;".format),
    _COUNTS.map("sh:minLength {} ;".format),
    _COUNTS.map("sh:maxLength {} ;".format),
    _PATTERNS.map('sh:pattern "{}" ;'.format),
    _PATTERNS.map('sh:pattern "{}" ; sh:flags "i" ;'.format),
    st.just('sh:languageIn ( "en" "de" ) ;'),
    _listed(_VALUES).map("sh:in {} ;".format),
    _VALUES.map("sh:hasValue {} ;".format),
    _PREDICATES.map("sh:equals {} ;".format),
    _PREDICATES.map("sh:disjoint {} ;".format),
)
_OF_A_PATH = st.one_of(
    _OF_A_VALUE,
    _COUNTS.map("sh:minCount {} ;".format),
    _COUNTS.map("sh:maxCount {} ;".format),
    st.just("sh:uniqueLang true ;"),
    _PREDICATES.map("sh:lessThan {} ;".format),
    _PREDICATES.map("sh:lessThanOrEquals {} ;".format),
)


def _within(shape: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return constraints that contain other shapes."""
    counted = st.tuples(shape, _COUNTS, _COUNTS)
    return st.one_of(
        shape.map("sh:not {} ;".format),
        shape.map("sh:node {} ;".format),
        _listed(shape).map("sh:and {} ;".format),
        _listed(shape).map("sh:or {} ;".format),
        _listed(shape).map("sh:xone {} ;".format),
        st.tuples(_PATHS, counted).map(
            lambda drawn: (
                f"sh:property [ sh:path {drawn[0]} ; sh:qualifiedValueShape {drawn[1][0]} ;"
                f" sh:qualifiedMinCount {drawn[1][1]} ; sh:qualifiedMaxCount {drawn[1][2]} ] ;"
            )
        ),
        shape.map(lambda inner: f"sh:property [ sh:path ex:p ; sh:node {inner} ] ;"),
    )


def _node(constraints: list[str]) -> str:
    return f"[ {' '.join(constraints)} ]"


def _property(path: str, constraints: list[str]) -> str:
    return f"sh:property [ sh:path {path} ; {' '.join(constraints)} ] ;"


_SOME_OF_A_PATH = st.lists(_OF_A_PATH, min_size=1, max_size=2)
_PROPERTIES = st.builds(_property, _PATHS, _SOME_OF_A_PATH)
_ANY = st.recursive(
    st.lists(st.one_of(_OF_A_VALUE, _PROPERTIES), min_size=1, max_size=2).map(_node),
    lambda shape: st.lists(st.one_of(_within(shape), _PROPERTIES), min_size=1, max_size=2).map(_node),
    max_leaves=4,
)
_CLOSED = st.just("sh:closed true ; sh:ignoredProperties ( rdf:type ) ;")
_SPARQL = st.sampled_from(
    [
        "SELECT $this ?value WHERE {{ $this ex:p ?value . FILTER (isIRI(?value)) }}",
        "SELECT $this WHERE {{ $this ex:p ?one . FILTER NOT EXISTS {{ $this ex:q ?one }} }}",
        "SELECT $this WHERE {{ FILTER NOT EXISTS {{ $this a ex:C }} }}",
        "SELECT $this ?value WHERE {{ $this ex:p/ex:q ?value . OPTIONAL {{ $this ex:q ?v }} }}",
        "SELECT $this WHERE {{ {{ $this ex:p 1 }} UNION {{ $this ex:q ?any }} }}",
        "SELECT $this WHERE {{ $this ex:p ?v . MINUS {{ $this ex:q ?v }} }}",
    ]
).map(
    lambda query: (
        "sh:sparql [ sh:prefixes ex:prefixes ; sh:select "
        f'"""{query.replace("{{", "{").replace("}}", "}")}""" ] ;'
    )
)
_TOP = st.lists(
    st.one_of(_OF_A_VALUE, _PROPERTIES, _within(_ANY), _CLOSED, _SPARQL), min_size=1, max_size=3
)
_TARGETS = st.one_of(
    _CLASSES.map("sh:targetClass {} ;".format),
    _NODES.map("sh:targetNode {} ;".format),
    _PREDICATES.map("sh:targetSubjectsOf {} ;".format),
    _PREDICATES.map("sh:targetObjectsOf {} ;".format),
)
_SEVERITIES = st.sampled_from(["", "sh:severity sh:Warning ;", "sh:severity sh:Info ;"])


@st.composite
def shapes_graphs(draw: st.DrawFn) -> str:
    """Draw one or two shapes with targets."""
    text = (
        PREFIXES + 'ex:prefixes sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/" ] .\n'
    )
    for number in range(draw(st.integers(1, 2))):
        stated = [draw(_TARGETS), draw(_SEVERITIES), *draw(_TOP)]
        text += f"ex:S{number} a sh:NodeShape ; {' '.join(stated)} .\n"
    return text


@st.composite
def data_graphs(draw: st.DrawFn) -> str:
    """Draw a few triples."""
    typed = st.tuples(_NODES, st.just("a"), _CLASSES)
    stated = draw(st.lists(st.one_of(typed, st.tuples(_NODES, _PREDICATES, _VALUES)), max_size=10))
    lines = {f"{s} {p} {o} ." for s, p, o in stated}
    return "\n".join([PREFIXES, "ex:D rdfs:subClassOf ex:C .", *sorted(lines)])
