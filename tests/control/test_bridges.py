"""The bridges of a project: seen, named, removed; and their Project Tokens, rotated."""

from __future__ import annotations

import anyio
import pytest

from jetway.control.enrolment import create_enrolment_key
from jetway.control.store import project_tokens
from jetway.core.token import digest, mint
from tests.control.people import (
    OWNER,
    add_colleague,
    add_project,
    ask,
    at_work,
    code_of,
    enrol,
    project_of,
    user_token,
)

ABOUT = {"name": "shop", "url": "", "engine": "sqlite"}


@pytest.fixture
async def owner(world):
    return await world.owner()


@pytest.fixture
async def desk(world, owner):
    return await at_work(world, owner)


@pytest.fixture
async def enrolled(world, owner):
    return await enrol(world)


async def listed(desk):
    return (await desk.get("bridges/")).json()["bridges"]


async def test_the_list_shows_when_a_bridge_was_last_heard_of(world, owner, desk, enrolled):
    bridge, machine = enrolled
    begun = world.store.now()
    assert [one["seen_at"] for one in await listed(desk)] == [None]
    world.clock.forward(90)

    await machine.get("/api/bridge/policy/")

    environment = (await project_of(owner))["environment"]["id"]
    times = {"created_at": begun, "seen_at": begun + 90, "locked_at": None}
    assert await listed(desk) == [{"id": bridge, **ABOUT, "environment": environment, **times}]


async def test_a_given_name_stays_when_the_bridge_presents_itself(owner, desk, enrolled):
    bridge, machine = enrolled

    renamed = await desk.patch(f"bridges/{bridge}/", json={"name": "The shop"})
    await machine.put("/api/bridge/", json={**ABOUT, "name": "shop-2"})

    assert renamed.json()["name"] == "The shop"
    assert [one["name"] for one in await listed(desk)] == ["The shop"]
    assert [one["name"] for one in (await project_of(owner))["bridges"]] == ["The shop"]
    await desk.patch(f"bridges/{bridge}/", json={"name": ""})
    assert [one["name"] for one in await listed(desk)] == ["shop-2"]


async def test_a_removed_bridge_is_known_no_more(owner, desk, enrolled):
    bridge, machine = enrolled
    await user_token(owner, bridge)

    assert (await desk.delete(f"bridges/{bridge}/")).status_code == 204

    assert code_of(await machine.get("/api/bridge/policy/")) == (401, "token_invalid")
    assert await listed(desk) == []
    assert code_of(await desk.delete(f"bridges/{bridge}/")) == (404, "unknown_resource")


async def test_removing_one_takes_a_recent_sign_in_and_the_right(world, owner, enrolled):
    bridge, _ = enrolled
    editor = await at_work(world, await add_colleague(world, (await project_of(owner))["id"], "editor"))
    assert code_of(await editor.get("bridges/")) == (403, "right_missing")
    assert code_of(await editor.delete(f"bridges/{bridge}/")) == (403, "right_missing")
    world.clock.forward(15 * 60)

    late = await (await at_work(world, owner)).delete(f"bridges/{bridge}/")

    assert code_of(late) == (403, "reauthentication_needed")


async def test_a_bridge_of_another_project_does_not_exist(world, desk, enrolled):
    from jetway.control.store.bridges import Facts, add_bridge

    place = await add_project(world, "Elsewhere")
    async with world.store.writing() as connection:
        theirs, _ = await add_bridge(connection, place, Facts("b", "", "e"), world.store.now())

    for response in [
        await desk.patch(f"bridges/{theirs}/", json={"name": "mine"}),
        await desk.delete(f"bridges/{theirs}/"),
    ]:
        assert code_of(response) == (404, "unknown_resource")
    assert len(await listed(desk)) == 1


async def rotate(machine, token):
    return await machine.put("/api/bridge/project_token/", json={"token_sha256": digest(token)})


async def test_a_rotated_token_and_the_one_before_hold_for_a_day(world, enrolled):
    _, machine = enrolled
    newest = mint("jpt_")

    assert (await rotate(machine, newest)).status_code == 204

    assert (await machine.get("/api/bridge/policy/")).status_code == 200
    world.clock.forward(24 * 3600 - 1)
    assert (await machine.get("/api/bridge/policy/")).status_code == 200
    assert (await world.machine(f"ProjectToken {newest}").get("/api/bridge/policy/")).status_code == 200


