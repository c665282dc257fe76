"""The description of a resource as a page for a terminal. Imports rich, so commands import it late."""

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.text import Text

from privkg.cli._console import console, print_rows
from privkg.core.text import printable
from privkg.query.evidence import Evidence, Fact, Reader
from privkg.query.results import text_of
from privkg.rdf import iris
from privkg.rdf.terms import PREF_LABEL, A, Term, iri, iri_text, literal, shorten, term
from privkg.reference.credits import CREDIT, LICENCE, PART_OF

_LEFT_OUT = frozenset(
    map(
        term,
        (
            *("pk:hasViolation", "pk:violationOf", "pk:rowIndex", "pk:hasDecision", "pk:decisionOf"),
            *("dcterms:title", "dcterms:description"),
        ),
    )
) | {PREF_LABEL}


def print_page(reader: Reader, node: Term) -> None:
    """Print the description of a resource: its facts, its parts, references to it, and its evidence."""
    out = console()
    out.print(Text(printable(reader.label(node) or iri_text(node)), style="bold"))
    out.print(Text(printable(iri_text(node)), style="dim"))
    out.print()
    _facts(out, [*reader.facts(node), *_credits(reader, node)])
    for row in reader.rows(node):
        _part(out, reader, f"Row {iris.row_number(row)}", row)
    for decision in reader.decisions(node):
        _part(out, reader, f"Decision {iris.decision_number(decision)}", decision)
    links = [fact for fact in reader.incoming_facts(node) if fact.predicate not in _LEFT_OUT]
    if links:
        out.print(Text("\nNamed by", style="bold"))
        _facts(out, links)
    evidence = reader.evidence(node)
    if evidence:
        out.print(Text("\nEvidence", style="bold"))
        _evidence(out, evidence)


def _credits(reader: Reader, node: Term) -> Iterator[Fact]:
    """Yield the licences and credits of an incident's registers; of a part of it, the registers too."""
    for credit in reader.credits(node):
        if reader.base.incident(reader.base.slug_of(node) or "") != node:
            yield Fact(PART_OF, credit.register, credit.name)
        yield from (Fact(LICENCE, iri(each.address), each.name) for each in credit.licences)
        yield from (Fact(CREDIT, literal(words), words) for words in credit.credits)


def _part(out: Console, reader: Reader, heading: str, node: Term) -> None:
    out.print(Text(f"\n{heading}", style="bold"))
    _facts(out, reader.facts(node))
    _evidence(out, reader.evidence(node))


def _facts(out: Console, facts: Iterable[Fact]) -> None:
    rows, before = list[tuple[str, str]](), None
    for fact in facts:
        if fact.predicate in _LEFT_OUT:
            continue
        name = "" if fact.predicate == before else _name(fact.predicate)
        rows.append((name, _value(fact)))
        before = fact.predicate
    print_rows(out, rows, ("cyan", ""))


def _evidence(out: Console, evidence: Iterable[Evidence]) -> None:
    rows = list[tuple[str, str, str]]()
    for found in evidence:
        if found.predicate in _LEFT_OUT and found.predicate != term("dcterms:title"):
            continue
        quote = printable(" ".join(found.quote.split()))
        place = printable(f"{found.file}:{found.line}:{found.column}")
        rows.append((place, _name(found.predicate), f"“{quote}”"))
    print_rows(out, rows, ("dim", "cyan", ""))


def _name(predicate: Term) -> str:
    return "type" if predicate == A else printable(shorten(iri_text(predicate)).partition(":")[2])


def _value(fact: Fact) -> str:
    if not fact.value.startswith("<"):
        return text_of(fact.value)
    address = printable(shorten(iri_text(fact.value)))
    return f"{printable(fact.label)}  {address}" if fact.label else address
