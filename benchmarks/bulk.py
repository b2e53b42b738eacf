"""A million rows out and 100,000 in: one request each, once, after all rounds."""

from __future__ import annotations

import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from benchmarks import data
from benchmarks.cases import NEW_ORDER
from benchmarks.cost import cpu_s
from benchmarks.measure import answer, children_cpu_s, database_cpu_s
from benchmarks.peer import NotRun

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from benchmarks.cases import Request
    from benchmarks.peer import Running
    from benchmarks.shop import Shop

TITLES = {"f": "a million rows out", "h": "100,000 rows in"}
IMPORTED = 100_000
COLUMNS = tuple(NEW_ORDER)
CHUNK = 1 << 20
PATIENCE_S = 300


@dataclass(frozen=True)
class Whole:
    """What one request of many rows took, in seconds: on the clock, and of CPU."""

    name: str
    letter: str
    wall_s: float
    server_s: float
    database_s: float
    megabytes: float


def measured(shop: Shop, peers: Mapping[str, Running]) -> tuple[list[Whole], dict[str, str]]:
    """What each peer took, PostgreSQL's own COPY behind them; what was left out, and why."""
    found: list[Whole] = []
    left_out: dict[str, str] = {}
    for letter in TITLES:
        for name, peer in peers.items():
            if letter in peer.bulk:
                try:
                    found.append(_asked(shop, name, peer, letter))
                except NotRun as reason:
                    left_out[f"{name}, {TITLES[letter]},"] = str(reason)
        if shop.pid is not None:
            found.append(_copied(shop, letter))
    return found, left_out


def new_rows() -> bytes:
    """Orders to be imported, as CSV."""
    line = ",".join(str(value).lower() if value is True else str(value) for value in NEW_ORDER.values())
    return "\n".join([",".join(COLUMNS), *[line] * IMPORTED, ""]).encode()


def _asked(shop: Shop, name: str, peer: Running, letter: str) -> Whole:
    request = peer.bulk[letter]
    body = None if request.method == "GET" else new_rows()
    if body is not None:
        _check_route(peer, request)
    return _timed(shop, name, letter, lambda: cpu_s(peer.pid), lambda: _answered(peer, request, body))


def _check_route(peer: Running, request: Request) -> None:
    """Raises `NotRun` where there is nothing to send rows to: it would break off in the middle of them."""
    status, _ = answer(peer, replace(request, body=""))
    if status in (404, 405):
        raise NotRun(f"it answers {status}")


def _answered(peer: Running, request: Request, body: bytes | None) -> int:
    """How many bytes came, or went where there was a body. Raises `NotRun`."""
    url = f"http://127.0.0.1:{peer.port}{request.path}"
    asked = urllib.request.Request(url, body, {**peer.headers, **request.headers}, method=request.method)
    lines = size = 0
    try:
        with urllib.request.urlopen(asked, timeout=PATIENCE_S) as response:
            while chunk := response.read(CHUNK):
                size += len(chunk)
                lines += chunk.count(b"\n")
    except urllib.error.HTTPError as refusal:
        raise NotRun(f"it answers {refusal.code}") from None
    if body is None and lines < data.ORDERS:
        raise NotRun(f"it sent {lines} lines")
    return size if body is None else len(body)


def _copied(shop: Shop, letter: str) -> Whole:
    """The same by psql."""
    columns = ", ".join(COLUMNS)
    command = (
        "COPY orders TO STDOUT CSV" if letter == "f" else f"COPY orders ({columns}) FROM STDIN CSV HEADER"
    )

    def copy() -> int:
        body = b"" if letter == "f" else new_rows()
        psql = ["psql", "-qX", shop.url(), "-c", command]
        done = subprocess.run(psql, input=body, capture_output=True, check=True)
        return len(done.stdout or body)

    return _timed(shop, "psql COPY", letter, children_cpu_s, copy)


def _timed(shop: Shop, name: str, letter: str, used_s: Callable[[], float], work: Callable[[], int]) -> Whole:
    server_s, in_database_s, started_s = used_s(), database_cpu_s(shop), time.perf_counter()
    size = work()
    wall_s = time.perf_counter() - started_s
    return Whole(name, letter, wall_s, used_s() - server_s, database_cpu_s(shop) - in_database_s, size / 1e6)
