from __future__ import annotations

import anyio
import pytest

from jetway import commands
from jetway.bridge.directory import Device
from jetway.control.desk import close_desk
from jetway.control.enrolment import create_enrolment_key
from tests.control.people import ORIGIN, add_colleague, at_work, code_of, make_world, project_of

REQUEST = {"name": "shop", "url": "https://bridge.example", "engine": "postgresql"}


@pytest.fixture
async def owner(world):
    return await world.owner()


@pytest.fixture
async def shown(world):
    """What the bridge shows its operator."""
    return (await world.machine().post("/api/enrolments/", json=REQUEST)).json()


async def poll(world, shown):
    return await world.machine().post("/api/enrolments/poll/", json={"device": shown["device"]})


async def approve(browser, shown, project):
    return await browser.post(f"/api/enrolments/{shown['code']}/approve/", json={"project": project})


async def test_a_bridge_is_shown_a_code_and_where_to_type_it(world):
    response = await world.machine().post("/api/enrolments/", json=REQUEST)

    assert response.status_code == 201
    body = response.json()
    assert (body["verify_url"], body["interval_s"], body["expires_s"]) == (f"{ORIGIN}/#/connect", 5, 600)
    assert len(body["code"]) == 9
    assert body["code"][4] == "-"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example"},
        {"Forwarded": "host=evil.example"},
        {"X-Forwarded-Proto": "ftp"},
        {"Origin": "https://evil.example"},
        {"Referer": "https://evil.example/"},
    ],
)
async def test_the_address_to_open_comes_from_the_configuration(world, headers):
    response = await world.machine().post("/api/enrolments/", json=REQUEST, headers=headers)

    assert response.json()["verify_url"] == f"{ORIGIN}/#/connect"


async def test_before_approval_the_bridge_waits(world, owner, shown):
    assert code_of(await poll(world, shown)) == (400, "enrolment_pending")


async def test_a_person_sees_which_bridge_stands_behind_the_code_and_where_it_asks_from(owner, shown):
    told = {**REQUEST, "asked_from": "127.0.0.1"}
    assert (await owner.get(f"/api/enrolments/{shown['code']}/")).json() == told


async def test_a_bridge_does_not_say_where_it_asks_from(world):
    said = {**REQUEST, "asked_from": "10.0.0.1"}
    assert code_of(await world.machine().post("/api/enrolments/", json=said)) == (422, "invalid_input")


async def test_letting_one_in_takes_a_recent_sign_in(world, owner):
    world.clock.forward(15 * 60)
    shown = (await world.machine().post("/api/enrolments/", json=REQUEST)).json()
    project = (await project_of(owner))["id"]

    assert code_of(await approve(owner, shown, project)) == (403, "reauthentication_needed")
    assert code_of(await poll(world, shown)) == (400, "enrolment_pending")


@pytest.mark.parametrize(
    "form",
    [
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " "),
        lambda code: f" {code} ",
        lambda code: "-".join(code.lower()),
    ],
)
async def test_the_code_may_be_typed_carelessly(owner, shown, form):
    assert (await owner.get(f"/api/enrolments/{form(shown['code'])}/")).status_code == 200


async def test_an_approved_bridge_gets_its_token_once(world, owner, shown):
    project = await project_of(owner)

    assert (await approve(owner, shown, project["id"])).status_code == 204
    answer = await poll(world, shown)

    assert answer.status_code == 200
    assert answer.json()["project"] == project["id"]
    assert answer.json()["project_token"].startswith("jpt_")
    bridge = {"id": answer.json()["bridge"], "name": "shop", "url": REQUEST["url"], "engine": "postgresql"}
    assert (await project_of(owner))["bridges"] == [bridge]
    assert code_of(await poll(world, shown)) == (400, "enrolment_invalid")


async def test_a_bridge_that_asks_too_often_is_told_to_slow_down(world, owner, shown):
    assert code_of(await poll(world, shown)) == (400, "enrolment_pending")
    for interval_s in (10, 15):
        world.clock.forward(2)
        told = await poll(world, shown)
        assert (code_of(told), told.json()["interval_s"]) == ((400, "slow_down"), interval_s)
    world.clock.forward(15)
    assert code_of(await poll(world, shown)) == (400, "enrolment_pending")
    await approve(owner, shown, (await project_of(owner))["id"])
    assert (await poll(world, shown)).status_code == 200


async def test_a_bridge_slows_down_when_it_is_told_to(world, owner, shown, monkeypatch):
    """The waiting is real, its seconds are not."""
    slept = []

    async def sleep(seconds):
        slept.append(seconds)
        world.clock.forward(seconds)
        if len(slept) == 3:
            await approve(owner, shown, (await project_of(owner))["id"])

    monkeypatch.setattr(commands.asyncio, "sleep", sleep)
    device = Device(**{**shown, "interval_s": 2})
    assert (await commands._waited(world.machine(), device)).project_token.startswith("jpt_")
    assert slept == [2, 2, 7]


async def test_of_two_polls_at_once_one_gets_the_token(world, owner, shown):
    await approve(owner, shown, (await project_of(owner))["id"])
    statuses = []

    async def try_to_poll():
        statuses.append((await poll(world, shown)).status_code)

    async with anyio.create_task_group() as group:
        for _ in range(10):
            group.start_soon(try_to_poll)

    assert sorted(statuses) == [200] + [400] * 9


async def test_a_code_is_approved_once(owner, shown):
    project = (await project_of(owner))["id"]
    await approve(owner, shown, project)

    assert code_of(await approve(owner, shown, project)) == (400, "enrolment_invalid")


