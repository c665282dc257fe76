"""Mutations that follow the grammar of a format: they replace, repeat or remove its tokens."""

import json
import re
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from fuzz.noise import DEEP, DIGITS, LONG, ODD, Step, instead

_IRIS: tuple[bytes, ...] = (
    *(b"<>", b"<a>", b"<urn:>", b"<http://[/>", b"<http://e/%zz>", b"<http://e/a b>", b"<javascript:1>"),
    *(b"<http://e:99999999/>", b"<file:///etc/passwd>", b"<http://e/\xed\xa0\x80>", b"<http://e/\x80>"),
    *(
        b"<http://e/\\u202E>",
        "<http://e/\u202e>".encode(),
        "<http://e/\ufffe>".encode(),
        b"<//e>",
        b"<#>",
    ),
    *(b"<https://w3id.org/privkg/id/incident/../x>", b"<https://w3id.org/privkg/ns#>", b"<mailto:a@b>"),
    *(
        b"<https://w3id.org/privkg/id/actor/" + b"a" * 100_000 + b">",
        b"<http://e/\\u0000>",
        b"<http://e/{>",
    ),
    *(
        b"_:b",
        b"[]",
        b"[ a [] ]",
        b"()",
        b"( 1 2 )",
        b"[" * DEEP,
        b"<<( <a:a> <a:b> <a:c> )>>",
        b"a:b",
        b":",
    ),
)
_LITERALS: tuple[bytes, ...] = (
    *(b'""', b'"\\ud800"', b'"\\u001b[2J"', b'"\\u202E"', b'"\\u0000"', b'"x"@en--', b'"x"^^<http://[>'),
    *(
        b'"' + DIGITS + b'"^^<http://www.w3.org/2001/XMLSchema#integer>',
        DIGITS,
        b"1e999",
        b"1." + DIGITS,
    ),
    *(
        b'"NaN"^^<http://www.w3.org/2001/XMLSchema#double>',
        b'"x"@' + b"a" * 300,
        b'"a\nb"',
        b'"""a"b"""',
    ),
    *(b'"2020-99-99"^^<http://www.w3.org/2001/XMLSchema#date>', b'"' + LONG + b'"', b"true", b"'x'"),
    *(
        b'"99999999999-01-01"^^<http://www.w3.org/2001/XMLSchema#date>',
        b'"<b>"@en',
        b'"x"@en-x-\xc3\xa9',
    ),
    *(
        b'"P9999999999Y"^^<http://www.w3.org/2001/XMLSchema#duration>',
        b'"x"@ar--rtl',
        '"\ufffe"'.encode(),
    ),
)


class Tokens:
    """Mutations of tokens: one is removed, repeated, or replaced by another."""

    def __init__(self, *kinds: tuple[str, Sequence[bytes]]) -> None:
        self._kinds = [(re.compile(pattern.encode()), others) for pattern, others in kinds]
        self.steps: tuple[Step, ...] = (self.other, self.other, self.own, self.none, self.again)

    def other(self, chosen: Random, content: bytes) -> bytes:
        """Replace a token with a hostile one."""
        token, others = chosen.choice(self._kinds)
        return instead(chosen, content, token, others)

    def own(self, chosen: Random, content: bytes) -> bytes:
        """Replace a token with another one of the content."""
        token, _ = chosen.choice(self._kinds)
        found = [match[0] for match in token.finditer(content)]
        return instead(chosen, content, token, found or [b""])

    def none(self, chosen: Random, content: bytes) -> bytes:
        """Remove a token."""
        return instead(chosen, content, chosen.choice(self._kinds)[0], [b""])

    def again(self, chosen: Random, content: bytes) -> bytes:
        """Repeat a token."""
        found = list(chosen.choice(self._kinds)[0].finditer(content))
        if not found:
            return content
        match = chosen.choice(found)
        count = chosen.choice((2, 2, 100, 20_000 if len(match[0]) < 40 else 1_000))
        return content[: match.start()] + (match[0] + b" ") * count + content[match.end() :]


