"""The load generator, the same for all, a process of its own: requests in JSON in, what came of them out.

Every request that is sent is waited for, so that CPU divided by answers is exact for slow servers too.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import httptools
import uvloop

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CLIENTS = 16
PATIENCE_S = 120


@dataclass(frozen=True)
class Outcome:
    """What a round brought. `refused`: answers that were not 2xx."""

    answers: int
    refused: int
    p50_ms: float
    p99_ms: float


class Client(asyncio.Protocol):
    """One connection, one request at a time."""

    def __init__(self, requests: Iterator[bytes], until_s: float) -> None:
        self._requests = requests
        self._until_s = until_s
        self.took_s: list[float] = []
        self.refused = 0
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_complete(self) -> None:
        now_s = time.perf_counter()
        self.took_s.append(now_s - self._asked_s)
        self.refused += not 200 <= self._parser.get_status_code() < 300
        if now_s < self._until_s:
            self._ask()
        else:
            self._transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        self.refused += not self._transport.is_closing() or error is not None
        self.done.set_result(None)

    def _ask(self) -> None:
        self._parser = httptools.HttpResponseParser(self)
        self._asked_s = time.perf_counter()
        self._transport.write(next(self._requests))


def run(port: int, requests: Sequence[bytes], seconds: float) -> Outcome:
    """One round, in another process."""
    task = {"port": port, "seconds": seconds, "requests": [request.decode() for request in requests]}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load"],
        input=json.dumps(task),
        capture_output=True,
        text=True,
        check=True,
        timeout=seconds + PATIENCE_S,
    )
    return Outcome(**json.loads(done.stdout))


def outcome(took_s: Sequence[float], refused: int) -> Outcome:
    """The percentiles of what was measured."""
    hundredths = (
        statistics.quantiles(took_s, n=100, method="inclusive") if len(took_s) > 1 else [*took_s] * 99
    )
    return Outcome(len(took_s), refused, hundredths[49] * 1000, hundredths[98] * 1000)


async def _load(port: int, requests: Sequence[bytes], seconds: float) -> Outcome:
    loop = asyncio.get_running_loop()
    turns = itertools.cycle(requests)
    until_s = time.perf_counter() + seconds
    clients = []
    for _ in range(CLIENTS):
        _, client = await loop.create_connection(lambda: Client(turns, until_s), "127.0.0.1", port)
        clients.append(client)
    await asyncio.gather(*(client.done for client in clients))
    took_s = [took_s for client in clients for took_s in client.took_s]
    return outcome(took_s, sum(client.refused for client in clients))


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    raw = [request.encode() for request in asked["requests"]]
    print(json.dumps(asdict(uvloop.run(_load(asked["port"], raw, asked["seconds"])))))
