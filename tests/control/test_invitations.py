"""Inviting, by copied link and by mail, and accepting."""

from __future__ import annotations

import anyio
import pytest

from tests.canaries import OTHER_PERSON
from tests.control.mailbox import code_in, link_in
from tests.control.people import (
    ORIGIN,
    OWNER,
    add_colleague,
    add_project,
    at_work,
    code_of,
    project_of,
)

EVE = {"name": "Eve", "password": OTHER_PERSON}
WEEK_S = 7 * 24 * 3600


@pytest.fixture
async def owner(world):
    return await world.owner()


@pytest.fixture
async def desk(world, owner):
    return await at_work(world, owner)


async def invite(desk, email="eve@example.com", role="editor"):
    response = await desk.post("invitations/", json={"email": email, "role": role})
    assert response.status_code == 201, response.text
    return response.json()


async def test_a_link_makes_a_member_with_an_account(world, desk):
    invited = await invite(desk)
    assert invited["link"].startswith(f"{ORIGIN}/#/invite?code=")
    assert invited["mail"] == "off"
    code = code_in(invited["link"])
    eve = world.browser()

    shown = (await eve.post("/api/invitations/show/", json={"code": code})).json()
    assert shown == {
        "project": "My project",
        "role": "editor",
        "email": "eve@example.com",
        "invited_by": "Ada",
        "expires_at": world.store.now() + WEEK_S,
    }
    response = await eve.post("/api/invitations/accept/", json={"code": code, **EVE})

    assert response.status_code == 201
    assert response.json()["state"] == "signed_in"
    assert response.json() == (await eve.get("/api/session/")).json()
    assert (await project_of(eve))["role"] == "editor"
    listed = (await desk.get("members/")).json()
    assert [one["name"] for one in listed["members"]] == ["Ada", "Eve"]
    assert listed["invitations"] == []


async def test_the_list_shows_who_is_invited_and_never_a_code(world, desk):
    invited = await invite(desk)
    world.clock.forward(1)

    response = await desk.get("members/")

    assert response.json()["invitations"] == [
        {
            "id": invited["id"],
            "email": "eve@example.com",
            "role": "editor",
            "invited_by": "Ada",
            "expires_at": invited["expires_at"],
            "expired": False,
        }
    ]
    assert code_in(invited["link"]) not in response.text


async def test_whoever_has_an_account_joins_with_it(world, owner, desk):
    elsewhere = await add_project(world, "Elsewhere")
    colleague = await add_colleague(world, elsewhere.project, "eve")
    code = code_in((await invite(desk))["link"])

    response = await colleague.post("/api/invitations/accept/", json={"code": code})

    assert response.status_code == 200
    projects = response.json()["person"]["projects"]
    assert [(project["name"], project["role"]) for project in projects] == [
        ("My project", "editor"),
        ("Elsewhere", "eve"),
    ]


async def test_inviting_an_address_with_an_account_answers_as_for_a_new_one(world, desk):
    elsewhere = await add_project(world, "Elsewhere")
    await add_colleague(world, elsewhere.project, "eve")

    known, unknown = await invite(desk), await invite(desk, "bob@example.com")

    secret = {"id": "", "link": "", "email": ""}
    assert known | secret == unknown | secret


async def test_an_account_is_not_taken_over_by_a_link(world, desk):
    elsewhere = await add_project(world, "Elsewhere")
    await add_colleague(world, elsewhere.project, "eve")
    code = code_in((await invite(desk))["link"])

    response = await world.browser().post("/api/invitations/accept/", json={"code": code, **EVE})

    assert code_of(response) == (409, "sign_in_first")


async def test_nobody_accepts_what_is_meant_for_another(world, owner, desk):
    code = code_in((await invite(desk))["link"])

    response = await owner.post("/api/invitations/accept/", json={"code": code})

    assert code_of(response) == (409, "sign_in_first")


@pytest.mark.parametrize("code", ["x", "", None, "A" * 43])
async def test_a_wrong_code_is_refused(world, desk, code):
    body = {"code": code}
    for path in ("show", "accept"):
        refused = await world.browser().post(f"/api/invitations/{path}/", json=body)
        assert code_of(refused) in [(400, "link_invalid"), (422, "invalid_input")]


async def test_a_link_works_once_and_for_a_week(world, desk):
    used, late = [code_in((await invite(desk, f"{name}@example.com"))["link"]) for name in ("eve", "bob")]
    assert (
        await world.browser().post("/api/invitations/accept/", json={"code": used, **EVE})
    ).status_code == 201
    world.clock.forward(WEEK_S)

    for code in (used, late):
        refused = await world.browser().post("/api/invitations/accept/", json={"code": code, **EVE})
        assert code_of(refused) == (400, "link_invalid")


