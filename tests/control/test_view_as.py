"""Tokens to view as a role or a member: who gets them, what they say, and what ends them."""

import pytest
from sqlalchemy import update

from jetway.control.store.tables import memberships
from tests.control.people import (
    add_colleague,
    add_project,
    ask,
    at_work,
    code_of,
    enrol,
    person_id,
    project_of,
    user_token,
)
from tests.control.test_user_tokens import INACTIVE


@pytest.fixture
async def owner(world):
    return await world.owner()


@pytest.fixture
async def project(owner):
    return (await project_of(owner))["id"]


@pytest.fixture
async def desk(world, owner):
    return await at_work(world, owner)


@pytest.fixture
async def enrolled(world, owner):
    return await enrol(world)


@pytest.fixture
async def editor(world, project, desk):
    """A member with an attribute."""
    browser = await add_colleague(world, project, "editor")
    given = {"attributes": {"region": "EU"}}
    assert (await desk.patch(f"members/{await person_id(browser)}/", json=given)).status_code == 200
    return browser


async def asked(browser, bridge, **as_):
    body = {"audience": bridge, "project": (await project_of(browser))["id"], "as": as_}
    return await browser.post("/api/user_tokens/", json=body)


async def view(browser, bridge, **as_):
    response = await asked(browser, bridge, **as_)
    assert response.status_code == 201, response.text
    return response.json()["token"]


async def test_a_token_as_a_member_has_their_role_and_attributes_and_says_who_looks(owner, editor, enrolled):
    bridge, machine = enrolled
    person = await person_id(editor)

    granted = await ask(machine, await view(owner, bridge, member=person))

    assert granted["actor"] == {
        "id": person,
        "role": "editor",
        "attributes": {"region": "EU", "id": person, "email": "editor@example.com", "name": "editor"},
    }
    assert (granted["by"]["id"], granted["by"]["role"]) == (await person_id(owner), "owner")


async def test_a_token_as_a_role_is_oneself_in_that_role(owner, enrolled):
    bridge, machine = enrolled
    me = await person_id(owner)

    granted = await ask(machine, await view(owner, bridge, role="viewer"))

    assert (granted["actor"]["id"], granted["actor"]["role"]) == (me, "viewer")
    assert granted["actor"]["attributes"]["email"] == "ada@example.com"
    assert (granted["by"]["id"], granted["by"]["role"]) == (me, "owner")


async def test_nobody_views_as_somebody_above_them(world, owner, project, editor, enrolled):
    bridge, _ = enrolled
    admin = await add_colleague(world, project, "admin")

    for browser, as_ in [
        (admin, {"role": "owner"}),
        (admin, {"member": await person_id(owner)}),
        (editor, {"role": "viewer"}),
        (editor, {"member": await person_id(editor)}),
        (editor, {"member": "0" * 24}),
    ]:
        assert code_of(await asked(browser, bridge, **as_)) == (403, "right_missing")
    assert (await asked(admin, bridge, role="admin")).status_code == 201
    assert (await asked(admin, bridge, member=await person_id(editor))).status_code == 201


async def test_only_what_is_there_can_be_viewed_as(world, owner, desk, editor, enrolled):
    bridge, _ = enrolled
    person = await person_id(editor)
    stranger = await add_colleague(world, (await add_project(world, "Other")).project, "editor", "stranger")
    await desk.patch(f"members/{person}/", json={"suspended": True})

    for as_, refusal in [
        ({"role": "king"}, (422, "invalid_input")),
        ({}, (422, "invalid_input")),
        ({"role": "viewer", "member": person}, (422, "invalid_input")),
        ({"role": 1}, (422, "invalid_input")),
        ({"member": "\x00"}, (404, "unknown_resource")),
        ({"member": await person_id(stranger)}, (404, "unknown_resource")),
        ({"member": person}, (404, "unknown_resource")),
    ]:
        assert code_of(await asked(owner, bridge, **as_)) == refusal


async def test_at_control_everybody_is_themselves(owner):
    assert code_of(await asked(owner, "control", role="viewer")) == (422, "invalid_input")


@pytest.mark.parametrize("change", [{"suspended": True}, {"role": "viewer"}, {"attributes": {}}])
async def test_a_change_of_the_member_ends_the_view_and_bridges_hear_of_it(
    owner, desk, editor, enrolled, change
):
    bridge, machine = enrolled
    person = await person_id(editor)
    token = await view(owner, bridge, member=person)
    after = (await machine.get("/api/bridge/changes/")).json()["last"]

    assert (await desk.patch(f"members/{person}/", json=change)).status_code == 200

    assert await ask(machine, token) == INACTIVE
    assert (await machine.get(f"/api/bridge/changes/?after={after}")).json()["actors"] == [person]


