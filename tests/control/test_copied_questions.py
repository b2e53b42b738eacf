"""What somebody has who read a bridge's question on its way, or asks it in another form (ADR 21)."""

from __future__ import annotations

import pytest

from jetway.core.token import digest, mint
from tests.canaries import PERSON
from tests.control.people import (
    ask,
    code_of,
    enrol,
    user_token,
)

INACTIVE = {"active": False}


@pytest.fixture
async def owner(world):
    return await world.owner()


@pytest.fixture
async def enrolled(world, owner):
    return await enrol(world)


async def rotate(machine, token):
    answer = await machine.put("/api/bridge/project_token/", json={"token_sha256": digest(token)})
    assert answer.status_code == 204


def told(response):
    """What of control's word on people and roles is in an answer."""
    words = ("Ada", "ada@example.com", "actor", "policy_version", "epoch", "active")
    return [word for word in words if word in response.text]


@pytest.mark.parametrize(
    "change",
    [
        lambda body: {},
        lambda body: {"token": body["token_sha256"]},
        lambda body: {**body, "audience": "control"},
        lambda body: {**body, "token": "jut_"},
        lambda body: {"token_sha256": [body["token_sha256"]]},
        lambda body: {"token_sha256": {"like": body["token_sha256"]}},
        lambda body: {"token_sha256": body["token_sha256"].upper()},
        lambda body: {"token_sha256": body["token_sha256"][:-1]},
    ],
    ids=["none", "another name", "one more", "two", "list", "object", "upper case", "shorter"],
)
async def test_a_question_with_other_fields_is_refused_and_told_nothing(owner, enrolled, change):
    bridge, machine = enrolled
    body = {"token_sha256": digest(await user_token(owner, bridge))}
    assert (await machine.post("/api/project_auth/", json=body)).json()["active"]

    refused = await machine.post("/api/project_auth/", json=change(body))

    assert refused.status_code == 422
    assert told(refused) == []


async def test_a_question_about_another_digest_is_about_another_token(owner, enrolled):
    bridge, machine = enrolled
    token_sha256 = digest(await user_token(owner, bridge))
    other = token_sha256[:-1] + ("0" if token_sha256[-1] != "0" else "1")

    assert (await machine.post("/api/project_auth/", json={"token_sha256": other})).json() == INACTIVE


async def test_a_copied_body_is_worth_nothing_to_another_bridge(world, owner, enrolled):
    bridge, _ = enrolled
    token = await user_token(owner, bridge)
    _, neighbour = await enrol(world)

    assert await ask(neighbour, token) == INACTIVE
    assert code_of(
        await world.machine().post("/api/project_auth/", json={"token_sha256": digest(token)})
    ) == (
        401,
        "token_missing",
    )


async def test_a_copied_question_gets_the_answer_of_today(owner, enrolled):
    bridge, machine = enrolled
    token = await user_token(owner, bridge)
    assert (await ask(machine, token))["active"]

    await owner.delete("/api/session/")

    assert await ask(machine, token) == INACTIVE


async def test_a_question_of_before_a_rotation_ends_after_a_day_and_locks_the_bridge(world, owner, enrolled):
    bridge, copied = enrolled
    newest = mint("jpt_")
    await rotate(copied, newest)
    world.clock.forward(24 * 3600)
    await owner.post("/api/session/", json={"email": "ada@example.com", "password": PERSON})
    body = {"token_sha256": digest(await user_token(owner, bridge))}

    replayed = await copied.post("/api/project_auth/", json=body)
    honest = await world.machine(f"ProjectToken {newest}").post("/api/project_auth/", json=body)

    for refused in (replayed, honest):
        assert code_of(refused) == (401, "bridge_locked")
        assert told(refused) == []


async def test_a_question_of_two_rotations_ago_locks_the_bridge_at_once(world, owner, enrolled):
    bridge, copied = enrolled
    second = mint("jpt_")
    await rotate(copied, second)
    await rotate(world.machine(f"ProjectToken {second}"), mint("jpt_"))
    body = {"token_sha256": digest(await user_token(owner, bridge))}

    assert code_of(await copied.post("/api/project_auth/", json=body)) == (401, "bridge_locked")
