"""Notices about resources, as a person writes them in Turtle."""

from privkg.rdf.iris import DEFAULT


def notice(slug: str, kind: str, concerns: str, more: str = "") -> str:
    """Return the Turtle of a notice of a kind, such as `Withdrawal`, with more of its properties."""
    return (
        f'<{DEFAULT.things}notice/{slug}> a pk:{kind} ; dcterms:title "About {slug}" ;'
        f' pk:reason "No source stands" ; dcterms:date "2026-11-01"^^xsd:date ;'
        f" pk:concerns {concerns} {more} .\n"
    )