_WORDS = (rb"[^\s<>\"]+".decode(), (*ODD, b"a", b".", b";", b",", b"PREFIX", b"BASE <http://[>"))
TURTLE = Tokens((r"<[^>\n]*>", _IRIS), (r'"[^"\n]*"(?:@[\w-]+|\^\^\S+)?', _LITERALS), _WORDS).steps
SPARQL = Tokens(
    (r"<[^>\n]*>", _IRIS),
    (r'"[^"\n]*"', _LITERALS),
    (r"[?$]\w+", (b"?", b"?\xc3\xa9", b"*", b"?" + b"a" * 10_000, b"?x")),
    (
        r"\w+|[^\w\s]",
        (
            *ODD,
            *(
                b"SERVICE <http://127.0.0.1:1/>",
                b"FROM <file:///etc/passwd>",
                b"LOAD <http://127.0.0.1/>",
            ),
            *(
                b"{ { " * 300,
                b"(" * 200,
                b"/ a* / !a" * 50,
                b"!" * 5_000,
                b"UNION",
                b"OPTIONAL {",
                b"MINUS {",
            ),
            *(
                b"VALUES ?x {" + b"1 " * 20_000 + b"}",
                b"BIND(1/0 AS ?n)",
                b"REGEX(?s, '(a+)+$')",
                b"LATERAL {",
            ),
            *(
                b"STRDT('x', <http://[>)",
                b"IRI('%zz')",
                b"REPLACE(?o, '.', '$9')",
                b"SHA512(?o)",
                b"LIMIT -1",
            ),
            *(
                b"GROUP BY ?s",
                b"HAVING(COUNT(*) > 1)",
                b"ORDER BY RAND()",
                b"CONSTRUCT",
                b"DESCRIBE",
                b"ASK",
            ),
            *(
                b"GROUP_CONCAT(?o; separator='\\u001b')",
                b"SAMPLE(?o)",
                b"EXISTS {",
                b"GRAPH ?g {",
                b"UNDEF",
            ),
            *(b"VERSION '1.2'", b"<<( ?s ?p ?o )>>", b"INSERT DATA { <a:a> <a:b> <a:c> }", b"\\u007B"),
        ),
    ),
).steps
SHAPES = (
    *TURTLE,
    *Tokens(
        (
            r"sh:\w+",
            (
                *(
                    b"sh:js",
                    b"sh:pattern",
                    b"sh:sparql",
                    b"sh:select",
                    b"sh:node",
                    b"sh:not",
                    b"sh:and",
                    b"sh:or",
                ),
                *(
                    b"sh:minCount",
                    b"sh:maxCount",
                    b"sh:path",
                    b"sh:zeroOrMorePath",
                    b"sh:inversePath",
                    b"sh:in",
                ),
                *(
                    b"sh:property",
                    b"sh:targetNode",
                    b"sh:targetClass",
                    b"sh:target",
                    b"sh:qualifiedValueShape",
                ),
                *(
                    b"sh:equals",
                    b"sh:lessThan",
                    b"sh:uniqueLang",
                    b"sh:languageIn",
                    b"sh:xone",
                    b"sh:rule",
                ),
                *(
                    b"sh:datatype",
                    b"sh:nodeKind",
                    b"sh:message",
                    b"sh:severity",
                    b"sh:deactivated",
                    b"sh:hasValue",
                ),
                *(
                    b"sh:prefixes",
                    b"sh:declare",
                    b"sh:flags",
                    b"sh:closed",
                    b"sh:ignoredProperties",
                    b"sh:expression",
                ),
            ),
        ),
        (
            r"\"[^\"\n]*\"",
            (
                b'"(a+)+$"',
                b'"["',
                b'"(?<x>"',
                b'"\\\\p{IsGreek}"',
                b'"SELECT $this WHERE { SERVICE <a:b> {} }"',
            ),
        ),
        (
            r"\[[^\[\]]*\]",
            (b"[ sh:path sh:path ]", b"[ sh:node [] ]", b"( )", b"1", b"[ sh:not [ sh:not [] ] ]"),
        ),
    ).steps,
)
TOML = Tokens(
    (
        r"(?<== )[^\n]+",
        (
            *(
                b"[]",
                b"{}",
                b'""',
                b"1",
                b"true",
                b"2026-99-99",
                b"2026-11-23T00:00:00Z",
                b"nan",
                b"-inf",
                DIGITS,
            ),
            *(
                b"0x" + b"f" * 5_000,
                b"[" * DEEP,
                b"{a = " * DEEP,
                b"[[]]",
                b'[1, "a"]',
                b"'''",
                b'"""',
                b"1e999",
            ),
            *(
                b'"\\ud800"',
                b'"\\u001b[2J"',
                b'"\\u202E"',
                b'"' + LONG + b'"',
                b"[" + b'"a",' * 5_000 + b"]",
            ),
            *(
                b'"http://["',
                b'"http://e/%zz"',
                b'"javascript:alert(1)"',
                b'"http://e/a b"',
                b"0001-01-01",
            ),
            *(
                b'"<script>"',
                b'"\\"> . <a> <b> <c> . #"',
                b'"a\\nb"',
                b"9999-12-31",
                b"07:32:00",
                b"1.5",
                b"-0",
            ),
        ),
    ),
    (
        r"(?m)^[\w-]+",
        (b"a.b.c", b'""', b'"\xe2\x80\xae"', b"title", b"creators", b"constructor", b"a." * DEEP),
    ),
    (
        r"(?m)^\[.*\]$",
        (b"[dataset]", b"[[dataset]]", b"[a" + b".a" * 500 + b"]", b"[]", b"[[dataset.service]]"),
    ),
).steps
TABLE = Tokens(
    (
        r"[^\t\n,]+",
        (
            *ODD,
            *(
                b'"',
                b'"a""b"',
                b"'",
                b"=1+1",
                b"pk:",
                b"a:b:c",
                b":",
                b"owl:sameAs",
                b"skos:exactMatch",
                b"Not",
            ),
            *(
                b"http://e/%zz",
                b"http://[",
                b"https://e/\xe2\x80\xae",
                b"0.5",
                b"-0.0",
                b"2",
                b"1e400",
                b"nan",
            ),
            *(
                b"a" * 131_073,
                b"wd:Q1|wd:Q2|" * 2_000,
                b"wd:Q1 0.9",
                b"semapv:ManualMappingCuration",
                b"x" * 1_001,
            ),
            *(b"#curie_map:", b"#  a: http://[", b"subject_id", b"other", b"predicate_modifier"),
        ),
    ),
    (r"\t", (b"", b"\t\t", b" ", b"\n", b",", b'\t"')),
    (r"(?m)^.*$", (b"", b"#", b"\t" * 50, b"#curie_map: {", b"#  :", b'"')),
).steps
PAGE = Tokens(
    (
        r"(?m)^[A-Z][\w ]+$",
        (b"Description", b"Breakdown", b"Decisions", b"Sources", b"Laws and Regulations", b""),
    ),
    (
        r"(?m)^[A-Z][\w -]+(?=:)",
        (
            b"Law",
            b"Source",
            b"Passage",
            b"Follows from",
            b"Recipient",
            b"Decision",
            b"Amount",
            b"Reported",
        ),
    ),
    (
        r"(?m)(?<=: ).+$",
        (*ODD, b"{x = y}", b"a, b; c and d", b"[1] [2] [99999999]", b"unknown, not known"),
    ),
    (
        r"[A-Z][a-z]+",
        (
            *(
                b"Surveillance",
                b"Secondary Use",
                b"Moscow",
                b"{x = Surveillance}",
                b"[1]",
                b"https://e/[",
                b"Paris",
            ),
            *(
                b"http://[::1",
                b"jo@example.org",
                b"+1 555 0100 0000",
                b"c. 1990s",
                b"2020-13-45",
                b"1985/2004-02-30",
            ),
            *(
                b"9999999999 people",
                b"1,2,3,,4 million",
                b"Texas, Texas, Texas",
                b"{" * 500,
                b"National ID number",
            ),
        ),
    ),
    (
        r"\d+",
        (
            DIGITS,
            b"0",
            b"13",
            b"1999-2001",
            b"2020s",
            b"-44",
            b"99999",
            b"\xd9\xa3\xd9\xa4",
            b"1/2",
            b"\xc2\xb2",
        ),
    ),
).steps
MARKUP = Tokens(
    (
        r"</?\w[^<>]*>",
        (
            *(b"<div>" * 300, b"<table>" * 300, b"<td>", b"</table>", b"<tr>", b"<br>", b"<p hidden>"),
            *(b"<ul><li>" * 120, b"<style>", b"<script>", b"<template>", b"<!--", b"-->", b"<![CDATA["),
            *(b"<div style='display:none'>", b"<td rowspan=9999999 colspan=9999999>", b"<a href='//['>"),
            *(b"<page>", b"</page>", b"<revision>", b"</revision>", b"<text>", b"</text>", b"<text />"),
            *(b"<ns>x</ns>", b"<ns>" + DIGITS + b"</ns>", b"<redirect title='' />", b"<title>"),
            *(b"<timestamp>9</timestamp>", b"<model>css</model>", b"<text deleted='deleted' />"),
            *(b'<!DOCTYPE a [<!ENTITY b "c">]>', b"<?xml version='1.1'?>", b"<a " + b"b='c' " * 5_000),
        ),
    ),
    (r"&\w+;", (b"&b;", b"&#0;", b"&#x110000;", b"&#xD800;", b"&", b"&#x202e;", b"&nbsp;" * 2_000)),
    (r'"[^"\n]*"', (b'""', b"'", b"mw-parser-output", b'"firstHeading"', b'"mw-content-text"')),
).steps
WIKITEXT = Tokens(
    (
        r"\{\{|\}\}|\[\[|\]\]|'{2,5}|={2,}|\{\||\|\}|\|-?|\n[*#:;]",
        (
            *(b"{{" * 300, b"}}" * 300, b"[[" * 300, b"{|\n" * 100, b"'" * 5, b"\n|-\n", b"\n!", b"||"),
            *(
                b"{{{",
                b"{{{x|}}}",
                b"{{#if:x|",
                b"{{#ask:",
                b"{{Incident",
                b"{{cite web|url=",
                b"__TOC__",
            ),
            *(b"<nowiki>", b"</nowiki>", b"<ref>", b"<ref name=a />", b"<!--", b"<pre>", b"<gallery>"),
            *(b"[[File:", b"[[Category:", b"[http://", b"[//e x]", b"~~~~", b"#REDIRECT [[", b"-{"),
            *(b"\n====== x", b"\n" + b"*" * 300, b"\n;a:b", b"\n ", b"<table><tr>" * 50, b"&#91;"),
        ),
    ),
    (r"(?m)^\| *\w+", (b"| harm", b"| title", b"| date2", b"| 1", b"|", b"| x" * 1_100, b"| address")),
).steps
MARKDOWN = Tokens(
    (
        r"(?m)^---$|^[\w ]+(?=:)|^#+|^ *- ",
        (
            *(
                b"---",
                b"...",
                b"- ",
                b"- - - - ",
                b"title",
                b"Harm",
                b"? ",
                b"#",
                b"######",
                b"%YAML 9.9",
            ),
            *(
                b"x: &a [*a, *a]",
                b"<<: *a",
                b"!!python/object:a ",
                b"!!binary ",
                b"{a: {a: ",
                b"[" * 500,
            ),
            *(b"| \n", b">-\n", b"a: b: c", b"'", b'"\\x00', b"> " * 300, b"- " * 300, b"\t- ", b"@a"),
            *(
                b"```",
                b"    ",
                b"[a]: http://[",
                b"![",
                b"| a | b |\n| --- |",
                b"<div>",
                b"* * *",
                b"1. ",
            ),
        ),
    ),
    (r"[*_`\[\]\\|]", (b"**", b"***" * 500, b"`" * 500, b"[" * 500, b"](x)", b"\\", b"&#0;", b"|")),
).steps
QUESTION = (
    *SPARQL,
    *Tokens(
        (
            r"(?m)^#\+ .*$",
            (
                *(
                    b"#+ parameters: []",
                    b"#+ parameters: {a: &a [*a]}",
                    b"#+ columns: 1",
                    b"#+   harm: [1]",
                ),
                *(
                    b"#+ view: {kind: {}}",
                    b"#+ view: !!python/object:os.system x",
                    b"#+ lists: {a: 1}",
                    b"#+ a",
                ),
                *(
                    b"#+ summary: !!binary x",
                    b"#+ " + b"[" * DEEP,
                    b"#+ x: " + DIGITS,
                    b"#+ id: &a",
                    b"#+ ? ?",
                ),
                *(
                    b"#+ a: &a [x,x,x,x,x,x]\n#+ b: &b [*a,*a,*a,*a]\n#+ c: [*b,*b,*b]",
                    b"#+ needs: {a: b}",
                ),
            ),
        ),
        (r"#\? [\w -]+:", (b"#? :", b"#? harm harm:", b"#? nothing:", b"#?", b"#? harm:")),
        (
            r"(?m)(?<=: ).+$",
            (b"[]", b"{}", b"1", b"null", b"true", b"2020-01-01", b"'", b"|", b"~", b"[[[[]]]]"),
        ),
    ).steps,
)
TEXT = Tokens((r"\S+", ODD), (r"[^\s/:]+", (*ODD, b"..", b".", b""))).steps

