"""Rounds: every peer in turn on one case after the other, so that a busy machine disturbs all alike."""

from __future__ import annotations

import math
import re
import resource
import statistics
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from benchmarks import load
from benchmarks.cases import CASES, raw
from benchmarks.cost import cpu_s, pss_mb
from benchmarks.peer import NotRun

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.cases import Request
    from benchmarks.peer import Running
    from benchmarks.shop import Shop

WARM_S = 0.5
REAPED_S = 0.3
"""By then the database server has waited for its processes that ended, whose CPU counts from then on."""


@dataclass(frozen=True)
class Sample:
    """What a request costs: CPU in µs of the peer and of the database server, and how long it took.

    Latencies are no numbers where two programs were measured one after the other.
    """

    server_us: float
    database_us: float
    p50_ms: float
    p99_ms: float

    @property
    def total_us(self) -> float:
        """CPU of both."""
        return self.server_us + self.database_us


@dataclass(frozen=True)
class Result:
    """The medians of a peer by the letter of the case, and its memory after all rounds."""

    name: str
    samples: Mapping[str, Sample]
    memory_mb: float


def middle(samples: Sequence[Sample]) -> Sample:
    """The median of each figure."""
    return Sample(
        statistics.median(sample.server_us for sample in samples),
        statistics.median(sample.database_us for sample in samples),
        statistics.median(sample.p50_ms for sample in samples),
        statistics.median(sample.p99_ms for sample in samples),
    )


def measured(
    shop: Shop, peers: Mapping[str, Running], letters: Sequence[str], rounds: Rounds
) -> tuple[list[Result], dict[str, str]]:
    """The results, and what had to be left out, and why."""
    left_out: dict[str, str] = {}
    cells = []
    for name, letter in [(name, letter) for letter in letters for name in peers]:
        if letter in peers[name].requests:
            try:
                check(peers[name], letter)
                sample(shop, peers[name], letter, WARM_S)
                cells.append((name, letter))
            except NotRun as reason:
                left_out[f"{name}, {CASES[letter].title},"] = str(reason)
    found: dict[tuple[str, str], list[Sample]] = {cell: [] for cell in cells}
    for _ in range(rounds.number):
        for name, letter in cells:
            found[name, letter].append(sample(shop, peers[name], letter, rounds.seconds))
    results = [
        Result(
            name,
            {letter: middle(found[name, letter]) for one, letter in cells if one == name},
            pss_mb(peer.pid),
        )
        for name, peer in peers.items()
    ]
    return results, left_out


@dataclass(frozen=True)
class Rounds:
    """How often and how long each cell is measured."""

    number: int
    seconds: float


def check(peer: Running, letter: str) -> None:
    """Raises `NotRun` for an answer that does not hold the rows that the case asks for."""
    wanted = CASES[letter].orders
    status, body = answer(peer, peer.requests[letter])
    orders = len(re.findall(rb"INV ", body))
    if not 200 <= status < 300 or (wanted is not None and orders != wanted and not peer.scripts):
        raise NotRun(f"it answers {status} with {orders} orders: {body[:200]!r}")


def answer(peer: Running, request: Request) -> tuple[int, bytes]:
    """Status and body for one variant of `request`."""
    body = request.body.replace("{n}", "777").encode() if request.body is not None else None
    url = f"http://127.0.0.1:{peer.port}{request.path.replace('{n}', '777')}"
    asked = urllib.request.Request(url, body, {**peer.headers, **request.headers}, method=request.method)
    try:
        with urllib.request.urlopen(asked, timeout=60) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read()


def sample(shop: Shop, peer: Running, letter: str, seconds: float) -> Sample:
    """One round of one case. Raises `NotRun` where something is refused."""
    request = peer.requests[letter]
    sent = raw(replace(request, headers={**peer.headers, **request.headers}), f"127.0.0.1:{peer.port}")
    server_s, database_s = cpu_s(peer.pid), database_cpu_s(shop)
    try:
        outcome = load.run(peer.port, sent, seconds)
    except subprocess.SubprocessError:
        raise NotRun(f"case {letter} was not answered") from None
    server_s, database_s = cpu_s(peer.pid) - server_s, database_cpu_s(shop) - database_s
    if outcome.refused:
        raise NotRun(f"{outcome.refused} of {outcome.answers} requests of case {letter} were refused")
    us = 1e6 / outcome.answers
    found = Sample(server_s * us, database_s * us, outcome.p50_ms, outcome.p99_ms)
    if not peer.scripts:
        return found
    client_us, rows_us = _pgbench(shop, peer.scripts[letter], seconds)
    both_us = found.server_us + client_us
    return Sample(both_us, rows_us, math.nan, math.nan)


def database_cpu_s(shop: Shop) -> float:
    """CPU time of the database server so far."""
    return cpu_s(shop.pid) if shop.pid is not None else 0.0


def _pgbench(shop: Shop, script: str, seconds: float) -> tuple[float, float]:
    """CPU in µs per transaction of pgbench and of the server."""
    command = [
        "pgbench",
        "-n",
        "-M",
        "prepared",
        "-c",
        "8",
        "-j",
        "1",
        "-T",
        str(max(1, round(seconds))),
        "-D",
        "n=1",
    ]
    database_s, client_s = database_cpu_s(shop), children_cpu_s()
    done = subprocess.run(
        [*command, "-f", "/dev/stdin", shop.url()], input=script, capture_output=True, text=True, check=True
    )
    time.sleep(REAPED_S)
    database_s, client_s = database_cpu_s(shop) - database_s, children_cpu_s() - client_s
    number = int(next(_numbers(r"transactions actually processed: (\d+)", done.stdout)))
    return client_s / number * 1e6, database_s / number * 1e6


def children_cpu_s() -> float:
    """CPU time of the programs that we started and waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _numbers(pattern: str, text: str) -> Iterator[str]:
    return (found[1] for found in re.finditer(pattern, text))
