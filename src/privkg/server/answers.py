"""The answers to questions of privkg's own, each evaluated once for all who request it."""

import asyncio
import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from http import HTTPStatus
from typing import NamedTuple

from privkg.server import messages
from privkg.server.documents import Document
from privkg.server.lane import Lane, deadline
from privkg.server.messages import Operation, Reply, Search
from privkg.server.metrics import AnswerMetrics

_OVERHEAD_BYTES = 2_000
"""The memory that an answer needs besides its content, at most."""


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
    Queries of clients are not answered here, and searches are not kept: a client could push out all
    answers by words of its own.
    """

    def __init__(self, lane: Lane, seconds: float, most_bytes: int, metrics: AnswerMetrics) -> None:
        """Describe the answers.

        Args:
            lane: the workers that evaluate.
            seconds: the time in which one must be evaluated.
            most_bytes: how much memory is used to keep answers.
            metrics: what counts the requests.
        """
        self._lane = lane
        self._seconds = seconds
        self._most_bytes = most_bytes
        self._metrics = metrics
        self._bytes = 0
        self._kept = OrderedDict[bytes, Answered]()  # the one used last is the last
        self._evaluations: dict[bytes, _Evaluation] = {}

    @property
    def kept_bytes(self) -> int:
        """The memory of the answers that are kept."""
        return self._bytes

    async def of(self, operation: Operation, media_type: str = "") -> Answered:
        """Return the answer to an operation as a document.

        Args:
            operation: a question or a page of privkg's own.
            media_type: the media type of the document; without it, the reply names it.

        Raises:
            BusyError: too many requests wait.
            LimitError: it took too long, or ended the worker.
            FailureError: a worker failed.
        """
        key = _key(operation, media_type)
        if key in self._kept:
            self._metrics.kept.inc()
            self._kept.move_to_end(key)
            return self._kept[key]
        if evaluation := self._evaluations.get(key):
            self._metrics.shared.inc()
        else:
            self._metrics.evaluated.inc()
            evaluation = self._begin(key, operation, media_type)
        evaluation.waiting += 1
        try:
            return await asyncio.shield(evaluation.task)
        finally:
            evaluation.waiting -= 1
            if not evaluation.waiting:
                evaluation.task.cancel()  # no effect if it is done
                self._forget(key, evaluation)

    def _begin(self, key: bytes, operation: Operation, media_type: str) -> _Evaluation:
        task = asyncio.create_task(self._evaluate(key, operation, media_type))
        self._evaluations[key] = evaluation = _Evaluation(task)
        return evaluation

    def _forget(self, key: bytes, evaluation: _Evaluation) -> None:
        if self._evaluations.get(key) is evaluation:
            del self._evaluations[key]

    async def _evaluate(self, key: bytes, operation: Operation, media_type: str) -> Answered:
        async with self._lane.worker() as worker, deadline(self._seconds):
            reply = await worker.ask(operation)
            content = b"".join([part async for part in worker.content(reply)])
        found = Answered(reply, Document(content, media_type or reply.kind))
        if reply.status == HTTPStatus.OK and not isinstance(operation, Search):
            self._keep(key, found)
        return found

    def _keep(self, key: bytes, found: Answered) -> None:
        self._kept[key] = found
        self._bytes += _size(found)
        while self._bytes > self._most_bytes:
            _, dropped = self._kept.popitem(last=False)
            self._bytes -= _size(dropped)


def _key(operation: Operation, media_type: str) -> bytes:
    """Return a key of an answer that has one size, whatever its words."""
    return hashlib.sha256(messages.to_line(operation) + media_type.encode()).digest()


def _size(found: Answered) -> int:
    return len(found.document.content) + _OVERHEAD_BYTES
