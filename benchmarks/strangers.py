"""`python -m benchmarks.strangers`: whether control takes another time for a token that holds elsewhere.

A real control on SQLite, in this process, answers one bridge about tokens that nobody has, and about tokens
of another project, in random order. A Mann-Whitney test says whether the time tells the two apart.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import tempfile
import time
from math import erfc, sqrt
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from jetway.control.api import create_control
from jetway.control.desk import ControlConfig
from jetway.control.store import open_store
from jetway.control.store.api_tokens import NewApiToken, add_api_token
from jetway.control.store.bridges import Facts, add_bridge
from jetway.control.store.members import add_member
from jetway.control.store.people import NewPerson, add_person
from jetway.control.store.projects import add_project, first_place
from jetway.control.store.sessions import NewSession, find_session, open_session
from jetway.control.store.tokens import add_user_token
from jetway.core.token import digest, mint

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from jetway.control.store import Store

UNKNOWN = "unknown"
TOKENS = 50
INACTIVE = b'{"active":false}'


async def strangers(store: Store) -> tuple[str, dict[str, list[str]]]:
    """The Project Token of the bridge that asks, and digests of tokens that are nobody's to it, by kind."""
    now = store.now()
    async with store.writing() as connection:
        here, there = await first_place(connection, now), await add_project(connection, "Another", now)
        _, project_token = await add_bridge(connection, here, Facts("shop", "", "sqlite"), now)
        bridge, _ = await add_bridge(connection, there, Facts("shop", "", "sqlite"), now)
        new = NewPerson("ada@example.com", "ada@example.com", "Ada", "")
        person = await add_person(connection, new, now)
        await add_member(connection, person.id, there.project, "owner")
        session = await find_session(
            connection, await open_session(connection, NewSession(person, "", ""), now), now
        )
        assert session is not None
        users = [(await add_user_token(connection, session, there, bridge, now))[0] for _ in range(TOKENS)]
        script = NewApiToken(there.environment, "script", "owner", now + 3600)
        scripts = [(await add_api_token(connection, script, now))[1] for _ in range(TOKENS)]
    found = {UNKNOWN: [mint("jut_") for _ in range(TOKENS)], "User Token": users, "API token": scripts}
    return project_token, {kind: [digest(token) for token in tokens] for kind, tokens in found.items()}


async def asked(app: ASGIApp, project_token: str, token_sha256: str) -> float:
    """The seconds that one answer takes, without a network and a client's own work."""
    body = json.dumps({"token_sha256": token_sha256}).encode()
    headers = [(b"authorization", f"ProjectToken {project_token}".encode())]
    headers.append((b"content-type", b"application/json"))
    scope: dict[str, Any] = {
        "type": "http",
        "method": "POST",
        "path": "/api/project_auth/",
        "headers": headers,
    }
    scope |= {"query_string": b"", "root_path": "", "scheme": "http", "http_version": "1.1"}
    scope |= {"server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1), "asgi": {"version": "3.0"}}
    told = b""

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body}

    async def send(message: Any) -> None:
        nonlocal told
        told += message.get("body", b"")

    begun = time.perf_counter()
    await app(scope, receive, send)
    took_s = time.perf_counter() - begun
    assert told == INACTIVE, told
    return took_s


def mann_whitney(ones: list[float], others: list[float]) -> tuple[float, float]:
    """U of `ones`, and the probability of one as far from the middle where nothing sets the two apart."""
    ranked = sorted([(value, 1) for value in ones] + [(value, 0) for value in others])
    rank_sum = sum(rank for rank, (_, is_one) in enumerate(ranked, 1) if is_one)  # times hardly ever tie
    pairs = len(ones) * len(others)
    u = rank_sum - len(ones) * (len(ones) + 1) / 2
    deviations = abs(u - pairs / 2) / sqrt(pairs * (len(ones) + len(others) + 1) / 12)
    return u, erfc(deviations / sqrt(2))


async def measured(folder: Path, calls: int) -> dict[str, list[float]]:
    """The seconds of `calls` answers about each kind of token."""
    store = await open_store(f"sqlite:///{folder / 'control.sqlite'}")
    try:
        project_token, tokens = await strangers(store)
        app = create_control(store, ControlConfig(b"k" * 32)).application()
        times: dict[str, list[float]] = {kind: [] for kind in tokens}
        for call in range(-TOKENS, calls):  # the first are to warm up
            for kind in random.sample(list(tokens), len(tokens)):
                took_s = await asked(app, project_token, tokens[kind][call % TOKENS])
                if call >= 0:
                    times[kind].append(took_s)
        return times
    finally:
        await store.close()


def main(calls: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        times = asyncio.run(measured(Path(folder), calls))
    unknown = times.pop(UNKNOWN)
    print(f"{UNKNOWN}: {median(unknown) * 1e6:.1f} µs, the middle of {calls}")
    for kind, found in times.items():
        u, p = mann_whitney(found, unknown)
        above = u / len(found) / len(unknown)
        took = f"{median(found) * 1e6:.1f} µs, slower in {above:.1%} of pairs"
        print(f"another project's {kind}: {took}; U = {u:.0f}, p = {p:.2g}")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--calls", type=int, default=3_000, help="how often each kind is asked about")
    main(arguments.parse_args().calls)
