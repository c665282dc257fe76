"""What each page says of the dataset it is from: its title, how to cite it, its licence."""

from dataclasses import dataclass

from privkg.publish.views import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The dataset, as pages name it."""

    title: str
    description: str
    homepage: str
    creators: str
    year: int
    version: str
    licence: Link
    contact: Link

    def citation(self, title: str = "", address: str = "") -> str:
        """Return how to cite the dataset, or a thing in it."""
        dataset = f"{self.title}, version {self.version}"
        what = f"{title}. In: {dataset}" if title else dataset
        return f"{self.creators} ({self.year}). {what}. {address or self.homepage}"
