"""How a graph is served."""

from dataclasses import dataclass
from pathlib import Path

from privkg.server.generation import Capacity
from privkg.server.messages import Config


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a graph is served.

    Attributes:
        host: the address to listen at.
        port: its port; 0 for any that is free.
        capacity: the limits and numbers of queries, and those of questions.
        per_client: the number of queries that each client may have in progress, and of questions.
        proxies: the number of proxies before the server, of which each adds an address to the
            X-Forwarded-For field; 0 if clients may connect directly.
        access_log: the file that has a line for each request; `STANDARD_ERROR`, or None for no such log.
        log_queries: whether its lines have queries.
        config: the description of the dataset, for its pages; None if they are not served.
    """

    host: str
    port: int
    capacity: Capacity
    per_client: int
    proxies: int
    access_log: Path | None = None
    log_queries: bool = False
    config: Config | None = None
