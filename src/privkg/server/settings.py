"""How a graph is served."""

from dataclasses import dataclass

from privkg.server.generation import Capacity


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
    """

    host: str
    port: int
    capacity: Capacity
    per_client: int
    proxies: int
