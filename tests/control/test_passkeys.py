"""Passkeys: made, named, used to sign in, and refused where anything about them is not right."""

from __future__ import annotations

import pytest

from tests.control.authenticator import PRESENT, VERIFIED, Authenticator, text
from tests.control.people import (
    OWNER,
    add_colleague,
    at_work,
    code_of,
    make_world,
    person_id,
    project_of,
)

FAILED = (401, "sign_in_failed")


@pytest.fixture
async def owner(world):
    return await world.owner()


@pytest.fixture
def device():
    return Authenticator()


async def begin(browser):
    return (await browser.post("/api/account/passkeys/begin/", json={})).json()


async def register(browser, device, name="Laptop", credential=None):
    begun = await begin(browser)
    body = {"ticket": begun["ticket"], "name": name}
    if credential is None:
        credential = device.create(begun["options"])
    return await browser.post("/api/account/passkeys/", json={**body, "credential": credential})


async def sign_in(world, device, **changed):
    browser = world.browser()
    begun = (await browser.post("/api/session/passkey/begin/", json={})).json()
    body = {"ticket": begun["ticket"], "credential": device.get(begun["options"])}
    return browser, await browser.post("/api/session/passkey/", json={**body, **changed})


async def listed(browser):
    return (await browser.get("/api/account/passkeys/")).json()["passkeys"]


async def test_a_passkey_signs_in_by_itself(world, owner, device):
    made = await register(owner, device)
    assert made.status_code == 201, made.text
    world.clock.forward(60)

    browser, response = await sign_in(world, device)

    assert response.status_code == 200, response.text
    assert await person_id(browser) == await person_id(owner)
    assert (await browser.get("/api/account/")).json()["strong"] is True
    assert await listed(browser) == [
        {
            "id": made.json()["id"],
            "name": "Laptop",
            "created_at": world.store.now() - 60,
            "used_at": world.store.now(),
        }
    ]


async def prove(browser, device):
    begun = (await browser.post("/api/session/passkey/begin/", json={})).json()
    body = {"ticket": begun["ticket"], "credential": device.get(begun["options"])}
    return await browser.post("/api/account/proof/passkey/", json=body)


async def test_a_passkey_proves_who_somebody_is_and_nobody_elses_does(world, owner, device):
    colleague = await add_colleague(world, (await project_of(owner))["id"], "admin")
    theirs = Authenticator()
    await register(owner, device)
    await register(colleague, theirs)
    world.clock.forward(15 * 60)

    assert code_of(await prove(owner, theirs)) == (401, "sign_in_failed")
    assert code_of(await owner.post("/api/account/passkeys/begin/", json={}))[1] == "reauthentication_needed"
    assert (await prove(owner, device)).status_code == 204
    assert (await owner.post("/api/account/passkeys/begin/", json={})).status_code == 200


async def test_what_is_asked_for_names_this_site_and_no_person(world, owner):
    made = (await begin(owner))["options"]
    assert (made["rp"]["id"], made["user"]["name"]) == ("jetway.example", OWNER["email"])
    assert made["authenticatorSelection"]["residentKey"] == "required"
    assert made["authenticatorSelection"]["userVerification"] == "required"

    asked = (await world.browser().post("/api/session/passkey/begin/", json={})).json()["options"]
    assert asked["rpId"] == "jetway.example"
    assert asked["allowCredentials"] == []


async def test_a_device_makes_no_second_passkey(owner, device):
    await register(owner, device)

    assert [one["id"] for one in (await begin(owner))["options"]["excludeCredentials"]] == [text(device.id)]
    assert code_of(await register(owner, device)) == (409, "conflict")


async def test_a_passkey_is_renamed_and_removed(world, owner, device):
    passkey = (await register(owner, device)).json()["id"]

    assert (await owner.patch(f"/api/account/passkeys/{passkey}/", json={"name": "Phone"})).status_code == 204
    assert [one["name"] for one in await listed(owner)] == ["Phone"]
    assert (await owner.delete(f"/api/account/passkeys/{passkey}/")).status_code == 204

    assert await listed(owner) == []
    assert code_of((await sign_in(world, device))[1]) == FAILED
    assert code_of(await owner.delete(f"/api/account/passkeys/{passkey}/")) == (404, "unknown_resource")


async def test_another_persons_passkey_does_not_exist(world, owner, device):
    passkey = (await register(owner, device)).json()["id"]
    colleague = await add_colleague(world, (await project_of(owner))["id"], "editor")
    path = f"/api/account/passkeys/{passkey}/"

    assert code_of(await colleague.patch(path, json={"name": "Mine"})) == (404, "unknown_resource")
    assert code_of(await colleague.delete(path)) == (404, "unknown_resource")
    assert await listed(colleague) == []


@pytest.mark.parametrize(
    "device",
    [
        Authenticator(origin="https://evil.example"),
        Authenticator(origin="https://jetway.example.evil.example"),
        Authenticator(origin="http://jetway.example"),
        Authenticator(flags=PRESENT),
        Authenticator(flags=VERIFIED),
    ],
    ids=lambda device: f"{device.origin} {device.flags}",
)
async def test_a_passkey_of_another_site_or_without_the_person_is_refused(world, owner, device):
    assert code_of(await register(owner, device)) == (400, "passkey_invalid")

    good = Authenticator()
    await register(owner, good)
    good.origin, good.flags = device.origin, device.flags
    assert code_of((await sign_in(world, good))[1]) == FAILED


