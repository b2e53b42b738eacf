"""Every version of the policy is kept, compared and gone back to."""

import pytest

from jetway.control.default_policy import DEFAULT_ROLES
from tests.control.people import add_colleague, at_work, code_of, project_of


@pytest.fixture
async def desk(world):
    return await at_work(world, await world.owner())


async def test_versions_are_listed_compared_and_reverted(desk):
    first = await desk.get("policy/")
    clerk = {"tables": {"orders": {"read": ["id"]}}}
    body = {"roles": {**DEFAULT_ROLES, "clerk": clerk}}
    second = await desk.put("policy/", json=body, headers={"If-Match": first.headers["etag"]})
    old, new = first.json()["version"], second.json()["version"]

    listed = (await desk.get("policy/versions/")).json()["versions"]
    changes = (await desk.get(f"policy/versions/{old}/diff/")).json()["changes"]
    shown = (await desk.get(f"policy/versions/{new}/")).json()
    etag = {"If-Match": second.headers["etag"]}
    reverted = await desk.post(f"policy/versions/{old}/revert/", headers=etag)

    assert (listed[0]["version"], listed[0]["name"]) == (new, "Ada")
    assert changes[0] == {"role": "clerk", "right": "role", "from": False, "to": True}
    assert shown == second.json()
    assert reverted.json() == {**first.json(), "version": new + 1}
    assert code_of(await desk.post(f"policy/versions/{old}/revert/", headers=etag)) == (409, "conflict")
    assert (await desk.get(f"policy/versions/{old}/diff/?to={new + 1}")).json()["changes"] == []


async def test_versions_that_are_not_there(desk):
    assert code_of(await desk.get("policy/versions/99/")) == (404, "unknown_resource")
    assert code_of(await desk.get("policy/versions/x/")) == (400, "invalid_parameter")


async def test_versions_are_for_those_who_run_the_project(world):
    owner = await world.owner()
    editor = await at_work(world, await add_colleague(world, (await project_of(owner))["id"], "editor"))

    for path in ("policy/versions/", "policy/versions/1/", "policy/versions/1/diff/"):
        assert code_of(await editor.get(path)) == (403, "right_missing")
