"""privkg turns pages about privacy incidents into a knowledge graph that can be asked."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from privkg.api import Opened

__version__ = "0.1.0"


def open(place: str | Path) -> "Opened":
    """Return the graph in a folder, opened to be asked, as in `privkg.open(".privkg").ask("…")`.

    Raises:
        StoreError: there is no graph, or it is damaged.
    """
    from privkg.api import Opened

    return Opened(Path(place))
