"""The answers to questions of privkg's own, each evaluated once for all who request it."""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import NamedTuple

from privkg.server import messages
from privkg.server.documents import Document
from privkg.server.lane import Lane, deadline
from privkg.server.messages import Inquiry, Reply

_OVERHEAD_BYTES = 1_000


class Answered(NamedTuple):
    """The reply of a worker, and its answer as a document, which is empty if the reply is a problem."""

    reply: Reply
    document: Document


@dataclass(slots=True)
class _Evaluation:
    """An evaluation under way, and the number of requests that wait for it."""

    task: asyncio.Task[Answered]
    waiting: int = 0


class Answers:
    """The answers of a lane from one generation of a graph; those used last are kept.

    Requests for the same answer share one evaluation, which ends early only if all of them have ended.
    Queries of clients are not answered here: a client could push out all answers by queries of its own.
    """

    def __init__(self, lane: Lane, seconds: float, most_bytes: int) -> None:
        """Describe the answers.

        Args:
            lane: the workers that evaluate.
            seconds: the time in which one must be evaluated.
            most_bytes: how much memory is used to keep answers.
        """
        self._lane = lane
        self._seconds = seconds
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: dict[tuple[Inquiry, str], Answered] = {}  # the one used last is the last
        self._evaluations: dict[tuple[Inquiry, str], _Evaluation] = {}

    async def of(self, inquiry: Inquiry, media_type: str) -> Answered:
        """Return the answer to an inquiry as a document of a media type.

        Raises:
            BusyError: too many requests wait.
            LimitError: it took too long, or ended the worker.
            FailureError: a worker failed.
        """
        key = inquiry, media_type
        if key in self._kept:
            self._kept[key] = found = self._kept.pop(key)
            return found
        evaluation = self._evaluations.get(key) or self._begin(key)
        evaluation.waiting += 1
        try:
            return await asyncio.shield(evaluation.task)
        finally:
            evaluation.waiting -= 1
            if not evaluation.waiting:
                evaluation.task.cancel()  # no effect if it is done
                self._forget(key, evaluation)

    def _begin(self, key: tuple[Inquiry, str]) -> _Evaluation:
        task = asyncio.create_task(self._evaluate(key))
        self._evaluations[key] = evaluation = _Evaluation(task)
        return evaluation

    def _forget(self, key: tuple[Inquiry, str], evaluation: _Evaluation) -> None:
        if self._evaluations.get(key) is evaluation:
            del self._evaluations[key]

    async def _evaluate(self, key: tuple[Inquiry, str]) -> Answered:
        inquiry, media_type = key
        async with self._lane.worker() as worker, deadline(self._seconds):
            reply = await worker.ask(inquiry)
            content = b"".join([part async for part in worker.content(reply)])
        found = Answered(reply, Document(content, media_type))
        if reply.status == HTTPStatus.OK:
            self._keep(key, found)
        return found

    def _keep(self, key: tuple[Inquiry, str], found: Answered) -> None:
        self._kept[key] = found
        self._bytes += _size(key[0], found)
        while self._bytes > self._most_bytes:
            first = next(iter(self._kept))
            self._bytes -= _size(first[0], self._kept.pop(first))


def _size(inquiry: Inquiry, found: Answered) -> int:
    """Return the memory that an answer needs, at least: many small ones have long inquiries."""
    return len(found.document.content) + len(messages.to_line(inquiry)) + _OVERHEAD_BYTES
