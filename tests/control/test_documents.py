from __future__ import annotations

import pytest

from jetway.control.default_policy import DEFAULT_ROLES, roles_granting
from jetway.core.policy_document import parse_policy
from tests.control.people import add_colleague, code_of, enrol, project_of, user_token

SETTINGS = {
    "menu": [{"title": "Sales", "tables": ["orders", "customers"]}],
    "tables": {
        "orders": {
            "title": "Orders",
            "hidden": False,
            "display": "number",
            "columns": {
                "total": {"title": "Total", "hidden": False, "field": "money", "options": {"currency": "EUR"}}
            },
        }
    },
}


@pytest.fixture
async def owner(world):
    return await world.owner()


@pytest.fixture
async def project(owner):
    return (await project_of(owner))["id"]


@pytest.fixture
async def manager(world, owner):
    """The owner's page, calling with a User Token for control."""
    return world.machine(f"Token {await user_token(owner)}")


@pytest.fixture
async def viewer(world, owner, project):
    return world.machine(f"Token {await user_token(await add_colleague(world, project, 'viewer'))}")


async def test_settings_are_empty_at_first(manager, project):
    response = await manager.get(f"/api/projects/{project}/settings/")

    assert (response.status_code, response.json(), response.headers["etag"]) == (200, {}, '"0"')


async def test_saved_settings_are_what_is_read(manager, viewer, project):
    path = f"/api/projects/{project}/settings/"

    saved = await manager.put(path, json=SETTINGS, headers={"If-Match": '"0"'})

    assert (saved.status_code, saved.json(), saved.headers["etag"]) == (200, SETTINGS, '"1"')
    read = await viewer.get(path)
    assert (read.json(), read.headers["etag"]) == (SETTINGS, '"1"')


async def test_who_saves_over_a_version_that_is_gone_is_told(manager, project):
    path = f"/api/projects/{project}/settings/"
    await manager.put(path, json=SETTINGS, headers={"If-Match": '"0"'})

    for etag in ['"0"', '"2"', "1", "junk", '"-1"']:
        assert code_of(await manager.put(path, json={}, headers={"If-Match": etag})) == (409, "conflict")
    assert (await manager.get(path)).json() == SETTINGS
    assert (await manager.put(path, json={}, headers={"If-Match": '"1"'})).headers["etag"] == '"2"'


async def test_saving_needs_the_version_that_was_loaded(manager, project):
    response = await manager.put(f"/api/projects/{project}/settings/", json={})

    assert code_of(response) == (400, "invalid_parameter")
    assert response.json()["errors"][0]["pointer"] == "If-Match"


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        ([], ""),
        ({"manu": []}, "/manu"),
        ({"menu": {}}, "/menu"),
        ({"menu": [{"title": 1}]}, "/menu/0/title"),
        ({"tables": {"orders": {"rows": []}}}, "/tables/-/rows"),
        ({"tables": {"orders": {"columns": {"total": {"hidden": "yes"}}}}}, "/tables/-/columns/-/hidden"),
    ],
)
async def test_settings_of_another_form_are_refused(manager, project, document, pointer):
    response = await manager.put(
        f"/api/projects/{project}/settings/", json=document, headers={"If-Match": '"0"'}
    )

    assert code_of(response) == (422, "invalid_input")
    assert response.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize("document", ["settings", "policy"])
async def test_a_viewer_may_not_save(viewer, project, document):
    path = f"/api/projects/{project}/{document}/"

    response = await viewer.put(path, json={}, headers={"If-Match": '"0"'})

    assert code_of(response) == (403, "right_missing")


async def test_a_viewer_may_not_read_the_roles(viewer, project):
    assert code_of(await viewer.get(f"/api/projects/{project}/policy/")) == (403, "right_missing")


@pytest.mark.parametrize("document", ["settings", "policy"])
@pytest.mark.parametrize("project", ["0" * 24, "%00", "..", "x"])
async def test_other_projects_do_not_exist(world, owner, document, project):
    manager = world.machine(f"Token {await user_token(owner)}")

    response = await manager.get(f"/api/projects/{project}/{document}/")

    assert response.status_code == 404


async def test_the_cookie_alone_opens_no_document(owner, project):
    response = await owner.get(f"/api/projects/{project}/settings/")

    assert code_of(response) == (401, "token_missing")


async def test_a_token_for_a_bridge_opens_no_document(world, owner, project):
    bridge, _ = await enrol(world)
    token = await user_token(owner, bridge)

    response = await world.machine(f"Token {token}").get(f"/api/projects/{project}/settings/")

    assert code_of(response) == (401, "token_invalid")


async def test_at_first_owners_and_admins_may_do_everything_and_others_nothing(manager, project):
    response = await manager.get(f"/api/projects/{project}/policy/")

    assert response.headers["etag"] == '"1"'
    assert response.json() == {"version": 1, "roles": DEFAULT_ROLES, "queries": {}, "endpoints": {}}
    roles = parse_policy(response.json()).roles
    assert roles["owner"].every_table is not None
    assert roles["editor"].every_table is None
    assert roles["viewer"].tables == {}


