"""HTTP/1.1 as the servers here speak it: requests with a length, answers with one."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from tests.canaries import found, names

Answer = Callable[[str, str, dict[str, str], bytes], Awaitable[bytes]]
"""From a request's method, target, headers and body to the answer's bytes."""

Request = tuple[str, str, dict[str, str], bytes]


@asynccontextmanager
async def served(answer: Answer, *opened_by: str) -> AsyncIterator[str]:
    """The address of a server on a port of its own, which keeps connections open until it ends.

    `opened_by`: the names of the canaries that are for it. That it is sent another one is told.
    """
    serving: set[asyncio.Task[None] | None] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving.add(task := asyncio.current_task())
        try:
            while True:
                request = await heard(reader)
                _look(request, opened_by)
                writer.write(await answer(*request))
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()
            serving.discard(task)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for task in filter(None, serving):
            task.cancel()
        await asyncio.gather(*filter(None, serving), return_exceptions=True)


async def heard(reader: asyncio.StreamReader) -> Request:
    """A request's method, target, headers and body. Raises `IncompleteReadError` at the end."""
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().rstrip().split("\r\n")
    method, target, _ = first.split(" ")
    headers = {name.lower(): text.strip() for name, _, text in (line.partition(":") for line in lines)}
    return method, target, headers, await reader.readexactly(int(headers.get("content-length", 0)))


def _look(request: Request, opened_by: tuple[str, ...]) -> None:
    method, target, headers, body = request
    head = "\n".join([target, *headers.values()]).encode()
    if others := names(head + b"\n" + body) - {*opened_by}:
        path, told = target.partition("?")[0], ", ".join(sorted(others))
        found(f"a request to an app that is not for it: {told}, to {method} {path}")


def said(status: int, content: bytes, more: dict[str, str]) -> bytes:
    """An answer in JSON."""
    sent = [f"HTTP/1.1 {status} .", f"Content-Length: {len(content)}", "Content-Type: application/json"]
    return (
        "\r\n".join([*sent, *(f"{name}: {text}" for name, text in more.items()), "", ""]).encode() + content
    )
