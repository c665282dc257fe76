"""The description of the endpoint while a generation of a graph is served."""

from privkg.server.documents import Document
from privkg.server.messages import Description
from privkg.server.once import Once

MEDIA_TYPE = "text/turtle"


class LazyDescription(Once[Document]):
    """The description of the endpoint, made once by a worker of its own when it is first requested.

    All facts are counted, which may take longer than a query is allowed to.
    """

    what = "the description of the endpoint"
    late = f"{what} counts all facts"

    async def make(self) -> Document:
        """Return the description."""
        return Document(await self.answer(Description()), MEDIA_TYPE)
