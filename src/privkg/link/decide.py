"""Records decisions of people on links, named by IRIs or CURIEs."""

from privkg.core.errors import UsageError
from privkg.rdf.terms import Term
from privkg.reference.links import curies
from privkg.reference.links.tables import LinkTables


def decide(
    known: LinkTables,
    accepted: tuple[str, str] | None,
    relation: str | None,
    rejected: tuple[str, str] | None,
    why: str,
) -> list[str]:
    """Accept a link, reject a link, or both; return a line for each decision.

    Raises:
        UsageError: a name is not an IRI or CURIE, or the link cannot be accepted.
    """
    done = []
    if accepted:
        predicate = _term(relation, known) if relation else None
        found = known.accept(_term(accepted[0], known), _term(accepted[1], known), predicate)
        other = curies.shorten(found.object, known.prefixes)
        done.append(f"accepted {curies.shorten(found.predicate)} {other}")
    if rejected:
        found = known.reject(_term(rejected[0], known), _term(rejected[1], known), why)
        done.append(f"rejected {curies.shorten(found.object, known.prefixes)}: {why}")
    return done


def _term(text: str, known: LinkTables) -> Term:
    try:
        return curies.expand(text, known.prefixes)
    except ValueError as error:
        raise UsageError(str(error)) from error
