"""People with User Tokens at a whole installation: what the tests of views act with."""

from dataclasses import dataclass
from typing import Any

import httpx2

from jetway.control.first_run import ensure_setup_code
from jetway.control.store.members import add_member, set_attributes
from jetway.control.store.people import NewPerson, add_person
from jetway.control.store.policies import newest_policy, save_policy
from tests.bridge.conftest import Jetway
from tests.canaries import PERSON

OWNER = {"email": "ada@example.com", "name": "Ada", "password": PERSON}


@dataclass
class Office:
    """The first person at their browser, and the project that they own."""

    jetway: Jetway
    headers: dict[str, str]
    person: str
    project: dict[str, Any]

    async def token(self, **as_: str) -> str:
        """A User Token of theirs for the bridge, to view as somebody where that is said."""
        body = {"audience": self.project["bridges"][0]["id"], "project": self.project["id"]}
        body |= {"as": as_} if as_ else {}
        answer = await self.jetway.http.post("/api/user_tokens/", json=body, headers=self.headers)
        assert answer.status_code == 201, answer.text
        return answer.json()["token"]

    async def ask(self, token: str, method: str, path: str, body: Any = None) -> httpx2.Response:
        headers = {"Authorization": f"Token {token}"}
        return await self.jetway.http.request(method, path, json=body, headers=headers)

    async def colleague(self, name: str, role: str, **attributes: object) -> str:
        """The id of another member, who has never signed in."""
        async with self.jetway.store() as store, store.writing() as connection:
            email, now = f"{name}@example.com", store.now()
            person = await add_person(connection, NewPerson(email, email, name, ""), now)
            await add_member(connection, person.id, self.project["id"], role)
            await set_attributes(connection, self.project["id"], person.id, attributes, now)
        return person.id

    async def grant(self, role: str, rights: dict[str, Any]) -> None:
        """Give a role these rights, in place of those it had."""
        environment = self.project["environment"]["id"]
        async with self.jetway.store() as store, store.writing() as connection:
            newest = await newest_policy(connection, environment)
            roles = {**newest["roles"], role: rights}
            version = newest["version"]
            await save_policy(connection, environment, roles, based_on=version, now=store.now())


async def open_office(jetway: Jetway) -> Office:
    """The first person, just set up."""
    async with jetway.store() as store:
        code = await ensure_setup_code(store)
    headers = {"Sec-Fetch-Site": "same-origin"}
    answer = await jetway.http.post("/api/setup/", json={"code": code, **OWNER}, headers=headers)
    assert answer.status_code == 201, answer.text
    person = answer.json()["person"]
    return Office(jetway, headers, person["id"], person["projects"][0])
