"""privkg turns pages about privacy incidents into a knowledge graph that can be asked."""

from pathlib import Path
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from privkg.api import Opened, OpenedGraph

__version__ = "0.1.0"


@overload
def open(place: Path) -> "OpenedGraph": ...
@overload
def open(place: str) -> "Opened": ...
def open(place: str | Path) -> "Opened":
    """Return a graph or an endpoint, opened to be asked, as in `privkg.open(".privkg").ask("…")`.

    Args:
        place: the folder of a built graph, or the URL of a SPARQL endpoint, http or https.

    Raises:
        StoreError: there is no graph, or it is damaged.
        UsageError: the URL is no address of an endpoint.
    """
    from privkg.api import OpenedEndpoint, OpenedGraph

    if isinstance(place, str) and place.startswith(("http://", "https://")):
        return OpenedEndpoint(place)
    return OpenedGraph(Path(place))
