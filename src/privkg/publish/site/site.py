"""The dataset's title, citation, licence and contact, which every page shows."""

from dataclasses import dataclass

from privkg.core.text import printable
from privkg.publish.metadata.dataset import Dataset
from privkg.publish.site import appearance
from privkg.publish.site.pages import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The metadata of a dataset that every page shows.

    `name` is what the head of each page calls it, and `logo` the path of the image before it.
    """

    title: str
    name: str
    logo: str
    description: str
    homepage: str
    creators: str
    year: int
    version: str
    modified: str
    licence: Link
    contact: Link | None

    def citation(self, title: str = "", address: str = "") -> str:
        """Return the citation of the dataset, or of a resource in it."""
        dataset = f"{self.title}, version {self.version}"
        what = f"{title}. In: {dataset}" if title else dataset
        return f"{self.creators} ({self.year}). {what}. {address or self.homepage}"


def of_dataset(dataset: Dataset) -> Site:
    """Return the metadata of a dataset that every page shows."""
    contact = dataset.contact
    return Site(
        title=printable(dataset.title),
        name=printable(dataset.look.name or dataset.title.partition(":")[0]),
        logo=appearance.logo(dataset.look),
        description=printable(dataset.description),
        homepage=dataset.homepage,
        creators="; ".join(printable(agent.name) for agent in dataset.creators),
        year=dataset.issued.year,
        version=dataset.version,
        modified=dataset.modified.isoformat(),
        licence=Link(text=dataset.licence, web=dataset.licence_url),
        contact=Link(
            text=contact.name, web=f"mailto:{contact.email}" if contact.email else contact.url or ""
        )
        if contact
        else None,
    )