async def test_a_saved_policy_is_the_next_version_and_reaches_the_bridge(world, manager, project):
    _, machine = await enrol(world)
    roles = roles_granting(["orders"])

    saved = await manager.put(
        f"/api/projects/{project}/policy/", json={"roles": roles}, headers={"If-Match": '"1"'}
    )

    document = {"version": 2, "roles": roles, "queries": {}, "endpoints": {}}
    assert (saved.status_code, saved.json()) == (200, document)
    assert (await machine.get("/api/bridge/policy/")).json() == document


QUERIES = {"top": {"title": "Top", "sql": "SELECT :n AS n", "parameters": [{"name": "n", "type": "integer"}]}}


ENDPOINTS = {"top": {"query": "top", "shape": "value", "parameters": {"n": {"value": 5}}}}


async def test_what_the_roles_may_run_travels_with_them_and_stays_until_others_are_sent(
    world, manager, project
):
    _, machine = await enrol(world)
    path = f"/api/projects/{project}/policy/"

    sent = {"roles": {}, "queries": QUERIES, "endpoints": ENDPOINTS}
    await manager.put(path, json=sent, headers={"If-Match": '"1"'})
    await manager.put(path, json={"roles": DEFAULT_ROLES}, headers={"If-Match": '"2"'})

    document = (await machine.get("/api/bridge/policy/")).json()
    assert document == {**sent, "version": 3, "roles": DEFAULT_ROLES}


async def test_a_query_behind_an_endpoint_is_not_taken_away(manager, project):
    path = f"/api/projects/{project}/policy/"
    sent = {"queries": QUERIES, "endpoints": ENDPOINTS}
    await manager.put(path, json=sent, headers={"If-Match": '"1"'})

    response = await manager.put(path, json={"queries": {}}, headers={"If-Match": '"2"'})

    assert code_of(response) == (422, "invalid_input")
    assert response.json()["errors"][0]["pointer"] == "/endpoints/top/query"
    assert (await manager.get(path)).json()["version"] == 2


async def test_going_back_to_a_version_brings_its_endpoints_back(manager, project):
    path = f"/api/projects/{project}/policy/"
    sent = {"queries": QUERIES, "endpoints": ENDPOINTS}
    await manager.put(path, json=sent, headers={"If-Match": '"1"'})

    back = await manager.post(f"{path}versions/1/revert/", headers={"If-Match": '"2"'})
    there = await manager.post(f"{path}versions/2/revert/", headers={"If-Match": '"3"'})

    assert (back.json()["endpoints"], there.json()["endpoints"]) == ({}, ENDPOINTS)


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"sql": ""}, "/queries/top/sql"),
        ({"sql": "SELECT 1", "parameters": [{"name": "actor.id"}]}, "/queries/top/parameters/0/name"),
        ({"sql": "SELECT 1", "parameters": [{"name": "a"}, {"name": "a"}]}, "/queries/top/parameters"),
        ({"sql": "SELECT 1", "parameters": [{"name": "a", "type": "x"}]}, "/queries/top/parameters/0/type"),
        ({"sql": "SELECT 1", "roles": []}, "/queries/top/roles"),
    ],
)
async def test_a_query_of_another_form_is_not_saved(manager, project, query, pointer):
    response = await manager.put(
        f"/api/projects/{project}/policy/",
        json={"roles": {}, "queries": {"top": query}},
        headers={"If-Match": '"1"'},
    )

    assert code_of(response) == (422, "invalid_input")
    assert response.json()["errors"][0]["pointer"] == pointer


async def test_a_policy_is_not_saved_over_one_that_was_not_seen(manager, project):
    path = f"/api/projects/{project}/policy/"
    await manager.put(path, json={"roles": {}}, headers={"If-Match": '"1"'})

    response = await manager.put(path, json={"roles": DEFAULT_ROLES}, headers={"If-Match": '"1"'})

    assert code_of(response) == (409, "conflict")
    assert (await manager.get(path)).json() == {"version": 2, "roles": {}, "queries": {}, "endpoints": {}}


async def test_a_policy_that_says_something_unknown_is_not_saved(manager, project):
    path = f"/api/projects/{project}/policy/"
    roles = {"editor": {"tables": {"orders": {"rows": {"column": "id", "op": "like", "value": 1}}}}}

    response = await manager.put(path, json={"roles": roles}, headers={"If-Match": '"1"'})

    assert code_of(response) == (422, "invalid_input")
    assert response.json()["errors"][0]["pointer"] == "/roles/editor/tables/orders/rows/op"
    assert (await manager.get(path)).json()["version"] == 1


async def test_the_version_is_controls_to_count(manager, project):
    response = await manager.put(
        f"/api/projects/{project}/policy/", json={"version": 9, "roles": {}}, headers={"If-Match": '"1"'}
    )

    assert code_of(response) == (422, "invalid_input")
    assert response.json()["errors"][0]["pointer"] == "/version"


def test_granting_tables_lets_editors_change_and_viewers_read():
    roles = parse_policy({"version": 1, "roles": roles_granting(["orders"])}).roles

    assert roles["editor"].tables["orders"].update is not None
    assert not roles["editor"].tables["orders"].delete
    assert roles["viewer"].tables["orders"].update is None
    assert roles["viewer"].tables["orders"].read is not None
