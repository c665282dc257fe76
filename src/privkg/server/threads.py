"""Work in threads of their own, which do not hold up the event loop, nor the end of the server."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

_Result = TypeVar("_Result")


async def result(work: Callable[[], _Result]) -> _Result:
    """Return the result of work that may wait; unlike one of an executor, its thread is a daemon."""
    done = Future[_Result]()
    done.set_running_or_notify_cancel()  # so that the thread can set the result after a cancellation

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:  # it is raised where the result is awaited
            done.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return await asyncio.wrap_future(done)