async def test_codes_are_for_people_who_are_signed_in(world, shown):
    response = await world.browser().get(f"/api/enrolments/{shown['code']}/")

    assert code_of(response) == (401, "session_missing")


async def test_an_editor_may_not_let_a_bridge_in(world, owner, shown):
    project = (await project_of(owner))["id"]
    editor = await add_colleague(world, project, "editor")

    assert code_of(await approve(editor, shown, project)) == (403, "right_missing")
    assert code_of(await poll(world, shown)) == (400, "enrolment_pending")


async def test_nobody_lets_a_bridge_in_to_a_project_of_others(world, owner, shown):
    for project in ["0" * 24, "\x00", "' OR 1=1 --", ""]:
        assert code_of(await approve(owner, shown, project)) == (404, "unknown_resource")


WRONG = "/api/enrolments/BBBB-BBBB/"


async def test_after_five_wrong_codes_somebody_has_none_looked_at_until_every_code_of_then_is_over(
    world, owner, shown
):
    guesser = await add_colleague(world, (await project_of(owner))["id"], "viewer")
    for _ in range(5):
        assert code_of(await guesser.get(WRONG)) == (400, "enrolment_invalid")
    right = f"/api/enrolments/{shown['code']}/"

    world.clock.forward(60)
    refused = await guesser.get(right)
    assert code_of(refused) == (429, "too_many_requests")
    assert refused.headers["retry-after"] == "540"
    assert "540 seconds" in refused.json()["detail"]
    assert (await owner.get(right)).status_code == 200

    world.clock.forward(539)
    assert code_of(await guesser.get(right)) == (429, "too_many_requests")
    world.clock.forward(1)
    shown_anew = (await world.machine().post("/api/enrolments/", json=REQUEST)).json()
    assert (await guesser.get(f"/api/enrolments/{shown_anew['code']}/")).status_code == 200


async def test_right_codes_are_not_counted(owner, shown):
    for _ in range(8):
        assert (await owner.get(f"/api/enrolments/{shown['code']}/")).status_code == 200


async def test_wrong_codes_are_counted_by_all_replicas_together_and_at_once(world, owner, shown):
    """Looking and approving are tries alike."""
    replica = make_world(world.store, world.clock)
    cookies = "; ".join(f"{name}={value}" for name, value in owner.cookies.items())
    there = replica.browser()
    there.headers["Cookie"] = cookies
    project = (await project_of(owner))["id"]
    statuses = []

    async def guess(browser, number):
        if number % 4 < 2:
            answer = await browser.get(WRONG)
        else:
            answer = await browser.post(f"{WRONG}approve/", json={"project": project})
        statuses.append(answer.status_code)

    async with anyio.create_task_group() as group:
        for number in range(12):
            group.start_soon(guess, (owner, there)[number % 2], number)

    assert sorted(statuses) == [400] * 5 + [429] * 7
    assert code_of(await approve(there, shown, project)) == (429, "too_many_requests")
    await close_desk(replica.control.desk)


async def test_the_audit_tells_of_wrong_codes_that_should_have_let_a_bridge_in(world, owner):
    project = (await project_of(owner))["id"]
    await owner.post(f"{WRONG}approve/", json={"project": project})

    [line] = [
        line
        for line in (await (await at_work(world, owner)).get("audit/")).json()["results"]
        if line["action"] == "enrolment.give_approval"
    ]
    assert line["details"] == {"refused": "enrolment_invalid"}


async def test_a_code_expires(world, owner, shown):
    world.clock.forward(600)

    assert code_of(await owner.get(f"/api/enrolments/{shown['code']}/")) == (400, "enrolment_invalid")
    assert code_of(await poll(world, shown)) == (400, "enrolment_invalid")


async def test_a_key_lets_a_bridge_in_at_once(world):
    key = await create_enrolment_key(world.store)

    response = await world.machine().post(
        "/api/enrolments/", json={"key": key, "name": "shop", "url": "", "engine": "sqlite"}
    )

    assert response.status_code == 201
    assert set(response.json()) == {"project_token", "bridge", "project"}
    [bridge] = (await project_of(await world.owner()))["bridges"]
    assert bridge == {"id": response.json()["bridge"], "name": "shop", "url": "", "engine": "sqlite"}


async def test_of_two_bridges_with_one_key_one_gets_in(world):
    key = await create_enrolment_key(world.store)
    statuses = []

    async def try_to_enrol():
        statuses.append(
            (await world.machine().post("/api/enrolments/", json={**REQUEST, "key": key})).status_code
        )

    async with anyio.create_task_group() as group:
        group.start_soon(try_to_enrol)
        group.start_soon(try_to_enrol)

    assert sorted(statuses) == [201, 400]


async def test_a_key_expires(world):
    key = await create_enrolment_key(world.store)
    world.clock.forward(15 * 60)

    response = await world.machine().post("/api/enrolments/", json={**REQUEST, "key": key})

    assert code_of(response) == (400, "enrolment_invalid")


async def test_asking_for_codes_is_slowed_down(world):
    machine = world.machine()
    for _ in range(20):
        assert (await machine.post("/api/enrolments/", json=REQUEST)).status_code == 201

    assert code_of(await machine.post("/api/enrolments/", json=REQUEST)) == (429, "too_many_requests")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "ftp://x",
        "https://user:pass@host",
        "http://",
        "https://h/?q=1",
        "https://h:99999",
    ],
)
async def test_a_bridge_lives_at_a_web_address(world, url):
    response = await world.machine().post("/api/enrolments/", json={**REQUEST, "url": url})

    assert code_of(response) == (422, "invalid_input")
    assert response.json()["errors"][0]["pointer"] == "/url"
