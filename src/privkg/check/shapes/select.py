"""SPARQL constraints that may be asked of all targets at once, where SHACL asks each on its own.

SHACL binds `$this` before a query runs. Asked of all, the query joins with the targets instead, which
is the same unless some part of it is evaluated before it meets them.
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
_ELSEWHERE = re.compile(
    r"\b(?:MINUS|VALUES|SERVICE|FROM|GRAPH|GROUP|HAVING|LIMIT|OFFSET|REDUCED|LATERAL)\b"
    r"|\bAS\s*[?$]this\b|[?$](?:PATH|currentShape|shapesGraph|target\w*)\b",
    re.IGNORECASE,
)
_THIS = re.compile(r"[?$]this\b")


def joinable(triples: Triples, constraint: Term) -> tuple[str, str] | None:
    """Return the prefixes and the body of a constraint's query if it may be asked of all targets.

    None if that cannot be proved.
    """
    text = triples.one(constraint, term("sh:select"))
    if text is None:
        return None
    query = literal_text(text)
    plain = _OPAQUE.sub(lambda found: " " * len(found[0]), query)
    start, end = plain.find("{"), plain.rfind("}")
    if "(" in plain[:start]:  # an aggregate has a row even where nothing is found
        return None
    if start < 0 or len(re.findall(r"\bSELECT\b", plain, re.IGNORECASE)) != 1:
        return None
    if _ELSEWHERE.search(plain) or plain[end + 1 :].strip() or not _meets_all(plain[start : end + 1]):
        return None
    return prefixes(triples, constraint) + _own_prefixes(query, plain), query[start + 1 : end]


def prefixes(triples: Triples, constraint: Term) -> str:
    """Return the prefixes that a constraint declares, and those that they import, as SPARQL."""
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


def _meets_all(body: str) -> bool:
    """Return whether each group that asks about `$this` in brackets also binds it, or is an EXISTS.

    The outermost group stands beside the targets, which bind it.
    """
    stack: list[list[bool]] = []
    brackets = 0
    for match in re.finditer(r"[{}()]|[?$]this\b", body):
        if match[0] == "{":
            before = body[: match.start()].rstrip()
            is_bound = not stack or bool(re.search(r"\bEXISTS$", before, re.IGNORECASE))
            stack.append([is_bound, False])
        elif match[0] == "}":
            is_bound, asks = stack.pop()
            if asks and not is_bound:
                return False
        elif match[0] in "()":
            brackets += 1 if match[0] == "(" else -1
        elif brackets:
            stack[-1][1] = True
        else:
            stack[-1][0] = True
    return True
