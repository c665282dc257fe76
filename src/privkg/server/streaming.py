"""Sending a response in parts, so that what a client does not read takes little memory."""

from collections.abc import AsyncIterator

from starlette.responses import Response
from starlette.types import Send


async def send_parts(response: Response, parts: AsyncIterator[bytes], send: Send) -> None:
    """Send the head of a response, then its content in parts, each when the client has read former ones.

    Unlike Starlette's StreamingResponse, this does not wait for the client to leave: `Answering` does.

    Args:
        response: its status and fields; its body is not sent.
        parts: the content.
        send: what sends the messages.
    """
    head = {
        "type": "http.response.start",
        "status": response.status_code,
        "headers": response.raw_headers,
    }
    await send(head)
    async for part in parts:
        await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body"})
