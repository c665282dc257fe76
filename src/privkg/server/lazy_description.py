"""The description of the endpoint while a generation of a graph is served."""

from privkg.server.documents import Document
from privkg.server.messages import Description, Setup
from privkg.server.once import Once, of_worker
from privkg.server.workers import Starter

MEDIA_TYPE = "text/turtle"
_LATE = "the description of the endpoint counts all facts"


class LazyDescription:
    """The description of the endpoint, made once by a worker of its own when it is first requested.

    All facts are counted, which may take longer than a query is allowed to.
    """

    def __init__(self, starter: Starter, setup: Setup, seconds: float) -> None:
        """Describe the generation.

        Args:
            starter: what starts the worker.
            setup: what it opens.
            seconds: how long a request waits for the description.
        """
        self._starter = starter
        self._setup = setup
        self._once = Once(self._make, seconds, _LATE)
        self.close = self._once.close

    async def document(self) -> Document:
        """Return the description.

        Raises:
            LimitError: it is not made yet, or needs too much time or memory.
            FailureError: it could not be made; it is tried again after a minute.
        """
        return await self._once.result()

    async def _make(self) -> Document:
        what = "the description of the endpoint"
        content = await of_worker(self._starter, self._setup, Description(), what)
        return Document(content, MEDIA_TYPE)
