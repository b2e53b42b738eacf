"""Attributes of members: who gives them, and that bridges hear of them at once."""

import pytest

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


@pytest.fixture
async def owner(world):
    return await world.owner()


@pytest.fixture
async def project(owner):
    return (await project_of(owner))["id"]


@pytest.fixture
async def desk(world, owner):
    return await at_work(world, owner)


async def test_attributes_are_in_the_grant_and_bridges_hear_of_them(world, project, desk):
    bridge, machine = await enrol(world)
    colleague = await add_colleague(world, project, "editor")
    person = await person_id(colleague)
    token = await user_token(colleague, bridge)
    after = (await machine.get("/api/bridge/changes/")).json()["last"]

    given = {"region": "EU", "teams": ["a", "b"], "level": 3}
    changed = await desk.patch(f"members/{person}/", json={"attributes": given})
    heard = (await machine.get(f"/api/bridge/changes/?after={after}")).json()
    granted = (await ask(machine, token))["actor"]["attributes"]

    assert changed.json()["attributes"] == given
    assert heard["actors"] == [person]
    assert granted == {**given, "id": person, "email": "editor@example.com", "name": "editor"}


@pytest.mark.parametrize(
    "attributes", [{"id": "other"}, {"no space": "x"}, {"region": {"deep": 1}}, {"region": "x" * 501}]
)
async def test_attributes_of_another_form_are_refused(world, project, desk, attributes):
    person = await person_id(await add_colleague(world, project, "editor"))

    answer = await desk.patch(f"members/{person}/", json={"attributes": attributes})

    assert code_of(answer) == (422, "invalid_input")


async def test_an_admin_gives_attributes_to_others_alone(world, project, desk):
    admin = await add_colleague(world, project, "admin")
    editor = await person_id(await add_colleague(world, project, "editor"))
    own, owner = await person_id(admin), (await desk.get("members/")).json()["members"][0]["id"]
    at_desk = await at_work(world, admin)
    body = {"attributes": {"region": "EU"}}

    assert (await at_desk.patch(f"members/{editor}/", json=body)).status_code == 200
    assert code_of(await at_desk.patch(f"members/{own}/", json=body)) == (403, "right_missing")
    assert code_of(await at_desk.patch(f"members/{owner}/", json=body)) == (403, "right_missing")


async def test_a_bridge_is_told_of_members_of_its_project_alone(world, project, desk):
    _, machine = await enrol(world)
    editor = await person_id(await add_colleague(world, project, "editor"))
    stranger = await add_colleague(world, (await add_project(world, "Other")).project, "editor", "stranger")

    async def told(person):
        return (await machine.get(f"/api/bridge/members/{person}/")).json()["actor"]

    own = {"id": editor, "email": "editor@example.com", "name": "editor"}
    assert await told(editor) == {"id": editor, "role": "editor", "attributes": own}
    assert await told(await person_id(stranger)) is None
    await desk.patch(f"members/{editor}/", json={"suspended": True})
    assert await told(editor) is None