async def test_a_device_that_is_not_registered_is_refused(world, owner, device):
    assert code_of((await sign_in(world, device))[1]) == FAILED


async def test_another_key_under_the_same_id_is_refused(world, owner, device):
    await register(owner, device)

    assert code_of((await sign_in(world, Authenticator(id=device.id)))[1]) == FAILED


async def test_a_copied_device_whose_count_falls_behind_is_refused(world, owner, device):
    await register(owner, device)
    for _ in range(3):
        assert (await sign_in(world, device))[1].status_code == 200
    device.count = 1

    assert code_of((await sign_in(world, device))[1]) == FAILED


async def test_an_answer_is_good_once(world, owner, device):
    await register(owner, device)
    browser = world.browser()
    begun = (await browser.post("/api/session/passkey/begin/", json={})).json()
    body = {"ticket": begun["ticket"], "credential": device.get(begun["options"])}
    assert (await browser.post("/api/session/passkey/", json=body)).status_code == 200

    assert code_of(await browser.post("/api/session/passkey/", json=body)) == FAILED
    other = (await browser.post("/api/session/passkey/begin/", json={})).json()
    replayed = {**body, "ticket": other["ticket"]}
    assert code_of(await browser.post("/api/session/passkey/", json=replayed)) == FAILED


async def test_it_must_be_answered_soon(world, owner, device):
    await register(owner, device)
    begun = await begin(owner)
    browser = world.browser()
    asked = (await browser.post("/api/session/passkey/begin/", json={})).json()
    world.clock.forward(300)

    late = {"ticket": begun["ticket"], "name": "x", "credential": Authenticator().create(begun["options"])}
    assert code_of(await owner.post("/api/account/passkeys/", json=late)) == (400, "passkey_invalid")
    late = {"ticket": asked["ticket"], "credential": device.get(asked["options"])}
    assert code_of(await browser.post("/api/session/passkey/", json=late)) == FAILED


async def test_a_ticket_for_signing_in_registers_nothing_and_another_persons_neither(world, owner, device):
    colleague = await add_colleague(world, (await project_of(owner))["id"], "editor")
    theirs = await begin(colleague)
    asked = (await owner.post("/api/session/passkey/begin/", json={})).json()
    for ticket in (theirs["ticket"], asked["ticket"]):
        body = {"ticket": ticket, "name": "x", "credential": device.create(theirs["options"])}
        assert code_of(await owner.post("/api/account/passkeys/", json=body)) == (400, "passkey_invalid")


@pytest.mark.parametrize(
    "credential",
    [
        {},
        {"id": 1},
        {"id": "%%%"},
        {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {}},
        {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {"clientDataJSON": "e30"}},
        {"id": "AAAA", "rawId": "AAAA", "response": []},
    ],
    ids=str,
)
async def test_junk_is_refused(world, owner, device, credential):
    await register(owner, device)

    assert code_of(await register(owner, device, credential=credential)) in [
        (400, "passkey_invalid"),
        (422, "invalid_input"),
    ]
    assert code_of((await sign_in(world, device, credential=credential))[1]) == FAILED
    known = {**credential, "id": text(device.id), "rawId": text(device.id)}
    assert code_of((await sign_in(world, device, credential=known))[1]) == FAILED


async def test_a_suspended_person_does_not_get_in(world, owner):
    colleague = await add_colleague(world, (await project_of(owner))["id"], "editor")
    device = Authenticator()
    await register(colleague, device)
    desk = await at_work(world, owner)
    await desk.patch(f"members/{await person_id(colleague)}/", json={"suspended": True})

    assert code_of((await sign_in(world, device))[1]) == FAILED


async def test_resetting_a_members_second_factor_takes_their_passkeys(world, owner):
    colleague = await add_colleague(world, (await project_of(owner))["id"], "editor")
    device = Authenticator()
    await register(colleague, device)
    desk = await at_work(world, owner)

    await desk.delete(f"members/{await person_id(colleague)}/second_factor/")

    assert code_of((await sign_in(world, device))[1]) == FAILED


async def test_registering_takes_a_recent_sign_in(world, owner):
    world.clock.forward(15 * 60)

    assert code_of(await owner.post("/api/account/passkeys/begin/", json={})) == (
        403,
        "reauthentication_needed",
    )


async def test_a_passkey_counts_where_a_project_asks_for_a_second_factor(world, owner, device):
    desk = await at_work(world, owner)
    assert code_of(await desk.put("second_factor/", json={"required": True})) == (
        403,
        "second_factor_required",
    )
    await register(owner, device)

    assert (await desk.put("second_factor/", json={"required": True})).status_code == 204


@pytest.mark.parametrize("url", [None, "http://127.0.0.1:8000", "http://[::1]:8000"])
async def test_at_a_bare_address_there_are_no_passkeys(store, clock, url):
    world = make_world(store, clock, public_url=url)

    refused = await world.browser().post(
        "/api/session/passkey/begin/", json={}, headers={"Sec-Fetch-Site": "same-origin"}
    )

    assert code_of(refused) == (404, "not_found")
    assert (await world.browser().get("/api/ways/")).json()["passkeys"] is False
