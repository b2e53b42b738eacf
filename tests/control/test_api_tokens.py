"""API tokens that people make: at most their maker's rights, and not for longer than they have them."""

from __future__ import annotations

import pytest

from tests.control.people import add_colleague, ask, at_work, code_of, enrol, person_id, project_of

YEAR_S = 366 * 24 * 3600
INACTIVE = {"active": False}


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
async def machine(world, owner):
    return (await enrol(world))[1]


async def make(desk, **wanted):
    response = await desk.post("api_tokens/", json={"name": "export", **wanted})
    assert response.status_code == 201, response.text
    return response.json()


async def test_a_token_acts_in_its_role_and_is_shown_once(world, owner, desk, machine):
    made = await make(desk, role="viewer", expires_s=3600)

    answer = await ask(machine, made["token"])
    assert (answer["actor"]["id"], answer["actor"]["role"]) == (made["id"], "viewer")
    assert answer["scope"] == {"read_only": False, "tables": None}
    response = await desk.get("api_tokens/")
    assert made["token"] not in response.text
    [listed] = response.json()["api_tokens"]
    assert listed == {
        "id": made["id"],
        "name": "export",
        "role": "viewer",
        "environment": (await project_of(owner))["environment"]["id"],
        "person": await person_id(owner),
        "made_by": "Ada",
        "read_only": False,
        "tables": None,
        "created_at": world.store.now(),
        "expires_at": world.store.now() + 3600,
        "used_at": world.store.now(),
    }


async def test_a_token_is_narrowed(desk, machine):
    made = await make(desk, read_only=True, tables=["orders", "orders", "sales.lines"])

    assert (await ask(machine, made["token"]))["scope"] == {
        "read_only": True,
        "tables": ["orders", "sales.lines"],
    }


async def test_a_revoked_token_is_over_and_bridges_hear_of_it(desk, machine):
    made = await make(desk)
    begun = (await machine.get("/api/bridge/changes/")).json()["last"]

    assert (await desk.delete(f"api_tokens/{made['id']}/")).status_code == 204

    assert await ask(machine, made["token"]) == INACTIVE
    heard = (await machine.get("/api/bridge/changes/", params={"after": begun})).json()
    assert heard["actors"] == [made["id"]]
    assert (await desk.get("api_tokens/")).json() == {"api_tokens": []}
    assert code_of(await desk.delete(f"api_tokens/{made['id']}/")) == (404, "unknown_resource")


@pytest.mark.parametrize(
    ("maker", "role", "given"),
    [
        ("admin", "admin", True),
        ("admin", "viewer", True),
        ("admin", "owner", False),
        ("editor", "editor", True),
        ("editor", "viewer", False),
        ("viewer", "owner", False),
    ],
)
async def test_a_token_has_at_most_its_makers_rights(world, owner, project, maker, role, given):
    colleague = await at_work(world, await add_colleague(world, project, maker))

    response = await colleague.post("api_tokens/", json={"name": "export", "role": role})

    if given:
        assert response.status_code == 201
    else:
        assert code_of(response) == (403, "right_missing")


async def test_without_a_role_it_is_the_makers_own(world, owner, project):
    colleague = await at_work(world, await add_colleague(world, project, "editor"))

    assert (await make(colleague))["role"] == "editor"


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"role": "emperor"}, "/role"),
        ({"expires_s": YEAR_S + 1}, "/expires_s"),
        ({"expires_s": 0}, "/expires_s"),
        ({"name": ""}, "/name"),
        ({"tables": [""]}, "/tables/0"),
        ({"tables": "orders"}, "/tables"),
        ({"read_only": None}, "/read_only"),
    ],
)
async def test_a_token_needs_a_known_role_and_an_end(desk, wrong, pointer):
    response = await desk.post("api_tokens/", json={"name": "export", **wrong})

    assert code_of(response) == (422, "invalid_input")
    assert response.json()["errors"][0]["pointer"] == pointer


async def test_it_ends_with_its_makers_membership(world, owner, project, desk, machine):
    colleague = await add_colleague(world, project, "editor")
    made = await make(await at_work(world, colleague))
    begun = (await machine.get("/api/bridge/changes/")).json()["last"]

    await desk.delete(f"members/{await person_id(colleague)}/")

    assert await ask(machine, made["token"]) == INACTIVE
    heard = (await machine.get("/api/bridge/changes/", params={"after": begun})).json()
    assert made["id"] in heard["actors"]
    assert (await desk.get("api_tokens/")).json() == {"api_tokens": []}


async def test_it_rests_while_its_maker_is_suspended(world, owner, project, desk, machine):
    colleague = await add_colleague(world, project, "editor")
    made = await make(await at_work(world, colleague))
    path = f"members/{await person_id(colleague)}/"
    begun = (await machine.get("/api/bridge/changes/")).json()["last"]

    await desk.patch(path, json={"suspended": True})
    assert await ask(machine, made["token"]) == INACTIVE
    heard = (await machine.get("/api/bridge/changes/", params={"after": begun})).json()
    assert made["id"] in heard["actors"]

    await desk.patch(path, json={"suspended": False})
    assert (await ask(machine, made["token"]))["active"]


@pytest.mark.parametrize(("role", "holds"), [("owner", True), ("editor", False), ("viewer", True)])
async def test_it_holds_while_its_maker_could_still_make_it(
    world, owner, project, desk, machine, role, holds
):
    colleague = await add_colleague(world, project, "admin")
    made = await make(await at_work(world, colleague), role="viewer")

    await desk.patch(f"members/{await person_id(colleague)}/", json={"role": role})

    assert (await ask(machine, made["token"]))["active"] is holds


async def test_others_see_and_end_their_own_alone(world, owner, project, desk):
    colleague = await at_work(world, await add_colleague(world, project, "editor"))
    own, foreign = await make(colleague), await make(desk)

    listed = (await colleague.get("api_tokens/")).json()["api_tokens"]

    assert [token["id"] for token in listed] == [own["id"]]
    assert code_of(await colleague.delete(f"api_tokens/{foreign['id']}/")) == (404, "unknown_resource")
    assert (await colleague.delete(f"api_tokens/{own['id']}/")).status_code == 204
    assert len((await desk.get("api_tokens/")).json()["api_tokens"]) == 1


async def test_making_one_takes_a_recent_sign_in(world, owner):
    world.clock.forward(15 * 60)

    response = await (await at_work(world, owner)).post("api_tokens/", json={"name": "export"})

    assert code_of(response) == (403, "reauthentication_needed")
