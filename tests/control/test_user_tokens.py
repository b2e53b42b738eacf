from __future__ import annotations

from contextlib import contextmanager

import pytest
from sqlalchemy import delete, event, update

from jetway.control.api_tokens import create_api_token
from jetway.control.store.api_tokens import NewApiToken, add_api_token
from jetway.control.store.bridges import Facts, add_bridge
from jetway.control.store.tables import api_tokens, memberships
from jetway.core.errors import InvalidInput
from jetway.core.token import digest, mint, well_formed
from tests.control.people import (
    add_colleague,
    add_project,
    ask,
    code_of,
    enrol,
    person_id,
    project_of,
    user_token,
)

INACTIVE = {"active": False}


@pytest.fixture
async def owner(world):
    return await world.owner()


@pytest.fixture
async def enrolled(world, owner):
    return await enrol(world)


async def test_a_session_gets_tokens_for_ten_minutes(owner):
    project = await project_of(owner)

    response = await owner.post("/api/user_tokens/", json={"audience": "control", "project": project["id"]})

    assert response.status_code == 201
    assert response.json()["expires_s"] == 600
    assert well_formed(response.json()["token"], "jut_")


async def test_a_token_dies_with_its_session_at_the_latest(world, owner):
    for _ in range(14):
        world.clock.forward(12 * 3600 - 20)
        await owner.get("/api/session/")
    project = await project_of(owner)

    response = await owner.post("/api/user_tokens/", json={"audience": "control", "project": project["id"]})

    assert response.json()["expires_s"] == 280


async def test_without_a_session_there_is_no_token(world, owner):
    project = await project_of(owner)

    response = await world.browser().post(
        "/api/user_tokens/", json={"audience": "control", "project": project["id"]}
    )

    assert code_of(response) == (401, "session_missing")


@pytest.mark.parametrize("project", ["0" * 24, "", "\x00", "ü", "' OR 1=1 --", "a" * 64])
async def test_a_project_that_one_is_not_in_does_not_exist(owner, project):
    response = await owner.post("/api/user_tokens/", json={"audience": "control", "project": project})

    assert code_of(response) == (404, "unknown_resource")


@pytest.mark.parametrize("audience", ["0" * 24, "", "Control", "\x00"])
async def test_a_bridge_that_is_not_in_the_project_is_no_audience(owner, audience):
    project = await project_of(owner)

    response = await owner.post("/api/user_tokens/", json={"audience": audience, "project": project["id"]})

    assert code_of(response) == (404, "unknown_resource")


async def test_a_token_tells_its_bridge_who_asks(owner, enrolled):
    bridge, machine = enrolled
    person = (await owner.get("/api/session/")).json()["person"]

    assert await ask(machine, await user_token(owner, bridge)) == {
        "active": True,
        "actor": {
            "id": person["id"],
            "role": "owner",
            "attributes": {"id": person["id"], "email": "ada@example.com", "name": "Ada"},
        },
        "epoch": "",
        "policy_version": 1,
        "fresh_s": 60,
        "stale_s": 900,
    }


async def test_an_answer_is_not_fresh_for_longer_than_the_token_lives(world, owner, enrolled):
    bridge, machine = enrolled
    token = await user_token(owner, bridge)
    world.clock.forward(590)

    assert (await ask(machine, token))["fresh_s"] == 10


async def test_tokens_that_are_not_good_here_get_one_answer(world, owner, enrolled):
    bridge, machine = enrolled
    other_bridge, other_machine = await enrol(world)
    expired = await user_token(owner, bridge)
    world.clock.forward(600)
    here = await user_token(owner, bridge)

    for token in [
        mint("jut_"),
        expired,
        await user_token(owner, "control"),
        await user_token(owner, other_bridge),
        machine.headers["authorization"].removeprefix("ProjectToken "),
    ]:
        assert await ask(machine, token) == INACTIVE
    assert await ask(other_machine, here) == INACTIVE
    assert (await ask(machine, here))["active"]


@contextmanager
def statements(store):
    """The statements that are run in the meantime."""
    run = []

    def note(_connection, _cursor, statement, *_):
        run.append(statement)

    event.listen(store.engine.sync_engine, "before_cursor_execute", note)
    yield run
    event.remove(store.engine.sync_engine, "before_cursor_execute", note)


