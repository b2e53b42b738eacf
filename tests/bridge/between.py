"""A bridge's gate and the real control it asks, over a line that can be cut and slowed."""

import anyio
import httpx2
import pytest

from jetway.bridge.auth import Gate
from jetway.bridge.directory import About, HttpDirectory, client, enrol_with_key
from jetway.control.api import create_control
from jetway.control.api_tokens import create_api_token
from jetway.control.desk import ControlConfig
from jetway.control.enrolment import create_enrolment_key
from jetway.control.store import open_store
from jetway.control.store.policies import policy_version, save_policy
from jetway.control.store.projects import first_place


class Line(httpx2.ASGITransport):
    """The way to control: it counts what it carries, and can be cut, made slow, or say something else.

    `keeps`: whether it keeps the next answer back, until it `lets_go`; it is `keeping` from then on.
    """

    def __init__(self, app) -> None:
        super().__init__(app)
        self.cut = False
        self.slow_s = 0.0
        self.says: bytes | None = None
        self.keeps = False
        self.keeping, self.lets_go = anyio.Event(), anyio.Event()
        self.asked = []

    async def handle_async_request(self, request):
        self.asked.append(request.url.path)
        await anyio.sleep(self.slow_s)
        if self.cut:
            raise httpx2.ConnectError("cut")
        if self.says is not None:
            return httpx2.Response(200, content=self.says)
        answer = await super().handle_async_request(request)
        if self.keeps:
            self.keeps = False
            self.keeping.set()
            await self.lets_go.wait()
        return answer


class Clock:
    def __init__(self) -> None:
        self.now_s = 1_000_000.0

    def __call__(self) -> float:
        return self.now_s


class Between:
    """A bridge's gate and the control it asks."""

    def __init__(self, store, line, directory, clock) -> None:
        self.store, self.line, self.directory, self.clock = store, line, directory, clock
        self.gate = Gate(directory, clock=clock)

    async def token(self, role="owner"):
        return await create_api_token(self.store, role=role, name=role, expires_s=86400)

    async def enter(self, token, address="10.0.0.1"):
        return await self.gate.grant([f"Token {token}"], address)

    async def enter_for_ever(self, token):
        while True:
            await self.enter(token)
            await anyio.sleep(0.02)

    async def change(self, roles):
        async with self.store.writing() as connection:
            place = await first_place(connection, self.store.now())
            version = await policy_version(connection, place.environment)
            await save_policy(connection, place.environment, roles, based_on=version, now=self.store.now())

    @property
    def questions(self):
        return self.line.asked.count("/api/project_auth/")


@pytest.fixture
async def between(tmp_path):
    clock = Clock()
    store = await open_store(f"sqlite:///{tmp_path / 'control.sqlite'}", clock=clock)
    line = Line(create_control(store, ControlConfig(b"k" * 32)).application())
    async with client("http://control.invalid", line) as http:
        about = About("Shop", "", "sqlite")
        enrolled = await enrol_with_key(http, await create_enrolment_key(store), about)
        yield Between(store, line, HttpDirectory(http, enrolled.project_token), clock)
    await store.close()
