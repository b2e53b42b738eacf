"""`python -m benchmarks.access`: what asking control costs, and how fast a revoked token is refused.

Everything in this process: a real control on SQLite, and a bridge that asks it over memory.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import tempfile
import time
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, ClassVar

import httpx2

from jetway import problem
from jetway.bridge import api
from jetway.bridge.asked import Bridge
from jetway.bridge.audit_store import kept_audit
from jetway.bridge.auth import Gate
from jetway.bridge.declaration_store import declarations
from jetway.bridge.directory import About, HttpDirectory, client, enrol_with_key
from jetway.bridge.far.neighbours import Neighbours
from jetway.bridge.far.store import FarStore
from jetway.bridge.follow import follow
from jetway.bridge.granted_types import GrantedTypes
from jetway.bridge.pool import OpenSource
from jetway.bridge.records import Records
from jetway.control.api import create_control
from jetway.control.api_tokens import create_api_token
from jetway.control.desk import ControlConfig
from jetway.control.enrolment import create_enrolment_key
from jetway.control.store import open_store
from jetway.control.store.api_tokens import find_machine, revoke_api_token
from jetway.control.store.projects import first_place
from jetway.core.errors import TokenInvalid
from jetway.core.token import digest
from jetway.sources import Limits
from jetway.sources.kinds import open_source

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp

    from jetway.control.store import Store
    from jetway.core.directory import Grant
    from jetway.core.schema import Schema
    from jetway.core.view import View
    from jetway.sources.keeping import KeepsAudit

KEY = b"k" * 32
PEOPLE = 20
REQUESTS = 1_000
ROUNDS = 5


class Counting(httpx2.ASGITransport):
    """The way to control, and how often the bridge asked who a token is."""

    questions = 0

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Pass it on."""
        self.questions += request.url.path == "/api/project_auth/"
        return await super().handle_async_request(request)


class OpenGate(Gate):
    """Lets everybody in as the first who came, and asks nothing."""

    _known: Grant | None = None

    async def grant(self, headers: Any, address: str = "") -> Grant:
        """Who came first."""
        self._known = self._known or await super().grant(headers, address)
        return self._known


class OpenBridge(Bridge):
    """Shows everybody what the first one saw: what a bridge would cost that knew no roles and no control."""

    _seen: ClassVar[list[View]] = []

    async def view(self, grant: Grant, schema: Schema) -> View:
        """What the first one saw."""
        if not self._seen:
            self._seen.append(await super().view(grant, schema))
        return self._seen[0]


@dataclass
class Office:
    """A bridge at work, and the control that it asks."""

    store: Store
    line: Counting
    directory: HttpDirectory
    opened: OpenSource
    audit: KeepsAudit
    granted: GrantedTypes
    neighbours: Neighbours

    def app(self, gate: Gate, kind: type[Bridge] = Bridge) -> ASGIApp:
        """The bridge's routes behind `gate`."""
        bridge = kind(self.opened, gate, self.audit, "", Limits(), KEY, self.granted, self.neighbours)
        return problem.application(list(api.routes(bridge)))

    async def token(self, name: str) -> str:
        """Another API token of an owner."""
        return await create_api_token(self.store, role="owner", name=name)

    async def revoke(self, token: str) -> None:
        """End it, and tell bridges."""
        now = self.store.now()
        async with self.store.writing() as connection:
            place = await first_place(connection, now)
            machine = await find_machine(connection, digest(token), place.environment, now)
            assert machine is not None
            await revoke_api_token(connection, machine, now)


