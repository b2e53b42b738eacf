"""Where a person is signed in, ending it, and proving again who one is."""

from __future__ import annotations

import pytest

from tests.canaries import NOBODYS
from tests.control.people import (
    OWNER,
    add_colleague,
    ask,
    at_work,
    code_of,
    enrol,
    person_id,
    project_of,
    user_token,
)

SIGN_IN = {"email": OWNER["email"], "password": OWNER["password"]}
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
async def owner(world):
    return await world.owner()


async def signed_in(world, **headers):
    browser = world.browser()
    assert (await browser.post("/api/session/", json=SIGN_IN, headers=headers)).status_code == 200
    return browser


async def listed(browser):
    return (await browser.get("/api/account/sessions/")).json()["sessions"]


async def test_the_list_shows_where_one_is_signed_in(world, owner):
    world.clock.forward(100)
    other = await signed_in(world, **{"User-Agent": FIREFOX})

    [here, there] = await listed(other)

    assert here == {
        "id": here["id"],
        "browser": "Firefox",
        "system": "Linux",
        "address": "127.0.0.1",
        "created_at": world.store.now(),
        "seen_at": world.store.now(),
        "this": True,
    }
    assert (there["browser"], there["created_at"], there["this"]) == ("", world.store.now() - 100, False)


async def test_one_session_is_ended_and_its_tokens_with_it(world, owner):
    bridge, machine = await enrol(world)
    other = await signed_in(world)
    token = await user_token(other, bridge)
    begun = (await machine.get("/api/bridge/changes/")).json()["last"]
    [ended] = [one["id"] for one in await listed(owner) if not one["this"]]

    assert (await owner.delete(f"/api/account/sessions/{ended}/")).status_code == 204

    assert (await other.get("/api/session/")).json() == {"state": "signed_out"}
    assert await ask(machine, token) == {"active": False}
    heard = (await machine.get("/api/bridge/changes/", params={"after": begun})).json()
    assert heard["actors"] == [await person_id(owner)]
    assert code_of(await owner.delete(f"/api/account/sessions/{ended}/")) == (404, "unknown_resource")


async def test_all_others_are_ended_at_once(world, owner):
    others = [await signed_in(world) for _ in range(3)]

    assert (await owner.delete("/api/account/sessions/")).status_code == 204

    assert [one["this"] for one in await listed(owner)] == [True]
    for other in others:
        assert (await other.get("/api/session/")).json() == {"state": "signed_out"}


async def test_another_persons_session_does_not_exist(world, owner):
    colleague = await add_colleague(world, (await project_of(owner))["id"], "editor")
    [theirs] = await listed(colleague)

    assert code_of(await owner.delete(f"/api/account/sessions/{theirs['id']}/")) == (404, "unknown_resource")
    assert len(await listed(colleague)) == 1


async def test_the_fifty_first_session_ends_the_one_unused_for_longest(world, owner):
    for _ in range(50):
        world.clock.forward(1)
        newest = await signed_in(world)

    assert (await owner.get("/api/session/")).json() == {"state": "signed_out"}
    assert len(await listed(newest)) == 50


async def test_a_change_of_role_gives_the_browser_another_session_id(world, owner):
    colleague = await add_colleague(world, (await project_of(owner))["id"], "editor")
    before = dict(colleague.cookies)
    desk = await at_work(world, owner)
    await desk.patch(f"members/{await person_id(colleague)}/", json={"role": "viewer"})

    answer = await colleague.get("/api/session/")

    assert answer.json()["person"]["projects"][0]["role"] == "viewer"
    name = "__Host-jetway_session"
    assert colleague.cookies[name] != before[name]
    stranger = world.browser()
    stranger.cookies.update(before)
    assert (await stranger.get("/api/session/")).json() == {"state": "signed_out"}
    assert "set-cookie" not in (await colleague.get("/api/session/")).headers


async def test_a_sensitive_change_needs_a_recent_proof(world, owner):
    me = await person_id(owner)
    world.clock.forward(15 * 60)

    refused = await (await at_work(world, owner)).post(f"members/{me}/password_link/")
    assert code_of(refused) == (403, "reauthentication_needed")

    assert (await owner.post("/api/account/proof/", json={"password": OWNER["password"]})).status_code == 204
    world.clock.forward(15 * 60 - 1)
    taken = await (await at_work(world, owner)).post(f"members/{me}/password_link/")
    assert taken.status_code == 201


async def test_a_wrong_proof_proves_nothing_and_guessing_is_slowed_down(world, owner):
    world.clock.forward(15 * 60)
    for _ in range(5):
        refused = await owner.post("/api/account/proof/", json={"password": NOBODYS})
        assert code_of(refused) == (422, "invalid_input")

    slowed = await owner.post("/api/account/proof/", json={"password": OWNER["password"]})

    assert code_of(slowed) == (429, "too_many_requests")
    refused = await (await at_work(world, owner)).post(f"members/{await person_id(owner)}/password_link/")
    assert code_of(refused) == (403, "reauthentication_needed")