async def test_of_many_who_accept_at_once_one_joins(world, desk):
    code = code_in((await invite(desk))["link"])
    statuses = []

    async def accept():
        response = await world.browser().post("/api/invitations/accept/", json={"code": code, **EVE})
        statuses.append(response.status_code)

    async with anyio.create_task_group() as group:
        for _ in range(5):
            group.start_soon(accept)

    assert statuses.count(201) == 1
    assert set(statuses) <= {201, 400, 409}


async def test_a_revoked_invitation_is_over(world, desk):
    invited = await invite(desk)

    assert (await desk.delete(f"invitations/{invited['id']}/")).status_code == 204

    refused = await world.browser().post("/api/invitations/show/", json={"code": code_in(invited["link"])})
    assert code_of(refused) == (400, "link_invalid")
    assert code_of(await desk.delete(f"invitations/{invited['id']}/")) == (404, "unknown_resource")


@pytest.mark.parametrize("again", ["resend", "invite"])
async def test_a_new_link_ends_the_one_before(world, desk, again):
    invited = await invite(desk)
    world.clock.forward(WEEK_S + 1)
    desk = await at_work(world, await signed_in_again(world))
    if again == "resend":
        response = await desk.post(f"invitations/{invited['id']}/resend/", json={})
        assert response.status_code == 200
        renewed = response.json()
    else:
        renewed = await invite(desk, "EVE@example.com")

    browser = world.browser()
    old = await browser.post("/api/invitations/show/", json={"code": code_in(invited["link"])})
    new = await browser.post("/api/invitations/show/", json={"code": code_in(renewed["link"])})
    assert code_of(old) == (400, "link_invalid")
    assert new.status_code == 200
    assert len((await desk.get("members/")).json()["invitations"]) == 1


async def signed_in_again(world):
    browser = world.browser()
    await browser.post("/api/session/", json={"email": OWNER["email"], "password": OWNER["password"]})
    return browser


async def test_a_member_is_not_invited_again(world, desk):
    response = await desk.post("invitations/", json={"email": "ADA@example.com", "role": "viewer"})

    assert code_of(response) == (409, "conflict")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"email": "eve", "role": "editor"}, "/email"),
        ({"email": "eve@example.com\nBcc: all@example.com", "role": "editor"}, "/email"),
        ({"email": "eve@example.com", "role": "emperor"}, "/role"),
        ({"email": "eve@example.com"}, "/role"),
    ],
)
async def test_an_invitation_needs_an_address_and_a_role(desk, body, pointer):
    response = await desk.post("invitations/", json=body)

    assert code_of(response) == (422, "invalid_input")
    assert response.json()["errors"][0]["pointer"] == pointer


async def test_an_admin_invites_no_owner(world, owner, desk):
    admin = await at_work(world, await add_colleague(world, (await project_of(owner))["id"], "admin"))
    invited = await invite(desk, role="owner")

    for response in [
        await admin.post("invitations/", json={"email": "bob@example.com", "role": "owner"}),
        await admin.post(f"invitations/{invited['id']}/resend/", json={}),
        await admin.delete(f"invitations/{invited['id']}/"),
    ]:
        assert code_of(response) == (403, "right_missing")


async def test_guessing_codes_is_slowed_down(world, desk):
    browser = world.browser()
    for _ in range(10):
        refused = await browser.post("/api/invitations/show/", json={"code": "guess"})
        assert code_of(refused) == (400, "link_invalid")

    refused = await browser.post("/api/invitations/accept/", json={"code": "guess", **EVE})

    assert code_of(refused) == (429, "too_many_requests")


async def test_an_invitation_goes_by_mail_where_there_is_a_server(mailing_world, mailbox):
    desk = await at_work(mailing_world, await mailing_world.owner())

    invited = await invite(desk)

    [letter] = mailbox.letters
    assert invited["mail"] == "sent"
    assert letter["To"] == "eve@example.com"
    assert letter["Subject"] == "Invitation to My project"
    assert link_in(letter) == invited["link"]
    assert "Ada invites you to the project My project, in the role editor." in letter.get_content()


async def test_without_wanting_a_mail_none_is_sent(mailing_world, mailbox):
    desk = await at_work(mailing_world, await mailing_world.owner())

    response = await desk.post(
        "invitations/", json={"email": "eve@example.com", "role": "editor", "mail": False}
    )

    assert response.json()["mail"] == "off"
    assert mailbox.letters == []


async def test_an_invitation_that_could_not_be_mailed_is_there_with_its_link(mailing_world, mailbox):
    mailbox.refusing = "451 try again later"
    desk = await at_work(mailing_world, await mailing_world.owner())

    invited = await invite(desk)

    assert invited["mail"] == "failed"
    code = code_in(invited["link"])
    response = await mailing_world.browser().post("/api/invitations/accept/", json={"code": code, **EVE})
    assert response.status_code == 201