@asynccontextmanager
async def office(folder: Path) -> AsyncIterator[Office]:
    """A shop of one table with 1,000 rows."""
    with sqlite3.connect(folder / "shop.sqlite") as shop:
        shop.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, number TEXT, total DECIMAL(10, 2))")
        rows = [(f"A-{number}", number) for number in range(1_000)]
        shop.executemany("INSERT INTO orders (number, total) VALUES (?, ?)", rows)
    async with AsyncExitStack() as stack:
        store = await open_store(f"sqlite:///{folder / 'control.sqlite'}")
        stack.push_async_callback(store.close)
        line = Counting(create_control(store, ControlConfig(KEY)).application())
        http = await stack.enter_async_context(client("http://control.invalid", line))
        about = About("shop", "", "sqlite")
        enrolled = await enrol_with_key(http, await create_enrolment_key(store), about)
        source = await open_source(str(folder / "shop.sqlite"), Limits())
        stack.push_async_callback(source.close)
        records = Records(source, folder)
        opened = OpenSource(source, declarations(records))
        audit = await stack.enter_async_context(kept_audit(source, folder))
        directory = HttpDirectory(http, enrolled.project_token)
        granted, neighbours = GrantedTypes(records, KEY), Neighbours(FarStore(records))
        yield Office(store, line, directory, opened, audit, granted, neighbours)


async def asked(app: ASGIApp, token: str) -> float:
    """The seconds that one list takes, without a network and a client's own work."""
    headers = [(b"host", b"127.0.0.1"), (b"authorization", f"Token {token}".encode())]
    path = "/api/models/orders/"
    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "headers": headers}
    scope |= {"query_string": b"", "root_path": "", "scheme": "http", "http_version": "1.1"}
    scope |= {"server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1), "asgi": {"version": "3.0"}}
    told: list[int] = []

    async def receive() -> dict[str, Any]:
        # Whoever reads on waits for the client to leave: for ever, as nobody leaves here.
        return await asyncio.get_running_loop().create_future()

    async def send(message: Any) -> None:
        told.append(message.get("status", 200))

    begun = time.perf_counter()
    await app(scope, receive, send)
    took_s = time.perf_counter() - begun
    assert told[0] == 200
    return took_s


async def cost(place: Office) -> tuple[float, float]:
    """The middle seconds of a list behind the gate, and behind an open one, measured in turns."""
    token = await place.token("one")
    apps = (place.app(Gate(place.directory)), place.app(OpenGate(place.directory), OpenBridge))
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS * REQUESTS):
        for app, taken in zip(apps, times, strict=True):
            taken.append(await asked(app, token))
    return median(times[0]), median(times[1])


async def questions(place: Office) -> int:
    """How often control is asked for 1,000 requests of 20 people within a minute."""
    tokens = [await place.token(f"person {number}") for number in range(PEOPLE)]
    app = place.app(Gate(place.directory))
    before = place.line.questions
    for number in range(REQUESTS):
        await asked(app, tokens[number % PEOPLE])
    return place.line.questions - before


async def until_refused(place: Office, *, pushed: bool) -> float:
    """The seconds from a revocation to the first refusal, asked all the time."""
    gate = Gate(place.directory)
    follower = asyncio.create_task(follow(place.directory, gate)) if pushed else None
    token = await place.token("revoked")
    await gate.grant([f"Token {token}"])
    await asyncio.sleep(1.5)  # so that the bridge listens
    await gate.grant([f"Token {token}"])
    begun = time.monotonic()
    await place.revoke(token)
    try:
        while True:
            await gate.grant([f"Token {token}"])
            await asyncio.sleep(0.01)
    except TokenInvalid:
        return time.monotonic() - begun
    finally:
        if follower is not None:
            follower.cancel()


async def main(times: int, *, unpushed: bool) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        async with office(Path(folder)) as place:
            gated_s, open_s = await cost(place)
            more = (gated_s / open_s - 1) * 100
            print(
                f"a list: {gated_s * 1e6:.0f} µs, behind an open gate {open_s * 1e6:.0f} µs ({more:+.1f} %)"
            )
            print(f"project_auth for {REQUESTS} requests of {PEOPLE} people: {await questions(place)}")
            waits = sorted([await until_refused(place, pushed=True) for _ in range(times)])
            print(f"refused after a revocation, pushed: {', '.join(f'{wait:.2f}' for wait in waits)} s")
            if unpushed:
                print(f"refused without push: {await until_refused(place, pushed=False):.1f} s")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--times", type=int, default=5, help="how often a pushed revocation is measured")
    arguments.add_argument("--unpushed", action="store_true", help="wait out the minute without push too")
    said = arguments.parse_args()
    asyncio.run(main(said.times, unpushed=said.unpushed))
