"""A server beside a test that waits for a browser: in a thread of its own."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, contextmanager
from typing import TypeVar

T = TypeVar("T")


@contextmanager
def in_a_thread(server: AbstractAsyncContextManager[T]) -> Iterator[T]:
    """What the server is entered with, until the end. Raises what it raises before."""
    entered: Future[T] = Future()
    done = threading.Event()

    async def serve() -> None:
        try:
            async with server as kept:
                entered.set_result(kept)
                await asyncio.to_thread(done.wait)
        except BaseException as fault:
            if entered.done():
                raise
            entered.set_exception(fault)  # a skip, too

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    try:
        yield entered.result()
    finally:
        done.set()
        thread.join()
