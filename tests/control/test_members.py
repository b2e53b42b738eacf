"""Who may see and change whom in a project."""

from __future__ import annotations

import pytest

from tests.canaries import NOBODYS
from tests.control.people import (
    OWNER,
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

SIGN_IN = {"password": OWNER["password"]}


@pytest.fixture
async def owner(world):
    return await world.owner()


@pytest.fixture
async def project(owner):
    return (await project_of(owner))["id"]


@pytest.fixture
async def desk(world, owner):
    """The owner, at the project's address."""
    return await at_work(world, owner)


async def member_named(desk, name):
    members = (await desk.get("members/")).json()["members"]
    return next((member for member in members if member["name"] == name), None)


async def test_the_list_shows_everybody(world, owner, project, desk):
    await add_colleague(world, project, "editor")
    world.clock.forward(100)

    listed = (await desk.get("members/")).json()

    assert [(one["name"], one["email"], one["role"], one["suspended"]) for one in listed["members"]] == [
        ("Ada", "ada@example.com", "owner", False),
        ("editor", "editor@example.com", "editor", False),
    ]
    assert {one["seen_at"] for one in listed["members"]} == {world.store.now() - 100}
    assert listed["invitations"] == []
    assert listed["roles"] == ["owner", "admin", "editor", "viewer"]


async def test_when_somebody_was_seen_last_outlives_their_session(world, owner, project, desk):
    colleague = await add_colleague(world, project, "editor")
    world.clock.forward(3600)
    await colleague.get("/api/session/")
    await colleague.delete("/api/session/")
    world.clock.forward(3600)
    await owner.get("/api/session/")

    desk = await at_work(world, owner)
    assert (await member_named(desk, "editor"))["seen_at"] == world.store.now() - 3600


async def test_a_new_role_holds_at_the_next_question(world, owner, project, desk):
    bridge, machine = await enrol(world)
    colleague = await add_colleague(world, project, "editor")
    token = await user_token(colleague, bridge)

    response = await desk.patch(f"members/{await person_id(colleague)}/", json={"role": "viewer"})

    assert response.status_code == 200
    assert response.json()["role"] == "viewer"
    assert (await ask(machine, token))["actor"]["role"] == "viewer"


@pytest.mark.parametrize("change", [{"role": "viewer"}, {"suspended": True}, None, "sessions"])
async def test_bridges_hear_of_every_change_of_access(world, owner, project, desk, change):
    _, machine = await enrol(world)
    colleague = await person_id(await add_colleague(world, project, "editor"))
    begun = (await machine.get("/api/bridge/changes/")).json()["last"]

    match change:
        case None:
            await desk.delete(f"members/{colleague}/")
        case "sessions":
            await desk.delete(f"members/{colleague}/sessions/")
        case _:
            await desk.patch(f"members/{colleague}/", json=change)

    heard = (await machine.get("/api/bridge/changes/", params={"after": begun})).json()
    assert heard["actors"] == [colleague]


async def test_a_removed_member_is_out_at_once(world, owner, project, desk):
    bridge, machine = await enrol(world)
    colleague = await add_colleague(world, project, "editor")
    tokens = [await user_token(colleague, bridge), await user_token(colleague)]
    person = await person_id(colleague)

    assert (await desk.delete(f"members/{person}/")).status_code == 204

    assert await ask(machine, tokens[0]) == {"active": False}
    there = world.machine(f"Token {tokens[1]}")
    assert code_of(await there.get(f"/api/projects/{project}/settings/")) == (401, "token_invalid")
    assert (await colleague.get("/api/session/")).json()["person"]["projects"] == []
    assert code_of(await desk.delete(f"members/{person}/")) == (404, "unknown_resource")


async def test_a_suspended_person_can_sign_in_nowhere_until_they_are_let_in_again(
    world, owner, project, desk
):
    bridge, machine = await enrol(world)
    colleague = await add_colleague(world, project, "editor")
    token = await user_token(colleague, bridge)
    path = f"members/{await person_id(colleague)}/"

    assert (await desk.patch(path, json={"suspended": True})).json()["suspended"] is True

    assert await ask(machine, token) == {"active": False}
    assert (await colleague.get("/api/session/")).json() == {"state": "signed_out"}
    sign_in = {**SIGN_IN, "email": "editor@example.com"}
    refused = await world.browser().post("/api/session/", json=sign_in)
    wrong = await world.browser().post("/api/session/", json={**sign_in, "password": NOBODYS})
    assert code_of(refused) == code_of(wrong) == (401, "sign_in_failed")
    assert refused.json()["detail"] == wrong.json()["detail"]

    await desk.patch(path, json={"suspended": False})
    assert (await world.browser().post("/api/session/", json=sign_in)).status_code == 200


async def test_ending_a_members_sessions_signs_them_out_everywhere(world, owner, project, desk):
    colleague = await add_colleague(world, project, "editor")
    person = await person_id(colleague)

    assert (await desk.delete(f"members/{person}/sessions/")).status_code == 204

    assert (await colleague.get("/api/session/")).json() == {"state": "signed_out"}


async def test_the_last_owner_stays(world, owner, project, desk):
    me = await person_id(owner)
    admin = await at_work(world, await add_colleague(world, project, "admin"))

    assert code_of(await desk.delete(f"members/{me}/")) == (409, "last_owner")
    assert code_of(await admin.patch(f"members/{me}/", json={"role": "viewer"})) == (403, "right_missing")
    assert code_of(await admin.patch(f"members/{me}/", json={"suspended": True})) == (403, "right_missing")
    assert code_of(await admin.delete(f"members/{me}/")) == (403, "right_missing")
    assert code_of(await admin.delete(f"members/{me}/sessions/")) == (403, "right_missing")


async def test_a_suspended_owner_does_not_count_as_one(world, owner, project, desk):
    other = await add_colleague(world, project, "owner")
    await desk.patch(f"members/{await person_id(other)}/", json={"suspended": True})

    assert code_of(await desk.delete(f"members/{await person_id(owner)}/")) == (409, "last_owner")


async def test_a_project_is_handed_on_by_making_another_owner(world, owner, project, desk):
    other = await add_colleague(world, project, "admin")
    await desk.patch(f"members/{await person_id(other)}/", json={"role": "owner"})

    there = await at_work(world, other)
    assert (
        await there.patch(f"members/{await person_id(owner)}/", json={"role": "viewer"})
    ).status_code == 200
    assert code_of(await there.delete(f"members/{await person_id(other)}/")) == (409, "last_owner")


@pytest.mark.parametrize("role", ["owner", "admin", "viewer"])
async def test_nobody_changes_their_own_role(world, owner, project, role):
    admin = await add_colleague(world, project, "admin")
    desk = await at_work(world, admin)

    response = await desk.patch(f"members/{await person_id(admin)}/", json={"role": role})

    expected = (200, None) if role == "admin" else (403, "right_missing")
    assert (response.status_code, response.json().get("code")) == expected


@pytest.mark.parametrize("role", ["owner"])
async def test_only_owners_make_owners(world, owner, project, role):
    viewer = await person_id(await add_colleague(world, project, "viewer"))
    desk = await at_work(world, await add_colleague(world, project, "admin"))

    assert code_of(await desk.patch(f"members/{viewer}/", json={"role": role})) == (403, "right_missing")


async def test_a_role_that_does_not_exist_is_refused(world, owner, project, desk):
    viewer = await person_id(await add_colleague(world, project, "viewer"))

    response = await desk.patch(f"members/{viewer}/", json={"role": "emperor"})

    assert code_of(response) == (422, "invalid_input")
    assert response.json()["errors"][0]["pointer"] == "/role"


@pytest.mark.parametrize("role", ["editor", "viewer"])
async def test_others_see_and_change_nobody_and_may_leave(world, owner, project, role):
    colleague = await add_colleague(world, project, role)
    desk = await at_work(world, colleague)
    me, ada = await person_id(colleague), await person_id(owner)

    assert code_of(await desk.get("members/")) == (403, "right_missing")
    assert code_of(await desk.delete(f"members/{ada}/")) == (403, "right_missing")
    assert code_of(await desk.patch(f"members/{me}/", json={"role": "owner"})) == (403, "right_missing")
    assert (await desk.delete(f"members/{me}/")).status_code == 204
    assert code_of(await desk.delete(f"members/{me}/")) == (401, "token_invalid")


async def test_a_person_of_other_projects_is_not_suspended_from_this_one(world, owner, project, desk):
    from jetway.control.store.members import add_member

    colleague = await person_id(await add_colleague(world, project, "editor"))
    elsewhere = await add_project(world, "Elsewhere")
    async with world.store.writing() as connection:
        await add_member(connection, colleague, elsewhere.project, "owner")

    response = await desk.patch(f"members/{colleague}/", json={"suspended": True})

    assert code_of(response) == (403, "right_missing")
    assert (await member_named(desk, "editor"))["suspended"] is False


@pytest.mark.parametrize("person", ["0" * 24, "me", "' OR 1=1 --", "%00"])
async def test_who_is_no_member_does_not_exist(world, owner, project, desk, person):
    assert code_of(await desk.patch(f"members/{person}/", json={})) == (404, "unknown_resource")


async def test_of_two_owners_who_remove_each_other_one_stays(world, owner, project, desk):
    import anyio

    other = await add_colleague(world, project, "owner")
    there = await at_work(world, other)
    me, them = await person_id(owner), await person_id(other)
    answers = []

    async def remove(who, path):
        answers.append((await who.delete(path)).status_code)

    async with anyio.create_task_group() as group:
        group.start_soon(remove, desk, f"members/{them}/")
        group.start_soon(remove, there, f"members/{me}/")

    async with world.store.reading() as connection:
        from jetway.control.store.members import members_of

        assert len(await members_of(connection, project)) == 1
    assert answers.count(204) == 1
