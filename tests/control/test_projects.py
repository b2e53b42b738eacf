"""Several projects, and several environments in each."""

from __future__ import annotations

import pytest

from tests.control.people import (
    OWNER,
    add_colleague,
    ask,
    at_work,
    code_of,
    enrol,
    person_id,
    project_of,
)

ABOUT = {"name": "shop", "url": "", "engine": "sqlite"}


@pytest.fixture
async def owner(world):
    return await world.owner()


@pytest.fixture
async def desk(world, owner):
    """The owner at work, a second after the first project was made."""
    world.clock.forward(1)
    return await at_work(world, owner)


async def projects(browser):
    return (await browser.get("/api/session/")).json()["person"]["projects"]


async def test_whoever_runs_a_project_makes_another_and_owns_it(owner, desk):
    response = await owner.post("/api/projects/", json={"name": "Warehouse"})

    assert response.status_code == 201
    made = response.json()
    assert (made["name"], made["role"], made["bridges"]) == ("Warehouse", "owner", [])
    assert [one["name"] for one in made["environments"]] == ["production"]
    assert (await projects(owner))[1] == made


async def test_others_make_none(world, owner):
    editor = await add_colleague(world, (await project_of(owner))["id"], "editor")

    assert code_of(await editor.post("/api/projects/", json={"name": "Mine"})) == (403, "right_missing")


@pytest.mark.parametrize("name", ["", "x" * 201, "a\nb", None])
async def test_a_project_needs_a_name(owner, name):
    assert code_of(await owner.post("/api/projects/", json={"name": name})) == (422, "invalid_input")


async def test_a_person_is_in_a_hundred_projects_at_most(owner):
    for number in range(99):
        response = await owner.post("/api/projects/", json={"name": f"Project {number}"})
        assert response.status_code == 201

    assert code_of(await owner.post("/api/projects/", json={"name": "More"})) == (409, "limit_reached")


async def test_a_project_is_renamed(world, owner, desk):
    assert (await desk.patch("", json={"name": "Shop"})).status_code == 204

    assert [one["name"] for one in await projects(owner)] == ["Shop"]
    viewer = await at_work(world, await add_colleague(world, (await project_of(owner))["id"], "viewer"))
    assert code_of(await viewer.patch("", json={"name": "Mine"})) == (403, "right_missing")


async def test_a_project_is_left(world, owner, desk):
    colleague = await add_colleague(world, (await project_of(owner))["id"], "admin")
    there = await at_work(world, colleague)

    assert (await there.delete(f"members/{await person_id(colleague)}/")).status_code == 204

    assert await projects(colleague) == []


async def token_in(browser, project, environment, audience="control"):
    body = {"audience": audience, "project": project, "environment": environment}
    return await browser.post("/api/user_tokens/", json=body)


async def test_an_environment_has_roles_bridges_and_tokens_of_its_own(world, owner, desk):
    project = await project_of(owner)
    staging = (await desk.post("environments/", json={"name": "staging"})).json()
    shown = (await world.machine().post("/api/enrolments/", json=ABOUT)).json()
    approval = {"project": project["id"], "environment": staging["id"]}
    approved = await owner.post(f"/api/enrolments/{shown['code']}/approve/", json=approval)
    assert approved.status_code == 204
    let_in = (await world.machine().post("/api/enrolments/poll/", json={"device": shown["device"]})).json()
    there = world.machine(f"ProjectToken {let_in['project_token']}")
    _, here = await enrol(world)

    token = (await token_in(owner, project["id"], None, let_in["bridge"])).json()["token"]
    assert (await ask(there, token))["actor"]["role"] == "owner"
    assert await ask(here, token) == {"active": False}

    work = world.machine(f"Token {(await token_in(owner, project['id'], staging['id'])).json()['token']}")
    path = f"/api/projects/{project['id']}/policy/"
    roles = {"owner": {"every_table": {}}}
    saved = await work.put(path, json={"roles": roles}, headers={"If-Match": "*"})
    assert saved.status_code == 200
    assert (await there.get("/api/bridge/policy/")).json()["roles"] == roles
    assert (await here.get("/api/bridge/policy/")).json()["roles"] != roles
    [production, shown_staging] = (await project_of(owner))["environments"]
    assert [len(production["bridges"]), len(shown_staging["bridges"])] == [1, 1]