async def stolen(world, machine):
    """A machine with the newest token, after another has shown the one before, a day too late."""
    newest = mint("jpt_")
    await rotate(machine, newest)
    world.clock.forward(24 * 3600)
    assert code_of(await machine.get("/api/bridge/policy/")) == (401, "bridge_locked")
    return world.machine(f"ProjectToken {newest}")


async def the_next_day(world, person):
    """Somebody whose session has ended meanwhile, at work again."""
    await person.post("/api/session/", json={name: OWNER[name] for name in ("email", "password")})
    return await at_work(world, person)


async def test_the_token_before_locks_the_bridge_after_its_day(world, owner, enrolled):
    bridge, machine = enrolled
    honest = await stolen(world, machine)
    locked_at = world.store.now()
    world.clock.forward(5)

    assert code_of(await honest.get("/api/bridge/policy/")) == (401, "bridge_locked")
    assert code_of(await machine.get("/api/bridge/policy/")) == (401, "bridge_locked")

    desk = await the_next_day(world, owner)
    assert [one["locked_at"] for one in await listed(desk)] == [locked_at]
    told = [line for line in (await desk.get("audit/")).json()["results"] if line["action"] == "bridges.lock"]
    assert [(line["actor"]["id"], line["subject"]) for line in told] == [(bridge, bridge)]


async def test_an_owner_unlocks_a_bridge_for_its_newest_token(world, owner, enrolled):
    bridge, machine = enrolled
    honest = await stolen(world, machine)
    desk = await the_next_day(world, owner)
    admin = await at_work(world, await add_colleague(world, (await project_of(owner))["id"], "admin"))
    assert code_of(await admin.post(f"bridges/{bridge}/unlock/")) == (403, "right_missing")

    unlocked = await desk.post(f"bridges/{bridge}/unlock/")

    assert unlocked.json()["locked_at"] is None
    assert (await honest.get("/api/bridge/policy/")).status_code == 200
    assert code_of(await machine.get("/api/bridge/policy/")) == (401, "bridge_locked")


async def test_owners_hear_by_mail_that_a_bridge_is_locked(mailing_world, mailbox):
    owner = await mailing_world.owner()
    await add_colleague(mailing_world, (await project_of(owner))["id"], "admin")
    _, machine = await enrol(mailing_world)
    await stolen(mailing_world, machine)
    while mailing_world.control.desk.mailer._under_way:  # noqa: ASYNC110 - it has no event to wait for
        await anyio.sleep(0.01)

    [letter] = mailbox.letters
    assert letter["Subject"] == "A bridge of My project is locked"
    assert "#/settings/bridges" in letter.get_content()


async def test_rotating_to_the_same_token_again_changes_nothing(world, enrolled):
    _, machine = enrolled
    newest = mint("jpt_")
    await rotate(machine, newest)

    assert (await rotate(machine, newest)).status_code == 204
    assert (await rotate(world.machine(f"ProjectToken {newest}"), newest)).status_code == 204
    assert (await machine.get("/api/bridge/policy/")).status_code == 200


async def test_of_two_replicas_that_rotate_one_wins(enrolled):
    _, machine = enrolled

    assert (await rotate(machine, mint("jpt_"))).status_code == 204
    assert code_of(await rotate(machine, mint("jpt_"))) == (409, "conflict")


async def rotated_twice(world, first):
    """The machines with the second and the third token after the first machine's."""
    second, third = mint("jpt_"), mint("jpt_")
    await rotate(first, second)
    before = world.machine(f"ProjectToken {second}")
    await rotate(before, third)
    return before, world.machine(f"ProjectToken {third}")


async def test_a_token_of_any_generation_locks_the_bridge(world, enrolled):
    _, first = enrolled
    second, third = await rotated_twice(world, first)
    fourth, fifth = await rotated_twice(world, third)
    assert (await fourth.get("/api/bridge/policy/")).status_code == 200

    assert code_of(await second.get("/api/bridge/policy/")) == (401, "bridge_locked")

    assert code_of(await fifth.get("/api/bridge/policy/")) == (401, "bridge_locked")
    assert code_of(await first.get("/api/bridge/policy/")) == (401, "bridge_locked")


async def test_a_token_that_was_replaced_is_never_taken_up_again(world, enrolled):
    _, first = enrolled
    second, third = await rotated_twice(world, first)
    for machine in (first, second):
        old = machine.headers["Authorization"].partition(" ")[2]
        assert code_of(await rotate(third, old)) == (409, "conflict")
    assert (await third.get("/api/bridge/policy/")).status_code == 200


