"""Page models of credits: a register, linked to its page, with its licences and their conditions."""

from privkg.core.text import printable
from privkg.publish.site import pages, paths
from privkg.publish.site.pages import Link
from privkg.rdf.iris import Base
from privkg.reference.credits import Credit


def shown(credit: Credit, base: Base) -> pages.Credit:
    """Return the model of the credit of a register."""
    return pages.Credit(
        register=Link(text=printable(credit.name), target=f"{paths.stem(credit.register, base)}.html"),
        licences=tuple(Link(text=each.name, web=each.address) for each in credit.licences),
        conditions=tuple(
            f"{condition}: {condition.words}"
            for each in credit.licences
            for condition in each.conditions or ()
        ),
        words=tuple(map(printable, credit.credits)),
    )