_RAW: tuple[str, ...] = (
    *(
        "null",
        "true",
        "0",
        "-1",
        "1.5",
        "NaN",
        "-Infinity",
        "1e999",
        "9" * 5_000,
        '""',
        "[]",
        "{}",
        "[[]]",
    ),
    *(
        '"\\ud800"',
        '"\\u0000"',
        '"\\u001b[2J"',
        '"\\u202e"',
        '"\\u2028"',
        '"' + "A" * 131_073 + '"',
        "1e400",
    ),
    *(
        "[" * DEEP + "]" * DEEP,
        '{"a":' * DEEP + "1" + "}" * DEEP,
        '"../../protected/kept.txt"',
        '"/etc/passwd"',
    ),
    *(
        '"http://["',
        '"http://e/%zz"',
        '"http://e/a b"',
        '"NaN"',
        '"1e999"',
        '"' + "9" * 5_000 + '"',
        "1000000000000",
    ),
    *(
        '{"value": 1}',
        '{"type": "bnode", "value": "nodeID://b"}',
        '"x y\\nz"',
        "[null]",
        '[{"a": [1]}]',
        '"\\u0085"',
    ),
)


def _tree(chosen: Random, content: bytes) -> bytes:
    """Return JSON with a value replaced, removed or copied, or with a key renamed."""
    try:
        tree = json.loads(content)
    except (ValueError, RecursionError):
        return content
    places = list(_places(tree)) if isinstance(tree, dict | list) else []
    if not places:
        return chosen.choice(_RAW).encode()
    holder, key = chosen.choice(places)
    do = chosen.randrange(8)
    if do == 0:
        del holder[key]
    elif do == 1 and isinstance(holder, dict):
        holder[f"{key}x"] = holder.pop(key)
    elif do == 2:
        other_holder, other_key = chosen.choice(places)
        holder[key] = json.loads(json.dumps(other_holder[other_key]))
    else:
        holder[key] = "@@raw@@"
    return json.dumps(tree, indent=1).replace('"@@raw@@"', chosen.choice(_RAW)).encode()


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    todo = [node]
    while todo:
        holder = todo.pop()
        keys = holder.keys() if isinstance(holder, dict) else range(len(holder))
        for key in keys:
            yield holder, key
            if isinstance(holder[key], dict | list):
                todo.append(holder[key])


JSON: tuple[Step, ...] = (
    _tree,
    _tree,
    _tree,
    *Tokens((r'"[^"]*"', tuple(r.encode() for r in _RAW))).steps,
)