async def answered(world, machine, token):
    """All that a bridge is told of a token, and what control asks its store for that."""
    body = {"token_sha256": digest(token)}
    with statements(world.store) as run:
        response = await machine.post("/api/project_auth/", json=body)
    return response.status_code, response.headers.raw, response.content, run


async def test_a_token_of_another_project_is_looked_for_and_answered_as_an_unknown_one(
    world, owner, enrolled
):
    _, machine = enrolled
    elsewhere = await add_project(world, "Elsewhere")
    stranger = await add_colleague(world, elsewhere.project, "owner", name="stranger")
    colleague = await person_id(await add_colleague(world, elsewhere.project, "viewer", name="viewed"))
    now = world.store.now()
    async with world.store.writing() as connection:
        bridge, _ = await add_bridge(connection, elsewhere, Facts("shop", "", "sqlite"), now)
        new = NewApiToken(elsewhere.environment, "script", "owner", now + 3600)
        _, script = await add_api_token(connection, new, now)
    asked = {"audience": bridge, "project": elsewhere.project}
    viewing = await stranger.post("/api/user_tokens/", json={**asked, "as": {"member": colleague}})
    strange = [
        await user_token(stranger, bridge),
        await user_token(stranger),
        viewing.json()["token"],
        script,
    ]
    await ask(machine, mint("jut_"))  # the first question of a minute notes that the bridge is alive

    unknown = await answered(world, machine, mint("jut_"))

    assert unknown[2] == b'{"active":false}'
    assert len(unknown[3]) > 3
    assert [await answered(world, machine, token) for token in strange] == [unknown] * 4


async def test_signing_out_ends_the_tokens_of_the_session(world, owner, enrolled):
    bridge, machine = enrolled
    token = await user_token(owner, bridge)

    await owner.delete("/api/session/")

    assert await ask(machine, token) == INACTIVE


async def test_a_change_of_role_holds_at_the_next_question(world, owner, enrolled):
    bridge, machine = enrolled
    token = await user_token(owner, bridge)
    async with world.store.writing() as connection:
        await connection.execute(update(memberships).values(role="viewer"))

    assert (await ask(machine, token))["actor"]["role"] == "viewer"


async def test_who_was_removed_from_the_project_is_nobody_at_the_next_question(world, owner, enrolled):
    bridge, machine = enrolled
    token = await user_token(owner, bridge)
    control_token = await user_token(owner)
    project = await project_of(owner)
    async with world.store.writing() as connection:
        await connection.execute(delete(memberships))

    assert await ask(machine, token) == INACTIVE
    settings = await world.machine(f"Token {control_token}").get(f"/api/projects/{project['id']}/settings/")
    assert code_of(settings) == (401, "token_invalid")


@pytest.mark.parametrize("sha256", ["x", None, 1, "A" * 64, "a" * 63, "a" * 64 + "\n"])
async def test_a_question_without_a_digest_is_refused(enrolled, sha256):
    _, machine = enrolled

    response = await machine.post("/api/project_auth/", json={"token_sha256": sha256})

    assert code_of(response) == (422, "invalid_input")
    assert response.json()["errors"][0]["pointer"] == "/token_sha256"


@pytest.mark.parametrize(
    ("authorization", "code"),
    [
        (None, "token_missing"),
        ("", "token_malformed"),
        ("ProjectToken", "token_malformed"),
        ("ProjectToken ", "token_malformed"),
        ("ProjectToken junk", "token_malformed"),
        ("Bearer {good}", "token_malformed"),
        ("Token {good}", "token_malformed"),
        ("ProjectToken {good},ProjectToken {good}", "token_malformed"),
        ("ProjectToken {good} ", "token_malformed"),
        ("ProjectToken {user}", "token_invalid"),
        ("ProjectToken {unknown}", "token_invalid"),
    ],
)
async def test_only_a_project_token_makes_a_bridge(world, owner, enrolled, authorization, code):
    bridge, _ = enrolled
    parts = {"good": mint("jpt_"), "unknown": mint("jpt_"), "user": await user_token(owner, bridge)}
    headers = {} if authorization is None else {"Authorization": authorization.format(**parts)}

    response = await world.machine().post("/api/project_auth/", json={}, headers=headers)

    assert code_of(response) == (401, code)
    assert response.headers["www-authenticate"] == "Token"


