"""SPARQL constraints that can be run once for all targets, where SHACL runs them once for each.

SHACL binds `$this` before the query runs ("pre-binding", SHACL, section 5.3.1).
Here the body of the query is joined with the targets instead. SPARQL evaluates groups from the inside
out, so that the two differ where a part is evaluated before the join: in a group that uses `$this` in a
FILTER or BIND without binding it, `$this` would be unbound. MINUS, sub-selects, aggregates and LIMIT
differ too, as they see all targets at once. Any query in doubt is left to pySHACL.
"""

import re
from collections.abc import Iterator

from privkg.check.shapes.graph import Triples
from privkg.rdf.terms import Term, iri_text, term
from privkg.store.rdf import literal_text

_OPAQUE = re.compile(
    r"<[^<>\"{}|^`\\\s]*>|'''.*?'''|\"\"\".*?\"\"\"|'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|#[^\n]*",
    re.DOTALL,
)
_UNSAFE = re.compile(
    r"\b(?:MINUS|VALUES|SERVICE|FROM|GRAPH|GROUP|HAVING|LIMIT|OFFSET|REDUCED|LATERAL)\b"
    r"|\bAS\s*[?$]this\b|[?$](?:PATH|currentShape|shapesGraph|target\w*)\b",
    re.IGNORECASE,
)
_THIS = re.compile(r"[?$]this\b")


def joinable(triples: Triples, constraint: Term) -> tuple[str, str] | None:
    """Return the prefixes and the body of a SPARQL constraint for a join with the targets.

    Return None if the results of a join may differ from those of pre-binding.
    """
    text = triples.one(constraint, term("sh:select"))
    if text is None:
        return None
    query = literal_text(text)
    # Overwrite IRIs, strings and comments with blanks, since their words and brackets are not syntax.
    plain = _OPAQUE.sub(lambda found: " " * len(found[0]), query)
    start, end = plain.find("{"), plain.rfind("}")
    if "(" in plain[:start]:  # an aggregate returns a row even if nothing matches
        return None
    if start < 0 or len(re.findall(r"\bSELECT\b", plain, re.IGNORECASE)) != 1:
        return None
    if _UNSAFE.search(plain) or plain[end + 1 :].strip() or not _binds_this(plain[start : end + 1]):
        return None
    return prefixes(triples, constraint) + _own_prefixes(query, plain), query[start + 1 : end]


def prefixes(triples: Triples, constraint: Term) -> str:
    """Return the prefixes that a constraint declares, with those of their imports, as SPARQL."""
    pending, seen = list(triples.values(constraint, term("sh:prefixes"))), set[Term]()
    while pending:
        holder = pending.pop()
        if holder not in seen:
            seen.add(holder)
            pending += triples.values(holder, term("owl:imports"))
    found = (pair for holder in sorted(seen) for pair in declared(triples, holder))
    return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in found)


def declared(triples: Triples, holder: Term) -> Iterator[tuple[str, str]]:
    """Yield the prefixes that a node declares, with their namespaces."""
    for declaration in triples.values(holder, term("sh:declare")):
        prefix = triples.one(declaration, term("sh:prefix"))
        namespace = triples.one(declaration, term("sh:namespace"))
        if prefix and namespace:
            is_iri = namespace.startswith("<")
            yield literal_text(prefix), iri_text(namespace) if is_iri else literal_text(namespace)


def _own_prefixes(query: str, plain: str) -> str:
    match = re.search(r"\bSELECT\b", plain, re.IGNORECASE)
    return query[: match.start()] if match else ""


def _binds_this(body: str) -> bool:
    """Return whether each group that uses `$this` in an expression also binds it in a pattern.

    Everything in round brackets counts as an expression. The outermost group is joined with the targets,
    which bind `$this`, and the pattern of an EXISTS is evaluated with the bindings of its group.
    """
    stack: list[list[bool]] = []  # for each open group: whether it binds $this, and whether it uses it
    brackets = 0
    for match in re.finditer(r"[{}()]|[?$]this\b", body):
        if match[0] == "{":
            before = body[: match.start()].rstrip()
            is_bound = not stack or bool(re.search(r"\bEXISTS$", before, re.IGNORECASE))
            stack.append([is_bound, False])
        elif match[0] == "}":
            is_bound, is_used = stack.pop()
            if is_used and not is_bound:
                return False
        elif match[0] in "()":
            brackets += 1 if match[0] == "(" else -1
        elif brackets:
            stack[-1][1] = True
        else:
            stack[-1][0] = True
    return True
