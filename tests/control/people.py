"""A person at a browser, a bridge and a clock: what the tests of control act with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from argon2 import PasswordHasher
from httpx2 import ASGITransport, AsyncClient, Response
from sqlalchemy import insert

from jetway.control.api import Control, create_control
from jetway.control.desk import ControlConfig
from jetway.control.enrolment import create_enrolment_key
from jetway.control.first_run import ensure_setup_code
from jetway.control.passwords import Passwords
from jetway.control.store.ids import new_id
from jetway.control.store.members import add_member
from jetway.control.store.people import NewPerson, add_person
from jetway.control.store.projects import Place
from jetway.control.store.tables import environments, projects
from jetway.core.token import digest
from tests.canaries import PERSON

if TYPE_CHECKING:
    from jetway.control.mail import MailServer
    from jetway.control.oidc_client import OidcClient
    from jetway.control.store import Store

ORIGIN = "https://jetway.example"
OWNER = {"email": "ada@example.com", "name": "Ada", "password": PERSON}


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.seconds = 1_800_000_000.0

    def __call__(self) -> float:
        return self.seconds

    def forward(self, seconds: float) -> None:
        self.seconds += seconds


class CountingHasher(PasswordHasher):
    """A fast hasher that counts what it was asked to compare."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.verified = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # noqa: A002
        self.verified += 1
        return super().verify(hash, password)


@dataclass
class World:
    """Control at work, and the clock it goes by."""

    store: Store
    clock: Clock
    control: Control
    hasher: CountingHasher

    def browser(self) -> AsyncClient:
        """A browser without cookies, on a page of control's own."""
        return self._client({"Sec-Fetch-Site": "same-origin", "Origin": ORIGIN})

    def machine(self, authorization: str = "") -> AsyncClient:
        """A program that is no browser."""
        return self._client({"Authorization": authorization} if authorization else {})

    async def owner(self) -> AsyncClient:
        """The browser of the first person, just set up."""
        code = await ensure_setup_code(self.store)
        browser = self.browser()
        response = await browser.post("/api/setup/", json={"code": code, **OWNER})
        assert response.status_code == 201, response.text
        return browser

    def _client(self, headers: dict[str, str]) -> AsyncClient:
        transport = ASGITransport(app=self.control.application())
        return AsyncClient(transport=transport, base_url=ORIGIN, headers=headers)


def make_world(
    store: Store,
    clock: Clock,
    public_url: str | None = ORIGIN,
    mail: MailServer | None = None,
    provider: OidcClient | None = None,
) -> World:
    hasher = CountingHasher()
    config = ControlConfig(b"k" * 32, public_url=public_url, mail=mail)
    control = create_control(store, config, passwords=Passwords(hasher), provider=provider)
    return World(store, clock, control, hasher)


async def project_of(browser: AsyncClient) -> dict[str, Any]:
    """The only project of whoever is signed in."""
    person = (await browser.get("/api/session/")).json()["person"]
    [project] = person["projects"]
    return project


async def user_token(browser: AsyncClient, audience: str = "control") -> str:
    project = await project_of(browser)
    response = await browser.post("/api/user_tokens/", json={"audience": audience, "project": project["id"]})
    assert response.status_code == 201, response.text
    return response.json()["token"]


async def at_work(world: World, browser: AsyncClient) -> AsyncClient:
    """Whoever is signed in, with a User Token for control, at the address of their only project."""
    machine = world.machine(f"Token {await user_token(browser)}")
    machine.base_url = f"{ORIGIN}/api/projects/{(await project_of(browser))['id']}"
    return machine


async def person_id(browser: AsyncClient) -> str:
    return (await browser.get("/api/session/")).json()["person"]["id"]


async def ask(bridge: AsyncClient, token: str) -> dict[str, Any]:
    """What control says of `token` to this bridge."""
    response = await bridge.post("/api/project_auth/", json={"token_sha256": digest(token)})
    assert response.status_code == 200, response.text
    return response.json()


def code_of(response: Response) -> tuple[int, str]:
    """The status and the code of a refusal."""
    return response.status_code, response.json()["code"]


async def add_colleague(world: World, project: str, role: str, name: str = "") -> AsyncClient:
    """The browser of another member of the project, whose name and address come from the role."""
    password_hash = await world.control.desk.passwords.hash(OWNER["password"])
    name = name or role
    email = f"{name}@example.com"
    async with world.store.writing() as connection:
        person = await add_person(connection, NewPerson(email, email, name, password_hash), world.store.now())
        await add_member(connection, person.id, project, role)
    browser = world.browser()
    response = await browser.post("/api/session/", json={"email": email, "password": OWNER["password"]})
    assert response.status_code == 200, response.text
    return browser


async def enrol(world: World) -> tuple[str, AsyncClient]:
    """The id of a new bridge in the first project, and the bridge itself."""
    key = await create_enrolment_key(world.store)
    body = {"key": key, "name": "shop", "url": "", "engine": "sqlite"}
    answer = (await world.machine().post("/api/enrolments/", json=body)).json()
    return answer["bridge"], world.machine(f"ProjectToken {answer['project_token']}")


async def add_project(world: World, name: str) -> Place:
    """A project without members, roles and bridges."""
    place = Place(new_id(), new_id())
    later = world.store.now() + 1
    async with world.store.writing() as connection:
        await connection.execute(insert(projects).values(id=place.project, name=name, created_at=later))
        row = {"id": place.environment, "project": place.project, "name": "production", "created_at": later}
        await connection.execute(insert(environments).values(**row))
    return place
