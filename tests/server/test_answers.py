"""Answers that are kept, and evaluations that requests share, with real workers."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

from privkg.server.answers import Answered, Answers
from privkg.server.forks import starter
from privkg.server.lane import Lane
from privkg.server.messages import Inquiry, Setup
from privkg.server.metrics import Metrics

MUCH = 10_000_000
_Result = TypeVar("_Result")


def with_answers(
    setup: Setup, most_bytes: int, work: Callable[[Answers], Awaitable[_Result]]
) -> _Result:
    """Return what is done with the answers of a lane with one worker."""

    async def done() -> _Result:
        starting, metrics = starter(), Metrics()
        try:
            async with Lane(
                starting, setup, metrics.lane("own"), workers=1, waiting=9, seconds=60
            ) as lane:
                return await work(Answers(lane, 60, most_bytes, metrics.answers))
        finally:
            await starting.close()

    return asyncio.run(done())


def answer(answers: Answers, question: str = "actors-by-incidents") -> Awaitable[Answered]:
    """Return the answer to a question in CSV."""
    inquiry = Inquiry(question=question, words=(), with_evidence=False, answer_format="csv")
    return answers.of(inquiry, "text/csv")


class TestAnswers:
    def test_are_kept(self, setup: Setup) -> None:
        """
        The second request for an answer returns the first one.
        """

        async def twice(answers: Answers) -> bool:
            return await answer(answers) is await answer(answers)

        assert with_answers(setup, MUCH, twice)

    def test_the_one_used_longest_ago_is_dropped(self, setup: Setup) -> None:
        """
        If there is no memory for another answer, the one that was used longest ago is evaluated again.
        """

        async def kept(answers: Answers) -> list[bool]:
            first, second = await answer(answers), await answer(answers, "incidents-by-year")
            await answer(answers)
            await answer(answers, "incidents-by-country")
            return [
                await answer(answers) is first,
                await answer(answers, "incidents-by-year") is second,
            ]

        assert [True, False] == with_answers(setup, 6_000, kept)

    def test_one_evaluation_answers_all_that_wait(self, setup: Setup) -> None:
        """
        Requests that wait for the same answer get the same one, though it is not kept.
        """

        async def several(answers: Answers) -> bool:
            first, *others = await asyncio.gather(*(answer(answers) for _ in range(5)))
            return all(each is first for each in others) and await answer(answers) is not first

        assert with_answers(setup, 0, several)

    def test_the_first_client_may_leave(self, setup: Setup) -> None:
        """
        An evaluation goes on for the other clients if the one that caused it leaves.
        """

        async def left(answers: Answers) -> bytes:
            first, second = (asyncio.ensure_future(answer(answers)) for _ in range(2))
            await asyncio.sleep(0)
            first.cancel()
            return (await second).document.content

        assert with_answers(setup, MUCH, left).startswith(b"actor,")

    def test_all_clients_may_leave(self, setup: Setup) -> None:
        """
        An evaluation ends when all of its clients have left; the next request begins another.
        """

        async def left(answers: Answers) -> tuple[list[int], bytes]:
            leaving, numbers = asyncio.ensure_future(answer(answers)), []
            for _ in range(2):
                await asyncio.sleep(0)
                names = [getattr(each.get_coro(), "__qualname__", "") for each in asyncio.all_tasks()]
                numbers.append(names.count("Answers._evaluate"))
                leaving.cancel()
                with suppress(asyncio.CancelledError):
                    await leaving
            return numbers, (await answer(answers)).document.content

        evaluations, content = with_answers(setup, MUCH, left)

        assert [1, 0] == evaluations
        assert content.startswith(b"actor,")

    def test_problems_are_not_kept(self, setup: Setup) -> None:
        """
        A question that lacks a parameter is refused each time.
        """

        async def refused(answers: Answers) -> list[int]:
            found = [await answer(answers, "similar-incidents") for _ in range(2)]
            return [*(each.reply.status for each in found), found[0] is found[1]]

        assert [400, 400, False] == with_answers(setup, MUCH, refused)