async def test_a_member_who_was_never_signed_in_can_be_suspended_under_ones_eyes(
    owner, desk, editor, enrolled
):
    bridge, machine = enrolled
    person = await person_id(editor)
    await editor.delete("/api/session/")
    token = await view(owner, bridge, member=person)
    after = (await machine.get("/api/bridge/changes/")).json()["last"]

    await desk.patch(f"members/{person}/", json={"suspended": True})

    assert await ask(machine, token) == INACTIVE
    assert (await machine.get(f"/api/bridge/changes/?after={after}")).json()["actors"] == [person]


async def test_the_view_ends_when_the_member_signs_out_or_is_removed(owner, desk, editor, enrolled):
    bridge, machine = enrolled
    person = await person_id(editor)
    first = await view(owner, bridge, member=person)
    await editor.delete("/api/session/")
    second = await view(owner, bridge, member=person)
    assert (await ask(machine, second))["active"]
    await desk.delete(f"members/{person}/")

    assert await ask(machine, first) == INACTIVE
    assert await ask(machine, second) == INACTIVE


@pytest.mark.parametrize("change", [{"suspended": True}, {"role": "editor"}])
async def test_a_change_of_who_looks_ends_the_view(world, project, desk, enrolled, change):
    bridge, machine = enrolled
    admin = await add_colleague(world, project, "admin")
    token = await view(admin, bridge, role="viewer")

    assert (await desk.patch(f"members/{await person_id(admin)}/", json=change)).status_code == 200

    assert await ask(machine, token) == INACTIVE


async def test_the_view_ends_when_who_looks_signs_out(owner, enrolled):
    bridge, machine = enrolled
    token = await view(owner, bridge, role="viewer")

    await owner.delete("/api/session/")

    assert await ask(machine, token) == INACTIVE


async def test_the_rank_is_looked_at_each_time(world, owner, editor, enrolled):
    bridge, machine = enrolled
    token = await view(owner, bridge, member=await person_id(editor))
    own = await user_token(owner, bridge)
    async with world.store.writing() as connection:
        await connection.execute(update(memberships).values(role="editor"))

    assert await ask(machine, token) == INACTIVE
    assert (await ask(machine, own))["actor"]["role"] == "editor"


async def test_ones_own_tokens_are_not_ended_with_the_view(owner, desk, editor, enrolled):
    bridge, machine = enrolled
    person = await person_id(editor)
    own, theirs = await user_token(owner, bridge), await user_token(editor, bridge)

    await desk.patch(f"members/{person}/", json={"role": "viewer"})

    assert (await ask(machine, own))["active"]
    assert (await ask(machine, theirs))["actor"]["role"] == "viewer"


async def test_the_audit_names_both_and_nothing_is_told_of_ones_own_tokens(owner, desk, editor, enrolled):
    bridge, _ = enrolled
    person = await person_id(editor)
    before = (await desk.get("audit/")).json()["results"]
    await user_token(owner, bridge)
    await view(owner, bridge, member=person)
    await view(owner, bridge, role="viewer")

    as_role, as_member, *rest = (await desk.get("audit/")).json()["results"]

    assert rest == before
    assert (as_member["action"], as_member["actor"]["name"], as_member["actor"]["role"]) == (
        "user_tokens.mint",
        "Ada",
        "owner",
    )
    assert as_member["details"] == {"view_as": {"role": "editor", "member": person, "name": "editor"}}
    assert as_role["details"] == {"view_as": {"role": "viewer"}}


async def test_a_jet_bridge_lets_a_view_read_and_no_more(owner, project, desk):
    whole = {
        "every_table": {"create": True, "update": True, "delete": True, "export": True, "aggregate": True}
    }
    policy = await desk.get("policy/")
    roles = {**policy.json()["roles"], "clerk": whole}
    await desk.put("policy/", json={"roles": roles}, headers={"If-Match": policy.headers["etag"]})
    made = (await desk.post("bridges/", json={"name": "old", "url": ""})).json()
    token = await view(owner, made["bridge"], role="clerk")

    async def status(token, actions):
        form = {
            "project_token": made["project_token"],
            "token": token,
            "permission_type": "model",
            "permission_object": "orders",
            "permission_actions": actions,
        }
        return (await desk.post("https://jetway.example/api/project_auth/", data=form)).status_code

    assert (await status(token, "r"), await status(token, "w")) == (200, 403)
    assert await status(await user_token(owner, made["bridge"]), "w") == 200
    assert await status(await view(owner, made["bridge"], role="viewer"), "r") == 403
