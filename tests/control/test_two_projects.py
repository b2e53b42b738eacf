"""What belongs to one project does not exist for another's people, bridges and tokens."""

from __future__ import annotations

import pytest

from jetway.control.api_tokens import create_api_token
from jetway.control.store.bridges import Facts, add_bridge
from tests.control.people import add_project, ask, code_of, enrol, project_of, user_token

INACTIVE = {"active": False}


@pytest.fixture
async def owner(world):
    """Owner of the first project, and of no other."""
    return await world.owner()


@pytest.fixture
async def theirs(world, owner):
    """Another project, and a bridge in it."""
    place = await add_project(world, "Theirs")
    async with world.store.writing() as connection:
        bridge, token = await add_bridge(connection, place, Facts("theirs", "", "sqlite"), world.store.now())
    return place, bridge, world.machine(f"ProjectToken {token}")


async def test_a_person_sees_their_own_projects_only(owner, theirs):
    assert (await project_of(owner))["name"] == "My project"


async def test_nobody_gets_a_token_for_a_project_they_are_not_in(owner, theirs):
    place, bridge, _ = theirs

    for audience in ["control", bridge]:
        body = {"audience": audience, "project": place.project}
        assert code_of(await owner.post("/api/user_tokens/", json=body)) == (404, "unknown_resource")


async def test_nobody_gets_a_token_of_their_project_for_a_bridge_of_another(owner, theirs):
    _, bridge, _ = theirs
    project = await project_of(owner)

    body = {"audience": bridge, "project": project["id"]}
    assert code_of(await owner.post("/api/user_tokens/", json=body)) == (404, "unknown_resource")


@pytest.mark.parametrize(
    ("method", "document"), [("GET", "settings"), ("PUT", "settings"), ("GET", "policy"), ("PUT", "policy")]
)
async def test_a_token_opens_no_document_of_another_project(world, owner, theirs, method, document):
    place, _, _ = theirs
    manager = world.machine(f"Token {await user_token(owner)}")

    response = await manager.request(method, f"/api/projects/{place.project}/{document}/", json={})

    assert code_of(response) == (404, "unknown_resource")


async def test_a_token_is_nobody_at_a_bridge_of_another_project(world, owner, theirs):
    _, _, machine = theirs
    bridge, _ = await enrol(world)

    assert await ask(machine, await user_token(owner, bridge)) == INACTIVE
    assert await ask(machine, await user_token(owner)) == INACTIVE


async def test_an_api_token_is_nobody_at_a_bridge_of_another_project(world, theirs):
    _, _, machine = theirs

    assert await ask(machine, await create_api_token(world.store, role="owner", name="export")) == INACTIVE


async def test_a_bridge_reads_the_roles_of_its_own_project(world, owner, theirs):
    _, _, machine = theirs

    assert (await machine.get("/api/bridge/policy/")).json() == {
        "version": 0,
        "roles": {},
        "queries": {},
        "endpoints": {},
    }


async def test_nobody_lets_a_bridge_in_to_a_project_they_are_not_in(world, owner, theirs):
    place, _, _ = theirs
    about = {"name": "shop", "url": "", "engine": "sqlite"}
    shown = (await world.machine().post("/api/enrolments/", json=about)).json()

    response = await owner.post(f"/api/enrolments/{shown['code']}/approve/", json={"project": place.project})

    assert code_of(response) == (404, "unknown_resource")