async def test_of_the_oldest_tokens_nothing_is_known_for_ever(world, enrolled, monkeypatch):
    monkeypatch.setattr(project_tokens, "MAX_REPLACED", 1)
    _, first = enrolled
    _, third = await rotated_twice(world, first)
    world.clock.forward(1)
    await rotated_twice(world, third)
    assert code_of(await first.get("/api/bridge/policy/")) == (401, "token_invalid")


async def test_the_tokens_of_a_removed_bridge_are_forgotten(world, owner, enrolled):
    bridge, first = enrolled
    await rotated_twice(world, first)
    await (await at_work(world, owner)).delete(f"bridges/{bridge}/")
    assert code_of(await first.get("/api/bridge/policy/")) == (401, "token_invalid")


@pytest.mark.parametrize("sha256", ["", "x" * 64, None, "0" * 63])
async def test_a_digest_that_is_none_is_refused(enrolled, sha256):
    _, machine = enrolled

    response = await machine.put("/api/bridge/project_token/", json={"token_sha256": sha256})

    assert code_of(response) == (422, "invalid_input")


async def test_a_user_token_for_a_removed_bridge_is_nobody(world, owner, desk, enrolled):
    bridge, _ = enrolled
    _, other = await enrol(world)
    token = await user_token(owner, bridge)
    await desk.delete(f"bridges/{bridge}/")

    assert await ask(other, token) == {"active": False}


THERE, ELSEWHERE = "https://bridge.example", "https://b.example:8443/api"
FACTS = {"name": "Shop", "url": THERE, "engine": "sqlite"}


@pytest.fixture
async def apart(world, owner):
    """The id of a bridge at an address of its own, and the bridge."""
    key = await create_enrolment_key(world.store)
    answer = (await world.machine().post("/api/enrolments/", json={**FACTS, "key": key})).json()
    return answer["bridge"], world.machine(f"ProjectToken {answer['project_token']}")


async def test_nobody_leads_people_elsewhere_by_a_project_token(owner, apart):
    bridge, machine = apart
    for url in ("https://evil.example", "http://bridge.example", "https://bridge.example:444", ""):
        refused = await machine.put("/api/bridge/", json={"name": "x", "engine": "y", "url": url})
        assert code_of(refused) == (409, "bridge_moved")
    assert (await project_of(owner))["bridges"] == [{"id": bridge, **FACTS}]


async def test_an_owner_says_where_a_bridge_has_moved(world, owner, desk, apart):
    bridge, machine = apart
    admin = await at_work(world, await add_colleague(world, (await project_of(owner))["id"], "admin"))
    path = f"bridges/{bridge}/address/"
    assert code_of(await admin.put(path, json={"url": ELSEWHERE})) == (403, "right_missing")

    moved = await desk.put(path, json={"url": ELSEWHERE})

    assert (moved.status_code, moved.json()["url"]) == (200, ELSEWHERE)
    assert (await machine.put("/api/bridge/", json={**FACTS, "url": f"{ELSEWHERE}/"})).status_code == 204
    assert (await project_of(owner))["bridges"] == [{"id": bridge, **FACTS, "url": ELSEWHERE}]
    lines = (await desk.get("audit/")).json()["results"]
    told = [line["details"] for line in lines if line["action"] == "bridges.put_address"]
    assert told == [{"url": {"from": THERE, "to": ELSEWHERE}}]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://x", "https://user:pass@host", "https://h/?q=1"]
)
async def test_a_bridge_moves_to_a_web_address(desk, apart, url):
    bridge, _ = apart
    refused = await desk.put(f"bridges/{bridge}/address/", json={"url": url})
    assert (code_of(refused), refused.json()["errors"][0]["pointer"]) == ((422, "invalid_input"), "/url")


async def test_a_bridge_in_controls_own_process_moves_with_it(desk, enrolled, apart):
    for (bridge, _), url in ((enrolled, ELSEWHERE), (apart, "")):
        refused = await desk.put(f"bridges/{bridge}/address/", json={"url": url})
        assert code_of(refused) == (409, "conflict")


async def test_moving_one_takes_a_recent_sign_in(world, owner, apart):
    bridge, _ = apart
    world.clock.forward(15 * 60)
    late = await (await at_work(world, owner)).put(f"bridges/{bridge}/address/", json={"url": ELSEWHERE})
    assert code_of(late) == (403, "reauthentication_needed")