async def test_two_authorization_headers_are_none(world, enrolled):
    _, machine = enrolled
    header = ("Authorization", machine.headers["authorization"])

    response = await world.machine().post("/api/project_auth/", json={}, headers=[header, header])

    assert code_of(response) == (401, "token_malformed")


async def test_a_project_token_is_nobody_at_the_routes_of_people(world, owner, enrolled):
    _, machine = enrolled
    project = await project_of(owner)
    token = machine.headers["authorization"].removeprefix("ProjectToken ")

    response = await world.machine(f"Token {token}").get(f"/api/projects/{project['id']}/settings/")

    assert code_of(response) == (401, "token_invalid")


async def test_a_token_in_the_address_is_ignored(world, owner):
    project = await project_of(owner)
    token = await user_token(owner)

    response = await world.machine().get(
        f"/api/projects/{project['id']}/settings/", params={"token": token, "access_token": token}
    )

    assert code_of(response) == (401, "token_missing")


async def test_a_bridge_says_what_it_is(owner, enrolled):
    bridge, machine = enrolled

    now = {"name": "Shop", "url": "", "engine": "mariadb"}
    assert (await machine.put("/api/bridge/", json=now)).status_code == 204

    assert (await project_of(owner))["bridges"] == [{"id": bridge, **now}]


async def test_an_api_token_is_a_script_in_its_role(world, enrolled):
    _, machine = enrolled

    token = await create_api_token(world.store, role="viewer", name="nightly export")

    answer = await ask(machine, token)
    assert answer["actor"]["role"] == "viewer"
    assert answer["actor"]["attributes"] == {"id": answer["actor"]["id"], "name": "nightly export"}


async def test_an_api_token_holds_at_every_bridge_of_the_environment(world, enrolled):
    token = await create_api_token(world.store, role="viewer", name="export")

    for _, machine in [enrolled, await enrol(world)]:
        assert (await ask(machine, token))["active"]


async def test_an_api_token_expires_and_can_be_revoked(world, enrolled):
    _, machine = enrolled
    short = await create_api_token(world.store, role="viewer", name="short", expires_s=60)
    long = await create_api_token(world.store, role="viewer", name="long")

    world.clock.forward(60)
    assert await ask(machine, short) == INACTIVE
    assert (await ask(machine, long))["active"]
    async with world.store.writing() as connection:
        await connection.execute(update(api_tokens).values(revoked_at=world.store.now()))
    assert await ask(machine, long) == INACTIVE


async def test_an_api_token_remembers_when_it_was_used(world, enrolled):
    _, machine = enrolled
    token = await create_api_token(world.store, role="viewer", name="export")

    await ask(machine, token)

    async with world.store.reading() as connection:
        used_at = (await connection.execute(api_tokens.select())).one().used_at
    assert used_at == world.store.now()


async def test_an_api_token_is_nobody_at_control(world, owner):
    project = await project_of(owner)
    token = await create_api_token(world.store, role="owner", name="export")

    response = await world.machine(f"Token {token}").get(f"/api/projects/{project['id']}/settings/")

    assert code_of(response) == (401, "token_invalid")


@pytest.mark.parametrize(
    "wrong", [{"role": "king"}, {"name": ""}, {"expires_s": 0}, {"expires_s": 367 * 24 * 3600}]
)
async def test_an_api_token_needs_a_known_role_and_an_end(world, wrong):
    with pytest.raises(InvalidInput):
        await create_api_token(world.store, **{"role": "viewer", "name": "export", **wrong})


async def test_a_colleague_has_their_own_role(world, owner, enrolled):
    bridge, machine = enrolled
    editor = await add_colleague(world, (await project_of(owner))["id"], "editor")

    assert (await ask(machine, await user_token(editor, bridge)))["actor"]["role"] == "editor"
