"""Wrong tries slow down whoever makes them, and never a person whose browser is known."""

from __future__ import annotations

import pytest
from httpx2 import ASGITransport, AsyncClient

from tests.canaries import NOBODYS
from tests.control.people import ORIGIN, OWNER, code_of

SIGN_IN = {"email": OWNER["email"], "password": OWNER["password"]}
WRONG = {**SIGN_IN, "password": NOBODYS}
NOBODY = {"email": "nobody@example.com", "password": NOBODYS}


@pytest.fixture
async def owner(world):
    return await world.owner()


def at_address(world, address):
    """A browser of another host."""
    transport = ASGITransport(app=world.control.application(), client=(address, 1))
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": ORIGIN}
    return AsyncClient(transport=transport, base_url=ORIGIN, headers=headers)


async def attack(world, body, hosts):
    """One wrong try from each of many hosts; the answers' codes."""
    answers = [
        await at_address(world, f"10.0.{host // 250}.{host % 250}").post("/api/session/", json=body)
        for host in range(hosts)
    ]
    return [answer.json()["code"] for answer in answers]


async def test_guessing_from_many_hosts_is_slowed_down(world, owner):
    codes = await attack(world, WRONG, 40)

    assert codes == ["sign_in_failed"] * 30 + ["too_many_requests"] * 10


async def test_an_account_that_does_not_exist_is_slowed_down_alike(world, owner):
    assert await attack(world, NOBODY, 40) == await attack(world, WRONG, 40)


async def test_whoever_signed_in_from_a_browser_before_is_not_locked_out_by_others(world, owner):
    await owner.delete("/api/session/")
    await attack(world, WRONG, 40)

    assert code_of(await at_address(world, "10.9.9.9").post("/api/session/", json=SIGN_IN)) == (
        429,
        "too_many_requests",
    )
    assert (await owner.post("/api/session/", json=SIGN_IN)).status_code == 200


async def test_whoever_shares_the_attackers_address_is_not_locked_out_on_a_known_browser(world, owner):
    await owner.delete("/api/session/")
    neighbour = world.browser()
    for _ in range(40):
        await neighbour.post("/api/session/", json=WRONG)

    assert (await owner.post("/api/session/", json=SIGN_IN)).status_code == 200


async def test_an_open_session_is_enough(world, owner):
    del owner.cookies["__Host-jetway_device"]
    await attack(world, WRONG, 40)

    assert (await owner.post("/api/session/", json=SIGN_IN)).status_code == 200


async def test_a_known_browser_guesses_no_faster_than_others(world, owner):
    await owner.delete("/api/session/")
    for _ in range(10):
        assert code_of(await owner.post("/api/session/", json=WRONG)) == (401, "sign_in_failed")

    assert code_of(await owner.post("/api/session/", json=WRONG)) == (429, "too_many_requests")


async def test_a_browser_is_known_for_its_own_account_alone(world, owner):
    await owner.delete("/api/session/")
    await attack(world, NOBODY, 40)

    assert code_of(await owner.post("/api/session/", json=NOBODY)) == (429, "too_many_requests")


@pytest.mark.parametrize("device", ["", "junk", "A" * 43])
async def test_a_made_up_device_is_not_known(world, owner, device):
    await attack(world, WRONG, 30)
    stranger = at_address(world, "10.9.9.9")
    stranger.cookies.set("__Host-jetway_device", device)

    assert code_of(await stranger.post("/api/session/", json=SIGN_IN)) == (429, "too_many_requests")


async def test_a_shared_browser_is_known_for_both(world, owner):
    from tests.control.people import add_colleague, project_of

    colleague = await add_colleague(world, (await project_of(owner))["id"], "editor")
    theirs = {**SIGN_IN, "email": "editor@example.com"}
    await owner.post("/api/session/", json=theirs)
    await owner.delete("/api/session/")
    await attack(world, WRONG, 40)
    await attack(world, {**theirs, "password": NOBODYS}, 40)

    assert (await owner.post("/api/session/", json=SIGN_IN)).status_code == 200
    assert (await owner.post("/api/session/", json=theirs)).status_code == 200
    assert colleague.cookies["__Host-jetway_device"] != owner.cookies["__Host-jetway_device"]


async def test_only_the_newest_twenty_browsers_are_known(world, owner):
    await owner.delete("/api/session/")
    for _ in range(20):
        world.clock.forward(1)
        await world.browser().post("/api/session/", json=SIGN_IN)
    await attack(world, WRONG, 40)

    assert code_of(await owner.post("/api/session/", json=SIGN_IN)) == (429, "too_many_requests")
