"""privkg turns pages about privacy incidents into a knowledge graph that answers questions."""

from privkg.core.version import __version__ as __version__

TYPE_CHECKING = False  # typing's own would make `privkg --help` wait for typing
if TYPE_CHECKING:
    from pathlib import Path

    from privkg.api import Opened


def open(place: "str | Path") -> "Opened":
    """Return an opened graph or endpoint for queries, as in `privkg.open(".privkg").ask("…")`.

    Args:
        place: the folder of a built graph, or the URL of a SPARQL endpoint, http or https.

    Raises:
        StoreError: there is no graph, or it is damaged.
        UsageError: the URL is not the address of an endpoint.
    """
    from pathlib import Path

    from privkg.api import OpenedEndpoint, OpenedGraph

    if isinstance(place, str) and place.startswith(("http://", "https://")):
        return OpenedEndpoint(place)
    return OpenedGraph(Path(place))
