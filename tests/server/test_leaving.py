"""Work for clients that leave."""

import asyncio
from collections.abc import Callable, Coroutine

from starlette.types import Message, Receive

from privkg.server.connected import while_connected


async def left() -> Message:
    """Return that the client has left."""
    return {"type": "http.disconnect"}


async def stays() -> Message:
    """Return nothing, ever."""
    await asyncio.Event().wait()
    raise AssertionError("nobody sets the event")


class TestWhileConnected:
    def test_is_done_for_a_client_that_stays(self) -> None:
        """
        Work is done to its end while the client is connected.
        """
        assert ["done"] == ends_of(stays, short)

    def test_is_cancelled_for_one_that_left(self) -> None:
        """
        Work without end is cancelled when the client has left.
        """
        assert ["cancelled"] == ends_of(left, endless)

    def test_short_work_is_done_anyhow(self) -> None:
        """
        Work that is almost done is not cancelled, so that its worker can be used again.
        """
        assert ["done"] == ends_of(left, short)


def ends_of(receive: Receive, work: Callable[[list[str]], Coroutine[None, None, None]]) -> list[str]:
    """Return how work ended."""
    ends: list[str] = []
    asyncio.run(while_connected(receive, work(ends)))
    return ends


def short(ends: list[str]) -> Coroutine[None, None, None]:
    """Return work of some steps."""

    async def work() -> None:
        for _ in range(5):
            await asyncio.sleep(0)
        ends.append("done")

    return work()


def endless(ends: list[str]) -> Coroutine[None, None, None]:
    """Return work that ends only if it is cancelled."""

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ends.append("cancelled")

    return work()