async def test_a_new_environment_begins_with_the_roles_there_are(world, owner, desk):
    project = await project_of(owner)
    roles = {"owner": {"every_table": {}}, "support": {"tables": {"orders": {}}}}
    await desk.put("policy/", json={"roles": roles}, headers={"If-Match": "*"})

    staging = (await desk.post("environments/", json={"name": "staging"})).json()

    token = (await token_in(owner, project["id"], staging["id"])).json()["token"]
    there = world.machine(f"Token {token}")
    assert (await there.get(f"/api/projects/{project['id']}/policy/")).json()["roles"] == roles


async def test_environments_are_renamed_and_their_names_are_their_own(owner, desk):
    staging = (await desk.post("environments/", json={"name": "staging"})).json()["id"]

    assert (await desk.patch(f"environments/{staging}/", json={"name": "test"})).status_code == 204

    assert [one["name"] for one in (await project_of(owner))["environments"]] == ["production", "test"]
    taken = {"name": "production"}
    assert code_of(await desk.patch(f"environments/{staging}/", json=taken)) == (409, "conflict")
    assert code_of(await desk.post("environments/", json=taken)) == (409, "conflict")


async def test_an_empty_environment_is_removed_and_the_last_one_is_not(world, owner, desk):
    first = (await project_of(owner))["environment"]["id"]
    staging = (await desk.post("environments/", json={"name": "staging"})).json()["id"]
    await enrol(world)

    assert code_of(await desk.delete(f"environments/{first}/")) == (409, "conflict")
    assert (await desk.delete(f"environments/{staging}/")).status_code == 204
    assert code_of(await desk.delete(f"environments/{staging}/")) == (404, "unknown_resource")
    assert [one["id"] for one in (await project_of(owner))["environments"]] == [first]


async def test_a_project_keeps_one_environment(owner, desk):
    first = (await project_of(owner))["environment"]["id"]

    assert code_of(await desk.delete(f"environments/{first}/")) == (409, "conflict")


async def test_a_project_has_twenty_environments_at_most(desk):
    for number in range(19):
        assert (await desk.post("environments/", json={"name": f"e{number}"})).status_code == 201

    assert code_of(await desk.post("environments/", json={"name": "more"})) == (409, "limit_reached")


async def test_another_projects_environment_does_not_exist(world, owner, desk):
    other = (await owner.post("/api/projects/", json={"name": "Warehouse"})).json()
    project, foreign = (await projects(owner))[0]["id"], other["environment"]["id"]

    assert code_of(await token_in(owner, project, foreign)) == (404, "unknown_resource")
    assert code_of(await desk.patch(f"environments/{foreign}/", json={"name": "x"})) == (
        404,
        "unknown_resource",
    )
    assert code_of(await desk.delete(f"environments/{foreign}/")) == (404, "unknown_resource")
    shown = (await world.machine().post("/api/enrolments/", json=ABOUT)).json()
    approval = {"project": project, "environment": foreign}
    refused = await owner.post(f"/api/enrolments/{shown['code']}/approve/", json=approval)
    assert code_of(refused) == (404, "unknown_resource")


async def test_a_person_in_two_projects_has_a_role_in_each(world, owner, desk):
    colleague = await add_colleague(world, (await project_of(owner))["id"], "viewer")
    other = (await owner.post("/api/projects/", json={"name": "Warehouse"})).json()["id"]
    token = (await token_in(owner, other, None)).json()["token"]
    there = world.machine(f"Token {token}")
    body = {"email": "viewer@example.com", "role": "admin"}
    invited = (await there.post(f"/api/projects/{other}/invitations/", json=body)).json()
    code = invited["link"].partition("code=")[2]
    await colleague.post("/api/invitations/accept/", json={"code": code})

    assert [(one["name"], one["role"]) for one in await projects(colleague)] == [
        ("My project", "viewer"),
        ("Warehouse", "admin"),
    ]
    assert OWNER["name"] == invited["invited_by"]
