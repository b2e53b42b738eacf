"""A store that was put back from a backup brings nothing back that had been ended since."""

from __future__ import annotations

import shutil
import sqlite3

import pytest

from jetway.control.api_tokens import create_api_token
from jetway.control.restored import go_on_restored
from jetway.control.store import open_store
from tests.control.people import (
    OWNER,
    Clock,
    add_colleague,
    ask,
    at_work,
    code_of,
    enrol,
    make_world,
    project_of,
    user_token,
)

SIGN_IN = {name: OWNER[name] for name in ("email", "password")}


async def test_what_was_revoked_after_the_backup_stays_revoked(tmp_path):
    path, clock = tmp_path / "control.sqlite", Clock()
    world = make_world(await open_store(f"sqlite:///{path}", clock=clock), clock)
    owner = await world.owner()
    token = await create_api_token(world.store, role="owner", name="script")
    _, bridge = await enrol(world)
    with sqlite3.connect(path) as live:
        live.execute("VACUUM INTO ?", (str(tmp_path / "backup"),))
    desk = await at_work(world, owner)
    [known] = (await desk.get("api_tokens/")).json()["api_tokens"]
    await desk.delete(f"api_tokens/{known['id']}/")
    await world.store.close()

    for file in tmp_path.glob("control.sqlite*"):
        file.unlink()
    shutil.copy(tmp_path / "backup", path)
    world = make_world(await open_store(f"sqlite:///{path}", clock=clock), clock)
    await go_on_restored(world.store, suspend=False)

    again = world.browser()
    await again.post("/api/session/", json=SIGN_IN)
    [back] = (await (await at_work(world, again)).get("bridges/")).json()["bridges"]
    await (await at_work(world, again)).post(f"bridges/{back['id']}/unlock/")
    bridge = world.machine(bridge.headers["authorization"])
    assert await ask(bridge, token) == {"active": False}
    await world.store.close()


async def test_sessions_tokens_and_links_end_and_bridges_are_locked(world):
    owner = await world.owner()
    bridge, machine = await enrol(world)
    desk = await at_work(world, owner)
    invited = await desk.post("invitations/", json={"email": "bo@example.com", "role": "viewer"})
    code = invited.json()["link"].partition("code=")[2]
    for_bridge = await user_token(owner, bridge)
    before = (await ask(machine, for_bridge))["epoch"]

    await go_on_restored(world.store, suspend=False)

    assert code_of(await desk.get("bridges/")) == (401, "token_invalid")
    assert code_of(await owner.get("/api/account/")) == (401, "session_missing")
    shown = await world.browser().post("/api/invitations/show/", json={"code": code})
    assert code_of(shown) == (400, "link_invalid")
    assert code_of(await machine.get("/api/bridge/policy/")) == (401, "bridge_locked")
    await owner.post("/api/session/", json=SIGN_IN)
    desk = await at_work(world, owner)
    await desk.post(f"bridges/{bridge}/unlock/")
    assert (await ask(machine, await user_token(owner, bridge)))["epoch"] != before
    told = (await desk.get("audit/")).json()["results"]
    assert "control.restored" in [line["action"] for line in told]


@pytest.mark.parametrize("suspend", [False, True])
async def test_all_but_owners_are_suspended_where_that_is_asked_for(world, suspend):
    owner = await world.owner()
    await add_colleague(world, (await project_of(owner))["id"], "admin")

    await go_on_restored(world.store, suspend=suspend)

    signed_in = await world.browser().post("/api/session/", json=SIGN_IN)
    colleague = {"email": "admin@example.com", "password": OWNER["password"]}
    other = await world.browser().post("/api/session/", json=colleague)
    assert (signed_in.status_code, other.status_code) == (200, 401 if suspend else 200)
