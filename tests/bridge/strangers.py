"""Tokens that are good somewhere, or were once, and not at this bridge."""

from dataclasses import replace

from jetway.control.store.api_tokens import NewApiToken, add_api_token, find_api_token, revoke_api_token
from jetway.control.store.bridges import Facts, add_bridge
from jetway.control.store.projects import Place, add_environment, add_project, first_place
from jetway.core.token import mint
from tests.bridge.conftest import Jetway
from tests.bridge.people import open_office

TOKENS = (
    "a made-up token",
    "another project",
    "another environment",
    "a revoked token",
    "an expired token",
    "another bridge",
    "control",
)


async def strangers_tokens(jetway: Jetway) -> dict[str, str]:
    """One of each of `TOKENS`, made by an owner for an owner."""
    office = await open_office(jetway)
    async with jetway.store() as store, store.writing() as connection:
        now = store.now()
        place = await first_place(connection, now)
        other = await add_project(connection, "Another project", now)
        owners = {"owner": {"every_table": {}}}
        staging = await add_environment(connection, place.project, "staging", owners, now)
        bridge, _ = await add_bridge(connection, place, Facts("Other", "", "sqlite"), now)

        async def api_token(at: Place, expires_at: int = now + 3600) -> tuple[str, str]:
            return await add_api_token(
                connection, NewApiToken(at.environment, "stranger", "owner", expires_at), now
            )

        found = {
            "a made-up token": mint("jut_"),
            "another project": (await api_token(other))[1],
            "another environment": (await api_token(replace(place, environment=staging)))[1],
        }
        id_, found["a revoked token"] = await api_token(place)
        revoked = await find_api_token(connection, place.project, id_, now)
        assert revoked is not None
        await revoke_api_token(connection, revoked, now)
        # the last one: a new token takes those that have expired away
        found["an expired token"] = (await api_token(place, now - 1))[1]
    for who, audience in (("another bridge", bridge), ("control", "control")):
        body = {"audience": audience, "project": office.project["id"]}
        answer = await jetway.http.post("/api/user_tokens/", json=body, headers=office.headers)
        assert answer.status_code == 201, answer.text
        found[who] = answer.json()["token"]
    return found
