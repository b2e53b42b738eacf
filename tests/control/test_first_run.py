from __future__ import annotations

import anyio
from sqlalchemy import func, select

from jetway.control.first_run import ensure_setup_code
from jetway.control.store.tables import memberships, people
from tests.control.people import OWNER, code_of, project_of


async def test_a_new_server_waits_for_its_first_person(world):
    response = await world.browser().get("/api/session/")

    assert response.json() == {"state": "setup"}


async def test_the_printed_code_makes_the_first_person_owner_of_the_first_project(world):
    code = await ensure_setup_code(world.store)

    response = await world.browser().post("/api/setup/", json={"code": code, **OWNER})

    assert response.status_code == 201
    person = response.json()["person"]
    assert (person["email"], person["name"]) == ("ada@example.com", "Ada")
    [project] = person["projects"]
    assert (project["name"], project["role"]) == ("My project", "owner")
    assert project["environment"]["name"] == "production"
    assert project["bridges"] == []


async def test_setting_up_signs_in(world):
    browser = await world.owner()

    assert (await browser.get("/api/session/")).json()["state"] == "signed_in"


async def test_the_code_is_taken_however_it_is_typed(world):
    code = await ensure_setup_code(world.store)

    typed = f" {code.lower().replace('-', ' ')} "
    response = await world.browser().post("/api/setup/", json={"code": typed, **OWNER})

    assert response.status_code == 201


async def test_a_wrong_code_makes_nobody(world):
    await ensure_setup_code(world.store)

    response = await world.browser().post("/api/setup/", json={"code": "BCDF-BCDF-BCDF-BCDF", **OWNER})

    assert code_of(response) == (403, "setup_code_invalid")
    assert (await world.browser().get("/api/session/")).json() == {"state": "setup"}


async def test_without_a_printed_code_no_code_is_right(world):
    response = await world.browser().post("/api/setup/", json={"code": "BCDF-BCDF-BCDF-BCDF", **OWNER})

    assert code_of(response) == (403, "setup_code_invalid")


async def test_a_new_code_ends_the_one_before(world):
    old = await ensure_setup_code(world.store)
    await ensure_setup_code(world.store)

    response = await world.browser().post("/api/setup/", json={"code": old, **OWNER})

    assert code_of(response) == (403, "setup_code_invalid")


async def test_guessing_the_code_is_slowed_down_before_it_is_compared(world):
    right = await ensure_setup_code(world.store)
    browser = world.browser()
    for _ in range(10):
        await browser.post("/api/setup/", json={"code": "BCDF-BCDF-BCDF-BCDF", **OWNER})

    response = await browser.post("/api/setup/", json={"code": right, **OWNER})

    assert code_of(response) == (429, "too_many_requests")


async def test_setup_is_gone_once_there_is_a_person(world):
    browser = await world.owner()

    assert await ensure_setup_code(world.store) is None
    assert code_of(await browser.post("/api/setup/", json={"code": "x", **OWNER})) == (404, "not_found")
    assert code_of(await browser.post("/api/setup/", content=b"junk")) == (415, "unsupported_media_type")


async def test_of_many_first_people_at_once_one_is_made(world):
    code = await ensure_setup_code(world.store)
    statuses = []

    async def try_to_be_first(number):
        body = {**OWNER, "code": code, "email": f"p{number}@example.com"}
        statuses.append((await world.browser().post("/api/setup/", json=body)).status_code)

    async with anyio.create_task_group() as group:
        for number in range(50):
            group.start_soon(try_to_be_first, number)

    assert statuses.count(201) == 1
    assert set(statuses) == {201, 404, 429}  # they come from one address
    async with world.store.reading() as connection:
        assert (await connection.execute(select(func.count()).select_from(people))).scalar_one() == 1
        assert (await connection.execute(select(func.count()).select_from(memberships))).scalar_one() == 1


async def test_what_is_no_address_or_too_short_a_password_is_refused(world):
    code = await ensure_setup_code(world.store)
    browser = world.browser()

    for change, pointer in [
        ({"email": "ada"}, "/email"),
        ({"email": "ada@exämple.com"}, "/email"),
        ({"email": "a da@example.com"}, "/email"),
        ({"password": "short"}, "/password"),
        ({"password": "x" * 1_025}, "/password"),
        ({"name": ""}, "/name"),
        ({"name": "a\x00b"}, "/name"),
        ({"role": "owner"}, "/role"),
    ]:
        response = await browser.post("/api/setup/", json={"code": code, **OWNER, **change})
        assert code_of(response) == (422, "invalid_input"), change
        assert response.json()["errors"][0]["pointer"] == pointer


async def test_the_first_project_lets_owners_do_everything_and_others_nothing(world):
    browser = await world.owner()
    project = await project_of(browser)

    assert project["role"] == "owner"
