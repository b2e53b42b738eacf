"""What control tells bridges that changed."""

from __future__ import annotations

import anyio
import pytest

from jetway.control import changes
from jetway.control.store.changes import KEPT_S, note_person
from tests.control.people import code_of, enrol, project_of, user_token

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    """Questions are held back for less than a test takes."""
    monkeypatch.setattr(changes, "HELD_S", 0.3)
    monkeypatch.setattr(changes, "LOOK_EVERY_S", 0.05)


async def heard(bridge, after=None):
    response = await bridge.get("/api/bridge/changes/", params={} if after is None else {"after": after})
    assert response.status_code == 200, response.text
    return response.json()


async def put_roles(world, browser, roles):
    project = await project_of(browser)
    machine = world.machine(f"Token {await user_token(browser)}")
    path = f"/api/projects/{project['id']}/policy/"
    etag = (await machine.get(path)).headers["etag"]
    response = await machine.put(path, json={"roles": roles}, headers={"If-Match": etag})
    assert response.status_code == 200, response.text


async def test_signing_out_is_told(world):
    browser = await world.owner()
    _, bridge = await enrol(world)
    person = (await browser.get("/api/session/")).json()["person"]["id"]
    begun = await heard(bridge)
    await browser.delete("/api/session/")
    told = await heard(bridge, begun["last"])
    assert told["actors"] == [person]
    assert not told["missed"]
    assert await heard(bridge, told["last"]) == {**told, "actors": []}


async def test_a_new_policy_is_told_while_a_question_is_held_back(world, monkeypatch):
    monkeypatch.setattr(changes, "HELD_S", 10)
    browser = await world.owner()
    _, bridge = await enrol(world)
    begun = await heard(bridge)
    told = []

    async def wait() -> None:
        told.append(await heard(bridge, begun["last"]))

    with anyio.fail_after(5):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(wait)
            await anyio.sleep(0.1)
            assert not told
            await put_roles(world, browser, {"owner": {"every_table": {}}})
    assert told[0]["policy_version"] == begun["policy_version"] + 1
    assert told[0]["actors"] == []


async def test_a_log_that_does_not_reach_back_says_so(world):
    browser = await world.owner()
    _, bridge = await enrol(world)
    person = (await browser.get("/api/session/")).json()["person"]["id"]
    begun = await heard(bridge)
    assert begun["missed"]
    for _ in range(2):
        world.clock.forward(KEPT_S + 1)
        async with world.store.writing() as connection:
            await note_person(connection, person, world.store.now())
    told = await heard(bridge, begun["last"])
    assert told["missed"]
    assert not (await heard(bridge, told["last"]))["missed"]
    assert (await heard(bridge, told["last"] + 1))["missed"]


@pytest.mark.parametrize("after", ["", "-1", "x", "1e3", "9" * 19])
async def test_a_place_that_is_none_is_refused(world, after):
    await world.owner()
    _, bridge = await enrol(world)
    response = await bridge.get("/api/bridge/changes/", params={"after": after})
    assert code_of(response) == (400, "invalid_parameter")


async def test_a_person_is_no_bridge(world):
    browser = await world.owner()
    assert code_of(await browser.get("/api/bridge/changes/")) == (401, "token_missing")
    assert await project_of(browser)
