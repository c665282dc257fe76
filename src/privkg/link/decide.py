"""Decisions of people on links, named by IRIs or CURIEs."""

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
    """Accept a link, or reject one, or both; return what was done, in words.

    Raises:
        UsageError: a name is no IRI or CURIE, or the link cannot be accepted.
    """
    done = []
    if accepted:
        predicate = _term(relation) if relation else None
        found = known.accept(_term(accepted[0]), _term(accepted[1]), predicate)
        done.append(f"accepted {curies.shorten(found.predicate)} {curies.shorten(found.object)}")
    if rejected:
        found = known.reject(_term(rejected[0]), _term(rejected[1]), why)
        done.append(f"rejected {curies.shorten(found.object)}: {why}")
    return done


def _term(text: str) -> Term:
    try:
        return curies.expand(text)
    except ValueError as error:
        raise UsageError(str(error)) from error
