"""Every route by everybody who might call it: who is not meant gets 401 or 403, and nothing changes."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from jetway.control import callers, jet_bridge
from jetway.control.api import API
from jetway.control.store.tables import changes, metadata
from tests.control.people import (
    add_colleague,
    add_project,
    at_work,
    code_of,
    enrol,
    person_id,
    project_of,
    user_token,
)

PRIVATE = [entry for entry in API if entry.who not in (callers.anybody, callers.browser)]
SESSION = {callers.session, callers.recent_session}
BRIDGE = {callers.bridge, jet_bridge.asking}
MANAGER = {callers.manager, callers.recent_manager}
OWNER = {callers.owner, callers.recent_owner}
SELF = {callers.member, callers.recent_member}


@dataclass
class People:
    """Everybody who might call, as headers, and what their paths are filled with."""

    headers: dict[str, dict[str, str]]
    path: dict[str, str]


@pytest.fixture
def store_url(sqlite_store_url):
    """What is tested here does not depend on the database."""
    return sqlite_store_url


@pytest.fixture
async def people(world):
    owner = await world.owner()
    project = await project_of(owner)
    bridge, machine = await enrol(world)
    viewer = await add_colleague(world, project["id"], "viewer")
    elsewhere = await add_project(world, "Elsewhere")
    stranger = await add_colleague(world, elsewhere.project, "owner", name="stranger")
    colleague = await person_id(await add_colleague(world, project["id"], "editor"))
    desk = await at_work(world, owner)
    api_token = (await desk.post("api_tokens/", json={"name": "export"})).json()
    invited = (await desk.post("invitations/", json={"email": "b@example.com", "role": "viewer"})).json()
    revoked = await user_token(viewer)
    expired = await at_work(world, viewer)
    async with world.store.writing() as connection:
        await connection.exec_driver_sql("DELETE FROM user_tokens WHERE audience = 'control'")
    session = {"Sec-Fetch-Site": "same-origin", "Cookie": _cookies(owner)}
    headers = {
        "nobody": {"Sec-Fetch-Site": "same-origin"},
        "junk": {"Authorization": "Token jut_" + "0" * 49},
        "revoked": {"Authorization": f"Token {revoked}"},
        "signed out": {"Authorization": expired.headers["authorization"]},
        "token for the bridge": {"Authorization": f"Token {await user_token(owner, bridge)}"},
        "api token": {"Authorization": f"Token {api_token['token']}"},
        "project token": {"Authorization": machine.headers["authorization"]},
        "project token as a user's": {
            "Authorization": machine.headers["authorization"].replace("ProjectToken", "Token")
        },
        "9 KiB": {"Authorization": machine.headers["authorization"] + " " * 9 * 1024},
        "session": session,
        "viewer": {"Authorization": f"Token {await user_token(viewer)}"},
        "owner elsewhere": {"Authorization": f"Token {await user_token(stranger)}"},
        "user token as a bridge's": {"Authorization": f"ProjectToken {await user_token(owner, bridge)}"},
    }
    path = {"project": project["id"], "member": colleague, "bridge": bridge, "token": api_token["id"]}
    environment = {"environment": project["environment"]["id"], "invitation": invited["id"], "version": "1"}
    return People(
        headers, {**path, **environment, "session": "0" * 24, "passkey": "0" * 24, "code": "BBBB-BBBB"}
    )


def _cookies(browser):
    return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())


def meant(entry, caller):
    """Whether a route lets this caller in, whatever it answers them."""
    if entry.who in SESSION:
        return caller == "session"
    if entry.who in BRIDGE:
        return caller == "project token"
    return entry.who in SELF and caller == "viewer"


def refusals(entry, caller):
    """The codes that may tell this caller so."""
    if caller == "9 KiB" and entry.who not in SESSION:
        return {(431, "header_too_large")}
    if caller == "viewer" and entry.who in MANAGER | OWNER:
        return {(403, "right_missing")}
    if caller == "owner elsewhere" and entry.who in MANAGER | OWNER | SELF:
        return {(404, "unknown_resource")}
    codes = {"token_missing", "token_malformed", "token_invalid", "session_missing"}
    cross_site = {(403, "cross_site")} if entry.who in SESSION else set()
    return {(401, code) for code in codes} | cross_site


async def everything(world):
    """All that is kept, but for the times at which somebody was seen."""
    async with world.store.reading() as connection:
        tables = [table for table in metadata.sorted_tables if table is not changes]
        return {table.name: (await connection.execute(table.select())).all() for table in tables}


async def test_every_private_route_refuses_everybody_it_is_not_meant_for(world, people):
    before = await everything(world)
    wrong = []
    for entry in PRIVATE:
        path = re.sub(r"\{(\w+)\}", lambda part: people.path[part[1]], entry.path)
        for caller, headers in people.headers.items():
            if meant(entry, caller):
                continue
            client = world.machine()
            body = {} if entry.method in ("POST", "PUT", "PATCH") else None
            response = await client.request(entry.method, path, json=body, headers=headers)
            said = code_of(response) if response.status_code >= 400 else (response.status_code, "")
            if said not in refusals(entry, caller):
                wrong.append((entry.method, entry.path, caller, said))
    assert wrong == []
    assert await everything(world) == before


async def test_every_route_is_one_of_the_kinds_that_this_test_knows():
    known = SESSION | BRIDGE | MANAGER | OWNER | SELF | {callers.anybody, callers.browser}
    assert {entry.who for entry in API} <= known


CHANGES = [entry for entry in PRIVATE if entry.who in SESSION and entry.method != "GET"]


@pytest.mark.parametrize("entry", CHANGES, ids=lambda entry: f"{entry.method} {entry.path}")
async def test_a_change_by_cookie_from_another_site_is_refused(world, people, entry):
    path = re.sub(r"\{(\w+)\}", lambda part: people.path[part[1]], entry.path)
    headers = {**people.headers["session"], "Sec-Fetch-Site": "cross-site"}
    body = {} if entry.method in ("POST", "PUT") else None

    response = await world.machine().request(entry.method, path, json=body, headers=headers)

    assert code_of(response) == (403, "cross_site")
