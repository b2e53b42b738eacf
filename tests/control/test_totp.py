"""Authenticator apps: the codes of the standard, the second step, recovery, and projects that ask for it."""

from __future__ import annotations

import base64
from urllib.parse import parse_qs, urlsplit

import pytest

from jetway.control import totp
from tests.canaries import OTHER_PERSON
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


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_rfc_6238(now, code):
    assert totp.code_at(b"12345678901234567890", now // 30) == code


@pytest.mark.parametrize(("late_s", "right"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_clocks_may_differ_by_one_step(late_s, right):
    code = totp.code_at(b"secret", 1000)
    assert (totp.step_of(b"secret", code, 30_000 + late_s) == 1000) is right


@pytest.fixture
async def owner(world):
    return await world.owner()


class App:
    """An authenticator app on somebody's phone."""

    def __init__(self, world, secret):
        self.world, self.secret = world, base64.b32decode(secret)

    def code(self):
        return totp.code_at(self.secret, self.world.store.now() // 30)

    def next_code(self):
        self.world.clock.forward(30)
        return self.code()


async def set_up(world, browser):
    """The app, and the recovery codes."""
    begun = (await browser.post("/api/account/totp/", json={})).json()
    app = App(world, begun["secret"])
    response = await browser.post("/api/account/totp/confirm/", json={"code": app.code()})
    assert response.status_code == 201, response.text
    return app, response.json()["recovery_codes"]


async def first_step(world, browser=None):
    browser = browser or world.browser()
    answer = (await browser.post("/api/session/", json=SIGN_IN)).json()
    assert answer["state"] == "second_factor"
    return browser, answer["ticket"]


async def second_step(browser, ticket, code):
    return await browser.post("/api/session/second_factor/", json={"ticket": ticket, "code": code})


async def test_the_secret_goes_to_an_app_by_address_and_picture(owner):
    begun = (await owner.post("/api/account/totp/", json={})).json()

    parts = urlsplit(begun["uri"])
    assert (parts.scheme, parts.netloc, parts.path) == ("otpauth", "totp", "/Jetway%3Aada%40example.com")
    assert parse_qs(parts.query)["secret"] == [begun["secret"]]
    assert begun["svg"].startswith("<svg")
    assert (await owner.get("/api/account/")).json()["authenticator"] is False


async def test_signing_in_takes_two_steps(world, owner):
    app, _ = await set_up(world, owner)
    browser, ticket = await first_step(world)
    assert (await browser.get("/api/session/")).json() == {"state": "signed_out"}
    assert "__Host-jetway_session" not in browser.cookies

    response = await second_step(browser, ticket, app.next_code())

    assert response.json()["state"] == "signed_in"
    account = (await browser.get("/api/account/")).json()
    assert (account["authenticator"], account["strong"], account["recovery_codes"]) == (True, True, 10)


@pytest.mark.parametrize("code", ["000000", "junk", "12345", "\u0661\u0662\u0663\u0664\u0665\u0666", " "])
async def test_a_wrong_code_is_refused(world, owner, code):
    await set_up(world, owner)
    browser, ticket = await first_step(world)

    assert code_of(await second_step(browser, ticket, code)) == (401, "second_factor_failed")


async def test_a_code_is_good_once(world, owner):
    app, _ = await set_up(world, owner)
    code = app.next_code()
    browser, ticket = await first_step(world)
    assert (await second_step(browser, ticket, code)).status_code == 200

    other, another = await first_step(world)
    assert code_of(await second_step(other, another, code)) == (401, "second_factor_failed")
    assert code_of(await second_step(browser, ticket, app.next_code())) == (401, "sign_in_failed")


async def test_the_code_that_set_it_up_is_used_up(world, owner):
    app, _ = await set_up(world, owner)
    browser, ticket = await first_step(world)

    assert code_of(await second_step(browser, ticket, app.code())) == (401, "second_factor_failed")


async def test_the_second_step_must_follow_soon(world, owner):
    app, _ = await set_up(world, owner)
    browser, ticket = await first_step(world)
    world.clock.forward(300)

    assert code_of(await second_step(browser, ticket, app.code())) == (401, "sign_in_failed")


@pytest.mark.parametrize("ticket", ["junk", "", "A" * 43])
async def test_a_made_up_ticket_is_refused(world, owner, ticket):
    response = await second_step(world.browser(), ticket, "000000")

    assert code_of(response) in [(401, "sign_in_failed"), (422, "invalid_input")]


async def test_a_ticket_is_good_for_nothing_else(world, owner):
    await set_up(world, owner)
    browser, ticket = await first_step(world)
    browser.cookies.set("__Host-jetway_session", ticket)

    assert (await browser.get("/api/session/")).json() == {"state": "signed_out"}
    reset = {"code": ticket, "password": OTHER_PERSON}
    assert code_of(await browser.post("/api/password/reset/", json=reset)) == (400, "link_invalid")


async def test_guessing_codes_is_slowed_down(world, owner):
    app, _ = await set_up(world, owner)
    for _ in range(5):
        browser, ticket = await first_step(world)
        await second_step(browser, ticket, "000000")

    assert code_of(await second_step(browser, ticket, app.next_code())) == (429, "too_many_requests")


async def test_each_recovery_code_is_good_once(world, owner):
    _, codes = await set_up(world, owner)
    assert len(set(codes)) == 10
    browser, ticket = await first_step(world)

    assert (await second_step(browser, ticket, codes[0].lower())).status_code == 200

    assert (await browser.get("/api/account/")).json()["recovery_codes"] == 9
    other, another = await first_step(world)
    assert code_of(await second_step(other, another, codes[0])) == (401, "second_factor_failed")


async def test_new_recovery_codes_end_the_old_ones(world, owner):
    _, old = await set_up(world, owner)
    new = (await owner.post("/api/account/recovery_codes/", json={})).json()["recovery_codes"]

    browser, ticket = await first_step(world)
    assert code_of(await second_step(browser, ticket, old[0])) == (401, "second_factor_failed")
    assert (await second_step(browser, ticket, new[0])).status_code == 200


async def test_an_app_that_was_never_confirmed_counts_for_nothing(world, owner):
    await owner.post("/api/account/totp/", json={})

    response = await world.browser().post("/api/session/", json=SIGN_IN)

    assert response.json()["state"] == "signed_in"
    assert code_of(await owner.post("/api/account/recovery_codes/", json={})) == (409, "conflict")


async def test_a_second_app_needs_the_first_to_go(world, owner):
    await set_up(world, owner)
    assert code_of(await owner.post("/api/account/totp/", json={})) == (409, "conflict")

    assert (await owner.delete("/api/account/totp/")).status_code == 204

    assert (await world.browser().post("/api/session/", json=SIGN_IN)).json()["state"] == "signed_in"
    assert (await owner.get("/api/account/")).json()["recovery_codes"] == 0


async def test_changing_it_takes_a_recent_sign_in_and_a_code_proves_it(world, owner):
    app, _ = await set_up(world, owner)
    world.clock.forward(15 * 60)
    for method, path in [
        ("POST", "/api/account/totp/"),
        ("DELETE", "/api/account/totp/"),
        ("POST", "/api/account/recovery_codes/"),
    ]:
        refused = await owner.request(method, path, json={} if method == "POST" else None)
        assert code_of(refused) == (403, "reauthentication_needed")

    assert (await owner.post("/api/account/proof/", json={"code": app.code()})).status_code == 204
    assert (await owner.delete("/api/account/totp/")).status_code == 204


async def test_a_password_that_was_reset_does_not_get_around_it(world, owner):
    await set_up(world, owner)
    desk = await at_work(world, owner)
    link = (await desk.post(f"members/{await person_id(owner)}/password_link/")).json()["link"]
    body = {"code": link.partition("code=")[2], "password": OTHER_PERSON}
    await world.browser().post("/api/password/reset/", json=body)

    answer = await world.browser().post("/api/session/", json={**SIGN_IN, "password": body["password"]})

    assert answer.json()["state"] == "second_factor"


async def test_a_project_lets_in_only_who_has_a_second_factor(world, owner):
    project = (await project_of(owner))["id"]
    bridge, machine = await enrol(world)
    colleague = await add_colleague(world, project, "editor")
    theirs = await user_token(colleague, bridge)
    desk = await at_work(world, owner)
    refused = await desk.put("second_factor/", json={"required": True})
    assert code_of(refused) == (403, "second_factor_required")
    await set_up(world, owner)
    begun = (await machine.get("/api/bridge/changes/")).json()["last"]

    assert (await desk.put("second_factor/", json={"required": True})).status_code == 204

    heard = (await machine.get("/api/bridge/changes/", params={"after": begun})).json()
    assert await person_id(colleague) in heard["actors"]
    assert await ask(machine, theirs) == {"active": False}
    asked = {"audience": bridge, "project": project}
    assert code_of(await colleague.post("/api/user_tokens/", json=asked)) == (403, "second_factor_required")
    assert (await project_of(colleague))["second_factor"] is True

    await set_up(world, colleague)
    assert (await ask(machine, await user_token(colleague, bridge)))["active"]
    assert (await ask(machine, theirs))["active"]


async def test_an_owner_takes_a_lost_second_factor_from_a_member(world, owner):
    colleague = await add_colleague(world, (await project_of(owner))["id"], "editor")
    person = await person_id(colleague)
    await set_up(world, colleague)
    desk = await at_work(world, owner)

    assert (await desk.delete(f"members/{person}/second_factor/")).status_code == 204

    assert (await colleague.get("/api/session/")).json() == {"state": "signed_out"}
    theirs = {**SIGN_IN, "email": "editor@example.com"}
    assert (await world.browser().post("/api/session/", json=theirs)).json()["state"] == "signed_in"


async def test_others_take_nobodys_second_factor(world, owner):
    admin = await at_work(world, await add_colleague(world, (await project_of(owner))["id"], "admin"))

    refused = await admin.delete(f"members/{await person_id(owner)}/second_factor/")

    assert code_of(refused) == (403, "right_missing")


async def test_the_database_holds_no_secret_in_the_clear(world, owner):
    from jetway.control.store.tables import authenticators, recovery_codes

    app, codes = await set_up(world, owner)
    async with world.store.reading() as connection:
        [row] = (await connection.execute(authenticators.select())).all()
        kept = (await connection.execute(recovery_codes.select())).all()
    assert app.secret not in bytes(row.sealed_secret)
    assert not {code.replace("-", "") for code in codes} & {row.code_sha256 for row in kept}
